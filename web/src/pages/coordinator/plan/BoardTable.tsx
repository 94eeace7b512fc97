import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { board as boardTexts, coordinator } from '../../../i18n/parts';
import { holidayIn } from '../../../lib/weeks';
import type { Board, Cell, Round, Visit } from '../model/board';
import { type Spot, spotAfter } from '../model/grid';
import type { MoveChoice } from '../model/moves';
import { periodDays, periodName } from '../round/fields';
import { BoardLine, Gap } from './BoardLine';
import { CarryLabel, useCarry } from './carry';
import { expectMoves } from './moves';
import { useDrag } from './useDrag';
import { useGridWindow } from './useGridWindow';

/** A cell by its names. */
export interface Place {
  host: string;
  period: string;
}

interface Props {
  round: Round;
  board: Board;
  visits: readonly Visit[];
  /** False where nothing can be changed any more. */
  editable: boolean;
  onVisit: (visit: Visit) => void;
  onCell: (place: Place) => void;
  onMove: (visit: Visit, choice: MoveChoice) => void;
  onPin: (visit: Visit) => void;
  onRemove: (visit: Visit) => void;
}

const spotOf = (element: Element | null): Spot | null => {
  const [row, column] = element?.closest<HTMLElement>('[data-cell]')?.dataset.cell?.split(' ') ?? [];
  return row === undefined ? null : { row: Number(row), column: Number(column) };
};

/** Everybody that a cell speaks of: guests first, then its own who are away. */
const visitsIn = (cell: Cell | undefined): Visit[] =>
  cell ? [...cell.guests.map((g) => g.visit), ...cell.away.map((a) => a.visit)] : [];

function usePeriods(round: Round) {
  const { t } = coordinator;
  return useMemo(
    () =>
      round.periods.map((p) => ({
        ...p,
        name: periodName(p),
        days: periodDays(p),
        holiday: holidayIn(p.first, p.last),
      })),
    [round.periods, t],
  );
}

