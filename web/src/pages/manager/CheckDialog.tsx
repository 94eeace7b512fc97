// Recording the result of a background check (rules R1 to R3): a result, a date, who, on what ground. Nothing more.
import { useState } from 'preact/hooks';
import { api, type Centre, Problem, type Schemas } from '../../api';
import { Button } from '../../components/Button';
import { Dialog } from '../../components/Dialog';
import { ErrorSummary, errorOf, type FieldError, fieldErrors } from '../../components/ErrorSummary';
import { Radios, Select, TextField } from '../../components/Field';
import { Skeleton } from '../../components/Loading';
import { toast } from '../../components/Toast';
import { common } from '../../i18n/common';
import { addDays, formatLongDay, today } from '../../i18n/dates';
import { manager, staff } from '../../i18n/parts';
import { region } from '../../state/region';
import { useResource } from '../../state/resource';
import { AcceptCheck, acceptable, EarlierChecks } from './CheckHistory';
import { CodeNeeded, OriginNeeded } from './CheckNeeds';

type Result = Schemas['CheckInput']['result'];
type Basis = NonNullable<Schemas['CheckInput']['basis']>;

export interface Checked {
  id: string;
  name: string;
}

interface Props {
  person: Checked | null;
  centre: Centre;
  onClose: () => void;
  onSaved: () => void;
}

function CheckForm({ person, centre, onClose, onSaved }: Props & { person: Checked }) {
  const t = manager.t.check;
  const [result, setResult] = useState<Result | null>(null);
  const [on, setOn] = useState(today());
  const [checker, setChecker] = useState(centre.municipality);
  const [basis, setBasis] = useState<Basis>('register_query');
  const [reference, setReference] = useState('');
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);

  const save = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const found: FieldError[] = [];
    if (!result) found.push({ field: 'result', message: t.errorResult });
    if (!on || on > today() || on < addDays(today(), -366))
      found.push({ field: 'checked_on', message: t.errorDate });
    setErrors(found);
    setProblem(null);
    setAttempt(attempt + 1);
    if (found.length > 0 || !result) return;
    setBusy(true);
    try {
      const check = await api.post('/api/v1/checks', {
        body: {
          person: person.id,
          result,
          checked_on: on,
          checker,
          basis,
          ...(reference.trim() ? { reference: reference.trim() } : {}),
        },
      });
      const until = formatLongDay(check.valid_until);
      const agreed = check.agreed_now ?? 0;
      if (result === 'prohibited') toast(t.savedNo(person.name));
      else toast(agreed > 0 ? t.savedAgreed(person.name, until, agreed) : t.saved(person.name, until));
      onSaved();
      onClose();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setErrors(fieldErrors(error));
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={save} noValidate>
      <ErrorSummary errors={errors} problem={problem} attempt={attempt} />
      <p>{t.help}</p>
      <Radios
        name="result"
        label={t.result}
        value={result}
        error={errorOf(errors, 'result')}
        inline
        choices={[
          { value: 'permitted', label: t.permitted },
          { value: 'prohibited', label: t.prohibited },
        ]}
        onValue={setResult}
      />
      <TextField
        name="checked_on"
        type="date"
        label={t.on}
        hint={t.onHint}
        error={errorOf(errors, 'checked_on')}
        width="middle"
        max={today()}
        min={addDays(today(), -366)}
        value={on}
        onValue={setOn}
      />
      <Select
        name="checker"
        label={t.checker}
        value={checker}
        error={errorOf(errors, 'checker')}
        choices={(region.value?.municipalities ?? []).map((m) => ({ value: m.ehak, label: m.name }))}
        onValue={setChecker}
      />
      <Select
        name="basis"
        label={t.basis}
        value={basis}
        choices={(['register_query', 'institution_query', 'accepted_from_other'] as const).map((value) => ({
          value,
          label: t.bases[value],
        }))}
        onValue={setBasis}
      />
      <TextField
        name="reference"
        label={t.reference}
        hint={t.referenceHint}
        error={errorOf(errors, 'reference')}
        optional
        width="middle"
        maxLength={60}
        autocomplete="off"
        value={reference}
        onValue={setReference}
      />
      <p class="notice">{t.only}</p>
      <div class="buttons">
        <Button kind="primary" type="submit" busy={busy}>
          {t.save}
        </Button>
        <CancelButton onClose={onClose} />
      </div>
    </form>
  );
}

function CancelButton({ onClose }: { onClose: () => void }) {
  return (
    <Button kind="quiet" onClick={onClose}>
      {common.t.cancel}
    </Button>
  );
}

/** What is known first: with a check that can be relied on, there is nothing to type. */
function CheckParts({ person, centre, onClose, onSaved }: Props & { person: Checked }) {
  const checks = useResource(`checks ${person.id}`, (signal) =>
    api.get('/api/v1/checks', { query: { person: person.id }, signal }),
  );
  const known = checks.data?.checks ?? [];
  const other = acceptable(known, centre.municipality);
  const own = known.find(
    (c) => c.checker === centre.municipality && c.result === 'permitted' && c.valid_until >= today(),
  );
  const done = () => {
    onSaved();
    onClose();
  };
  if (checks.loading && !checks.data) return <Skeleton lines={3} />;
  return (
    <>
      {other && <AcceptCheck check={other} name={person.name} centre={centre} onAccepted={done} />}
      {other && <h3>{staff.t.accept.or}</h3>}
      {checks.data && (
        <CodeNeeded
          person={person}
          checker={centre.municipality}
          known={checks.data}
          onChanged={checks.reload}
        />
      )}
      {own && !other && <p class="notice">{staff.t.accept.valid(formatLongDay(own.valid_until))}</p>}
      <CheckForm person={person} centre={centre} onClose={onClose} onSaved={onSaved} />
      {checks.data && (
        <OriginNeeded
          person={person}
          checker={centre.municipality}
          known={checks.data}
          onChanged={() => {
            checks.reload();
            onSaved();
          }}
        />
      )}
      <EarlierChecks checks={known} />
    </>
  );
}

export function CheckDialog({ person, ...rest }: Props) {
  return (
    <Dialog
      title={person ? manager.t.check.title(person.name) : ''}
      open={person !== null}
      onClose={rest.onClose}
    >
      {person && <CheckParts person={person} {...rest} />}
    </Dialog>
  );
}
