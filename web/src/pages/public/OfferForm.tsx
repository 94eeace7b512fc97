import { useState } from 'preact/hooks';
import { api, type Need } from '../../api';
import { Button } from '../../components/Button';
import { ErrorSummary, errorOf } from '../../components/ErrorSummary';
import { Group } from '../../components/Field';
import { formatSpan } from '../../i18n/dates';
import { open } from '../../i18n/parts';
import { useForm } from '../../state/form';
import { openSeats, openShifts } from './needFilter';

interface ChoicesProps {
  shifts: Need['shifts'];
  chosen: readonly string[];
  onChosen: (chosen: readonly string[]) => void;
}

export function ShiftChoices({ shifts, chosen, onChosen }: ChoicesProps) {
  return (
    <div class="choices">
      {shifts.map((shift) => (
        <div class="choice" key={shift.id}>
          <input
            type="checkbox"
            id={`shift-${shift.id}`}
            checked={chosen.includes(shift.id)}
            onChange={(event) =>
              onChosen(
                event.currentTarget.checked ? [...chosen, shift.id] : chosen.filter((id) => id !== shift.id),
              )
            }
          />
          <label for={`shift-${shift.id}`}>
            {formatSpan(shift.from, shift.to)}{' '}
            <span class="soft">· {open.t.seatsOpen(openSeats(shift))}</span>
          </label>
        </div>
      ))}
    </div>
  );
}

/** The shifts with a box each: which of them the person offers to take. */
export function OfferForm({ need, onOffered }: { need: Need; onOffered: () => void }) {
  const t = open.t;
  const free = openShifts(need, new Date());
  const [chosen, setChosen] = useState<readonly string[]>(free.length === 1 && free[0] ? [free[0].id] : []);
  const form = useForm();
  const error = errorOf(form.errors, 'shifts');
  const unfit = form.problem?.code === 'candidate_not_eligible';
  const send = (event: Event) => {
    event.preventDefault();
    form.submit(
      () => (chosen.length > 0 ? [] : [{ field: 'shifts', message: t.offerPick }]),
      async () => {
        await api.post('/api/v1/needs/{id}/offers', { path: { id: need.id }, body: { shifts: [...chosen] } });
        onOffered();
      },
    );
  };
  return (
    <form onSubmit={send} noValidate>
      <ErrorSummary {...form} problem={unfit ? null : form.problem} />
      {unfit && (
        <div class="notice notice-warn" role="alert">
          <p>{t.offerUnfit}</p>
          <a href="/minu/andmed">{t.offerUnfitChange}</a>
        </div>
      )}
      <Group name="shifts" label={t.offerWhich} error={error}>
        <ShiftChoices shifts={free} chosen={chosen} onChosen={setChosen} />
      </Group>
      <div class="buttons">
        <Button kind="primary" type="submit" busy={form.busy}>
          {t.offer}
        </Button>
      </div>
    </form>
  );
}
