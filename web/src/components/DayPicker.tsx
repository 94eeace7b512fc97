import { useRef, useState } from 'preact/hooks';
import { addDays, formatLongDay, monthName, wallTime, weekdayName } from '../i18n/dates';

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
const weeksShown = 5;
const weeksMoved = 4;

const mondayBefore = (date: string) => addDays(date, 1 - wallTime(date).weekday);

/** `nov – dets 2026` */
function monthsTitle(first: string, last: string): string {
  const name = (date: string) => monthName(wallTime(date).month);
  const year = last.slice(0, 4);
  return monthOf(first) === monthOf(last)
    ? `${name(last)} ${year}`
    : `${name(first)} – ${name(last)} ${year}`;
}

/** Five weeks of day buttons from this one on; any number can be chosen. One stop for Tab, arrows walk over days. */
export function DayPicker({ id, label, previous, next, earliest, chosen, onToggle }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const [monday, setMonday] = useState(
    mondayBefore([...chosen].sort().find((d) => d >= earliest) ?? earliest),
  );
  const [at, setAt] = useState<string | null>(null);
  const last = addDays(monday, 7 * weeksShown - 1);
  const shows = (date: string) => date >= monday && date <= last;
  const stop = at && shows(at) ? at : monday < earliest ? earliest : monday;
  const walk = (event: KeyboardEvent, date: string) => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 7, ArrowUp: -7 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = addDays(date, step);
    if (to < earliest) return;
    if (!shows(to)) setMonday(addDays(monday, to < monday ? -7 : 7));
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
          disabled={monday <= earliest}
          onClick={() => setMonday(addDays(monday, -7 * weeksMoved))}
        >
          ←
        </button>
        <span class="picker-month" aria-live="polite">
          {monthsTitle(monday < earliest ? earliest : monday, last)}
        </span>
        <button
          type="button"
          class="button button-small"
          aria-label={next}
          onClick={() => setMonday(addDays(monday, 7 * weeksMoved))}
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
          {Array.from({ length: weeksShown }, (_, week) => addDays(monday, 7 * week)).map((first) => (
            <tr key={first}>
              {Array.from({ length: 7 }, (_, i) => addDays(first, i)).map((date, i) => (
                <td key={date} role="gridcell">
                  <button
                    type="button"
                    class="picker-day"
                    data-day={date}
                    data-month={wallTime(date).day === 1 ? monthName(wallTime(date).month) : undefined}
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
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
