// Times of day as people type them: 16, 16.00, 16:00, 1600.

/** `16:00`, or null when it is no time. 24:00 is a time only where something ends. */
export function readClock(typed: string, end = false): string | null {
  const found = /^\s*(\d{1,2})(?:[.:,\s]?([0-5]\d))?\s*$/.exec(typed);
  if (!found) return null;
  const hour = Number(found[1]);
  const minute = Number(found[2] ?? '0');
  if (hour > 23 && !(end && hour === 24 && minute === 0)) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** `16.00` where the language writes it so. */
export function showClock(time: string, mark: '.' | ':'): string {
  return time.replace(':', mark);
}

export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
