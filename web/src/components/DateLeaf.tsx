import { monthName, wallTime, weekdayName } from '../i18n/dates';
import { language } from '../i18n/language';

/** A leaf of a calendar: weekday, day, month. Decoration: the words stand beside it, so it is hidden from hearing. */
export function DateLeaf({ date }: { date: string }) {
  const w = wallTime(date);
  return (
    <span class="leaf" aria-hidden="true">
      <span class="leaf-weekday">{weekdayName(w.weekday, 'short', language.value)}</span>
      <span class="leaf-day">{w.day}</span>
      <span class="leaf-month">{monthName(w.month, language.value)}</span>
    </span>
  );
}
