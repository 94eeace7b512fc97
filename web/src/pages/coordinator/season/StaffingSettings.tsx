// When each centre is open, who must be there, and how many guests it can host.
import { useState } from 'preact/hooks';
import type { Schemas } from '../../../api';
import type { FieldError } from '../../../components/ErrorSummary';
import { clockText, weekdayName } from '../../../i18n/dates';
import { season } from '../../../i18n/season';
import { leastStaff, openSpans, staffingNames } from '../model/staffing';
import { centreInput, SaveBar, useEdits } from '../round/edits';
import { Fixed } from '../round/Fixed';
import { shortName } from '../round/fields';
import type { RoundPart } from '../round/RoundPages';
import { StaffingFields } from './StaffingFields';

type Centre = Schemas['RoundCentreFull'];

/** `E–R 14.00–20.00; kohal vähemalt 1 inimene; 1 külaline` */
function summaryOf({ staffing = [], guests }: Centre): string {
  const t = season.t.staffing;
  const name = (day: number) => weekdayName(day, 'short');
  const spans = openSpans(staffing).map(({ first, last, opens, closes }) => {
    const days = first === last ? name(first) : `${name(first)}–${name(last)}`;
    return `${days} ${clockText(opens)}–${clockText(closes)}`;
  });
  const known = staffing.length > 0 ? [spans.join(', '), t.staffSaid(leastStaff(staffing))] : [t.unknown];
  return [...known, t.guestsSaid(guests)].join('; ');
}

/** The fields that belong to a centre end with its code, or with its code and a day. */
const isOf = (id: string) => (error: FieldError) =>
  error.field.endsWith(`-${id}`) || new RegExp(`-${id}-[1-7]$`).test(error.field);

interface CardProps {
  centre: Centre;
  errors: readonly FieldError[];
  onChange: (part: Partial<Centre>) => void;
}

function CentreCard({ centre, errors, onChange }: CardProps) {
  const [open, setOpen] = useState(false);
  const own = errors.filter(isOf(centre.id));
  const shown = open || own.length > 0;
  return (
    <details class="staffing" open={shown} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <b>{shortName(centre.name)}</b> <span class="soft">{summaryOf(centre)}</span>
      </summary>
      {shown && <StaffingFields centre={centre} errors={own} onChange={onChange} />}
    </details>
  );
}

export function StaffingSettings(props: RoundPart) {
  const t = season.t.staffing;
  const { round } = props;
  const edits = useEdits<Centre>();
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const out = round.centres.filter((c) => !c.takes_part);
  const changed = () => [...edits.changed.values()].map(centreInput);
  return (
    <>
      <h2>{t.title}</h2>
      <p>{t.lead}</p>
      <p class="hint">{t.meaning}</p>
      <Fixed round={round}>
        <div class="settings">
          {round.centres
            .filter((c) => c.takes_part)
            .map((centre) => (
              <CentreCard
                key={centre.id}
                centre={edits.of(centre.id, centre)}
                errors={errors}
                onChange={(part) => edits.change(centre.id, centre, part)}
              />
            ))}
        </div>
      </Fixed>
      {out.length > 0 && (
        <p class="soft">
          {t.out} {out.map((c) => shortName(c.name)).join(', ')}.
        </p>
      )}
      <SaveBar
        {...props}
        count={edits.changed.size}
        change={() => ({ centres: changed() })}
        names={() => staffingNames(changed())}
        onErrors={setErrors}
        onDone={edits.clear}
      />
    </>
  );
}
