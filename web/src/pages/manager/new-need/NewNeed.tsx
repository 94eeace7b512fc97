// A new need in under a minute: what, when, how many; the rest has good defaults.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { api, type Centre, type Need, Problem } from '../../../api';
import { Button } from '../../../components/Button';
import { ErrorSummary, errorOf, type FieldError, fieldErrors } from '../../../components/ErrorSummary';
import { Loaded } from '../../../components/Loading';
import { Page } from '../../../components/Page';
import { Stepper } from '../../../components/Stepper';
import { toast } from '../../../components/Toast';
import { formatSpan, today } from '../../../i18n/dates';
import { language } from '../../../i18n/language';
import { manager, staff } from '../../../i18n/parts';
import { useDraft } from '../../../state/draft';
import { useWarnBeforeLeaving } from '../../../state/leaving';
import { titleIn } from '../../../state/region';
import { useResource } from '../../../state/resource';
import { copyOf, emptyForm, type FormError, formErrors, type NeedForm, needInput } from '../model/need-form';
import { ActivityField } from './ActivityField';
import { MoreFields } from './MoreFields';
import { Preview } from './Preview';
import { WhenFields } from './WhenFields';

const copiesOffered = 4;

/** Where each error is fixed. */
const fieldOf: Record<FormError, string> = {
  activity: 'activity',
  days: 'days',
  times: 'from',
  order: 'to',
  past: 'days',
  span: 'last',
};
/** The server's names of the same fields. */
const serverFields = {
  shifts: 'days',
  weekly: 'days',
  note: 'note',
  contact: 'contact',
  responsible: 'answerer',
  activity: 'activity',
  min_age: 'minAge',
};

/** Earlier needs, each kind of activity once, newest first. */
function EarlierNeeds({ needs, onCopy }: { needs: readonly Need[]; onCopy: (need: Need) => void }) {
  const t = manager.t;
  const seen = new Set<string>();
  const offered = needs.filter((n) => !seen.has(n.activity) && seen.add(n.activity)).slice(0, copiesOffered);
  if (offered.length === 0) return null;
  return (
    <section class="earlier" aria-label={t.form.again}>
      <p class="earlier-title">{t.form.again}</p>
      <ul>
        {offered.map((need) => (
          <li key={need.id}>
            <button type="button" class="earlier-need" onClick={() => onCopy(need)}>
              <b>{titleIn(need.titles)}</b>
              {need.shifts[0] && (
                <span class="soft">{formatSpan(need.shifts[0].from, need.shifts[0].to)}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface FormProps {
  centre: Centre;
  first: NeedForm;
  copied: boolean;
  earlier: readonly Need[];
}

function Form({ centre, first, copied, earlier }: FormProps) {
  const t = manager.t.form;
  const { route } = useLocation();
  // Kept over a reload, but for what names somebody: the contact and the note.
  const draft = useDraft<NeedForm>(copied ? null : `need ${centre.id}`, first, ['contact', 'note']);
  const form = draft.value;
  const [wasCopied, setWasCopied] = useState(copied);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
  const { change } = draft;
  useWarnBeforeLeaving(!sent && draft.touched);

  const publish = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const now = new Date().toISOString();
    const found = formErrors(form, now).map((e) => ({ field: fieldOf[e], message: t.errors[e] }));
    setErrors(found);
    setProblem(null);
    setAttempt(attempt + 1);
    if (found.length > 0) return;
    setBusy(true);
    try {
      const need = await api.post('/api/v1/needs', { body: needInput(form, centre.id, now) });
      setSent(true);
      draft.clear();
      route(`/keskus/${centre.id}/vajadused/${need.id}`);
      toast(t.published);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setErrors(fieldErrors(error, serverFields));
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form class="need-form" onSubmit={publish} noValidate>
      <ErrorSummary errors={errors} problem={problem} attempt={attempt} />
      {draft.found && (
        <div class="notice draft-notice" role="status">
          <p>{staff.t.draft.found}</p>
          <Button small onClick={() => draft.clear(first)}>
            {staff.t.draft.fresh}
          </Button>
        </div>
      )}
      {wasCopied && (
        <p class="notice" role="status">
          {t.copied}
        </p>
      )}
      {!wasCopied && !draft.found && (
        <EarlierNeeds
          needs={earlier}
          onCopy={(need) => {
            change(copyOf(need, new Date().toISOString(), language.value));
            setWasCopied(true);
          }}
        />
      )}
      <ActivityField
        value={form.activity}
        error={errorOf(errors, 'activity')}
        withWorkerSkills={form.for !== 'volunteer'}
        onValue={(activity) => change({ activity })}
      />
      <WhenFields key={String(wasCopied)} form={form} errors={errors} onChange={change} />
      <Stepper
        name="seats"
        label={t.seats}
        less={t.less}
        more={t.more}
        value={form.seats}
        min={1}
        max={50}
        onValue={(seats) => change({ seats })}
      />
      <MoreFields form={form} errors={errors} onChange={change} />
      <Preview form={form} />
      <div class="buttons">
        <Button kind="primary" type="submit" busy={busy}>
          {t.publish}
        </Button>
      </div>
    </form>
  );
}

export function NewNeed({ centre }: { centre: Centre }) {
  const t = manager.t.form;
  const { query } = useLocation();
  const copy = query.koopia ?? '';
  const start = useResource(`new need ${centre.id} ${copy}`, async (signal) => {
    const [original, earlier] = await Promise.all([
      copy ? api.get('/api/v1/needs/{id}', { path: { id: copy }, signal }) : null,
      api.get('/api/v1/centres/{centre}/needs', {
        path: { centre: centre.id },
        query: { limit: 50 },
        signal,
      }),
    ]);
    const now = new Date().toISOString();
    const first = original ? copyOf(original, now, language.peek()) : emptyForm(today(), language.peek());
    return { first, earlier: earlier.needs, copied: original !== null };
  });
  return (
    <Page title={t.title} lead={t.lead}>
      <Loaded of={start}>{(data) => <Form key={copy} centre={centre} {...data} />}</Loaded>
    </Page>
  );
}
