// Where a visit could go: legal cells with what they cost, and the rest with the rule that stands in the way.
import type { Schemas } from '../../../api';

export type Move = Schemas['Move'];

export interface MoveChoice {
  host: string;
  period: string;
  change: number;
  /** The visit that changes places with it. */
  swapWith: string | null;
}

export interface Refusal {
  host: string;
  period: string;
  broken: Schemas['BrokenRule'] | null;
}

export interface MoveChoices {
  /** Best first; those that need no swap before those that do when they are worth the same. */
  free: MoveChoice[];
  swaps: MoveChoice[];
  refused: Refusal[];
}

const byCode = (a: string, b: string) => (a < b ? -1 : Number(a > b));
const byWorth = (a: MoveChoice, b: MoveChoice) =>
  b.change - a.change || byCode(a.period, b.period) || byCode(a.host, b.host);

const choiceOf = ({ host, period, change, swap_with }: Move): MoveChoice => ({
  host,
  period,
  change: change ?? 0,
  swapWith: swap_with ?? null,
});

export function moveChoices(moves: readonly Move[], from: { host: string; period: string }): MoveChoices {
  const choices: MoveChoices = { free: [], swaps: [], refused: [] };
  for (const move of moves) {
    if (move.host === from.host && move.period === from.period) continue;
    if (!move.legal && !move.swap_with)
      choices.refused.push({ host: move.host, period: move.period, broken: move.broken ?? null });
    else (move.swap_with ? choices.swaps : choices.free).push(choiceOf(move));
  }
  choices.free.sort(byWorth);
  choices.swaps.sort(byWorth);
  return choices;
}

/** What a cell says while a visit is carried over the board. */
export type Mark =
  | { kind: 'here' }
  | { kind: 'free' | 'swap'; choice: MoveChoice }
  | { kind: 'refused'; broken: Refusal['broken'] };

export const markKey = (host: string, period: string) => `${host} ${period}`;

export function marksOf(
  moves: readonly Move[],
  from: { host: string; period: string },
): ReadonlyMap<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const move of moves) {
    const key = markKey(move.host, move.period);
    if (move.host === from.host && move.period === from.period) marks.set(key, { kind: 'here' });
    else if (move.legal) marks.set(key, { kind: 'free', choice: choiceOf(move) });
    else if (move.swap_with) marks.set(key, { kind: 'swap', choice: choiceOf(move) });
    else marks.set(key, { kind: 'refused', broken: move.broken ?? null });
  }
  return marks;
}
