// Changing a need that stands: the same fields as a new one, its shifts one by one, and nothing lost when somebody was faster.
import { useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { api, type Centre, type Need, Problem, type Schemas } from '../../../api';
import { Button, ButtonLink } from '../../../components/Button';
import { ErrorSummary, errorOf, type FieldError, fieldErrors } from '../../../components/ErrorSummary';
import { Loaded } from '../../../components/Loading';
import { Page } from '../../../components/Page';
import { Stepper } from '../../../components/Stepper';
import { toast } from '../../../components/Toast';
import { common } from '../../../i18n/common';
import { language } from '../../../i18n/language';
import { manager, staff } from '../../../i18n/parts';
import { useWarnBeforeLeaving } from '../../../state/leaving';
import { titleIn } from '../../../state/region';
import { useResource } from '../../../state/resource';
import {
  comingShifts,
  type EditError,
  type ShiftEdits as Edits,
  editErrors,
  formOf,
  heldSeats,
  needChange,
  type Rebased,
  rebase,
} from '../model/need-edit';
import type { NeedForm } from '../model/need-form';
import { ActivityField } from './ActivityField';
import { MoreFields } from './MoreFields';
import { Preview } from './Preview';
import { ShiftEdits } from './ShiftEdits';
import { WhenFields } from './WhenFields';

/** Where each error is fixed. */
const fieldOf: Record<EditError, string> = {
  activity: 'activity',
  times: 'from',
  order: 'to',
  past: 'days',
  noShifts: 'shifts',
};
/** The server's names of the same fields. */
const serverFields = {
  shifts_add: 'days',
  shifts_change: 'shifts',
  shifts_remove: 'shifts',
  min_age: 'minAge',
};

function partName(name: keyof Schemas['NeedChange'] | 'shifts'): string {
  const f = manager.t.need.facts;
  const names: Record<string, string> = {
    activity: staff.t.edit.activity,
    shifts: staff.t.edit.shifts,
    min_age: f.age,
    children: f.children,
    age_groups: manager.t.form.ageGroups,
    required_languages: f.languages,
    preferred_languages: f.languages,
    required_skills: f.skills,
    preferred_skills: f.skills,
    required_certificates: f.certificates,
    bring: f.bring,
    contact: f.contact,
    note: f.note,
  };
  return (names[name] ?? name).toLowerCase();
}

const named = (parts: readonly (keyof Schemas['NeedChange'] | 'shifts')[]) =>
  [...new Set(parts.map(partName))].join(', ');

/** Says kindly what somebody else changed; takes the focus, since the button below did not do what it says. */
function Stale({ theirs, clash }: Pick<Rebased, 'theirs' | 'clash'>) {
  const t = staff.t.edit;
  return (
    <div class="notice notice-warn" role="alert">
      <p>
        <b>{t.staleTitle}</b>
      </p>
      <p>{theirs.length > 0 ? t.stale(named(theirs)) : t.staleNothing}</p>
      {clash.length > 0 && <p>{t.clash(named(clash))}</p>}
    </div>
  );
}

function Form({ centre, stored }: { centre: Centre; stored: Need }) {
  const t = staff.t.edit;
  const { route } = useLocation();
  const opened = useRef(new Date().toISOString()).current;
  const [base, setBase] = useState(stored);
  const [form, setForm] = useState<NeedForm>(() => ({
    ...formOf(stored, opened, language.peek()),
    seats: 1,
  }));
  const [edits, setEdits] = useState<Edits>({});
  const [stale, setStale] = useState<Rebased | null>(null);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
  const change = (part: Partial<NeedForm>) => setForm((old) => ({ ...old, ...part }));
  const before = formOf(base, opened, language.peek());
  const request = needChange(base, before, form, edits, opened);
  useWarnBeforeLeaving(request !== null && !sent);
  const home = `/keskus/${centre.id}/vajadused/${base.id}`;

  /** Their need with our changes over it, ready to be saved again. */
  const catchUp = async () => {
    const latest = await api.get('/api/v1/needs/{id}', { path: { id: base.id } });
    const merged = rebase(base, latest, form, edits, opened, language.peek());
    setBase(latest);
    setForm(merged.form);
    setEdits(merged.edits);
    setStale(merged);
    scrollTo({ top: 0 });
  };

  const save = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const texts: Record<EditError, string> = { ...manager.t.form.errors, noShifts: t.noShifts };
    const found = editErrors(base, form, edits, new Date().toISOString()).map((e) => ({
      field: fieldOf[e],
      message: texts[e],
    }));
    setErrors(found);
    setProblem(null);
    setStale(null);
    setAttempt(attempt + 1);
    if (found.length > 0) return;
    if (!request) {
      toast(t.nothing);
      return;
    }
    setBusy(true);
    try {
      await api.patch('/api/v1/needs/{id}', { path: { id: base.id }, version: base.version, body: request });
      setSent(true);
      route(home);
      toast(t.saved);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 412) await catchUp();
      else {
        setErrors(fieldErrors(error, serverFields));
        setProblem(error);
      }
    } finally {
      setBusy(false);
    }
  };

  if (base.state === 'closed') {
    return (
      <>
        <p>{t.closed}</p>
        <ButtonLink kind="primary" href={`/keskus/${centre.id}/uus?koopia=${base.id}`}>
          {manager.t.need.copy}
        </ButtonLink>
      </>
    );
  }
  const shifts = comingShifts(base, Date.parse(opened));
  const replaced = shifts.some((s) => edits[s.id]?.removed && heldSeats(s) > 0);
  return (
    <form class="need-form" onSubmit={save} noValidate>
      <ErrorSummary errors={errors} problem={problem} attempt={attempt} />
      {stale && <Stale {...stale} />}
      <ActivityField
        value={form.activity}
        error={errorOf(errors, 'activity')}
        withWorkerSkills={form.for !== 'volunteer'}
        onValue={(activity) => change({ activity })}
      />
      {shifts.length > 0 && (
        <ShiftEdits shifts={shifts} edits={edits} error={errorOf(errors, 'shifts')} onEdits={setEdits} />
      )}
      {replaced && <p class="notice">{t.redoNext}</p>}
      <details class="more" open={shifts.length === 0 || replaced}>
        <summary>
          <span class="more-title">{t.add}</span>
          <span class="more-change">{manager.t.form.restSummary}</span>
        </summary>
        <WhenFields form={form} errors={errors} onChange={change} />
        <Stepper
          name="seats"
          label={t.seatsNew}
          less={manager.t.form.less}
          more={manager.t.form.more}
          value={form.seats}
          min={1}
          max={50}
          onValue={(seats) => change({ seats })}
        />
      </details>
      <MoreFields
        form={form}
        errors={errors}
        onChange={change}
        fixed={{ children: base.shifts.some((s) => heldSeats(s) > 0) }}
      />
      <Preview form={form} />
      <div class="buttons">
        <Button kind="primary" type="submit" busy={busy}>
          {t.save}
        </Button>
        <ButtonLink kind="quiet" href={home}>
          {common.t.cancel}
        </ButtonLink>
      </div>
    </form>
  );
}

export function EditNeed({ centre, id }: { centre: Centre; id: string }) {
  const t = staff.t.edit;
  const need = useResource(`edit ${id}`, (signal) => api.get('/api/v1/needs/{id}', { path: { id }, signal }));
  return (
    <Page title={t.title} lead={need.data ? titleIn(need.data.titles) : t.lead}>
      <Loaded of={need}>
        {(stored) => (
          <>
            {stored.state !== 'closed' && <p class="soft">{t.lead}</p>}
            <Form key={stored.id} centre={centre} stored={stored} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
