// Values that stay themselves while they say the same, so that an edit draws and reckons only what it changed.
import { useRef } from 'preact/hooks';
import { kept } from '../../../lib/kept';
import { type Board, boardOf, type Plan, type Round, type Visit } from '../model/board';

/** `value`, made of as much as is equal of what was given the time before. */
export function useKept<T>(value: T): T {
  const last = useRef(value);
  last.current = kept(last.current, value);
  return last.current;
}

/** Reckons boards of the round, each from the one before it. */
export function useBoards(round: Round, staffing: Plan['staffing']): (visits: readonly Visit[]) => Board {
  const last = useRef<Board | null>(null);
  return (visits) => {
    last.current = boardOf(round, visits, staffing, last.current);
    return last.current;
  };
}
