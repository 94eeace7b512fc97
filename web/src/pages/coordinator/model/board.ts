// A plan as a board: centres down, periods across, in each cell who is there and whether somebody is left alone.
import type { Schemas } from '../../../api';

export type Round = Schemas['Round'];
export type Plan = Schemas['Plan'];
export type Visit = Schemas['Visit'];

export type CellState =
  /** The centre is closed in this period. */
  | 'closed'
  /** Everybody is at home and nobody visits. */
  | 'home'
  /** As many guests as workers away, or more. */
  | 'covered'
  /** More away than guests, but somebody of their own stays. */
  | 'fewer'
  /** Nobody is left. */
  | 'alone';

export interface Guest {
  visit: Visit;
  name: string;
  home: string;
}

export interface Cell {
  period: string;
  state: CellState;
  guests: Guest[];
  /** Own workers who are elsewhere. */
  away: { visit: Visit; name: string; host: string }[];
  present: number;
}

export interface BoardRow {
  centre: string;
  name: string;
  takesPart: boolean;
  cells: Cell[];
}

export interface Board {
  rows: BoardRow[];
  /** Cells in which somebody is away, and those in which nobody is left. */
  moving: number;
  alone: number;
  leastPresent: number | null;
}

function stateOf(closed: boolean, own: number, away: number, guests: number): CellState {
  if (closed) return 'closed';
  if (away === 0) return guests > 0 ? 'covered' : 'home';
  if (own - away + guests <= 0) return 'alone';
  return guests >= away ? 'covered' : 'fewer';
}

/** `visits` are given apart, because an edit answers with them before the round is read again. */
export function boardOf(round: Round, visits: readonly Visit[], staffing: Plan['staffing'] = []): Board {
  const centreName = new Map(round.centres.map((c) => [c.id, c.name]));
  const workers = new Map(round.workers.map((w) => [w.id, w]));
  const staff = new Map<string, number>();
  for (const w of round.workers) staff.set(w.home_centre, (staff.get(w.home_centre) ?? 0) + 1);
  const told = new Map(staffing.map((s) => [`${s.centre} ${s.period}`, s.own]));
  const board: Board = { rows: [], moving: 0, alone: 0, leastPresent: null };
  for (const centre of round.centres) {
    const cells = round.periods.map(({ id: period }): Cell => {
      const here = visits.filter((v) => v.period === period);
      const guests = here
        .filter((v) => v.host === centre.id)
        .map((visit) => {
          const worker = workers.get(visit.worker);
          const home = worker?.home_centre ?? '';
          return { visit, name: worker?.name ?? '?', home: centreName.get(home) ?? home };
        });
      const away = here
        .filter((v) => workers.get(v.worker)?.home_centre === centre.id)
        .map((visit) => ({
          visit,
          name: workers.get(visit.worker)?.name ?? '?',
          host: centreName.get(visit.host) ?? visit.host,
        }));
      const own = told.get(`${centre.id} ${period}`) ?? staff.get(centre.id) ?? 0;
      const present = own - away.length + guests.length;
      const state = stateOf(centre.closed.includes(period), own, away.length, guests.length);
      if (away.length > 0) {
        board.moving += 1;
        board.leastPresent = Math.min(board.leastPresent ?? present, present);
        if (state === 'alone') board.alone += 1;
      }
      return { period, state, guests, away, present };
    });
    board.rows.push({ centre: centre.id, name: centre.name, takesPart: centre.takes_part, cells });
  }
  return board;
}

export interface WorkerLine {
  worker: string;
  name: string;
  home: string;
  visits: { visit: Visit; host: string }[];
}

/** The same plan by worker, in the order of the periods. */
export function workerLines(round: Round, visits: readonly Visit[]): WorkerLine[] {
  const centreName = new Map(round.centres.map((c) => [c.id, c.name]));
  const order = new Map(round.periods.map((p, i) => [p.id, i]));
  return round.workers
    .filter((w) => w.takes_part || visits.some((v) => v.worker === w.id))
    .map((w) => ({
      worker: w.id,
      name: w.name,
      home: centreName.get(w.home_centre) ?? w.home_centre,
      visits: visits
        .filter((v) => v.worker === w.id)
        .sort((a, b) => (order.get(a.period) ?? 0) - (order.get(b.period) ?? 0))
        .map((visit) => ({ visit, host: centreName.get(visit.host) ?? visit.host })),
    }))
    .sort((a, b) => a.home.localeCompare(b.home, 'et') || a.name.localeCompare(b.name, 'et'));
}

/** What is left to gain, in parts of a hundred; null while there is no bound or no plan. */
export function gapPercent(objective: number | null, bound: number | null): number | null {
  if (objective === null || bound === null) return null;
  if (bound <= objective) return 0;
  return (100 * (bound - objective)) / Math.max(Math.abs(objective), 1);
}

export interface Told {
  workers: number;
  hosts: number;
}

/** Who hears of a publication. */
export function whoIsTold(visits: readonly Visit[]): Told {
  return {
    workers: new Set(visits.map((v) => v.worker)).size,
    hosts: new Set(visits.map((v) => v.host)).size,
  };
}
