// A new round as it is being written: weeks from and to, the days of a visit, rules.
import type { Schemas } from '../../../api';
import { addDays } from '../../../i18n/dates';
import { type Holiday, holidayIn, mondayOf, weekId } from '../../../lib/weeks';

export type RoundRules = Schemas['RoundRules'];

export interface WeekChoice {
  id: string;
  first: string;
  last: string;
  holiday: Holiday | null;
}

export const longestRound = 64;

/**
 * The weeks that touch `from` to `to`, each a block from `firstDay` to `lastDay` (1 is Monday) of its week. A week
 * of school holidays is offered, but left out at first.
 */
export function weeksBetween(from: string, to: string, firstDay: number, lastDay: number): WeekChoice[] {
  const weeks: WeekChoice[] = [];
  for (
    let monday = mondayOf(from);
    monday <= to && weeks.length < longestRound;
    monday = addDays(monday, 7)
  ) {
    const first = addDays(monday, firstDay - 1);
    const last = addDays(monday, lastDay - 1);
    if (last < from || first > to) continue;
    weeks.push({ id: weekId(monday), first, last, holiday: holidayIn(first, last) });
  }
  return weeks;
}

export interface RoundForm {
  name: string;
  from: string;
  to: string;
  firstDay: number;
  lastDay: number;
  /** Weeks whose box was changed by hand. */
  switched: Readonly<Record<string, boolean>>;
  maxVisits: number;
  balanced: boolean;
  minGap: number;
  fair: boolean;
}

/** Taken when fairness is on: whoever gets little out of the round weighs twice up to this many points. */
export const fairRules = { fair_target: 500, fair_weight: 1 };

export function emptyRound(today: string): RoundForm {
  const from = addDays(mondayOf(today), 28);
  return {
    name: '',
    from,
    to: addDays(from, 7 * 7 + 4),
    firstDay: 1,
    lastDay: 5,
    switched: {},
    maxVisits: 2,
    balanced: true,
    minGap: 1,
    fair: true,
  };
}

export const takesWeek = (form: RoundForm, week: WeekChoice): boolean =>
  form.switched[week.id] ?? week.holiday === null;

export function chosenWeeks(form: RoundForm): WeekChoice[] {
  return weeksBetween(form.from, form.to, form.firstDay, form.lastDay).filter((week) =>
    takesWeek(form, week),
  );
}

export function roundInput(form: RoundForm): Schemas['RoundInput'] {
  return {
    name: form.name.trim(),
    periods: chosenWeeks(form).map(({ id, first, last }) => ({ id, first, last })),
    rules: {
      max_visits: form.maxVisits,
      balanced: form.balanced,
      min_gap: form.minGap,
      ...(form.fair ? fairRules : { fair_target: 0, fair_weight: 0 }),
    },
  };
}
