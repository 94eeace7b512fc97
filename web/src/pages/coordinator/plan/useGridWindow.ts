// Which rows and columns of the board are drawn: all of a small one; of a large one those in sight and some around them.
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Board, BoardRow } from '../model/board';
import { drawnWhole, offsetsOf, type Span, type Spot, sameSpan, scrollTo, spanOf } from '../model/grid';
import { useKept } from './useBoard';

/** In rem; `.board-large` in staff-board.css says the same, so that a row is as high as it was guessed. */
const sizes = { head: 3.75, column: 9.5, padding: 0.6, guest: 3.1, away: 1.2, state: 1.2 };
const moreRows = 4;
const moreColumns = 2;

const rem = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
/** How wide the column of names is, which is narrower on a phone. */
const nameRem = (box: HTMLElement) =>
  Number.parseFloat(getComputedStyle(box).getPropertyValue('--board-name')) || 8;

function guessRow({ cells }: BoardRow): number {
  let most = sizes.guest;
  for (const { guests, away } of cells)
    most = Math.max(most, guests.length * sizes.guest + away.length * sizes.away);
  return sizes.padding + sizes.state + most;
}

export interface GridWindow {
  large: boolean;
  rows: Span;
  columns: Span;
  /** What stands in for the rows and columns that are not drawn, in pixels. */
  above: number;
  below: number;
  before: number;
  after: number;
  rowHeight: (row: number) => number;
  width: number;
  /** How many rows a page key passes. */
  page: number;
  reveal: (spot: Spot) => void;
}

export function useGridWindow(box: { current: HTMLElement | null }, board: Board): GridWindow {
  const count = board.rows.length;
  const columnCount = board.rows[0]?.cells.length ?? 0;
  const large = count * columnCount > drawnWhole;
  const px = useRef(16);
  const name = useRef(128);
  /** What a row really took, where that is more than was guessed: somebody's own larger letters. */
  const measured = useRef(new Map<number, number>());
  const [turn, setTurn] = useState(0);
  const [spans, setSpans] = useState<{ rows: Span; columns: Span }>({
    rows: { from: 0, to: 14 },
    columns: { from: 0, to: 12 },
  });
  const rowHeights = useMemo(
    () => board.rows.map((row, i) => Math.max(guessRow(row) * px.current, measured.current.get(i) ?? 0)),
    [board.rows, turn],
  );
  const rowOffsets = useKept(offsetsOf(rowHeights));
  const columnOffsets = useMemo(
    () => offsetsOf(Array.from({ length: columnCount }, () => sizes.column * px.current)),
    [columnCount, turn],
  );
  const offsets = useRef({ rowOffsets, columnOffsets });
  offsets.current = { rowOffsets, columnOffsets };

  const look = () => {
    const element = box.current;
    if (!element) return;
    const { rowOffsets: down, columnOffsets: across } = offsets.current;
    const rows = spanOf(down, element.scrollTop, element.clientHeight - sizes.head * px.current, moreRows);
    const columns = spanOf(across, element.scrollLeft, element.clientWidth - name.current, moreColumns);
    // Each span stays itself while it is the same, so that rows need not be drawn again.
    setSpans((old) => {
      const same = { rows: sameSpan(old.rows, rows), columns: sameSpan(old.columns, columns) };
      if (same.rows && same.columns) return old;
      return { rows: same.rows ? old.rows : rows, columns: same.columns ? old.columns : columns };
    });
  };

  useLayoutEffect(() => {
    const element = box.current;
    if (!large || !element) return;
    const size = () => {
      const was = name.current;
      px.current = rem();
      name.current = nameRem(element) * px.current;
      if (name.current !== was) setTurn((n) => n + 1);
      look();
    };
    setTurn((n) => n + 1);
    size();
    const resized = new ResizeObserver(size);
    resized.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [large]);
  useLayoutEffect(() => {
    if (large) look();
  }, [large, rowOffsets, columnOffsets]);
  useLayoutEffect(() => {
    if (!large) return;
    let grown = false;
    for (const row of box.current?.querySelectorAll<HTMLElement>('tr[data-row]') ?? []) {
      const at = Number(row.dataset.row);
      const guessed = (rowOffsets[at + 1] ?? 0) - (rowOffsets[at] ?? 0);
      if (row.offsetHeight <= guessed + 1) continue;
      measured.current.set(at, row.offsetHeight);
      grown = true;
    }
    if (grown) setTurn((n) => n + 1);
  }, [large, spans, board.rows]);

  const rows = large ? spans.rows : { from: 0, to: count };
  const columns = large ? spans.columns : { from: 0, to: columnCount };
  const part = (of: readonly number[], from: number, to: number) => (of[to] ?? 0) - (of[from] ?? 0);
  const room = box.current?.clientHeight ?? 600;
  return {
    large,
    rows: { from: Math.min(rows.from, count), to: Math.min(rows.to, count) },
    columns: columns.to <= columnCount ? columns : { from: 0, to: columnCount },
    above: part(rowOffsets, 0, rows.from),
    below: part(rowOffsets, rows.to, count),
    before: part(columnOffsets, 0, columns.from),
    after: part(columnOffsets, columns.to, columnCount),
    rowHeight: (row) => part(rowOffsets, row, row + 1),
    width: name.current + part(columnOffsets, 0, columnCount),
    page: Math.max(1, Math.floor(room / (sizes.guest * 2 * px.current))),
    reveal: ({ row, column }) => {
      const element = box.current;
      if (!element || !large) return;
      element.scrollTop = scrollTo(
        rowOffsets[row] ?? 0,
        rowOffsets[row + 1] ?? 0,
        element.scrollTop,
        element.clientHeight - sizes.head * px.current,
      );
      element.scrollLeft = scrollTo(
        columnOffsets[column] ?? 0,
        columnOffsets[column + 1] ?? 0,
        element.scrollLeft,
        element.clientWidth - name.current,
      );
      look();
    },
  };
}
