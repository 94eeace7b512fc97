// Something read from the server: what there is, whether it is on its way, what went wrong.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../api';

export interface Resource<T> {
  data: T | null;
  problem: Problem | null;
  loading: boolean;
  reload: () => void;
  /** Puts in what a change answered. A read that is on its way may be older: it is dropped, and made again. */
  set: (data: T) => void;
}

/**
 * Reads again whenever `key` changes; an answer to an old key is dropped. While reading again, what was there stays;
 * with `keep` also while a new key is read, so that a list does not flash.
 */
export function useResource<T>(
  key: string,
  read: (signal: AbortSignal) => Promise<T>,
  { keep = false }: { keep?: boolean } = {},
): Resource<T> {
  const [state, setState] = useState<{
    key: string;
    data: T | null;
    problem: Problem | null;
    loading: boolean;
  }>({
    key,
    data: null,
    problem: null,
    loading: true,
  });
  const [turn, setTurn] = useState(0);
  const reader = useRef(read);
  reader.current = read;
  const reading = useRef<AbortController | null>(null);

  useEffect(() => {
    const stop = new AbortController();
    const isLast = () => {
      if (stop.signal.aborted) return false;
      reading.current = null;
      return true;
    };
    reading.current = stop;
    setState((old) => ({
      key,
      data: keep || old.key === key ? old.data : null,
      problem: null,
      loading: true,
    }));
    reader.current(stop.signal).then(
      (data) => isLast() && setState({ key, data, problem: null, loading: false }),
      (error: unknown) => {
        if (!isLast()) return;
        const problem = error instanceof Problem ? error : new Problem(-1, 'broken', String(error));
        setState((old) => ({ ...old, problem, loading: false }));
      },
    );
    return () => stop.abort();
  }, [key, turn, keep]);

  const reload = () => setTurn((n) => n + 1);
  const set = (data: T) => {
    setState({ key, data, problem: null, loading: false });
    if (!reading.current) return;
    reading.current.abort();
    reload();
  };
  return { data: state.data, problem: state.problem, loading: state.loading, reload, set };
}
