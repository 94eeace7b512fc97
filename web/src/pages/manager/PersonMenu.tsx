// What else can be done about somebody in a shift: they are not coming, the hours were others, a certificate.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { api, Problem, type Schemas } from '../../api';
import { Dialog } from '../../components/Dialog';
import { DialogButtons } from '../../components/DialogButtons';
import { ErrorSummary, errorOf, problemText } from '../../components/ErrorSummary';
import { Select, TextField } from '../../components/Field';
import { Menu, type MenuItem } from '../../components/Menu';
import { toast } from '../../components/Toast';
import { common } from '../../i18n/common';
import { language } from '../../i18n/language';
import { manager, staff } from '../../i18n/parts';
import { formatNumber } from '../../i18n/plural';
import { useForm } from '../../state/form';
import type { RosterPerson, RosterShift } from './model/roster';

type Reason = NonNullable<Schemas['CancellationInput']['reason']>;
const reasons: readonly Reason[] = ['ill', 'busy', 'transport', 'mistake', 'other'];
const mostHours = 24;

interface Props {
  person: RosterPerson;
  shift: RosterShift;
  centre: string;
  begun: boolean;
  onChanged: () => void;
}

interface DialogProps extends Pick<Props, 'person' | 'onChanged'> {
  onClose: () => void;
}

function CancelForm({ person, onChanged, onClose }: DialogProps) {
  const t = staff.t.person;
  const [reason, setReason] = useState<Reason>('ill');
  const form = useForm();
  const submit = (event: Event) => {
    event.preventDefault();
    form.submit(
      () => [],
      async () => {
        await api.post('/api/v1/placements/{id}/cancellation', {
          path: { id: person.placement },
          body: { reason },
        });
        toast(t.cancelled(person.name));
        onClose();
        onChanged();
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <ErrorSummary {...form} />
      <p>{t.cancelTells(person.name)}</p>
      <Select
        name="cancel-reason"
        label={t.reason}
        value={reason}
        choices={reasons.map((value) => ({ value, label: t.reasons[value] }))}
        onValue={setReason}
      />
      <DialogButtons kind="danger" type="submit" busy={form.busy} onCancel={onClose}>
        {t.cancelYes}
      </DialogButtons>
    </form>
  );
}

/** `2,5`, `2.5` or `2`; null when it is no number of hours. */
function readHours(typed: string): number | null {
  const hours = Number(typed.trim().replace(',', '.'));
  return typed.trim() !== '' && hours >= 0 && hours <= mostHours ? hours : null;
}

function HoursForm({ person, shift, onChanged, onClose }: DialogProps & Pick<Props, 'shift'>) {
  const t = staff.t.person;
  const length = (Date.parse(shift.to) - Date.parse(shift.from)) / 3_600_000;
  const [typed, setTyped] = useState(formatNumber(language.value, person.hours ?? length, 2));
  const form = useForm();
  const submit = (event: Event) => {
    event.preventDefault();
    const hours = readHours(typed);
    form.submit(
      () => (hours === null ? [{ field: 'hours', message: t.hoursWrong }] : []),
      async () => {
        await api.post('/api/v1/placements/{id}/attendance', {
          path: { id: person.placement },
          body: { state: 'done', hours: hours ?? length },
        });
        toast(manager.t.shift.thanks(person.name, formatNumber(language.value, hours ?? length, 1)));
        onClose();
        onChanged();
      },
    );
  };
  return (
    <form onSubmit={submit} noValidate>
      <ErrorSummary {...form} />
      <TextField
        name="hours"
        label={t.hoursLabel}
        hint={t.hoursHint}
        error={errorOf(form.errors, 'hours')}
        inputMode="decimal"
        autocomplete="off"
        width="year"
        value={typed}
        onValue={setTyped}
      />
      <DialogButtons type="submit" busy={form.busy} onCancel={onClose}>
        {common.t.save}
      </DialogButtons>
    </form>
  );
}

export function PersonMenu({ person, shift, centre, begun, onChanged }: Props) {
  const t = staff.t.person;
  const { route } = useLocation();
  const [open, setOpen] = useState<'cancel' | 'hours' | null>(null);
  const close = () => setOpen(null);
  const note = (state: 'done' | 'absent') =>
    api
      .post('/api/v1/placements/{id}/attendance', { path: { id: person.placement }, body: { state } })
      .then(onChanged)
      .catch((error: unknown) => toast(error instanceof Problem ? problemText(error) : String(error)));
  const items: MenuItem[] = [];
  if (!begun && (person.state === 'agreed' || person.state === 'awaiting'))
    items.push({ key: 'cancel', label: t.cancel, onChoose: () => setOpen('cancel') });
  if (begun && person.state !== 'awaiting')
    items.push({ key: 'hours', label: t.hours, onChoose: () => setOpen('hours') });
  if (person.state === 'absent') items.push({ key: 'was', label: t.was, onChoose: () => note('done') });
  if (person.state === 'done') {
    items.push({ key: 'not', label: t.wasNot, onChoose: () => note('absent') });
    if (person.kind === 'volunteer') {
      const certificate = `/keskus/${centre}/tunnistus/${person.person}`;
      items.push({ key: 'certificate', label: t.certificate, onChoose: () => route(certificate) });
    }
  }
  if (items.length === 0) return null;
  return (
    <span class="person-menu no-print">
      <Menu
        label={<span aria-hidden="true">⋯</span>}
        name={t.menuOf(person.name)}
        class="button button-quiet button-small"
        items={items}
      />
      <Dialog title={t.cancelTitle(person.name)} open={open === 'cancel'} onClose={close}>
        <CancelForm person={person} onChanged={onChanged} onClose={close} />
      </Dialog>
      <Dialog title={t.hoursTitle(person.name)} open={open === 'hours'} onClose={close}>
        <HoursForm person={person} shift={shift} onChanged={onChanged} onClose={close} />
      </Dialog>
    </span>
  );
}
