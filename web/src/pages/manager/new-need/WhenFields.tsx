// When: single days on a month, or a weekly pattern; below, the shifts that this means.
import { useState } from 'preact/hooks';
import { Button } from '../../../components/Button';
import { DayPicker } from '../../../components/DayPicker';
import { errorOf, type FieldError } from '../../../components/ErrorSummary';
import { Group, Radios, TextField } from '../../../components/Field';
import { Toggles } from '../../../components/Toggles';
import { formatDay, formatLongDay, today, weekdayName } from '../../../i18n/dates';
import { language } from '../../../i18n/language';
import { manager } from '../../../i18n/parts';
import { readClock, showClock } from '../../../lib/clock';
import { holidayIn } from '../../../lib/weeks';
import { type NeedForm, type PlannedShift, plannedShifts } from '../model/need-form';

const shownAtFirst = 8;

interface Props {
  form: NeedForm;
  errors: readonly FieldError[];
  onChange: (part: Partial<NeedForm>) => void;
}

const without = <T,>(list: readonly T[], item: T) => list.filter((other) => other !== item);
const toggled = <T,>(list: readonly T[], item: T) =>
  list.includes(item) ? without(list, item) : [...list, item];
const mark = () => (language.value === 'et' ? '.' : ':');

interface ClockProps {
  name: string;
  label: string;
  hint?: string;
  value: string;
  error?: string | undefined;
  end?: boolean;
  onValue: (value: string) => void;
}

/** A time by the number keys; what was typed is written out when the box is left. */
export function ClockField({ name, label, hint, value, error, end = false, onValue }: ClockProps) {
  const writeOut = () => {
    const read = readClock(value, end);
    if (read) onValue(showClock(read, mark()));
  };
  return (
    <div onFocusOut={writeOut}>
      <TextField
        name={name}
        label={label}
        {...(hint ? { hint } : {})}
        error={error}
        width="year"
        inputMode="decimal"
        autocomplete="off"
        value={value}
        onValue={onValue}
      />
    </div>
  );
}

function OwnTimes({ date, form, onChange }: { date: string } & Pick<Props, 'form' | 'onChange'>) {
  const t = manager.t.form;
  const own = form.ownTimes[date] ?? { from: form.from, to: form.to };
  const set = (part: Partial<typeof own>) =>
    onChange({ ownTimes: { ...form.ownTimes, [date]: { ...own, ...part } } });
  return (
    <div class="own-times">
      <ClockField
        name={`from-${date}`}
        label={t.fromOn(formatDay(date))}
        value={own.from}
        onValue={(from) => set({ from })}
      />
      <ClockField
        name={`to-${date}`}
        label={t.toOn(formatDay(date))}
        value={own.to}
        end
        onValue={(to) => set({ to })}
      />
      <Button
        small
        kind="quiet"
        onClick={() => {
          const { [date]: _, ...rest } = form.ownTimes;
          onChange({ ownTimes: rest });
        }}
      >
        {t.sameTime}
      </Button>
    </div>
  );
}

function Planned({ shift, form, onChange }: { shift: PlannedShift } & Pick<Props, 'form' | 'onChange'>) {
  const t = manager.t.form;
  const { date } = shift;
  const holiday = holidayIn(date, date);
  const single = form.when === 'dates';
  const leaveOut = () =>
    single ? onChange({ dates: without(form.dates, date) }) : onChange({ except: [...form.except, date] });
  const own = single && form.ownTimes[date] !== undefined;
  return (
    <li class="planned">
      <span class={shift.past ? 'planned-past' : undefined}>
        <b>{formatDay(date)}</b>, {showClock(shift.from, mark())}–{showClock(shift.to, mark())}
        {shift.past && <span class="soft"> · {t.past}</span>}
        {holiday && !shift.past && <span class="soft"> · {t.holiday[holiday]}</span>}
      </span>
      <span class="planned-actions">
        {single && !own && (
          <Button
            small
            kind="quiet"
            aria-label={t.otherTimeDay(formatDay(date))}
            onClick={() =>
              onChange({ ownTimes: { ...form.ownTimes, [date]: { from: form.from, to: form.to } } })
            }
          >
            {t.otherTime}
          </Button>
        )}
        <Button small kind="quiet" aria-label={t.leaveOutDay(formatDay(date))} onClick={leaveOut}>
          {t.leaveOut}
        </Button>
      </span>
      {own && <OwnTimes date={date} form={form} onChange={onChange} />}
    </li>
  );
}

