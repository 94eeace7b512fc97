// How a published round stands on a day: what took place, what is ahead, what nobody has settled.
import type { Schemas } from '../../../api';
import { approvalOf } from './approval';
import type { Round } from './board';

export interface Standing {
  /** Visits whose last day is over, and the others. */
  over: number;
  ahead: number;
  /** The last day of all visits. */
  last: string | null;
  /** Workers who cannot go and whose visit still stands. */
  reports: number;
  /** Days from today on that the plan leaves uncovered, and for which no need is posted. */
  uncovered: number;
  /** Visits that changed since publishing and wait for a yes or a check. */
  waiting: number;
}

export function standingOf(
  round: Round,
  reports: readonly Schemas['Report'][],
  cover: Schemas['Cover'],
  today: string,
): Standing {
  const lastOf = new Map(round.periods.map((p) => [p.id, p.last]));
  const ends = round.visits.map((v) => lastOf.get(v.period) ?? '');
  const over = ends.filter((end) => end < today).length;
  const open = round.state !== 'closed';
  const { visits, ready } = approvalOf(round, round.visits, today);
  return {
    over,
    ahead: ends.length - over,
    last: [...ends].sort().at(-1) ?? null,
    reports: open ? reports.filter((one) => one.open).length : 0,
    uncovered: open ? cover.days.filter((d) => d.day >= today && d.margin < 0 && !d.need).length : 0,
    waiting: open ? visits - ready : 0,
  };
}
