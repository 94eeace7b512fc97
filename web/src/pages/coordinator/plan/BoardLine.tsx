// One centre's row of the board. Drawn again only when something of it changed: while scrolling, rows come and go but stay
// as they are.
import { coordinator } from '../../../i18n/parts';
import type { BoardRow, Cell, Visit } from '../model/board';
import type { Span } from '../model/grid';
import { markKey } from '../model/moves';
import { shortName } from '../round/fields';
import { BoardCell } from './BoardCell';
import type { Carry } from './carry';
import { Still } from './Still';

/** Columns that are not drawn keep their room. */
export const Gap = ({ width }: { width: number }) =>
  width > 0 ? <td class="board-gap" aria-hidden="true" style={{ width: `${width}px` }} /> : null;

const holds = (cell: Cell, visit: Visit) => cell.guests.some((guest) => guest.visit.id === visit.id);

interface Props {
  row: BoardRow;
  number: number;
  periods: readonly { id: string; name: string }[];
  editable: boolean;
  columns: Span;
  before: number;
  after: number;
  /** 0: as high as it needs. */
  height: number;
  /** The column that Tab reaches, or none. */
  stop: number;
  carry: Carry | null;
  /** The texts that it was drawn with: another language is another row. */
  words: unknown;
}

export class BoardLine extends Still<Props> {
  override render({ row, number, periods, editable, columns, before, after, height, stop, carry }: Props) {
    const t = coordinator.t.board;
    return (
      <tr
        data-row={number}
        aria-rowindex={number + 2}
        class={row.takesPart ? undefined : 'board-out'}
        style={height > 0 ? { height: `${height}px` } : {}}
      >
        <th scope="row" aria-colindex={1}>
          {shortName(row.name)}
          {!row.takesPart && <span class="board-days">{t.notTaking}</span>}
        </th>
        <Gap width={before} />
        {row.cells.slice(columns.from, columns.to).map((cell, i) => {
          const column = columns.from + i;
          return (
            <BoardCell
              key={cell.period}
              cell={cell}
              row={number}
              column={column}
              host={row.name}
              period={periods[column]?.name ?? cell.period}
              editable={editable}
              active={stop === column}
              mark={carry?.marks?.get(markKey(row.centre, cell.period))}
              carried={carry && holds(cell, carry.visit) ? carry.visit.id : null}
            />
          );
        })}
        <Gap width={after} />
      </tr>
    );
  }
}
