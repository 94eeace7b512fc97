// A visit on its way over the board, by pointer or by keys: what each cell says, and the label that goes along.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../../../api';
import { problemText } from '../../../components/ErrorSummary';
import { toast } from '../../../components/Toast';
import { board as texts } from '../../../i18n/parts';
import { type Signal, signal } from '../../../state/signal';
import { namesOf, type Round, type Visit } from '../model/board';
import { type Mark, type MoveChoice, markKey, marksOf } from '../model/moves';
import { periodName, shortName } from '../round/fields';
import { movesOf } from './moves';
import { ruleText } from './rules';
import { changeSaid } from './said';

type Marks = ReadonlyMap<string, Mark>;

export interface Carry {
  visit: Visit;
  by: 'pointer' | 'keys';
  /** Null while the server is being asked. */
  marks: Marks | null;
}

export interface Label {
  x: number;
  y: number;
  name: string;
  said: string;
  kind: Mark['kind'] | 'none';
}

/** What a cell says of the visit that is over it. */
export function markSaid(round: Round, visits: readonly Visit[], mark: Mark | undefined): string {
  const t = texts.t.carry;
  if (!mark) return t.asking;
  if (mark.kind === 'here') return t.here;
  if (mark.kind === 'free') return t.free(changeSaid(mark.choice.change));
  if (mark.kind === 'refused') return mark.broken ? ruleText(round, mark.broken) : t.refused;
  const other = visits.find((v) => v.id === mark.choice.swapWith);
  return t.swap(namesOf(round).worker(other?.worker ?? ''), changeSaid(mark.choice.change));
}

interface Place {
  host: string;
  period: string;
}

export interface Carrying {
  carry: Carry | null;
  label: Signal<Label | null>;
  /** Heard, not seen: where the visit is and what that says. */
  heard: string;
  take: (visit: Visit, by: Carry['by']) => void;
  over: (place: Place | null, x?: number, y?: number) => void;
  drop: (place: Place | null) => void;
  cancel: () => void;
}

interface Given {
  round: Round;
  visits: readonly Visit[];
  onMove: (visit: Visit, choice: MoveChoice) => void;
}

export function useCarry({ round, visits, onMove }: Given): Carrying {
  const [carry, setCarry] = useState<Carry | null>(null);
  const [heard, setHeard] = useState('');
  const label = useRef(signal<Label | null>(null)).current;
  const now = useRef<Carry | null>(null);
  const place = useRef<Place | null>(null);
  const name = () => namesOf(round).worker(now.current?.visit.worker ?? '');
  const markAt = (at: Place | null) =>
    at ? now.current?.marks?.get(markKey(at.host, at.period)) : undefined;

  const say = () => {
    const at = place.current;
    if (!now.current || !at) return;
    const where = texts.t.edit.place(shortName(namesOf(round).centre(at.host)), periodName(at.period));
    setHeard(`${where}: ${markSaid(round, visits, markAt(at))}`);
  };
  const set = (next: Carry | null) => {
    now.current = next;
    setCarry(next);
  };
  const cancel = () => {
    if (now.current?.by === 'keys') setHeard(texts.t.carry.cancelled);
    set(null);
    label.value = null;
  };
  const take = (visit: Visit, by: Carry['by']) => {
    const mine: Carry = { visit, by, marks: null };
    set(mine);
    place.current = { host: visit.host, period: visit.period };
    if (by === 'keys') setHeard(texts.t.carry.taken(name()));
    movesOf(round, visit).then(
      (moves) => {
        if (now.current !== mine) return;
        set({ ...mine, marks: marksOf(moves, visit) });
        if (by === 'keys') say();
      },
      (error: unknown) => {
        if (now.current !== mine) return;
        cancel();
        toast(error instanceof Problem ? problemText(error) : String(error), { ms: 8_000 });
      },
    );
  };
  const over = (at: Place | null, x = 0, y = 0) => {
    const held = now.current;
    if (!held) return;
    const moved = at?.host !== place.current?.host || at?.period !== place.current?.period;
    place.current = at;
    if (held.by === 'keys') {
      if (moved) say();
      return;
    }
    const mark = markAt(at);
    label.value = {
      x,
      y,
      name: name(),
      said: at ? markSaid(round, visits, mark) : texts.t.carry.outside,
      kind: mark?.kind ?? 'none',
    };
  };
  const drop = (at: Place | null) => {
    const held = now.current;
    const mark = markAt(at);
    if (!held || (held.by === 'keys' && !held.marks)) return;
    if (held.by === 'keys' && mark?.kind === 'refused') return say();
    set(null);
    label.value = null;
    if (mark?.kind === 'free' || mark?.kind === 'swap') onMove(held.visit, mark.choice);
    else if (mark?.kind === 'refused') toast(`${name()}: ${markSaid(round, visits, mark)}.`, { ms: 8_000 });
  };
  // A plan that changed under the hand is not the one that was asked about.
  useEffect(() => {
    if (now.current) cancel();
  }, [round.version]);
  return { carry, label, heard, take, over, drop, cancel };
}

/** Goes with the pointer: the name, and what the cell under it says. */
export function CarryLabel({ label }: { label: Signal<Label | null> }) {
  const now = label.value;
  if (!now) return null;
  const left = now.x > innerWidth - 240;
  return (
    <div
      class={`carry-label carry-${now.kind}${left ? ' carry-left' : ''}`}
      style={{ transform: `translate(${now.x}px, ${now.y}px)` }}
      aria-hidden="true"
    >
      <div>
        <b>{now.name}</b>
        <span>{now.said}</span>
      </div>
    </div>
  );
}
