// The proof of cover day by day, as the server counts it from who is at work: for one centre in one period.
import type { Schemas } from '../../../api';
import { Table } from '../../../components/Table';
import { formatDay } from '../../../i18n/dates';
import { board as texts } from '../../../i18n/parts';
import { namesOf, type Round } from '../model/board';
import { shortName } from '../round/fields';
import type { Place } from './BoardTable';
import { CoverNeed } from './CoverNeed';

type Cover = Schemas['Cover'];
type Day = Schemas['CoverDay'];

const signed = (n: number) => (n > 0 ? `+${n}` : String(n).replace('-', '−'));

/** Own people or leads may be missing where the number of people alone would do. */
function wanting(day: Day): string {
  const t = texts.t.cover;
  const own = day.own_required - day.own;
  const leads = day.leads_required - day.leads;
  return [
    day.margin < 0 ? t.missing(-day.margin) : day.margin === 0 ? t.nobodySpare : '',
    own > 0 ? t.ownMissing(own) : '',
    leads > 0 ? t.leadMissing(leads) : '',
    day.overlap && day.away > 0 ? t.overlap : '',
  ]
    .filter(Boolean)
    .join('; ');
}

interface DaysProps {
  round: string;
  cover: Cover;
  place: Place;
  /** Reads the cover again. */
  onPosted: () => void;
}

export function CoverDays({ round, cover, place, onPosted }: DaysProps) {
  const t = texts.t.cover;
  if (cover.unknown.includes(place.host)) return <p class="soft">{t.unknown}</p>;
  const days = cover.days.filter((d) => d.centre === place.host && d.period === place.period);
  if (days.length === 0) return null;
  return (
    <div class="cover-days">
      <h3>{t.days}</h3>
      <Table
        caption={t.days}
        captionHidden
        columns={[
          {
            key: 'day',
            head: t.day,
            cell: (d) => (
              <>
                <span aria-hidden="true">{d.margin < 0 ? '! ' : '✓ '}</span>
                {formatDay(d.day)}
              </>
            ),
          },
          { key: 'required', head: t.required, cell: (d) => d.required, numeric: true },
          { key: 'present', head: t.present, cell: (d) => d.own + d.guests, numeric: true },
          { key: 'margin', head: t.margin, cell: (d) => signed(d.margin), numeric: true },
          {
            key: 'note',
            head: t.absence,
            cell: (d) => (
              <>
                {wanting(d) || t.oneSpare}
                {d.margin < 0 && <CoverNeed round={round} day={d} onPosted={onPosted} />}
              </>
            ),
          },
        ]}
        rows={days}
        rowKey={(d) => d.day}
      />
    </div>
  );
}

interface LineProps {
  round: Round;
  cover: Cover;
  onCell: (place: Place) => void;
}

/** Days that the plan leaves uncovered, each leading to its cell. */
export function Uncovered({ round, cover, onCell }: LineProps) {
  const t = texts.t.cover;
  const days = cover.days.filter((d) => d.margin < 0 && d.away > 0);
  if (days.length === 0) return null;
  const names = namesOf(round);
  return (
    <details class="notice notice-warn no-print">
      <summary>{t.uncovered(days.length)}</summary>
      <ul class="plain">
        {days.map((d) => (
          <li key={`${d.centre} ${d.day}`}>
            <button
              type="button"
              class="link-button"
              onClick={() => onCell({ host: d.centre, period: d.period })}
            >
              {shortName(names.centre(d.centre))}, {formatDay(d.day)}: {wanting(d)}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
