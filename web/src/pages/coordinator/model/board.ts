// A plan as a board: centres down, periods across, in each cell who is there and whether somebody is left alone.
import type { Schemas } from '../../../api';
import { kept } from '../../../lib/kept';

export type Round = Schemas['Round'];
type Centre = Round['centres'][number];
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

interface Counts {
  /** Cells in which somebody is away, those with too few people, and those in which nobody is left. */
  moving: number;
  short: number;
  alone: number;
  leastPresent: number | null;
}

export interface BoardRow extends Counts {
  centre: string;
  name: string;
  takesPart: boolean;
  cells: Cell[];
  /** What it was reckoned from, besides the board's ground. */
  of: Centre;
  visits: readonly Visit[];
}

export interface Board extends Counts {
  rows: BoardRow[];
  /** What it was reckoned from. */
  ground: Ground;
  centres: readonly Centre[];
  visits: readonly Visit[];
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
function needed({ away, staffing }: Centre, own: number): number {
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

/** What every row rests on: while it stands, a row changes with its own centre and visits alone. */
interface Ground {
  periods: Round['periods'];
  workers: Round['workers'];
  staffing: Staffing;
  covers: boolean;
  names: ReturnType<typeof namesOf>;
  /** How many work at a centre; in one period, where the server tells. */
  staff: ReadonlyMap<string, number>;
  told: ReadonlyMap<string, number>;
}

export type Staffing = NonNullable<Plan['staffing']>;
const noStaffing: Staffing = [];
const noVisits: readonly Visit[] = [];

function groundOf(round: Round, staffing: Staffing): Ground {
  const staff = new Map<string, number>();
  for (const w of round.workers) staff.set(w.home_centre, (staff.get(w.home_centre) ?? 0) + 1);
  return {
    periods: round.periods,
    workers: round.workers,
    staffing,
    covers: guestsCover(round),
    names: namesOf(round),
    staff,
    told: new Map(staffing.map((s) => [at(s.centre, s.period), s.own])),
  };
}

const stands = (ground: Ground, round: Round, staffing: Staffing): boolean =>
  ground.periods === round.periods &&
  ground.workers === round.workers &&
  ground.staffing === staffing &&
  ground.covers === guestsCover(round) &&
  round.centres.every((c) => ground.names.centre(c.id) === c.name);

/** The cells of one centre. Those that are as they were in `before` stay the same objects. */
function rowOf(ground: Ground, of: Centre, visits: readonly Visit[], before?: BoardRow): BoardRow {
  const { names, covers } = ground;
  const guestsIn = new Map<string, Guest[]>();
  const awayIn = new Map<string, Away[]>();
  for (const visit of visits) {
    const name = names.worker(visit.worker);
    const home = names.home(visit.worker);
    if (visit.host === of.id) under(guestsIn, visit.period).push({ visit, name, home: names.centre(home) });
    if (home === of.id) under(awayIn, visit.period).push({ visit, name, host: names.centre(visit.host) });
  }
  const shut = new Set(of.closed);
  const counts: Counts = { moving: 0, short: 0, alone: 0, leastPresent: null };
  const cells = ground.periods.map(({ id: period }): Cell => {
    const guests = guestsIn.get(period) ?? [];
    const away = awayIn.get(period) ?? [];
    const own = ground.told.get(at(of.id, period)) ?? ground.staff.get(of.id) ?? 0;
    const present = own - away.length + (covers ? guests.length : 0);
    const closed = shut.has(period);
    const required = closed || own === 0 ? 0 : needed(of, own);
    const state = stateOf({ closed, own, away: away.length, guests: guests.length, present, required });
    if (away.length > 0) {
      counts.moving += 1;
      counts.leastPresent = Math.min(counts.leastPresent ?? present, present);
      if (state === 'alone') counts.alone += 1;
      if (state === 'short') counts.short += 1;
    }
    return { period, state, guests, away, own, required, present, margin: present - required };
  });
  return {
    centre: of.id,
    name: of.name,
    takesPart: of.takes_part,
    cells: kept(before?.cells, cells),
    of,
    visits,
    ...counts,
  };
}

function countsOf(rows: readonly BoardRow[]): Counts {
  const counts: Counts = { moving: 0, short: 0, alone: 0, leastPresent: null };
  for (const row of rows) {
    counts.moving += row.moving;
    counts.short += row.short;
    counts.alone += row.alone;
    if (row.leastPresent !== null)
      counts.leastPresent = Math.min(counts.leastPresent ?? row.leastPresent, row.leastPresent);
  }
  return counts;
}

/** The visits that each centre's row speaks of: as a host, or as a home. */
function visitsByCentre(names: Ground['names'], visits: readonly Visit[]): Map<string, Visit[]> {
  const own = new Map<string, Visit[]>();
  for (const visit of visits) {
    const home = names.home(visit.worker);
    under(own, visit.host).push(visit);
    if (home !== visit.host) under(own, home).push(visit);
  }
  return own;
}

const sameList = <T>(one: readonly T[], other: readonly T[]): boolean =>
  one.length === other.length && one.every((value, i) => value === other[i]);

/**
 * `visits` are given apart, because an edit shows before the round is read again. Rows that are as they were on the board
 * `before` stay the same objects. Linear in visits, and in the cells of the rows that changed (of all when there is no `before`).
 */
export function boardOf(
  round: Round,
  visits: readonly Visit[],
  staffing: Staffing = noStaffing,
  before: Board | null = null,
): Board {
  const base = before && stands(before.ground, round, staffing) ? before : null;
  if (base && base.visits === visits && base.centres === round.centres) return base;
  const ground = base?.ground ?? groundOf(round, staffing);
  const own = visitsByCentre(ground.names, visits);
  const known = new Map(base?.rows.map((row) => [row.centre, row]));
  const rows = round.centres.map((centre) => {
    const old = known.get(centre.id);
    const mine = own.get(centre.id) ?? noVisits;
    return old?.of === centre && sameList(old.visits, mine) ? old : rowOf(ground, centre, mine, old);
  });
  const same = base !== null && sameList(base.rows, rows);
  return { rows: same ? base.rows : rows, ground, centres: round.centres, visits, ...countsOf(rows) };
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
