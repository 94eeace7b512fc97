import { common } from '../i18n/common';
import { addDays, formatDay, wallTime, weekdayName } from '../i18n/dates';

interface Props {
  /** First day shown, `2027-01-11`. */
  first: string;
  days?: number;
  /** What stands on a day: a count, or nothing. */
  marks: ReadonlyMap<string, number>;
  chosen: string | null;
  label: string;
  describe: (count: number) => string;
  onChoose: (date: string | null) => void;
  onMove?: (first: string) => void;
}

/** Days side by side with a dot for what is on them; a press shows that day alone, a second press all. */
export function CalendarStrip({ first, days = 14, marks, chosen, label, describe, onChoose, onMove }: Props) {
  const dates = Array.from({ length: days }, (_, i) => addDays(first, i));
  return (
    <fieldset class="strip" aria-label={label}>
      {onMove && (
        <button
          type="button"
          class="strip-move"
          aria-label={common.t.previousWeek}
          onClick={() => onMove(addDays(first, -7))}
        >
          ←
        </button>
      )}
      <div class="strip-days">
        {dates.map((date) => {
          const w = wallTime(date);
          const count = marks.get(date) ?? 0;
          return (
            <button
              type="button"
              key={date}
              class={`strip-day${w.weekday > 5 ? ' strip-weekend' : ''}`}
              aria-pressed={chosen === date}
              onClick={() => onChoose(chosen === date ? null : date)}
            >
              <span class="hidden">
                {formatDay(date)}: {describe(count)}
              </span>
              <span class="strip-weekday" aria-hidden="true">
                {weekdayName(w.weekday, 'short')}
              </span>
              <span class="strip-number" aria-hidden="true">
                {w.day}
              </span>
              <span class="strip-mark" aria-hidden="true">
                {count > 0 ? count : ''}
              </span>
            </button>
          );
        })}
      </div>
      {onMove && (
        <button
          type="button"
          class="strip-move"
          aria-label={common.t.nextWeek}
          onClick={() => onMove(addDays(first, 7))}
        >
          →
        </button>
      )}
    </fieldset>
  );
}
