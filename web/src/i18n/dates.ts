// Dates as people here write them: `T 12. jan, 16.00–19.00`. Always Tallinn's clock, 24 hours, Monday first.

import { type Language, language } from './language';

export { clockText, formatDay, formatLongDay, formatSpan, formatTime, monthName } from './spans';

import { formatNumber } from './plural';

const weekdays = ['E', 'T', 'K', 'N', 'R', 'L', 'P'];

export const locale = (of: Language) => (of === 'en' ? 'en-GB' : of);

/** The weekday or the month of a day (counted from 1970) as the browser's own tables have it. */
export function named(
  of: Language,
  days: number,
  options: Intl.DateTimeFormatOptions,
  type: 'weekday' | 'month',
): string {
  const format = new Intl.DateTimeFormat(locale(of), { ...options, timeZone: 'UTC' });
  return format.formatToParts(days * 86_400_000).find((part) => part.type === type)?.value ?? '';
}

/** A moment or a day on the wall in Tallinn. `weekday` 1 is Monday. */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  weekday: number;
  hour: number;
  minute: number;
}

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Tallinn',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  hourCycle: 'h23',
});

/** Days since 1970-01-01 of a civil date. */
export function dayNumber(year: number, month: number, day: number): number {
  return Math.floor(Date.UTC(year, month - 1, day) / 86_400_000);
}

export function weekdayOf(year: number, month: number, day: number): number {
  return ((((dayNumber(year, month, day) + 3) % 7) + 7) % 7) + 1;
}

/** Reads RFC 3339 moments (`2027-01-12T14:00:00Z`) and plain dates (`2027-01-12`). */
export function wallTime(text: string): WallTime {
  const plain = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (plain) {
    const [year, month, day] = [Number(plain[1]), Number(plain[2]), Number(plain[3])];
    return { year, month, day, weekday: weekdayOf(year, month, day), hour: 0, minute: 0 };
  }
  const found: Record<string, number> = {};
  for (const { type, value } of parts.formatToParts(new Date(text))) found[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = found;
  return { year, month, day, hour, minute, weekday: weekdayOf(year, month, day) };
}

/** Today in Tallinn, `2027-01-12`. */
export function today(now = new Date()): string {
  return isoDate(wallTime(now.toISOString()));
}

export function isoDate({ year, month, day }: Pick<WallTime, 'year' | 'month' | 'day'>): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export function addDays(date: string, days: number): string {
  const { year, month, day } = wallTime(date);
  const moved = new Date((dayNumber(year, month, day) + days) * 86_400_000);
  return moved.toISOString().slice(0, 10);
}

/** `T` · `вт` · `Tue`, or in full. */
export function weekdayName(
  weekday: number,
  length: 'short' | 'long',
  of: Language = language.value,
): string {
  // 5 January 1970 was a Monday.
  if (length === 'long' || of !== 'et') return named(of, weekday + 3, { weekday: length }, 'weekday');
  return weekdays[weekday - 1] ?? '';
}

/** `< 1 km`, `3,4 km`, `12 km`. */
export function formatDistance(metres: number, of: Language = language.value): string {
  const km = metres / 1000;
  const figure = km < 1 ? '< 1' : formatNumber(of, km, km < 10 ? 1 : 0);
  return `${figure} ${of === 'ru' ? 'км' : 'km'}`;
}

/** Whole years on `on` of somebody born on `birth` (both `2014-02-28`). Born on 29 February: a year older on 1 March. */
export function ageOn(birth: string, on: string): number {
  const b = wallTime(birth);
  const o = wallTime(on);
  const before = o.month < b.month || (o.month === b.month && o.day < b.day);
  return o.year - b.year - (before ? 1 : 0);
}

/** Day, month and year as typed to `2014-02-28`, or null when there is no such day. */
export function readDate(day: string, month: string, year: string): string | null {
  if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^\d{4}$/.test(year)) return null;
  const date = { day: Number(day), month: Number(month), year: Number(year) };
  const back = new Date(Date.UTC(date.year, date.month - 1, date.day));
  const same = back.getUTCDate() === date.day && back.getUTCMonth() === date.month - 1;
  return same && date.year >= 1900 ? isoDate(date) : null;
}
