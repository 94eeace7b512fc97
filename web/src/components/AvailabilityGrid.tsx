import { useRef } from 'preact/hooks';
import { weekdayName } from '../i18n/dates';
import { type DayPart, dayParts, type WeekParts } from '../lib/availability';

interface Props {
  name: string;
  label: string;
  /** Names of the parts of a day, with their hours. */
  partNames: Record<DayPart, { name: string; hours: string }>;
  value: WeekParts;
  onValue: (value: WeekParts) => void;
}

const weekdays = [1, 2, 3, 4, 5, 6, 7];

/** A week of day by part-of-day buttons. One stop for Tab, arrows move inside, Space and Enter switch. */
export function AvailabilityGrid({ name, label, partNames, value, onValue }: Props) {
  const table = useRef<HTMLTableElement>(null);
  const at = useRef({ row: 0, column: 0 });

  const cell = (row: number, column: number) =>
    table.current?.querySelector<HTMLButtonElement>(`[data-cell="${row}-${column}"]`);
  const toggle = (weekday: number, part: DayPart) => {
    const next = new Set(value);
    const key = `${weekday}-${part}` as const;
    if (!next.delete(key)) next.add(key);
    onValue(next);
  };
  const onKeyDown = (event: KeyboardEvent, row: number, column: number) => {
    const steps: Record<string, [number, number]> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [row, 0],
      End: [row, dayParts.length - 1],
    };
    const to = steps[event.key];
    if (!to) return;
    event.preventDefault();
    const target = cell((to[0] + 7) % 7, (to[1] + dayParts.length) % dayParts.length);
    if (!target) return;
    table.current?.querySelector('[tabindex="0"]')?.setAttribute('tabindex', '-1');
    target.tabIndex = 0;
    target.focus();
    at.current = { row: (to[0] + 7) % 7, column: (to[1] + dayParts.length) % dayParts.length };
  };

  return (
    <table class="grid" role="grid" id={name} ref={table} aria-label={label} tabIndex={-1}>
      <thead>
        <tr>
          <td />
          {dayParts.map((part) => (
            <th scope="col" key={part}>
              {partNames[part].name}
              <span class="grid-hours">{partNames[part].hours}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weekdays.map((weekday, row) => (
          <tr key={weekday}>
            <th scope="row">
              <span class="grid-long">{weekdayName(weekday, 'long')}</span>
              <span class="grid-short" aria-hidden="true">
                {weekdayName(weekday, 'short')}
              </span>
            </th>
            {dayParts.map((part, column) => {
              const on = value.has(`${weekday}-${part}`);
              return (
                <td key={part} role="gridcell">
                  <button
                    type="button"
                    class="grid-cell"
                    data-cell={`${row}-${column}`}
                    aria-pressed={on}
                    aria-label={`${weekdayName(weekday, 'long')}, ${partNames[part].name} ${partNames[part].hours}`}
                    tabIndex={at.current.row === row && at.current.column === column ? 0 : -1}
                    onClick={() => toggle(weekday, part)}
                    onFocus={() => {
                      at.current = { row, column };
                    }}
                    onKeyDown={(event) => onKeyDown(event, row, column)}
                  >
                    <span aria-hidden="true">{on ? '✓' : ''}</span>
                  </button>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
