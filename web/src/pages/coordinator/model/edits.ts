// Edits of a plan by hand as values: done, taken back, and done again. A visit is known by worker, host and period: its id
// changes when it is removed and comes back.
import type { Visit } from './board';
import type { MoveChoice } from './moves';

export interface Where {
  worker: string;
  host: string;
  period: string;
}

export type Edit =
  | { kind: 'move'; from: Where; to: { host: string; period: string } }
  | { kind: 'swap'; one: Where; other: Where }
  | { kind: 'pin'; at: Where; pinned: boolean }
  | { kind: 'add'; at: Where; pinned: boolean }
  | { kind: 'remove'; at: Where; pinned: boolean };

export const whereOf = ({ worker, host, period }: Visit): Where => ({ worker, host, period });

export const findVisit = (visits: readonly Visit[], { worker, host, period }: Where): Visit | undefined =>
  visits.find((v) => v.worker === worker && v.period === period && v.host === host);

/** A place chosen for a visit, as an edit. */
export function moveEdit(visits: readonly Visit[], visit: Visit, choice: MoveChoice): Edit {
  const other = choice.swapWith ? visits.find((v) => v.id === choice.swapWith) : undefined;
  if (other) return { kind: 'swap', one: whereOf(visit), other: whereOf(other) };
  return { kind: 'move', from: whereOf(visit), to: { host: choice.host, period: choice.period } };
}

/** What takes an edit back. */
export function inverseOf(edit: Edit): Edit {
  switch (edit.kind) {
    case 'move':
      return {
        kind: 'move',
        from: { worker: edit.from.worker, ...edit.to },
        to: { host: edit.from.host, period: edit.from.period },
      };
    case 'swap':
      return {
        kind: 'swap',
        one: { ...edit.other, worker: edit.one.worker },
        other: { ...edit.one, worker: edit.other.worker },
      };
    case 'pin':
      return { ...edit, pinned: !edit.pinned };
    case 'add':
      return { ...edit, kind: 'remove' };
    case 'remove':
      return { ...edit, kind: 'add' };
  }
}

/** An id for a visit that the server has not named yet. */
export const unnamed = 'new';

/** The visits as they will be, shown while the server still judges; null when what the edit speaks of is not there. */
export function applied(visits: readonly Visit[], edit: Edit): Visit[] | null {
  if (edit.kind === 'add') {
    const { worker, host, period } = edit.at;
    return [...visits, { id: unnamed, worker, host, period, pinned: edit.pinned }];
  }
  const spoken =
    edit.kind === 'move' ? [edit.from] : edit.kind === 'swap' ? [edit.one, edit.other] : [edit.at];
  const found = spoken.map((where) => findVisit(visits, where));
  const [one, other] = found;
  if (!one || found.includes(undefined)) return null;
  if (edit.kind === 'remove') return visits.filter((v) => v !== one);
  const put = (from: Visit, part: Partial<Visit>) => (v: Visit) => (v === from ? { ...v, ...part } : v);
  if (edit.kind === 'pin') return visits.map(put(one, { pinned: edit.pinned }));
  if (edit.kind === 'move') return visits.map(put(one, edit.to));
  if (!other) return null;
  return visits
    .map(put(one, { host: other.host, period: other.period }))
    .map((v) => (v === other ? { ...v, host: one.host, period: one.period } : v));
}

export interface Step {
  edit: Edit;
  /** What it did, in words, and to the plan's worth. */
  said: string;
  change: number;
}

export interface History {
  done: readonly Step[];
  undone: readonly Step[];
}

export const emptyHistory: History = { done: [], undone: [] };
/** Older edits than this cannot be taken back. */
export const mostSteps = 50;

export const withDone = (history: History, step: Step): History => ({
  done: [...history.done, step].slice(-mostSteps),
  undone: [],
});

/** The last step goes over to those that can be done again. */
export function withUndone(history: History): History {
  const step = history.done.at(-1);
  return step ? { done: history.done.slice(0, -1), undone: [...history.undone, step] } : history;
}

export function withRedone(history: History): History {
  const step = history.undone.at(-1);
  return step ? { done: [...history.done, step], undone: history.undone.slice(0, -1) } : history;
}
