// The coming shifts of a need that stands: more or fewer people, or left out where nobody has agreed yet.
import type { Need } from '../../../api';
import { Button } from '../../../components/Button';
import { Stepper } from '../../../components/Stepper';
import { formatDay, formatSpan } from '../../../i18n/dates';
import { manager, staff } from '../../../i18n/parts';
import { type ShiftEdits as Edits, heldSeats } from '../model/need-edit';
import { dateOf } from '../model/roster';

const mostSeats = 50;

interface RowProps {
  shift: Need['shifts'][number];
  edit: Edits[string] | undefined;
  onEdit: (edit: Edits[string]) => void;
}

function ShiftRow({ shift, edit, onEdit }: RowProps) {
  const t = staff.t.edit;
  const day = formatDay(dateOf(shift.from));
  const held = heldSeats(shift);
  const removed = edit?.removed === true;
  return (
    <li class={`edit-shift${removed ? ' edit-shift-removed' : ''}`}>
      <p class="edit-shift-when">
        <b>{formatSpan(shift.from, shift.to)}</b>
        {removed ? (
          <span> · {held > 0 ? t.removedHeld(held) : t.removed}</span>
        ) : (
          held > 0 && <span class="soft"> · {t.held(held)}</span>
        )}
      </p>
      {!removed && (
        <Stepper
          name={`seats-${shift.id}`}
          label={t.seats(day)}
          less={manager.t.form.less}
          more={manager.t.form.more}
          value={edit?.seats ?? shift.seats}
          min={Math.max(1, held)}
          max={mostSeats}
          onValue={(seats) => onEdit({ ...edit, seats })}
        />
      )}
      {removed ? (
        <Button small aria-label={t.keepDay(day)} onClick={() => onEdit({ ...edit, removed: false })}>
          {t.keep}
        </Button>
      ) : held > 0 ? (
        <div class="edit-shift-held">
          <p class="hint">{t.cannotRemove}</p>
          <Button
            small
            kind="quiet"
            aria-label={t.redoDay(day)}
            onClick={() => onEdit({ ...edit, removed: true })}
          >
            {t.redo}
          </Button>
        </div>
      ) : (
        <Button
          small
          kind="quiet"
          aria-label={t.removeDay(day)}
          onClick={() => onEdit({ ...edit, removed: true })}
        >
          {t.remove}
        </Button>
      )}
    </li>
  );
}

interface Props {
  shifts: Need['shifts'];
  edits: Edits;
  error: string | undefined;
  onEdits: (edits: Edits) => void;
}

export function ShiftEdits({ shifts, edits, error, onEdits }: Props) {
  const t = staff.t.edit;
  return (
    <fieldset class={`field${error ? ' field-wrong' : ''}`} id="shifts" tabIndex={-1}>
      <legend>{t.shifts}</legend>
      {error && <p class="error">{error}</p>}
      <ul class="plain edit-shifts">
        {shifts.map((shift) => (
          <ShiftRow
            key={shift.id}
            shift={shift}
            edit={edits[shift.id]}
            onEdit={(edit) => onEdits({ ...edits, [shift.id]: edit })}
          />
        ))}
      </ul>
    </fieldset>
  );
}
