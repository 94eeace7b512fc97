// A centre's roster as its pages show it: days, shifts, who comes, what is missing.
import type { Schemas } from '../../../api';
import { isoDate, wallTime } from '../../../i18n/dates';

export type RosterShift = Schemas['Roster']['shifts'][number];
export type RosterPerson = RosterShift['people'][number];

export interface RosterDay {
  date: string;
  shifts: RosterShift[];
}

export const dateOf = (moment: string): string => isoDate(wallTime(moment));

/** Every day from `from` to `to`, days without shifts too when `all`. */
export function rosterDays(shifts: readonly RosterShift[]): RosterDay[] {
  const days = new Map<string, RosterShift[]>();
  for (const shift of [...shifts].sort((a, b) => a.from.localeCompare(b.from))) {
    const date = dateOf(shift.from);
    const day = days.get(date);
    if (day) day.push(shift);
    else days.set(date, [shift]);
  }
  return [...days].map(([date, of]) => ({ date, shifts: of }));
}

/** Those who come or will once their check is there; cancelled ones are gone from the list. */
export const coming = (shift: RosterShift): RosterPerson[] =>
  shift.people.filter((p) => p.state !== 'cancelled');

export const missing = (shift: RosterShift): number => Math.max(0, shift.seats - shift.filled);

export type Phase = 'later' | 'soon' | 'now' | 'over';

const dayMs = 24 * 3_600_000;

/** soon: begins within 24 hours, when calls and haste are in order. */
export function phaseOf(shift: Pick<RosterShift, 'from' | 'to'>, nowMs: number): Phase {
  const from = Date.parse(shift.from);
  if (nowMs >= Date.parse(shift.to)) return 'over';
  if (nowMs >= from) return 'now';
  return from - nowMs <= dayMs ? 'soon' : 'later';
}

/** A check that is valid today but no longer on the day of the shift. */
export function checkRunsOut(person: RosterPerson, shift: RosterShift): boolean {
  return typeof person.check_valid_until === 'string' && person.check_valid_until < dateOf(shift.from);
}

export interface ToDo {
  /** Begun, and nobody said who was there. */
  attendance: RosterShift[];
  unfilled: RosterShift[];
  /** People whose agreement waits for something, each once, with their first shift. */
  waiting: { person: RosterPerson; shift: RosterShift; why: Waiting | 'runs_out' }[];
}

export type Waiting = 'check' | 'guardian' | 'responsible' | 'origin';

/** What somebody who said yes still waits for. */
export const waitsFor = (person: RosterPerson): Waiting =>
  (person.waiting_for as Waiting | null | undefined) ?? 'check';

export function toDo(shifts: readonly RosterShift[], nowMs: number): ToDo {
  const found: ToDo = { attendance: [], unfilled: [], waiting: [] };
  const seen = new Set<string>();
  for (const shift of [...shifts].sort((a, b) => a.from.localeCompare(b.from))) {
    const phase = phaseOf(shift, nowMs);
    if (phase === 'over' && shift.people.some((p) => p.state === 'agreed')) found.attendance.push(shift);
    if (phase === 'over') continue;
    if (phase !== 'now' && missing(shift) > 0) found.unfilled.push(shift);
    for (const person of coming(shift)) {
      const why =
        person.state === 'awaiting'
          ? waitsFor(person)
          : person.state === 'agreed' && checkRunsOut(person, shift)
            ? 'runs_out'
            : null;
      if (!why || seen.has(person.person)) continue;
      seen.add(person.person);
      found.waiting.push({ person, shift, why });
    }
  }
  return found;
}
