// The proof that a centre is covered in a period: who has to be there, who is, and what any one absence would do.
import { type Board, type Cell, guestsCover, type Round } from './board';

export interface Absence {
  name: string;
  guest: boolean;
  /** How many would be left, and how many would then be missing. */
  left: number;
  missing: number;
}

export interface Cover {
  required: number;
  present: number;
  margin: number;
  /** Own workers who are there, by name; how many they are where names are not known. */
  here: string[];
  absences: Absence[];
  /** No single absence leaves too few. */
  holds: boolean;
}

/** Who of the centre's own is there, and each of those present taken away in turn. */
export function coverOf(round: Round, centre: string, cell: Cell): Cover {
  const gone = new Set(cell.away.map((a) => a.visit.worker));
  const here = round.workers
    .filter((w) => w.home_centre === centre && !gone.has(w.id) && !w.unavailable.includes(cell.period))
    .map((w) => w.name);
  const { required, present, margin } = cell;
  const without = (name: string, guest: boolean): Absence => ({
    name,
    guest,
    left: present - 1,
    missing: Math.max(0, required - (present - 1)),
  });
  const covering = guestsCover(round) ? cell.guests : [];
  const absences =
    cell.state === 'closed'
      ? []
      : [...here.map((name) => without(name, false)), ...covering.map((g) => without(g.name, true))];
  return { required, present, margin, here, absences, holds: absences.every((a) => a.missing === 0) };
}

export interface CoverChange {
  centre: string;
  name: string;
  period: string;
  /** Too few people there now, or enough again. */
  worse: boolean;
  /** Nobody is left at all. */
  alone: boolean;
}

const bad = (cell: Cell | undefined) => cell?.state === 'alone' || cell?.state === 'short';

/** What an edit did to cover: the centres and periods that lost it and those that have it again. */
export function coverChanges(before: Board, after: Board): CoverChange[] {
  const changes: CoverChange[] = [];
  after.rows.forEach((row, r) => {
    const old = before.rows[r];
    if (old === row) return;
    row.cells.forEach((cell, c) => {
      const was = bad(old?.cells[c]);
      const is = bad(cell);
      if (was !== is)
        changes.push({
          centre: row.centre,
          name: row.name,
          period: cell.period,
          worse: is,
          alone: cell.state === 'alone',
        });
    });
  });
  return changes.sort((a, b) => Number(b.worse) - Number(a.worse));
}
