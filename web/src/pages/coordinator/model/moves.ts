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

const byWorth = (a: MoveChoice, b: MoveChoice) =>
  b.change - a.change || a.period.localeCompare(b.period) || a.host.localeCompare(b.host);

export function moveChoices(moves: readonly Move[], from: { host: string; period: string }): MoveChoices {
  const choices: MoveChoices = { free: [], swaps: [], refused: [] };
  for (const move of moves) {
    if (move.host === from.host && move.period === from.period) continue;
    const { host, period } = move;
    if (!move.legal && !move.swap_with) {
      choices.refused.push({ host, period, broken: move.broken ?? null });
      continue;
    }
    const choice = { host, period, change: move.change ?? 0, swapWith: move.swap_with ?? null };
    (choice.swapWith ? choices.swaps : choices.free).push(choice);
  }
  choices.free.sort(byWorth);
  choices.swaps.sort(byWorth);
  return choices;
}
