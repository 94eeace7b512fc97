// One cell of the board: who visits, who is away, whether the centre is covered; and what it says while a visit is carried.
import { Icon } from '../../../components/Icon';
import { board as boardTexts, coordinator } from '../../../i18n/parts';
import type { Cell, CellState, Guest } from '../model/board';
import type { Mark } from '../model/moves';
import { shortName } from '../round/fields';
import { Still } from './Still';
import { changeShort } from './said';

export const signs: Record<CellState, string> = {
  closed: '×',
  home: '',
  covered: '✓',
  fewer: '·',
  short: '!',
  alone: '!!',
};

export const stateWord = (state: CellState): string =>
  state === 'short' ? boardTexts.t.short : (coordinator.t.board.state[state] ?? state);

const markSigns: Record<Mark['kind'], string> = { here: '•', free: '✓', swap: '⇄', refused: '×' };

/** In the corner, so that nothing moves while a visit is carried. */
function MarkSign({ mark }: { mark: Mark }) {
  const worth = mark.kind === 'free' || mark.kind === 'swap' ? changeShort(mark.choice.change) : '';
  return (
    <span class="cell-mark" aria-hidden="true">
      {markSigns[mark.kind]} {worth}
    </span>
  );
}

interface GuestProps {
  guest: Guest;
  host: string;
  period: string;
  /** Left out where nothing can be changed any more. */
  editable: boolean;
  carried: boolean;
}

function GuestName({ guest, host, period, editable, carried }: GuestProps) {
  const t = coordinator.t.board;
  const { visit, name, home } = guest;
  const inside = (
    <>
      <span class="visit-name">
        {visit.pinned && <Icon name="pin" />}
        {name}
      </span>
      <span class="visit-home">
        {t.from(shortName(home))}
        {visit.pinned && `, ${t.pinned}`}
        {visit.fresh && `, ${boardTexts.t.repair.fresh}`}
      </span>
    </>
  );
  if (!editable) return <span class={visit.fresh ? 'visit visit-fresh' : 'visit'}>{inside}</span>;
  return (
    <button
      type="button"
      class={`visit${visit.pinned ? ' visit-pinned' : ''}${carried ? ' visit-carried' : ''}`}
      aria-haspopup="dialog"
      tabIndex={-1}
      data-visit={visit.id}
    >
      {inside}
      <span class="hidden">{t.open(shortName(host), period)}</span>
    </button>
  );
}

interface Props {
  cell: Cell;
  row: number;
  column: number;
  host: string;
  period: string;
  editable: boolean;
  /** The one cell that Tab reaches. */
  active: boolean;
  mark: Mark | undefined;
  /** The visit of this cell that is carried. */
  carried: string | null;
}

export class BoardCell extends Still<Props> {
  override render({ cell, row, column, host, period, editable, active, mark, carried }: Props) {
    const t = coordinator.t.board;
    const marked = mark ? ` mark-${mark.kind}` : '';
    return (
      <td
        class={`board-cell board-${cell.state}${marked}`}
        tabIndex={active ? 0 : -1}
        data-cell={`${row} ${column}`}
        aria-colindex={column + 2}
      >
        {cell.guests.map((guest) => (
          <GuestName
            key={guest.visit.id}
            guest={guest}
            host={host}
            period={period}
            editable={editable}
            carried={carried === guest.visit.id}
          />
        ))}
        {cell.away.map((away) => (
          <span class="board-away" key={away.visit.id}>
            <span aria-hidden="true">{t.awayTo(away.name, shortName(away.host))}</span>
            <span class="hidden">{t.awayToLong(away.name, away.host)}</span>
          </span>
        ))}
        <span class={cell.state === 'home' ? 'board-state hidden' : 'board-state'}>
          {signs[cell.state] && <span aria-hidden="true">{signs[cell.state]} </span>}
          {stateWord(cell.state)}
        </span>
        {mark && <MarkSign mark={mark} />}
      </td>
    );
  }
}
