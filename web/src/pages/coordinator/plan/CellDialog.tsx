// One centre in one period: the proof that it is covered, who is there, who is away, and what can be changed here.
import { useState } from 'preact/hooks';
import type { Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { Dialog } from '../../../components/Dialog';
import { Icon } from '../../../components/Icon';
import { board as boardTexts, coordinator } from '../../../i18n/parts';
import type { Board, Cell, Round, Visit } from '../model/board';
import { type Absence, coverOf } from '../model/cover';
import { periodDays, periodName, shortName } from '../round/fields';
import { signs, stateWord } from './BoardCell';
import type { Place } from './BoardTable';
import { CoverDays } from './CoverDays';

interface Props {
  round: Round;
  board: Board;
  place: Place | null;
  /** By day, once the server has counted it. */
  cover: Schemas['Cover'] | null;
  editable: boolean;
  onClose: () => void;
  onVisit: (visit: Visit) => void;
  onAdd: (place: Place) => void;
  /** The cover has changed: reads it again. */
  onCover: () => void;
  onShut: (place: Place, shut: boolean) => Promise<string | null>;
}

/** Absences that end alike are one sentence. */
function AbsenceList({ absences }: { absences: readonly Absence[] }) {
  const t = boardTexts.t.cover;
  const missing = absences.filter((a) => a.missing > 0);
  if (absences.length === 0) return null;
  if (missing.length === 0) return <p>{t.holds(absences[0]?.left ?? 0)}</p>;
  return (
    <>
      <p>{t.breaks(missing.length, absences.length)}</p>
      <ul class="absences">
        {absences.map((a) => (
          <li key={a.name}>
            {a.name}
            {a.guest && <span class="soft"> ({t.guest})</span>}: {t.left(a.left)}
            {a.missing > 0 && <b> {t.missing(a.missing)}</b>}
          </li>
        ))}
      </ul>
    </>
  );
}

function Proof({ round, centre, cell }: { round: Round; centre: string; cell: Cell }) {
  const t = boardTexts.t.cover;
  const cover = coverOf(round, centre, cell);
  if (cell.state === 'closed') return <p>{t.closed}</p>;
  return (
    <>
      <dl class="proof-numbers">
        <div>
          <dt>{t.required}</dt>
          <dd>{cover.required}</dd>
        </div>
        <div>
          <dt>{t.present}</dt>
          <dd>{cover.present}</dd>
        </div>
        <div>
          <dt>{t.margin}</dt>
          <dd>{cover.margin > 0 ? `+${cover.margin}` : String(cover.margin).replace('-', '−')}</dd>
        </div>
      </dl>
      <p class="soft">{t.sum(cell.own, cell.away.length, cover.present - cell.own + cell.away.length)}</p>
      <h3>{t.absence}</h3>
      <AbsenceList absences={cover.absences} />
    </>
  );
}

function VisitButton({
  visit,
  name,
  about,
  onVisit,
}: { visit: Visit; name: string; about: string } & Pick<Props, 'onVisit'>) {
  return (
    <button type="button" class="visit" onClick={() => onVisit(visit)}>
      <span class="visit-name">
        {visit.pinned && <Icon name="pin" />}
        {name}
      </span>
      <span class="visit-home">{about}</span>
    </button>
  );
}

function People({ cell, editable, onVisit }: { cell: Cell } & Pick<Props, 'editable' | 'onVisit'>) {
  const t = boardTexts.t.cell;
  const b = coordinator.t.board;
  const entries = [
    ...cell.guests.map((g) => ({ visit: g.visit, name: g.name, about: b.from(shortName(g.home)) })),
    ...cell.away.map((a) => ({ visit: a.visit, name: a.name, about: t.away(shortName(a.host)) })),
  ];
  if (entries.length === 0) return null;
  return (
    <>
      <h3>{t.people}</h3>
      <ul class="plain cell-people">
        {entries.map(({ visit, name, about }) => (
          <li key={visit.id}>
            {editable ? (
              <VisitButton visit={visit} name={name} about={about} onVisit={onVisit} />
            ) : (
              `${name}, ${about}`
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** No guest may come in this period: the next plan keeps to it. */
function Shut({ place, shut, onShut }: { place: Place; shut: boolean } & Pick<Props, 'onShut'>) {
  const t = boardTexts.t.cell;
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const change = async () => {
    setBusy(true);
    setRefused(await onShut(place, !shut));
    setBusy(false);
  };
  return (
    <>
      {refused && (
        <p class="notice notice-warn" role="alert">
          {refused}
        </p>
      )}
      <Button small busy={busy} aria-pressed={shut} onClick={change}>
        {shut ? t.open : t.shut}
      </Button>
    </>
  );
}

export function CellDialog(props: Props) {
  const { round, board, place, editable, onClose } = props;
  const t = boardTexts.t.cell;
  const row = place && board.rows.find((r) => r.centre === place.host);
  const cell = row?.cells.find((c) => c.period === place?.period);
  const period = round.periods.find((p) => p.id === place?.period);
  const title = row && period ? `${shortName(row.name)}, ${periodName(period)}` : '';
  return (
    <Dialog title={title} open={Boolean(cell)} onClose={onClose}>
      {place && row && cell && period && (
        <>
          <p class={`cell-state board-${cell.state}`}>
            <span class="board-state">
              <span aria-hidden="true">{signs[cell.state]} </span>
              {stateWord(cell.state)}
            </span>
            <span class="soft"> {periodDays(period)}</span>
          </p>
          <Proof round={round} centre={place.host} cell={cell} />
          {props.cover && (
            <CoverDays round={round.id} cover={props.cover} place={place} onPosted={props.onCover} />
          )}
          <People cell={cell} editable={editable} onVisit={props.onVisit} />
          <div class="buttons">
            {editable && row.takesPart && cell.state !== 'closed' && (
              <Button kind="primary" small onClick={() => props.onAdd(place)}>
                {coordinator.t.board.add}
              </Button>
            )}
            {editable && row.takesPart && (
              <Shut place={place} shut={cell.state === 'closed'} onShut={props.onShut} />
            )}
            <Button kind="quiet" small onClick={onClose}>
              {t.close}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