function Shifts({ form, onChange }: Pick<Props, 'form' | 'onChange'>) {
  const t = manager.t.form;
  const [all, setAll] = useState(false);
  const shifts = plannedShifts(form, new Date().toISOString());
  const leftOut = form.when === 'weekly' ? form.except.filter((d) => d >= form.first && d <= form.last) : [];
  if (!shifts || (shifts.length === 0 && leftOut.length === 0))
    return <p class="planned-none soft">{t.nothingYet}</p>;
  const shown = all ? shifts : shifts.slice(0, shownAtFirst);
  return (
    <section class="planned-box" aria-label={t.preview}>
      <p aria-live="polite">
        <b>{t.preview}:</b> {t.shifts(shifts.filter((s) => !s.past).length)}
      </p>
      <ul class="plain">
        {shown.map((shift) => (
          <Planned key={shift.date} shift={shift} form={form} onChange={onChange} />
        ))}
      </ul>
      {shifts.length > shown.length && (
        <Button small kind="quiet" onClick={() => setAll(true)}>
          {t.showAll(shifts.length)}
        </Button>
      )}
      {leftOut.length > 0 && (
        <p class="left-out">
          {t.leftOut}{' '}
          {leftOut.map((date) => (
            <Button
              small
              key={date}
              aria-label={t.putBack(formatDay(date))}
              onClick={() => onChange({ except: without(form.except, date) })}
            >
              {formatDay(date)} ↑
            </Button>
          ))}
        </p>
      )}
    </section>
  );
}

function WeeklyFields({ form, errors, onChange }: Props) {
  const t = manager.t.form;
  return (
    <>
      <Group name="days" label={t.weekdays} error={errorOf(errors, 'days')}>
        <Toggles
          label={t.weekdays}
          toggles={[1, 2, 3, 4, 5, 6, 7].map((day) => ({
            key: String(day),
            label: weekdayName(day, 'short'),
            name: weekdayName(day, 'long'),
          }))}
          pressed={new Set(form.days.map(String))}
          onToggle={(day) => onChange({ days: toggled(form.days, Number(day)) })}
        />
      </Group>
      <div class="field-row">
        <TextField
          name="first"
          type="date"
          label={t.first}
          hint={form.first ? formatLongDay(form.first) : ''}
          width="middle"
          min={today()}
          value={form.first}
          onValue={(first) => first && onChange({ first })}
        />
        <TextField
          name="last"
          type="date"
          label={t.last}
          hint={form.last ? formatLongDay(form.last) : ''}
          error={errorOf(errors, 'last')}
          width="middle"
          min={form.first}
          value={form.last}
          onValue={(last) => last && onChange({ last })}
        />
      </div>
    </>
  );
}

export function WhenFields({ form, errors, onChange }: Props) {
  const t = manager.t.form;
  return (
    <>
      <Radios
        name="when"
        label={t.when}
        inline
        value={form.when}
        choices={[
          { value: 'dates', label: t.dates },
          { value: 'weekly', label: t.weekly },
        ]}
        onValue={(when) => onChange({ when })}
      />
      {form.when === 'dates' ? (
        <div class={`field${errorOf(errors, 'days') ? ' field-wrong' : ''}`}>
          {errorOf(errors, 'days') && <p class="error">{errorOf(errors, 'days')}</p>}
          <DayPicker
            id="days"
            label={t.days}
            previous={t.previousMonth}
            next={t.nextMonth}
            earliest={today()}
            chosen={new Set(form.dates)}
            onToggle={(date) => onChange({ dates: toggled(form.dates, date) })}
          />
        </div>
      ) : (
        <WeeklyFields form={form} errors={errors} onChange={onChange} />
      )}
      <div class="field-row">
        <ClockField
          name="from"
          label={t.from}
          error={errorOf(errors, 'from')}
          value={form.from}
          onValue={(from) => onChange({ from })}
        />
        <ClockField
          name="to"
          label={t.to}
          error={errorOf(errors, 'to')}
          value={form.to}
          end
          onValue={(to) => onChange({ to })}
        />
      </div>
      <Shifts form={form} onChange={onChange} />
    </>
  );
}