/** Centres down, periods across, the heads in sight; a grid for keys, a table for reading. */
export function BoardTable(props: Props) {
  const { round, board, visits, editable } = props;
  const t = coordinator.t;
  const box = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const periods = usePeriods(round);
  const grid = useGridWindow(box, board);
  const [active, setActive] = useState<Spot>({ row: 0, column: 0 });
  /** The cell that is to get the focus once it is drawn. */
  const wanted = useRef<Spot | null>(null);
  const carrying = useCarry({ round, visits, onMove: props.onMove });
  const { carry } = carrying;

  const cellAt = ({ row, column }: Spot) => board.rows[row]?.cells[column];
  const placeAt = (spot: Spot | null): Place | null => {
    const row = spot && board.rows[spot.row];
    const cell = spot && row?.cells[spot.column];
    return row && cell ? { host: row.centre, period: cell.period } : null;
  };
  const visitOf = (element: Element | null) =>
    visits.find((v) => v.id === element?.closest<HTMLElement>('[data-visit]')?.dataset.visit);

  useDrag(
    box,
    {
      handle: '[data-visit]',
      target: '[data-cell]',
      onStart: (handle) => {
        const visit = visitOf(handle);
        if (visit) carrying.take(visit, 'pointer');
      },
      onMove: (x, y, target) => carrying.over(placeAt(spotOf(target)), x, y),
      onDrop: (target) => carrying.drop(placeAt(spotOf(target))),
      onCancel: carrying.cancel,
    },
    editable,
  );

  const goTo = (spot: Spot) => {
    setActive(spot);
    wanted.current = spot;
    grid.reveal(spot);
  };
  useLayoutEffect(() => {
    const spot = wanted.current;
    if (!spot) return;
    const cell = box.current?.querySelector<HTMLElement>(`[data-cell="${spot.row} ${spot.column}"]`);
    if (!cell) return;
    wanted.current = null;
    cell.focus({ preventScroll: grid.large });
  });
  // A cell that scrolls out of what is drawn leaves its focus to the table, so that the next key leads back to it.
  const within = useRef(false);
  useLayoutEffect(() => {
    if (document.activeElement === document.body && within.current)
      box.current?.focus({ preventScroll: true });
    within.current = Boolean(box.current?.contains(document.activeElement));
  });
  const drawn = (at: number, span: { from: number; to: number }) => at >= span.from && at < span.to;
  const stop: Spot = {
    row: drawn(active.row, grid.rows) ? active.row : grid.rows.from,
    column: drawn(active.column, grid.columns) ? active.column : grid.columns.from,
  };

  const carryByKeys = () => {
    const here = visitsIn(cellAt(active));
    const next = here[(here.findIndex((v) => v.id === carry?.visit.id) + 1) % here.length];
    if (next) carrying.take(next, 'keys');
  };
  const press = () => {
    const place = placeAt(active);
    if (carry?.by === 'keys') carrying.drop(place);
    else if (place) props.onCell(place);
  };
  const first = visitsIn(cellAt(active))[0];
  const keys: Record<string, (() => void) | undefined> = {
    Enter: press,
    ' ': press,
    m: editable ? carryByKeys : undefined,
    p: editable && first ? () => props.onPin(first) : undefined,
    Delete: editable && first ? () => props.onRemove(first) : undefined,
    Escape: carry?.by === 'keys' ? carrying.cancel : undefined,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey || (event.target as Element).closest('button')) return;
    const spot = spotAfter(event.key, event.ctrlKey, active, board.rows.length, periods.length, grid.page);
    const act = event.ctrlKey
      ? undefined
      : keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!spot && !act) return;
    event.preventDefault();
    if (!spot) return act?.();
    goTo(spot);
    if (carry?.by === 'keys') carrying.over(placeAt(spot));
  };
  const onClick = (event: MouseEvent) => {
    const target = event.target as Element;
    const spot = spotOf(target);
    if (!spot) return;
    setActive(spot);
    const place = placeAt(spot);
    if (carry?.by === 'keys') return carrying.drop(place);
    const visit = visitOf(target);
    if (visit) props.onVisit(visit);
    else if (place) props.onCell(place);
  };
  const onFocusIn = (event: FocusEvent) => {
    const spot = spotOf(event.target as Element);
    within.current = true;
    if (spot && (spot.row !== active.row || spot.column !== active.column)) setActive(spot);
  };
  const onFocusOut = (event: FocusEvent) => {
    if (event.relatedTarget) within.current = Boolean(box.current?.contains(event.relatedTarget as Node));
  };
  const onPointerOver = (event: PointerEvent) => {
    const visit = editable && !carry ? visitOf(event.target as Element) : undefined;
    if (visit) expectMoves(round, visit);
  };

  const shownPeriods = periods.slice(grid.columns.from, grid.columns.to);
  const spacer = (height: number) =>
    height > 0 && (
      <tr>
        <td class="board-gap" aria-hidden="true" style={{ height: `${height}px` }} />
      </tr>
    );
  return (
    <>
      <div class={`board-scroll${carry ? ' board-carrying' : ''}`} ref={box}>
        <table
          ref={table}
          class={`board${grid.large ? ' board-large' : ''}`}
          role="grid"
          tabIndex={-1}
          aria-rowcount={board.rows.length + 1}
          aria-colcount={periods.length + 1}
          aria-describedby="board-keys"
          style={grid.large ? { width: `${grid.width}px` } : {}}
          onKeyDown={onKeyDown}
          onClick={onClick}
          onPointerOver={onPointerOver}
          onFocusIn={onFocusIn}
          onFocusOut={onFocusOut}
        >
          <caption class="hidden">{t.board.caption}</caption>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col" class="board-corner" aria-colindex={1}>
                {t.board.centre}
              </th>
              <Gap width={grid.before} />
              {shownPeriods.map((p, i) => (
                <th scope="col" key={p.id} aria-colindex={grid.columns.from + i + 2}>
                  {p.name}
                  <span class="board-days">{p.days}</span>
                  {p.holiday && <span class="board-holiday">{t.create.holiday[p.holiday]}</span>}
                </th>
              ))}
              <Gap width={grid.after} />
            </tr>
          </thead>
          <tbody>
            {spacer(grid.above)}
            {board.rows.slice(grid.rows.from, grid.rows.to).map((row, i) => {
              const r = grid.rows.from + i;
              return (
                <BoardLine
                  key={row.centre}
                  row={row}
                  number={r}
                  periods={periods}
                  editable={editable}
                  columns={grid.columns}
                  before={grid.before}
                  after={grid.after}
                  height={grid.large ? grid.rowHeight(r) : 0}
                  stop={stop.row === r ? stop.column : -1}
                  carry={carry}
                  words={t}
                />
              );
            })}
            {spacer(grid.below)}
          </tbody>
        </table>
      </div>
      <p class="hint no-print" id="board-keys">
        {editable ? boardTexts.t.keys : boardTexts.t.keysRead}
      </p>
      <p class="hidden" role="status">
        {carrying.heard}
      </p>
      <CarryLabel label={carrying.label} />
    </>
  );
}
