// The open days of a week and who must be there then, as a form changes them.
import type { Schemas } from '../../../api';

export type Staffing = Schemas['Staffing'];

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

const usualDay = { opens: '14:00', closes: '19:00', staff: 1, own: 0, leads: 0 };

const inOrder = (days: readonly Staffing[]) => [...days].sort((a, b) => a.day - b.day);

/** A day that opens begins like the nearest open day before it, or after it. */
export function withOpen(staffing: readonly Staffing[], day: number, open: boolean): Staffing[] {
  const rest = staffing.filter((one) => one.day !== day);
  if (!open) return rest;
  const near = inOrder(rest.filter((one) => one.day < day)).at(-1) ?? inOrder(rest)[0];
  return inOrder([...rest, { ...(near ?? usualDay), day }]);
}

export const withPart = (staffing: readonly Staffing[], day: number, part: Partial<Staffing>): Staffing[] =>
  staffing.map((one) => (one.day === day ? { ...one, ...part } : one));

/** All open days with the times and the people of the first. */
export function allLikeFirst(staffing: readonly Staffing[]): Staffing[] {
  const first = inOrder(staffing)[0];
  return first ? inOrder(staffing).map(({ day }) => ({ ...first, day })) : [];
}

export interface OpenSpan {
  first: number;
  last: number;
  opens: string;
  closes: string;
}

/** Days that follow each other and have the same times are one span: Monday to Thursday, 13 to 19. */
export function openSpans(staffing: readonly Staffing[]): OpenSpan[] {
  const spans: OpenSpan[] = [];
  for (const { day, opens, closes } of inOrder(staffing)) {
    const before = spans.at(-1);
    if (before && before.last === day - 1 && before.opens === opens && before.closes === closes)
      before.last = day;
    else spans.push({ first: day, last: day, opens, closes });
  }
  return spans;
}

/** What the busiest and the quietest day ask for: what holds on every open day. */
export const leastStaff = (staffing: readonly Staffing[]): number =>
  Math.min(...staffing.map((one) => one.staff ?? 1));

/** The API's pointers into the centres of a change, as the ids of the form's fields. */
export function staffingNames(centres: readonly Schemas['RoundCentre'][]): Record<string, string> {
  const names: Record<string, string> = {};
  for (const [at, { id, staffing = [] }] of centres.entries()) {
    names[`centres/${at}/guests`] = `guests-${id}`;
    names[`centres/${at}/closed_days`] = `closed-${id}`;
    for (const [i, { day }] of staffing.entries()) {
      for (const part of ['opens', 'closes', 'staff', 'own', 'leads'])
        names[`centres/${at}/staffing/${i}/${part}`] = `${part}-${id}-${day}`;
    }
  }
  return names;
}
