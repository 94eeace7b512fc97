import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { api, Problem } from '../../api';
import { Button } from '../../components/Button';
import { ErrorSummary, errorOf, type FieldError, fieldErrors } from '../../components/ErrorSummary';
import { TextField } from '../../components/Field';
import { Page } from '../../components/Page';
import { toast } from '../../components/Toast';
import { today } from '../../i18n/dates';
import { coordinator, staff } from '../../i18n/parts';
import { useDraft } from '../../state/draft';
import { useWarnBeforeLeaving } from '../../state/leaving';
import { chosenWeeks, emptyRound, type RoundForm, roundInput } from './model/round-form';
import { RuleFields, WeekFields } from './WeekFields';

/** What keeps a round's weeks from being saved. */
export function weekErrors(form: RoundForm): FieldError[] {
  const t = coordinator.t.create.errors;
  if (form.to < form.from) return [{ field: 'to', message: t.span }];
  if (form.lastDay < form.firstDay) return [{ field: 'lastDay', message: t.days }];
  return chosenWeeks(form).length === 0 ? [{ field: 'weeks', message: t.weeks }] : [];
}

export function NewRound() {
  const t = coordinator.t.create;
  const { route } = useLocation();
  const [first] = useState(() => emptyRound(today()));
  const draft = useDraft<RoundForm>('round', first, []);
  const form = draft.value;
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  const { change } = draft;
  useWarnBeforeLeaving(form.name !== '' && !busy);

  const save = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const found = [
      ...(form.name.trim() ? [] : [{ field: 'name', message: t.errors.name }]),
      ...weekErrors(form),
    ];
    setErrors(found);
    setProblem(null);
    setAttempt(attempt + 1);
    if (found.length > 0) return;
    setBusy(true);
    try {
      const round = await api.post('/api/v1/rounds', { body: roundInput(form) });
      draft.clear();
      toast(t.created);
      route(`/koordinaator/voorud/${round.id}/keskused`);
    } catch (error) {
      setBusy(false);
      if (!(error instanceof Problem)) throw error;
      setErrors(fieldErrors(error, { periods: 'weeks' }));
      setProblem(error);
    }
  };

  return (
    <Page title={t.title}>
      <form onSubmit={save} noValidate>
        <ErrorSummary errors={errors} problem={problem} attempt={attempt} />
        {draft.found && (
          <div class="notice draft-notice" role="status">
            <p>{staff.t.draft.foundAll}</p>
            <Button small onClick={() => draft.clear(first)}>
              {staff.t.draft.fresh}
            </Button>
          </div>
        )}
        <TextField
          name="name"
          label={t.name}
          hint={t.nameHint}
          error={errorOf(errors, 'name')}
          maxLength={120}
          autocomplete="off"
          value={form.name}
          onValue={(name) => change({ name })}
        />
        <h2>{t.weeks}</h2>
        <WeekFields form={form} errors={errors} onChange={change} />
        <h2>{t.rules}</h2>
        <RuleFields form={form} onChange={change} />
        <div class="buttons">
          <Button kind="primary" type="submit" busy={busy}>
            {t.save}
          </Button>
        </div>
      </form>
    </Page>
  );
}
