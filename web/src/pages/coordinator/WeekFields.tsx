// Weeks and rules of a round: the same fields when it is made and when it is changed.
import { errorOf, type FieldError } from '../../components/ErrorSummary';
import { Checkbox, Group, Select, TextField } from '../../components/Field';
import { Stepper } from '../../components/Stepper';
import { formatLongDay, weekdayName } from '../../i18n/dates';
import { coordinator } from '../../i18n/parts';
import { daysSpan, weekNumber } from '../../lib/weeks';
import { chosenWeeks, type RoundForm, takesWeek, weeksBetween } from './model/round-form';

interface Props {
  form: RoundForm;
  errors: readonly FieldError[];
  onChange: (part: Partial<RoundForm>) => void;
}

const weekdays = [1, 2, 3, 4, 5, 6, 7];

export function WeekFields({ form, errors, onChange }: Props) {
  const t = coordinator.t.create;
  const weeks = form.to < form.from ? [] : weeksBetween(form.from, form.to, form.firstDay, form.lastDay);
  const days = weekdays.map((day) => ({ value: String(day), label: weekdayName(day, 'long') }));
  return (
    <>
      <div class="field-row">
        <TextField
          name="from"
          type="date"
          label={t.from}
          hint={formatLongDay(form.from)}
          width="middle"
          value={form.from}
          onValue={(from) => from && onChange({ from })}
        />
        <TextField
          name="to"
          type="date"
          label={t.to}
          hint={formatLongDay(form.to)}
          error={errorOf(errors, 'to')}
          width="middle"
          value={form.to}
          onValue={(to) => to && onChange({ to })}
        />
      </div>
      <div class="field-row">
        <Select
          name="firstDay"
          label={t.firstDay}
          value={String(form.firstDay)}
          choices={days}
          onValue={(day) => onChange({ firstDay: Number(day) })}
        />
        <Select
          name="lastDay"
          label={t.lastDay}
          error={errorOf(errors, 'lastDay')}
          value={String(form.lastDay)}
          choices={days}
          onValue={(day) => onChange({ lastDay: Number(day) })}
        />
      </div>
      <Group name="weeks" label={t.which} hint={t.whichHint} error={errorOf(errors, 'weeks')}>
        <p aria-live="polite" class="soft">
          {t.count(chosenWeeks(form).length)}
        </p>
        <div class="weeks">
          {weeks.map((week) => (
            <Checkbox
              key={week.id}
              name={`week-${week.id}`}
              label={
                <>
                  <b>{t.week(weekNumber(week.id) ?? 0)}</b>, {daysSpan(week.first, week.last)}
                  {week.holiday && <span class="soft"> · {t.holiday[week.holiday]}</span>}
                </>
              }
              checked={takesWeek(form, week)}
              onValue={(on) => onChange({ switched: { ...form.switched, [week.id]: on } })}
            />
          ))}
        </div>
      </Group>
    </>
  );
}

export function RuleFields({ form, onChange }: Omit<Props, 'errors'>) {
  const t = coordinator.t.create;
  return (
    <>
      <Stepper
        name="maxVisits"
        label={t.maxVisits}
        less={t.less}
        more={t.more}
        min={1}
        max={64}
        value={form.maxVisits}
        onValue={(maxVisits) => onChange({ maxVisits })}
      />
      <Stepper
        name="minGap"
        label={t.minGap}
        less={t.less}
        more={t.more}
        min={0}
        max={12}
        value={form.minGap}
        onValue={(minGap) => onChange({ minGap })}
      />
      <Checkbox
        name="balanced"
        label={t.balanced}
        hint={t.balancedHint}
        checked={form.balanced}
        onValue={(balanced) => onChange({ balanced })}
      />
      <Checkbox
        name="fair"
        label={t.fair}
        hint={t.fairHint}
        checked={form.fair}
        onValue={(fair) => onChange({ fair })}
      />
    </>
  );
}
