// The cycles of an exchange: whose worker goes where, followed from centre to centre until it closes.
import { namesOf, type Round, type Visit } from './board';

export interface Leg {
  visit: Visit;
  from: string;
  to: string;
}

export interface Chain {
  period: string;
  /** It ends where it began. */
  closed: boolean;
  legs: Leg[];
}

/** Takes a way out of `start` until no leg is left there. */
function follow(out: Map<string, Leg[]>, start: string): Leg[] {
  const way: Leg[] = [];
  for (let at = start; ; ) {
    const leg = out.get(at)?.shift();
    if (!leg) return way;
    way.push(leg);
    at = leg.to;
  }
}

/** A way that meets a centre twice holds a cycle: it is cut out, the rest goes on. */
function split(period: string, way: readonly Leg[]): Chain[] {
  const chains: Chain[] = [];
  let open: Leg[] = [];
  for (const leg of way) {
    open.push(leg);
    const back = open.findIndex((l) => l.from === leg.to);
    if (back >= 0) {
      chains.push({ period, closed: true, legs: open.slice(back) });
      open = open.slice(0, back);
    }
  }
  if (open.length > 0) chains.push({ period, closed: false, legs: open });
  return chains;
}

/** All legs of one period, each in one cycle or one open chain; where as many come as go there are only cycles. */
function chainsIn(period: string, legs: readonly Leg[]): Chain[] {
  const out = new Map<string, Leg[]>();
  const balance = new Map<string, number>();
  for (const leg of legs) {
    out.set(leg.from, [...(out.get(leg.from) ?? []), leg]);
    balance.set(leg.from, (balance.get(leg.from) ?? 0) + 1);
    balance.set(leg.to, (balance.get(leg.to) ?? 0) - 1);
  }
  // Open chains begin where more go than come; what is left afterwards closes.
  const starts = [...out.keys()].flatMap((c) => Array<string>(Math.max(0, balance.get(c) ?? 0)).fill(c));
  const rest = [...out.entries()].flatMap(([c, list]) => list.map(() => c));
  return [...starts, ...rest].flatMap((start) => split(period, follow(out, start)));
}

/** Longest first within a period; periods in the order of the round. */
export function chainsOf(round: Round, visits: readonly Visit[]): Chain[] {
  const names = namesOf(round);
  return round.periods.flatMap(({ id }) =>
    chainsIn(
      id,
      visits
        .filter((v) => v.period === id)
        .map((visit) => ({ visit, from: names.home(visit.worker), to: visit.host })),
    ).sort((a, b) => b.legs.length - a.legs.length),
  );
}
