// A plan as a board: centres down, periods across, in each cell who is there and whether somebody is left alone.
import type { Schemas } from '../../../api';

export type Round = Schemas['Round'];
export type Plan = Schemas['Plan'];
export type Visit = Schemas['Visit'] & {
  /** Moved or added by a way out that is only looked at. */
  fresh?: boolean;
};

export type CellState =
  /** The centre is closed in this period. */
  | 'closed'
  /** Everybody is at home and nobody visits. */
  | 'home'
  /** As many people as without the exchange, or more. */
  | 'covered'
  /** Fewer people than without it, but no fewer than have to be there. */
  | 'fewer'
  /** Somebody stays, but fewer than have to. */
  | 'short'
  /** Nobody is left. */
  | 'alone';

export interface Guest {
  visit: Visit;
  name: string;
  home: string;
}

export interface Away {
  visit: Visit;
  name: string;
  host: string;
}

export interface Cell {
  period: string;
  state: CellState;
  guests: Guest[];
  /** Own workers who are elsewhere. */
  away: Away[];
  /** Own workers who could be here if nobody travelled. */
  own: number;
  /** Who has to be here, who is, and what is over. A guest counts only where guests cover. */
  required: number;
  present: number;
  margin: number;
}

export interface BoardRow {
  centre: string;
  name: string;
  takesPart: boolean;
  cells: Cell[];
}

export interface Board {
  rows: BoardRow[];
  /** Cells in which somebody is away, those with too few people, and those in which nobody is left. */
  moving: number;
  short: number;
  alone: number;
  leastPresent: number | null;
}

/** In a balanced round the guest covers for whoever is away; otherwise a guest is only a guest. */
export const guestsCover = (round: Round): boolean => round.rules.balanced === true || round.kind === 'swap';

const at = (centre: string, period: string) => `${centre} ${period}`;

/** A value made on first asking. */
function under<V>(map: Map<string, V[]>, key: string): V[] {
  let list = map.get(key);
  if (!list) {
    list = [];
    map.set(key, list);
  }
  return list;
}

interface CellCount {
  closed: boolean;
  own: number;
  away: number;
  guests: number;
  present: number;
  required: number;
}

function stateOf({ closed, own, away, guests, present, required }: CellCount): CellState {
  if (closed) return 'closed';
  if (away === 0) return guests > 0 ? 'covered' : 'home';
  if (present <= 0) return 'alone';
  if (present < required) return 'short';
  return present >= own ? 'covered' : 'fewer';
}

/** What its busiest open day asks for; where that is not known, those it may not let go. It is never left empty. */
function needed({ away, staffing }: Round['centres'][number], own: number): number {
  const daily = staffing?.map((day) => day.staff ?? 1) ?? [];
  return Math.max(1, daily.length > 0 ? Math.max(...daily) : own - away);
}

/** Names of workers and centres, each found at once. */
export function namesOf(round: Round) {
  const centres = new Map(round.centres.map((c) => [c.id, c.name]));
  const workers = new Map(round.workers.map((w) => [w.id, w]));
  return {
    centre: (id: string) => centres.get(id) ?? id,
    worker: (id: string) => workers.get(id)?.name ?? '?',
    home: (id: string) => workers.get(id)?.home_centre ?? '',
  };
}

/** `visits` are given apart, because an edit shows before the round is read again. Linear in cells and visits. */
export function boardOf(round: Round, visits: readonly Visit[], staffing: Plan['staffing'] = []): Board {
  const names = namesOf(round);
  const staff = new Map<string, number>();
  for (const w of round.workers) staff.set(w.home_centre, (staff.get(w.home_centre) ?? 0) + 1);
  const told = new Map(staffing.map((s) => [at(s.centre, s.period), s.own]));
  const guestsAt = new Map<string, Guest[]>();
  const awayFrom = new Map<string, Away[]>();
  for (const visit of visits) {
    const name = names.worker(visit.worker);
    const home = names.home(visit.worker);
    under(guestsAt, at(visit.host, visit.period)).push({ visit, name, home: names.centre(home) });
    under(awayFrom, at(home, visit.period)).push({ visit, name, host: names.centre(visit.host) });
  }
  const covers = guestsCover(round);
  const board: Board = { rows: [], moving: 0, short: 0, alone: 0, leastPresent: null };
  for (const centre of round.centres) {
    const shut = new Set(centre.closed);
    const cells = round.periods.map(({ id: period }): Cell => {
      const key = at(centre.id, period);
      const guests = guestsAt.get(key) ?? [];
      const away = awayFrom.get(key) ?? [];
      const own = told.get(key) ?? staff.get(centre.id) ?? 0;
      const present = own - away.length + (covers ? guests.length : 0);
      const closed = shut.has(period);
      const required = closed || own === 0 ? 0 : needed(centre, own);
      const state = stateOf({ closed, own, away: away.length, guests: guests.length, present, required });
      if (away.length > 0) {
        board.moving += 1;
        board.leastPresent = Math.min(board.leastPresent ?? present, present);
        if (state === 'alone') board.alone += 1;
        if (state === 'short') board.short += 1;
      }
      return { period, state, guests, away, own, required, present, margin: present - required };
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
  const names = namesOf(round);
  const order = new Map(round.periods.map((p, i) => [p.id, i]));
  const own = new Map<string, Visit[]>();
  for (const visit of visits) under(own, visit.worker).push(visit);
  return round.workers
    .filter((w) => w.takes_part || own.has(w.id))
    .map((w) => ({
      worker: w.id,
      name: w.name,
      home: names.centre(w.home_centre),
      visits: (own.get(w.id) ?? [])
        .sort((a, b) => (order.get(a.period) ?? 0) - (order.get(b.period) ?? 0))
        .map((visit) => ({ visit, host: names.centre(visit.host) })),
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
