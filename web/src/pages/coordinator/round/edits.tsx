// Changes to a round's centres or workers, gathered until they are saved together.
import { useState } from 'preact/hooks';
import { api, Problem, type Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { ErrorSummary, type FieldError, fieldErrors } from '../../../components/ErrorSummary';
import { toast } from '../../../components/Toast';
import { coordinator } from '../../../i18n/parts';
import { useWarnBeforeLeaving } from '../../../state/leaving';
import type { RoundPart } from './RoundPages';

type Change = Schemas['RoundChange'];

export interface Edits<T> {
  /** What stands now: the stored value with the unsaved changes over it. */
  of: (id: string, stored: T) => T;
  change: (id: string, stored: T, part: Partial<T>) => void;
  changed: ReadonlyMap<string, T>;
  clear: () => void;
}

export function useEdits<T>(): Edits<T> {
  const [changed, setChanged] = useState<ReadonlyMap<string, T>>(new Map());
  return {
    of: (id, stored) => changed.get(id) ?? stored,
    change: (id, stored, part) =>
      setChanged((old) => {
        const next = { ...(old.get(id) ?? stored), ...part };
        const map = new Map(old);
        if (JSON.stringify(next) === JSON.stringify(stored)) map.delete(id);
        else map.set(id, next);
        return map;
      }),
    changed,
    clear: () => setChanged(new Map()),
  };
}

/** What a change of a centre carries; its name stays where it is. */
export function centreInput({ name: _, ...centre }: Schemas['RoundCentreFull']): Schemas['RoundCentre'] {
  return centre;
}

interface SaveProps extends RoundPart {
  count: number;
  change: () => Change;
  /** The ids of fields by the API's pointers into `change`; with `onErrors` the fields tell what is wrong with them. */
  names?: () => Record<string, string>;
  onErrors?: (errors: readonly FieldError[]) => void;
  /** With the round as it stands now, or null when the changes were given up. */
  onDone: (saved: Schemas['Round'] | null) => void;
}

/** Stays in sight while something is unsaved. */
export function SaveBar(props: SaveProps) {
  const { round, count, change, names, onErrors, onRound, onStale, onDone } = props;
  const t = coordinator.t.round;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [attempt, setAttempt] = useState(0);
  const tell = (found: readonly FieldError[]) => {
    setErrors(found);
    onErrors?.(found);
  };
  useWarnBeforeLeaving(count > 0);
  const save = async () => {
    setBusy(true);
    setProblem(null);
    tell([]);
    try {
      const saved = await api.patch('/api/v1/rounds/{id}', {
        path: { id: round.id },
        version: round.version,
        body: change(),
      });
      onRound(saved);
      onDone(saved);
      toast(t.saved);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setAttempt(attempt + 1);
      if (error.status === 412) {
        onStale();
        toast(t.stale, { ms: 8_000 });
      } else {
        setProblem(error);
        if (names) tell(fieldErrors(error, names()));
      }
    } finally {
      setBusy(false);
    }
  };
  const giveUp = () => {
    setProblem(null);
    tell([]);
    onDone(null);
  };
  if (count === 0) return null;
  return (
    <div class="save-bar">
      <ErrorSummary errors={errors} problem={problem} attempt={attempt} />
      <p role="status">{t.unsaved(count)}</p>
      <Button kind="primary" busy={busy} onClick={save}>
        {t.saveChanges(count)}
      </Button>
      <Button kind="quiet" onClick={giveUp}>
        {t.discard}
      </Button>
    </div>
  );
}
