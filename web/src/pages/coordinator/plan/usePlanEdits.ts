// Edits of the plan, one after the other: shown at once, judged by the server, taken back when it says no; undo and redo.
import { useRef, useState } from 'preact/hooks';
import { api, Problem, type Schemas } from '../../../api';
import { problemText } from '../../../components/ErrorSummary';
import { toast } from '../../../components/Toast';
import { board as texts } from '../../../i18n/parts';
import { kept } from '../../../lib/kept';
import { type Signal, signal } from '../../../state/signal';
import type { Board, Round, Visit } from '../model/board';
import { coverChanges } from '../model/cover';
import {
  applied,
  type Edit,
  emptyHistory,
  findVisit,
  type History,
  inverseOf,
  type Step,
  withDone,
  withRedone,
  withUndone,
} from '../model/edits';
import { refusalText } from './rules';
import { editSaid, outcomeSaid } from './said';

type Reply = Schemas['VisitEdit'];

/** Kept while the tab lives: a look at the round's centres does not forget what could be taken back. */
const histories = new Map<string, Signal<History>>();

function historyOf(round: string): Signal<History> {
  let history = histories.get(round);
  if (!history) {
    history = signal(emptyHistory);
    histories.set(round, history);
  }
  return history;
}

/** What an edit speaks of is not there any more. */
class Gone extends Error {}

interface Given {
  round: Round;
  visits: readonly Visit[];
  boardWith: (visits: readonly Visit[]) => Board;
  onEdit: (reply: Reply) => void;
  /** Somebody else changed the round: reads it again. */
  onStale: () => void;
}

interface Now {
  version: number;
  visits: readonly Visit[];
}

async function send(round: string, { version, visits }: Now, edit: Edit): Promise<Reply> {
  if (edit.kind === 'add')
    return api.post('/api/v1/rounds/{id}/visits', {
      path: { id: round },
      body: { ...edit.at, pinned: edit.pinned },
    });
  const where = edit.kind === 'move' ? edit.from : edit.kind === 'swap' ? edit.one : edit.at;
  const visit = findVisit(visits, where);
  if (!visit) throw new Gone();
  const path = { id: round, visit: visit.id };
  if (edit.kind === 'remove') return api.delete('/api/v1/rounds/{id}/visits/{visit}', { path, version });
  const patch = (body: Schemas['VisitChange']) =>
    api.patch('/api/v1/rounds/{id}/visits/{visit}', { path, version, body });
  if (edit.kind === 'pin') return patch({ pinned: edit.pinned });
  if (edit.kind === 'move') return patch(edit.to);
  const other = findVisit(visits, edit.other);
  if (!other) throw new Gone();
  return patch({ swap_with: other.id });
}

const asText = (visits: readonly Visit[]) =>
  visits
    .map((v) => `${v.worker} ${v.host} ${v.period} ${v.pinned}`)
    .sort()
    .join();

/** Once more when only the round's number changed (its agreements, say), but not when its visits did. */
async function sendTwice(round: Round, now: Now, edit: Edit): Promise<Reply> {
  try {
    return await send(round.id, now, edit);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 412) throw error;
    const read = await api.get('/api/v1/rounds/{id}', { path: { id: round.id } });
    if (asText(read.visits) !== asText(now.visits)) throw error;
    return send(round.id, { version: read.version, visits: read.visits }, edit);
  }
}

/** Why an edit was not done. */
function whyNot(round: Round, error: unknown): string {
  if (error instanceof Gone) return texts.t.edit.gone;
  if (!(error instanceof Problem)) throw error;
  if (error.status === 412) return texts.t.edit.stale;
  return error.rule ? refusalText(round, error) : problemText(error);
}

export interface PlanEdits {
  /** The visits with what is still on its way. */
  visits: readonly Visit[];
  history: History;
  /** Does it; null, or why it was not done. */
  run: (edit: Edit) => Promise<string | null>;
  undo: () => Promise<void>;
  redo: () => Promise<void>;
}

export function usePlanEdits({ round, visits, boardWith, onEdit, onStale }: Given): PlanEdits {
  const history = historyOf(round.id);
  const [shown, setShown] = useState<readonly Visit[] | null>(null);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const now = useRef<Now>({ version: round.version, visits });
  if (round.version > now.current.version || (!shown && round.version === now.current.version))
    now.current = { version: round.version, visits };

  /** One edit; answers what it did to the plan's worth, or why it was not done. */
  const perform = async (edit: Edit): Promise<Step | string> => {
    const before = now.current.visits;
    const next = applied(before, edit);
    if (!next) return texts.t.edit.gone;
    const was = boardWith(before);
    // A removal is often refused: it shows once it is done, so that nothing comes and goes.
    if (edit.kind !== 'remove') setShown(next);
    try {
      const reply = await sendTwice(round, now.current, edit);
      const visits = kept(next, reply.visits);
      now.current = { version: reply.round_version, visits };
      onEdit({ ...reply, visits });
      const cover = coverChanges(was, boardWith(visits));
      const change = reply.change ?? 0;
      return { edit, change, said: outcomeSaid(editSaid(round, edit), change, cover) };
    } catch (error) {
      if (error instanceof Problem && error.status === 412) onStale();
      return whyNot(round, error);
    } finally {
      setShown(null);
    }
  };

  /** Behind those that are still on their way: each builds on what the one before it left. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = queue.current.then(work);
    queue.current = mine.catch(() => undefined);
    return mine;
  };

  const undo = () =>
    inTurn(async () => {
      const step = history.peek().done.at(-1);
      if (!step) return;
      const result = await perform(inverseOf(step.edit));
      if (typeof result === 'string') return toast(texts.t.edit.notUndone(result), { ms: 8_000 });
      history.value = withUndone(history.peek());
      toast(texts.t.edit.undone(result.said));
    });
  const redo = () =>
    inTurn(async () => {
      const step = history.peek().undone.at(-1);
      if (!step) return;
      const result = await perform(step.edit);
      if (typeof result === 'string') return toast(texts.t.edit.notRedone(result), { ms: 8_000 });
      history.value = withRedone(history.peek());
      toast(result.said);
    });
  const run = (edit: Edit) =>
    inTurn(async () => {
      const result = await perform(edit);
      if (typeof result === 'string') return result;
      history.value = withDone(history.peek(), result);
      toast(result.said, { undo });
      return null;
    });

  return { visits: shown ?? visits, history: history.value, run, undo, redo };
}
