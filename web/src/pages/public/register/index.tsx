import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso/router';
import { api, Problem } from '../../../api';
import { Button } from '../../../components/Button';
import { ErrorSummary, type FieldError } from '../../../components/ErrorSummary';
import { Loaded } from '../../../components/Loading';
import { Page } from '../../../components/Page';
import { common } from '../../../i18n/common';
import { register } from '../../../i18n/parts';
import { useWarnBeforeLeaving } from '../../../state/leaving';
import { loadRegion, region } from '../../../state/region';
import { useResource } from '../../../state/resource';
import { answer, answers, forgetAnswers, unsent, volunteerInput } from './answers';
import { CheckStep } from './CheckStep';
import {
  ageOf,
  checkStep,
  firstOpenStep,
  isMinor,
  type Step,
  stepOfField,
  steps,
  youngestAge,
} from './checks';
import { SkillFields } from './SkillFields';
import { TermsStep } from './TermsStep';
import { TooYoung } from './TooYoung';
import { WhenFields } from './WhenFields';
import { WhereFields } from './WhereFields';
import { WhoStep } from './WhoStep';

/** What the server refused, shown at the step that the field belongs to. */
interface Refusal {
  step: Step;
  errors: readonly FieldError[];
  problem: Problem | null;
}

function refusalOf(problem: Problem): Refusal {
  const fields = problem.fields.map(({ field, message }) => {
    const pointer = field.replace(/^\//, '');
    const [step, name] =
      stepOfField[pointer] ?? stepOfField[pointer.split('/')[0] ?? ''] ?? (['kontroll', ''] as const);
    return { step: step as Step, error: { field: name, message } };
  });
  const step = steps.find((s) => fields.some((f) => f.step === s)) ?? 'kontroll';
  return { step, errors: fields.filter((f) => f.step === step).map((f) => f.error), problem };
}

function StepFields({ step, errors }: { step: Step; errors: readonly FieldError[] }) {
  const a = answers.value;
  // Names of places and skills are on their way while the first page is filled in.
  const known = useResource('region', loadRegion);
  if (!region.value && step !== 'kes') return <Loaded of={known}>{() => null}</Loaded>;
  switch (step) {
    case 'kes':
      return <WhoStep errors={errors} />;
    case 'kus':
      return <WhereFields place={a.place} onPlace={(place) => answer({ place })} errors={errors} />;
    case 'millal':
      return <WhenFields time={a.time} onTime={(time) => answer({ time })} errors={errors} />;
    case 'oskused':
      return <SkillFields able={a.able} onAble={(able) => answer({ able })} errors={errors} />;
    case 'tingimused':
      return <TermsStep errors={errors} />;
    case 'kontroll':
      return <CheckStep />;
  }
}

interface StepProps {
  step: Step;
  /** Came from the last page to change one thing: goes back there. */
  toCheck: boolean;
  refusal: Refusal | null;
  onDone: (step: Step) => void;
  onSend: () => Promise<void>;
  /** The answers before a reload are gone. */
  lost: boolean;
}

function StepPage({ step, toCheck, refusal, onDone, onSend, lost }: StepProps) {
  const t = register.t;
  const here = refusal?.step === step ? refusal : null;
  const [errors, setErrors] = useState<readonly FieldError[]>(here?.errors ?? []);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  // Two presses may come before the first has drawn anything.
  const sending = useRef(false);
  const at = steps.indexOf(step);
  const before = toCheck ? 'kontroll' : steps[at - 1];
  const submit = async (event: Event) => {
    event.preventDefault();
    if (sending.current) return;
    const found = checkStep(step, answers.value);
    setErrors(found);
    setAttempt(attempt + 1);
    if (found.length > 0) return;
    if (step !== 'kontroll') return onDone(step);
    sending.current = true;
    setBusy(true);
    await onSend().finally(() => {
      sending.current = false;
      setBusy(false);
    });
  };
  return (
    <Page
      title={t.steps[step]}
      tab={`${common.t.stepOf(at + 1, steps.length)}: ${t.steps[step]}`}
      lead={t.leads[step]}
      describedBy="step"
      above={
        <>
          <a class="back" href={before ? `/liitu/${before}` : '/'}>
            ← {common.t.back}
          </a>
          <span id="step">{common.t.stepOf(at + 1, steps.length)}</span>
        </>
      }
    >
      <progress class="steps" value={at + 1} max={steps.length} aria-hidden="true" />
      {lost && <p class="notice">{t.lost}</p>}
      {step === 'kes' && answers.value.need && <p class="notice">{t.needFirst}</p>}
      <form onSubmit={submit} noValidate>
        <ErrorSummary
          errors={errors}
          problem={step === 'kontroll' ? (here?.problem ?? null) : null}
          attempt={attempt}
        />
        <StepFields step={step} errors={errors} />
        <div class="buttons">
          <Button kind="primary" type="submit" busy={busy}>
            {step === 'kontroll' ? t.send : common.t.next}
          </Button>
        </div>
      </form>
    </Page>
  );
}

/** After sending. The answers stay only while this page does, to mend an address: the phone may be shared. */
function MailPage() {
  const t = register.t;
  const a = answers.value;
  const mending = useRef(false);
  useEffect(() => {
    const forget = () => mending.current || forgetAnswers();
    addEventListener('pagehide', forget);
    return () => {
      removeEventListener('pagehide', forget);
      forget();
    };
  }, []);
  if (!a.email) {
    return (
      <Page title={t.mailTitle} lead={t.mailKept}>
        <p>{t.mailJunk}</p>
        <p>
          <a href="/liitu">{t.again}</a>
        </p>
      </Page>
    );
  }
  return (
    <Page title={t.mailTitle} lead={t.mailBody(a.email)}>
      {isMinor(a) && <p>{t.mailGuardian(a.guardianName)}</p>}
      <p>{t.mailJunk}</p>
      <p>
        <a
          href="/liitu/kes?kontroll"
          onClick={() => {
            mending.current = true;
          }}
        >
          {t.mailWrong}
        </a>
      </p>
    </Page>
  );
}

function Steps({ wanted }: { wanted: string }) {
  const { route, query } = useLocation();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [young, setYoung] = useState(false);
  useWarnBeforeLeaving(unsent.value);
  const open = firstOpenStep(answers.value);
  const [start] = useState(open);
  const [lost, setLost] = useState(false);
  useEffect(() => setLost(steps.indexOf(wanted as Step) > 0 && !unsent.peek()), []);
  const named = steps.find((s) => s === wanted) ?? start;
  const step = steps.indexOf(named) <= steps.indexOf(open) ? named : open;
  const need = query.vajadus;
  useEffect(() => {
    if (need && answers.peek().need !== need) answers.value = { ...answers.peek(), need };
  }, [need]);

  if (young) return <TooYoung onCorrect={() => setYoung(false)} />;
  if (wanted === 'kiri' && !unsent.value) return <MailPage />;
  const done = (finished: Step) => {
    const age = ageOf(answers.value);
    if (finished === 'kes' && age !== null && age < youngestAge) {
      forgetAnswers();
      setYoung(true);
      return;
    }
    setRefusal(null);
    const next = 'kontroll' in query ? firstOpenStep(answers.value) : steps[steps.indexOf(finished) + 1];
    route(`/liitu/${next}`);
  };
  const send = async () => {
    try {
      await api.post('/api/v1/volunteers', { body: volunteerInput(answers.value, isMinor(answers.value)) });
      unsent.value = false;
      route('/liitu/kiri', true);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const refused = refusalOf(error);
      setRefusal(refused);
      if (refused.step !== 'kontroll') route(`/liitu/${refused.step}?kontroll`);
    }
  };
  return (
    <StepPage
      key={step}
      step={step}
      toCheck={'kontroll' in query}
      refusal={refusal}
      onDone={done}
      onSend={send}
      lost={lost && step === 'kes' && !unsent.value}
    />
  );
}

/** "Soovin aidata": six short pages, one question each, answers only in memory. */
export function Register() {
  const { params } = useRoute();
  return <Steps wanted={params.step ?? ''} />;
}
