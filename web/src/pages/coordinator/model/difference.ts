// Two plans side by side: what one has to do to become the other, as a list of moves.
import type { Visit } from './board';

/** A visit as any plan has it, kept or present. */
export type Planned = Pick<Visit, 'worker' | 'host' | 'period'>;

export interface Difference {
  worker: string;
  /** Where the visit was and where it is now; null: it is new, or gone. */
  from: { host: string; period: string } | null;
  to: { host: string; period: string } | null;
}

const key = (v: Planned) => `${v.worker} ${v.host} ${v.period}`;

function nearest(gone: readonly Planned[], to: Planned): Planned | undefined {
  return gone.find((v) => v.period === to.period) ?? gone.find((v) => v.host === to.host) ?? gone[0];
}

/**
 * A worker's lost visit and a new one of theirs are one move: of the same period first, then of the same host. `order`
 * are the periods of the round.
 */
export function differenceOf(
  before: readonly Planned[],
  after: readonly Planned[],
  order: readonly string[],
): Difference[] {
  const was = new Set(before.map(key));
  const is = new Set(after.map(key));
  const gone = new Map<string, Planned[]>();
  for (const v of before) if (!is.has(key(v))) gone.set(v.worker, [...(gone.get(v.worker) ?? []), v]);
  const moves: Difference[] = [];
  const place = (v: Planned) => ({ host: v.host, period: v.period });
  for (const to of after) {
    if (was.has(key(to))) continue;
    const own = gone.get(to.worker) ?? [];
    const from = nearest(own, to);
    if (from)
      gone.set(
        to.worker,
        own.filter((v) => v !== from),
      );
    moves.push({ worker: to.worker, from: from ? place(from) : null, to: place(to) });
  }
  for (const own of gone.values())
    for (const v of own) moves.push({ worker: v.worker, from: place(v), to: null });
  const when = (d: Difference) => order.indexOf((d.to ?? d.from)?.period ?? '');
  return moves.sort((a, b) => when(a) - when(b) || a.worker.localeCompare(b.worker));
}
