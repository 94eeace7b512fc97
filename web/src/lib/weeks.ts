// Weeks by ISO 8601 (Monday first, the week that holds the year's first Thursday is week 1), and school holidays.
import { addDays, dayNumber, monthName, wallTime } from '../i18n/dates';
import { language } from '../i18n/language';

export function mondayOf(date: string): string {
  return addDays(date, 1 - wallTime(date).weekday);
}

/** `2027-W05`: the name of a period that is one week. */
export function weekId(date: string): string {
  const thursday = wallTime(addDays(mondayOf(date), 3));
  const days = dayNumber(thursday.year, thursday.month, thursday.day) - dayNumber(thursday.year, 1, 1);
  return `${thursday.year}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`;
}

/** The number of the week in `2027-W05`, or null for a period that is named otherwise. */
export function weekNumber(period: string): number | null {
  const found = /^\d{4}-W(\d{2})$/.exec(period);
  return found ? Number(found[1]) : null;
}

export type Holiday = 'autumn' | 'winter' | 'february' | 'spring' | 'summer';

/**
 * School holidays as the Minister of Education set them for 2025/26 and 2026/27 (changed in March 2025: a shorter
 * winter holiday). A school may decide otherwise; so they are noted, never enforced.
 */
const holidays: readonly { holiday: Holiday; first: string; last: string }[] = [
  { holiday: 'autumn', first: '2025-10-20', last: '2025-10-26' },
  { holiday: 'winter', first: '2025-12-22', last: '2026-01-04' },
  { holiday: 'february', first: '2026-02-23', last: '2026-03-01' },
  { holiday: 'spring', first: '2026-04-13', last: '2026-04-19' },
  { holiday: 'summer', first: '2026-06-10', last: '2026-08-31' },
  { holiday: 'autumn', first: '2026-10-26', last: '2026-11-01' },
  { holiday: 'winter', first: '2026-12-21', last: '2027-01-03' },
  { holiday: 'february', first: '2027-02-22', last: '2027-02-28' },
  { holiday: 'spring', first: '2027-04-12', last: '2027-04-18' },
  { holiday: 'summer', first: '2027-06-09', last: '2027-08-31' },
];

/** The school holiday that a stretch of days touches. */
export function holidayIn(first: string, last: string): Holiday | null {
  return holidays.find((h) => h.first <= last && h.last >= first)?.holiday ?? null;
}

/** `4.–8. jan`, `28. dets – 1. jan`: days of a period, without the year that its page names. */
export function daysSpan(first: string, last: string): string {
  const a = wallTime(first);
  const b = wallTime(last);
  const dot = language.value === 'et' ? '.' : '';
  const end = `${b.day}${dot} ${monthName(b.month)}`;
  if (a.month === b.month && a.year === b.year) return a.day === b.day ? end : `${a.day}${dot}–${end}`;
  return `${a.day}${dot} ${monthName(a.month)} – ${end}`;
}
