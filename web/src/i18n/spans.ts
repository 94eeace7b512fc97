// Days and spans of time in words, for lists of shifts. Read them from `dates`.
import { dayNumber, isoDate, locale, named, today, type WallTime, wallTime, weekdayName } from './dates';
import { type Language, language } from './language';

const months = 'jan veebr märts apr mai juuni juuli aug sept okt nov dets'.split(' ');

/** `jan` · `янв` · `Jan`: Russian by the form that stands beside a day. */
export function monthName(month: number, of: Language = language.value): string {
  if (of === 'et') return months[month - 1] ?? '';
  return named(of, month * 30.4 - 15, { day: 'numeric', month: 'long' }, 'month').slice(0, 3);
}

const clock = (w: WallTime, mark: string) =>
  `${String(w.hour).padStart(2, '0')}${mark}${String(w.minute).padStart(2, '0')}`;

const clockMark = (of: Language) => (of === 'et' ? '.' : ':');

export function formatTime(moment: string, of: Language = language.value): string {
  return clock(wallTime(moment), clockMark(of));
}

/** `T 12. jan` · `вт, 12 янв` · `Tue 12 Jan`; with the year when it is not this one. */
export function formatDay(
  date: string,
  of: Language = language.value,
  thisYear = wallTime(today()).year,
): string {
  const w = wallTime(date);
  const year = w.year === thisYear ? '' : ` ${w.year}`;
  const weekday = weekdayName(w.weekday, 'short', of);
  const month = monthName(w.month, of);
  if (of === 'et') return `${weekday} ${w.day}. ${month}${year}`;
  if (of === 'ru') return `${weekday}, ${w.day} ${month}${year}`;
  return `${weekday} ${w.day} ${month}${year}`;
}

/** `T 12. jan, 16.00–19.00`; a shift that ends on another day names both. */
export function formatSpan(
  from: string,
  to: string,
  of: Language = language.value,
  thisYear?: number,
): string {
  const a = wallTime(from);
  const b = wallTime(to);
  const mark = clockMark(of);
  const start = `${formatDay(from, of, thisYear)}, ${clock(a, mark)}`;
  const sameDay = isoDate(a) === isoDate(b);
  return sameDay
    ? `${start}–${clock(b, mark)}`
    : `${start} – ${formatDay(to, of, thisYear)}, ${clock(b, mark)}`;
}

/** `12. jaanuar 2027`, for documents and for hearing. */
export function formatLongDay(date: string, of: Language = language.value): string {
  const { year, month, day } = wallTime(date);
  const format = new Intl.DateTimeFormat(locale(of), {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return format.format(new Date(dayNumber(year, month, day) * 86_400_000)).replace(/ г\.$/, '');
}

/** A local `20:00` of the API as it is written here: `20.00`. */
export const clockText = (time: string, of: Language = language.value): string =>
  of === 'et' ? time.replace(':', '.') : time;
