// What a check is made by: the personal code, seen by the checking municipality alone and each look written down (R6), and
// of a citizen of another country a certificate of that country (R1).
import { useState } from 'preact/hooks';
import { api, Problem, type Schemas } from '../../api';
import { Button } from '../../components/Button';
import { ErrorSummary, errorOf, problemText } from '../../components/ErrorSummary';
import { Checkbox, TextField } from '../../components/Field';
import { toast } from '../../components/Toast';
import { addDays, formatLongDay, today } from '../../i18n/dates';
import { staff } from '../../i18n/parts';
import { useForm } from '../../state/form';
import type { Checked } from './CheckDialog';

type Known = Schemas['CheckList'];

interface Props {
  person: Checked;
  checker: string;
  known: Known;
  onChanged: () => void;
}

/** Shown for as long as the dialog stands. */
function Shown({ digits }: { digits: string }) {
  const copy = () => navigator.clipboard?.writeText(digits).then(() => toast(staff.t.code.copied));
  return (
    <p role="status">
      <strong class="code-digits">{digits}</strong>{' '}
      <Button small onClick={copy}>
        {staff.t.code.copy}
      </Button>
    </p>
  );
}

export function CodeNeeded({ person, checker, known, onChanged }: Props) {
  const t = staff.t.code;
  const [digits, setDigits] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const code = known.codes.find((one) => one.checker === checker);
  const body = { person: person.id, checker };
  const press = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const see = () =>
    press(async () => setDigits((await api.post('/api/v1/checks/codes', { body })).personal_code));
  const ask = () =>
    press(async () => {
      await api.post('/api/v1/checks/codes/requests', { body });
      toast(t.askedNow(person.name));
      onChanged();
    });
  const until = code && formatLongDay(code.kept_until.slice(0, 10));
  return (
    <section class="accept" aria-labelledby="code-title">
      <h3 id="code-title">{t.title}</h3>
      {digits ? (
        <Shown digits={digits} />
      ) : code?.masked ? (
        <p>
          <span class="code-digits">{code.masked}</span>{' '}
          <Button small busy={busy} onClick={see}>
            {t.show}
          </Button>
        </p>
      ) : (
        <p>
          {!code ? t.none : code.entered_at ? t.without : t.waits(formatLongDay(code.asked_at.slice(0, 10)))}{' '}
          {!code?.entered_at && (
            <Button small busy={busy} onClick={ask}>
              {code ? t.again : t.ask}
            </Button>
          )}
        </p>
      )}
      {problem && (
        <p class="error" role="alert">
          {problemText(problem)}
        </p>
      )}
      <p class="hint">{code?.masked && until ? t.hint(until) : t.hintAsk}</p>
    </section>
  );
}

export function OriginNeeded({ person, checker, known, onChanged }: Props) {
  const t = staff.t.origin;
  const form = useForm();
  const own = known.origin_certificates.filter((one) => one.checker === checker);
  const valid = own.find((one) => one.valid_until >= today());
  const [needed, setNeeded] = useState(known.origin_needed);
  const [on, setOn] = useState('');
  const save = (event: Event) => {
    event.preventDefault();
    form.submit(
      () =>
        needed && on && (on > today() || on < addDays(today(), -365))
          ? [{ field: 'issued_on', message: t.errorDate }]
          : [],
      async () => {
        const seen = needed && on ? { issued_on: on } : {};
        const made = await api.post('/api/v1/checks/origin', {
          body: { person: person.id, checker, needed, ...seen },
        });
        toast(made.agreed_now > 0 ? t.savedAgreed(person.name, made.agreed_now) : t.saved(person.name));
        onChanged();
      },
    );
  };
  return (
    <details open={known.origin_needed && !valid}>
      <summary>{t.title}</summary>
      <form onSubmit={save} noValidate>
        <ErrorSummary {...form} />
        <Checkbox name="origin-needed" label={t.needed} hint={t.hint} checked={needed} onValue={setNeeded} />
        {needed && valid && (
          <p class="notice">{t.valid(formatLongDay(valid.issued_on), formatLongDay(valid.valid_until))}</p>
        )}
        {needed && (
          <TextField
            name="issued_on"
            type="date"
            label={t.on}
            hint={t.onHint}
            error={errorOf(form.errors, 'issued_on')}
            optional
            width="middle"
            max={today()}
            min={addDays(today(), -365)}
            value={on}
            onValue={setOn}
          />
        )}
        <div class="buttons">
          <Button type="submit" busy={form.busy}>
            {t.save}
          </Button>
        </div>
      </form>
    </details>
  );
}
