import { useRef, useState } from 'preact/hooks';
import { addDays, formatLongDay, isoDate, wallTime, weekdayName } from '../i18n/dates';
import { language } from '../i18n/language';

interface Props {
  id: string;
  label: string;
  previous: string;
  next: string;
  /** Days before it cannot be chosen. */
  earliest: string;
  chosen: ReadonlySet<string>;
  onToggle: (date: string) => void;
}

const monthOf = (date: string) => date.slice(0, 7);

/** The weeks of a month, Monday first; null where a day belongs to another month. */
function weeksOf(month: string): (string | null)[][] {
  const first = `${month}-01`;
  const weeks: (string | null)[][] = [];
  for (let day = addDays(first, 1 - wallTime(first).weekday); monthOf(day) <= month; day = addDays(day, 7)) {
    weeks.push(
      Array.from({ length: 7 }, (_, i) => addDays(day, i)).map((date) =>
        monthOf(date) === month ? date : null,
      ),
    );
  }
  return weeks;
}

/** `märts 2027`, in the form that stands alone. */
function monthTitle(month: string): string {
  const format = new Intl.DateTimeFormat(language.value, { month: 'long', timeZone: 'UTC' });
  return `${format.format(new Date(`${month}-01T00:00:00Z`))} ${month.slice(0, 4)}`;
}

function otherMonth(month: string, step: number): string {
  const { year, month: number } = wallTime(`${month}-01`);
  const index = year * 12 + number - 1 + step;
  return monthOf(isoDate({ year: Math.floor(index / 12), month: (index % 12) + 1, day: 1 }));
}

/** A month of day buttons; any number can be chosen. One stop for Tab, arrows walk over days and months. */
export function DayPicker({ id, label, previous, next, earliest, chosen, onToggle }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const [month, setMonth] = useState(monthOf([...chosen].sort().find((d) => d >= earliest) ?? earliest));
  const [at, setAt] = useState<string | null>(null);
  const first = month === monthOf(earliest) ? earliest : `${month}-01`;
  const stop = at && monthOf(at) === month ? at : first;
  const walk = (event: KeyboardEvent, date: string) => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 7, ArrowUp: -7 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = addDays(date, step);
    if (to < earliest) return;
    setMonth(monthOf(to));
    setAt(to);
    requestAnimationFrame(() => table.current?.querySelector<HTMLElement>(`[data-day="${to}"]`)?.focus());
  };
  return (
    <div class="picker" id={id} tabIndex={-1}>
      <div class="picker-head">
        <button
          type="button"
          class="button button-small"
          aria-label={previous}
          disabled={month <= monthOf(earliest)}
          onClick={() => setMonth(otherMonth(month, -1))}
        >
          ←
        </button>
        <span class="picker-month" aria-live="polite">
          {monthTitle(month)}
        </span>
        <button
          type="button"
          class="button button-small"
          aria-label={next}
          onClick={() => setMonth(otherMonth(month, 1))}
        >
          →
        </button>
      </div>
      <table role="grid" aria-label={label} ref={table}>
        <thead>
          <tr>
            {[1, 2, 3, 4, 5, 6, 7].map((day) => (
              <th scope="col" key={day}>
                <span class="hidden">{weekdayName(day, 'long')}</span>
                <span aria-hidden="true">{weekdayName(day, 'short')}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr key={week.find(Boolean)}>
              {week.map((date, i) => (
                <td key={date ?? i} role="gridcell">
                  {date && (
                    <button
                      type="button"
                      class="picker-day"
                      data-day={date}
                      disabled={date < earliest}
                      aria-pressed={chosen.has(date)}
                      aria-label={`${weekdayName(i + 1, 'long')}, ${formatLongDay(date)}`}
                      tabIndex={date === stop ? 0 : -1}
                      onClick={() => {
                        setAt(date);
                        onToggle(date);
                      }}
                      onKeyDown={(event) => walk(event, date)}
                    >
                      {wallTime(date).day}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
