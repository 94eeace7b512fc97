// A way out when somebody cannot go, as the API offers it: what the plan would then be, and who would hear of it.
import type { Schemas } from '../../../api';
import { namesOf, type Round, type Visit } from './board';

export type Repair = Schemas['Repair'];
type Move = Repair['moves'][number];

/** The visits as the repair would leave them; those that are new have no id of the server's yet. */
export function repaired(visits: readonly Visit[], { edit }: Repair): Visit[] {
  const gone = new Set(edit?.remove);
  const moved = new Map(edit?.change?.map((one) => [one.id, one]));
  const stay = visits
    .filter((visit) => !gone.has(visit.id))
    .map((visit) => (moved.has(visit.id) ? { ...visit, ...moved.get(visit.id), fresh: true } : visit));
  const fresh = (edit?.add ?? []).map((one, at) => ({
    ...one,
    id: `new-${at}`,
    pinned: one.pinned ?? false,
    fresh: true,
  }));
  return [...stay, ...fresh];
}

/** The move that takes away the visit which cannot be comes first; the others are what mends it. */
export function movesInOrder(moves: readonly Move[], visit: Visit): Move[] {
  const isOf = (move: Move) =>
    move.worker === visit.worker && move.from?.host === visit.host && move.from.period === visit.period;
  return [...moves].sort((a, b) => Number(isOf(b)) - Number(isOf(a)));
}

export interface ToldOf {
  workers: string[];
  centres: string[];
}

/** Names of those whose plan a repair changes: who moves, their homes, and hosts before and after. */
export function toldOf(round: Round, { moves }: Repair): ToldOf {
  const names = namesOf(round);
  const centres = moves.flatMap(({ worker, from, to }) => [names.home(worker), from?.host, to?.host]);
  return {
    workers: [...new Set(moves.map((move) => names.worker(move.worker)))],
    centres: [...new Set(centres)]
      .filter((id) => id !== undefined && id !== '')
      .map((id) => names.centre(id ?? '')),
  };
}
