// What a plan still lacks before it can be published, by the centre that has to do it: its yes as an employer or a host,
// a check to accept, a check to renew. The server writes to the same centres (round_lacking in services/round_checks.c).
import type { Round, Visit } from './board';

export type Task =
  /** The home centre has not agreed to send. */
  | 'send'
  /** The host has not agreed; if there is a check to accept, that comes with the same press. */
  | 'host'
  /** The host has agreed, and is to accept the check. */
  | 'accept'
  /** The host is to see the certificate of another country. */
  | 'origin'
  /** The check ends before the visit does, or there is none: the employer is asked first. */
  | 'renew';

export const tasks: readonly Task[] = ['send', 'host', 'accept', 'origin', 'renew'];

export interface CentreLack {
  centre: string;
  name: string;
  lacks: Record<Task, Visit[]>;
  /** All of them together. */
  count: number;
}

export interface Approval {
  /** Centres that something is missing from: most first. */
  lacking: CentreLack[];
  /** Names of centres that send or host and have done all. */
  done: string[];
  visits: number;
  /** Visits that lack nothing. */
  ready: number;
  /** Visits without the yes of both, and visits without a check that the host relies on. */
  disagreed: number;
  unchecked: number;
}

const isUnchecked = (visit: Visit) => visit.check !== undefined && visit.check.state !== 'relied';

/** Who has to do what for a visit: `[centre, task]`. */
function tasksOf(visit: Visit, home: string): [string, Task][] {
  const found: [string, Task][] = [];
  const state = visit.check?.state;
  if (!visit.employer_agreed) found.push([home, 'send']);
  if (!visit.host_agreed) found.push([visit.host, 'host']);
  else if (state === 'acceptable') found.push([visit.host, 'accept']);
  if (state === 'origin_missing') found.push([visit.host, 'origin']);
  if (state === 'ends_early' || state === 'missing') found.push([home, 'renew']);
  return found;
}

/** Of a published round only what is still ahead on `today` counts: what is over cannot be mended. */
function counted(round: Round, visits: readonly Visit[], today: string): readonly Visit[] {
  if (round.state !== 'published') return visits;
  const last = new Map(round.periods.map((p) => [p.id, p.last]));
  return visits.filter((v) => (last.get(v.period) ?? '') >= today);
}

/** How many visits have no check that the host relies on. */
export const uncheckedOf = (round: Round, visits: readonly Visit[], today: string): number =>
  counted(round, visits, today).filter(isUnchecked).length;

export function approvalOf(round: Round, visits: readonly Visit[], today: string): Approval {
  const names = new Map(round.centres.map((c) => [c.id, c.name]));
  const homes = new Map(round.workers.map((w) => [w.id, w.home_centre]));
  const all = counted(round, visits, today);
  const found = new Map<string, CentreLack>();
  const of = (centre: string): CentreLack => {
    const known = found.get(centre);
    if (known) return known;
    const lacks = { send: [], host: [], accept: [], origin: [], renew: [] };
    const made: CentreLack = { centre, name: names.get(centre) ?? centre, lacks, count: 0 };
    found.set(centre, made);
    return made;
  };
  for (const visit of all) {
    const home = homes.get(visit.worker) ?? '';
    of(home);
    of(visit.host);
    for (const [centre, task] of tasksOf(visit, home)) {
      of(centre).lacks[task].push(visit);
      of(centre).count++;
    }
  }
  const centres = [...found.values()];
  const agreed = (v: Visit) => v.employer_agreed === true && v.host_agreed === true;
  return {
    lacking: centres
      .filter((c) => c.count > 0)
      .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name, 'et')),
    done: centres
      .filter((c) => c.count === 0)
      .map((c) => c.name)
      .sort((a, b) => a.localeCompare(b, 'et')),
    visits: all.length,
    ready: all.filter((v) => agreed(v) && !isUnchecked(v)).length,
    disagreed: all.filter((v) => !agreed(v)).length,
    unchecked: all.filter(isUnchecked).length,
  };
}
