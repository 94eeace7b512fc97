import { useState } from 'preact/hooks';
import type { Schemas } from '../../../api';
import { ErrorSummary, errorOf } from '../../../components/ErrorSummary';
import { TextField } from '../../../components/Field';
import { wallTime } from '../../../i18n/dates';
import { coordinator } from '../../../i18n/parts';
import { type RoundForm, roundInput, weeksBetween } from '../model/round-form';
import { weekErrors } from '../NewRound';
import { RuleFields, WeekFields } from '../WeekFields';
import { SaveBar } from './edits';
import type { Round, RoundPart } from './RoundPages';

/** The stored round as the form that made it. */
function formOf(round: Round): RoundForm {
  const first = round.periods[0];
  const last = round.periods.at(-1);
  const from = first?.first ?? '';
  const to = last?.last ?? '';
  const firstDay = first ? wallTime(first.first).weekday : 1;
  const lastDay = first ? wallTime(first.last).weekday : 5;
  const chosen = new Set(round.periods.map((p) => p.id));
  const weeks = weeksBetween(from, to, firstDay, lastDay);
  return {
    name: round.name,
    from,
    to,
    firstDay,
    lastDay,
    switched: Object.fromEntries(weeks.map((week) => [week.id, chosen.has(week.id)])),
    maxVisits: round.rules.max_visits ?? 2,
    balanced: round.rules.balanced ?? true,
    minGap: round.rules.min_gap ?? 1,
    fair: (round.rules.fair_weight ?? 0) > 0,
  };
}

function changeOf(before: RoundForm, form: RoundForm): Schemas['RoundChange'] {
  const was = roundInput(before);
  const is = roundInput(form);
  const change: Schemas['RoundChange'] = {};
  if (is.name !== was.name) change.name = is.name;
  if (JSON.stringify(is.periods) !== JSON.stringify(was.periods)) change.periods = is.periods;
  if (is.rules && JSON.stringify(is.rules) !== JSON.stringify(was.rules)) change.rules = is.rules;
  return change;
}

export function RuleSettings(props: RoundPart) {
  const t = coordinator.t.create;
  const [before, setBefore] = useState(() => formOf(props.round));
  const [form, setForm] = useState(before);
  const change = (part: Partial<RoundForm>) => setForm((old) => ({ ...old, ...part }));
  const errors = weekErrors(form);
  const count = Object.keys(changeOf(before, form)).length;
  return (
    <div class="reading">
      {errors.length > 0 && <ErrorSummary errors={errors} />}
      <TextField
        name="name"
        label={t.name}
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
      <SaveBar
        {...props}
        count={errors.length > 0 ? 0 : count}
        change={() => changeOf(before, form)}
        onDone={(saved) => {
          const now = formOf(saved ?? props.round);
          setBefore(now);
          setForm(now);
        }}
      />
    </div>
  );
}
