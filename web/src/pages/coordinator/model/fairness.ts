// How evenly a plan gives: visits by worker, days out and in by centre, and the learning goals it meets.
import type { Round, Visit } from './board';

export interface Share {
  /** How many workers have so many visits. */
  visits: number;
  workers: number;
}

export interface CentreShare {
  centre: string;
  name: string;
  sent: number;
  hosted: number;
}

export interface Fairness {
  shares: Share[];
  fewest: number;
  most: number;
  without: string[];
  centres: CentreShare[];
  /** Centres that both send and host. */
  both: number;
  taking: number;
}

export function fairnessOf(round: Round, visits: readonly Visit[]): Fairness {
  const workers = round.workers.filter((w) => w.takes_part);
  const count = new Map(workers.map((w) => [w.id, 0]));
  for (const v of visits) count.set(v.worker, (count.get(v.worker) ?? 0) + 1);
  const numbers = [...count.values()];
  const most = Math.max(0, ...numbers);
  const home = new Map(round.workers.map((w) => [w.id, w.home_centre]));
  const centres = round.centres
    .filter((c) => c.takes_part)
    .map((c) => ({ centre: c.id, name: c.name, sent: 0, hosted: 0 }));
  const share = new Map(centres.map((c) => [c.centre, c]));
  for (const v of visits) {
    const sending = share.get(home.get(v.worker) ?? '');
    const host = share.get(v.host);
    if (sending) sending.sent += 1;
    if (host) host.hosted += 1;
  }
  return {
    shares: Array.from({ length: most + 1 }, (_, n) => ({
      visits: n,
      workers: numbers.filter((x) => x === n).length,
    })),
    fewest: numbers.length > 0 ? Math.min(...numbers) : 0,
    most,
    without: workers.filter((w) => count.get(w.id) === 0).map((w) => w.name),
    centres,
    both: centres.filter((c) => c.sent > 0 && c.hosted > 0).length,
    taking: centres.length,
  };
}

export interface GoalShare {
  skill: string;
  wanted: number;
  met: number;
  /** Who wants it and does not get it, by name. */
  unmet: string[];
}

export interface Goals {
  goals: GoalShare[];
  wanted: number;
  met: number;
}

/** A goal is met when a host that the worker visits offers it. Most wanted first. */
export function goalsOf(round: Round, visits: readonly Visit[]): Goals {
  const offers = new Map(round.centres.map((c) => [c.id, new Set(c.offers)]));
  const hosts = new Map<string, string[]>();
  for (const v of visits) hosts.set(v.worker, [...(hosts.get(v.worker) ?? []), v.host]);
  const goals = new Map<string, GoalShare>();
  for (const w of round.workers) {
    if (!w.takes_part) continue;
    for (const { skill } of w.wants) {
      const goal = goals.get(skill) ?? { skill, wanted: 0, met: 0, unmet: [] };
      const met = (hosts.get(w.id) ?? []).some((h) => offers.get(h)?.has(skill));
      goal.wanted += 1;
      if (met) goal.met += 1;
      else goal.unmet.push(w.name);
      goals.set(skill, goal);
    }
  }
  const list = [...goals.values()].sort((a, b) => b.wanted - a.wanted || a.skill.localeCompare(b.skill));
  return {
    goals: list,
    wanted: list.reduce((n, g) => n + g.wanted, 0),
    met: list.reduce((n, g) => n + g.met, 0),
  };
}
