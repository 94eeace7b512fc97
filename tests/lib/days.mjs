// Days as the service counts them: on Tallinn's wall, written 2027-01-12. All are counted from today, so that no test runs out.

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Tallinn', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });

/** The hour that begins so many hours from now, on the wall: { date: '2027-01-12', hour: 16 }. */
export function hourAhead(hours) {
  const [date, time] = wall.format(Date.now() + hours * hourMs).split(' ');
  return { date, hour: Number(time.slice(0, 2)) };
}

export const dayAfter = (date, days) => new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
export const today = () => hourAhead(0).date;
export const dayAhead = (days) => dayAfter(today(), days);

/** 1 for Monday to 7 for Sunday. */
export const weekdayOf = (date) => ((new Date(date).getUTCDay() + 6) % 7) + 1;

/** The date of the next `weekday` that is at least `days` away. */
export function weekdayAhead(weekday, days) {
  const first = dayAhead(days);
  return dayAfter(first, (weekday - weekdayOf(first) + 7) % 7);
}

/** Periods of a round, N1, N2, ...: weeks from Monday to Friday, the first of them at least `days` away. */
export function workWeeks(count, days = 35) {
  const monday = weekdayAhead(1, days);
  return Array.from({ length: count }, (_, at) => ({ id: `N${at + 1}`, first: dayAfter(monday, 7 * at), last: dayAfter(monday, 7 * at + 4) }));
}

/** The last Sunday of March (3) or October (10) that is at least `days` away: the day on which the clock changes. */
export function clockChange(month, days) {
  for (let sunday = weekdayAhead(7, days); ; sunday = dayAfter(sunday, 7)) {
    if (Number(sunday.slice(5, 7)) === month && Number(sunday.slice(8)) > 24) return sunday;
  }
}
