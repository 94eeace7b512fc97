// Where the rows and columns of a large table stand, and which of them are in sight. Plain numbers, in pixels.

export interface Span {
  /** The first in sight and the first after the last. */
  from: number;
  to: number;
}

/** Tables up to so many cells are drawn whole: then the browser's own search and a screen reader's table keys reach everything. */
export const drawnWhole = 1_200;

/** Where each of `sizes` begins, and where the last ends. */
export function offsetsOf(sizes: readonly number[]): number[] {
  const offsets = [0];
  for (const size of sizes) offsets.push((offsets.at(-1) ?? 0) + size);
  return offsets;
}

/** The last whose beginning is not after `at`, by halving. */
function indexAt(offsets: readonly number[], at: number): number {
  let low = 0;
  let high = offsets.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** Those that `begin` to `begin + room` shows, and `more` on each side, so that scrolling finds them drawn. */
export function spanOf(offsets: readonly number[], begin: number, room: number, more: number): Span {
  const count = offsets.length - 1;
  if (count <= 0) return { from: 0, to: 0 };
  return {
    from: Math.max(0, indexAt(offsets, begin) - more),
    to: Math.min(count, indexAt(offsets, begin + room) + 1 + more),
  };
}

export const sameSpan = (a: Span, b: Span) => a.from === b.from && a.to === b.to;

/** How far to scroll so that `begin` to `end` is in the window `at` to `at + room`. */
export function scrollTo(begin: number, end: number, at: number, room: number): number {
  if (begin < at) return begin;
  return end > at + room ? Math.max(0, Math.min(begin, end - room)) : at;
}

export interface Spot {
  row: number;
  column: number;
}

/** Where a key leads in a grid of `rows` x `columns`; null for other keys. */
export function spotAfter(
  key: string,
  ctrl: boolean,
  { row, column }: Spot,
  rows: number,
  columns: number,
  page: number,
): Spot | null {
  const to: Record<string, Spot> = {
    ArrowRight: { row, column: column + 1 },
    ArrowLeft: { row, column: column - 1 },
    ArrowDown: { row: row + 1, column },
    ArrowUp: { row: row - 1, column },
    PageDown: { row: row + page, column },
    PageUp: { row: row - page, column },
    Home: { row: ctrl ? 0 : row, column: 0 },
    End: { row: ctrl ? rows - 1 : row, column: columns - 1 },
  };
  const spot = to[key];
  if (!spot) return null;
  const within = (n: number, count: number) => Math.max(0, Math.min(count - 1, n));
  return { row: within(spot.row, rows), column: within(spot.column, columns) };
}
