// Where a visit could go, asked for as soon as somebody is about to take hold of it.
import { api } from '../../../api';
import type { Round, Visit } from '../model/board';
import { unnamed } from '../model/edits';
import type { Move } from '../model/moves';

/** Enough for a pointer that wanders over a row; more would be asked for in vain. */
const mostKept = 12;
const kept = new Map<string, Promise<readonly Move[]>>();

/** One question for each visit and version of the round, whoever asks. */
export function movesOf(round: Round, visit: Visit): Promise<readonly Move[]> {
  const key = `${round.id} ${round.version} ${visit.id}`;
  let asked = kept.get(key);
  if (!asked) {
    asked = api
      .get('/api/v1/rounds/{id}/visits/{visit}/moves', { path: { id: round.id, visit: visit.id } })
      .then((list) => list.moves);
    asked.catch(() => kept.delete(key));
    kept.set(key, asked);
    const oldest = kept.keys().next().value;
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  }
  return asked;
}

/** Ahead of a press or a drag; what goes wrong is said when it is really wanted. */
export function expectMoves(round: Round, visit: Visit): void {
  if (visit.id !== unnamed) movesOf(round, visit).catch(() => undefined);
}
