// One way between two centres, set by hand: added or changed, with what was computed beside it.
import { useState } from 'preact/hooks';
import { api } from '../../api';
import { Dialog } from '../../components/Dialog';
import { DialogButtons } from '../../components/DialogButtons';
import { ErrorSummary, errorOf, type FieldError } from '../../components/ErrorSummary';
import { Select, TextField } from '../../components/Field';
import { toast } from '../../components/Toast';
import { language } from '../../i18n/language';
import { ways as texts } from '../../i18n/ways';
import { useForm } from '../../state/form';
import { centreOf } from '../../state/region';
import { kmText, metresOf, minutesOf, type Way, wayBetween } from './model/ways';
import { shortName } from './round/fields';
import { ruleSaid } from './waySaid';

export const nameOf = (centre: string): string => shortName(centreOf(centre)?.name ?? centre);
export const pairName = ({ from, to }: Pick<Way, 'from' | 'to'>): string =>
  texts.t.between(nameOf(from), nameOf(to));

/** `{from: '', to: ''}`: a way to be chosen; null: closed. */
export type Edited = Pick<Way, 'from' | 'to'>;

interface Props {
  ways: readonly Way[];
  edited: Edited | null;
  onClose: () => void;
  onSaved: () => void;
}

function Form({ ways, edited, onClose, onSaved }: Props & { edited: Edited }) {
  const t = texts.t;
  const point = language.value === 'en' ? '.' : ',';
  const stored = wayBetween(ways, edited.from, edited.to);
  const [from, setFrom] = useState(edited.from);
  const [to, setTo] = useState(edited.to);
  const [km, setKm] = useState(stored?.by_hand ? kmText(stored.metres, point) : '');
  const [minutes, setMinutes] = useState(stored?.by_hand ? String(stored.minutes) : '');
  const form = useForm({ metres: 'km' });
  const chosen = wayBetween(ways, from, to);
  const centres = [...new Set(ways.flatMap((w) => [w.from, w.to]))]
    .map((id) => ({ value: id, label: nameOf(id) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'et'));
  const choices = [{ value: '', label: t.choose }, ...centres];
  const check = (): FieldError[] => {
    const errors: FieldError[] = [];
    if (!from) errors.push({ field: 'from', message: t.oneMissing });
    if (!to) errors.push({ field: 'to', message: t.otherMissing });
    else if (from === to) errors.push({ field: 'to', message: t.sameCentre });
    if (metresOf(km) === null) errors.push({ field: 'km', message: t.kmWrong });
    if (minutesOf(minutes) === null) errors.push({ field: 'minutes', message: t.minutesWrong });
    return errors;
  };
  const save = (event: Event) => {
    event.preventDefault();
    form.submit(check, async () => {
      const body = { from, to, metres: metresOf(km), minutes: minutesOf(minutes) };
      await api.post('/api/v1/travel', { body });
      toast(t.saved(pairName({ from, to })));
      onSaved();
      onClose();
    });
  };
  return (
    <form noValidate onSubmit={save}>
      <ErrorSummary {...form} />
      {!stored && (
        <>
          <Select
            name="from"
            label={t.one}
            error={errorOf(form.errors, 'from')}
            value={from}
            choices={choices}
            onValue={setFrom}
          />
          <Select
            name="to"
            label={t.other}
            error={errorOf(form.errors, 'to')}
            value={to}
            choices={choices}
            onValue={setTo}
          />
        </>
      )}
      <p role="status">
        {chosen && t.computedIs(ruleSaid(chosen))} {!stored && chosen?.by_hand && t.known}
      </p>
      <TextField
        name="km"
        inputMode="decimal"
        width="short"
        autocomplete="off"
        label={t.km}
        hint={t.kmHint}
        error={errorOf(form.errors, 'km')}
        value={km}
        onValue={setKm}
      />
      <TextField
        name="minutes"
        inputMode="numeric"
        width="short"
        autocomplete="off"
        label={t.minutes}
        hint={t.minutesHint}
        error={errorOf(form.errors, 'minutes')}
        value={minutes}
        onValue={setMinutes}
      />
      <p class="hint">{t.effect}</p>
      <DialogButtons type="submit" busy={form.busy} onCancel={onClose}>
        {t.save}
      </DialogButtons>
    </form>
  );
}

export function WayDialog(props: Props) {
  const { edited, onClose } = props;
  const t = texts.t;
  const title = edited ? (edited.from ? t.dialogChange(pairName(edited)) : t.dialogAdd) : '';
  return (
    <Dialog title={title} open={edited !== null} onClose={onClose}>
      {edited && <Form {...props} edited={edited} />}
    </Dialog>
  );
}
