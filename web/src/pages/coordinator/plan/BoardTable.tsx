import { useMemo } from 'preact/hooks';
import { Icon } from '../../../components/Icon';
import { coordinator } from '../../../i18n/parts';
import { holidayIn } from '../../../lib/weeks';
import type { Board, Cell, CellState, Guest, Round, Visit } from '../model/board';
import { periodDays, periodName, shortName } from '../round/fields';

const signs: Record<CellState, string> = { closed: '×', home: '', covered: '✓', fewer: '!', alone: '!!' };

interface Props {
  round: Round;
  board: Board;
  /** Left out where nothing can be changed any more. */
  onOpen?: (visit: Visit) => void;
  onAdd?: (cell: Place) => void;
}

/** Where a visit is to be added. */
export interface Place {
  host: string;
  period: string;
}

function GuestName({
  guest,
  host,
  period,
  onOpen,
}: { guest: Guest; host: string; period: string } & Pick<Props, 'onOpen'>) {
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
      </span>
    </>
  );
  if (!onOpen) return <span class="visit">{inside}</span>;
  return (
    <button
      type="button"
      class={`visit${visit.pinned ? ' visit-pinned' : ''}`}
      aria-haspopup="dialog"
      onClick={() => onOpen(visit)}
    >
      {inside}
      <span class="hidden">{t.open(shortName(host), period)}</span>
    </button>
  );
}

function BoardCell({
  cell,
  host,
  period,
  onOpen,
  onAdd,
}: { cell: Cell; host: string; period: string; onAdd?: () => void } & Pick<Props, 'onOpen'>) {
  const t = coordinator.t.board;
  const free = cell.guests.length === 0 && cell.state !== 'closed';
  return (
    <td class={`board-cell board-${cell.state}`}>
      {cell.guests.map((guest) => (
        <GuestName
          key={guest.visit.id}
          guest={guest}
          host={host}
          period={period}
          {...(onOpen ? { onOpen } : {})}
        />
      ))}
      {cell.away.map((away) => (
        <span class="board-away" key={away.visit.id}>
          <span aria-hidden="true">{t.awayTo(away.name, shortName(away.host))}</span>
          <span class="hidden">{t.awayToLong(away.name, away.host)}</span>
        </span>
      ))}
      {free && onAdd && (
        <button
          type="button"
          class="cell-add"
          aria-haspopup="dialog"
          aria-label={t.addTo(shortName(host), period)}
          onClick={onAdd}
        >
          +
        </button>
      )}
      <span class={cell.state === 'home' ? 'board-state hidden' : 'board-state'}>
        {signs[cell.state] && <span aria-hidden="true">{signs[cell.state]} </span>}
        {t.state[cell.state]}
      </span>
    </td>
  );
}

/** Centres down, periods across; the heads stay in sight. */
export function BoardTable({ round, board, onOpen, onAdd }: Props) {
  const t = coordinator.t;
  const periods = useMemo(
    () =>
      round.periods.map((p) => ({
        ...p,
        name: periodName(p),
        days: periodDays(p),
        holiday: holidayIn(p.first, p.last),
      })),
    [round.periods],
  );
  return (
    <div class="board-scroll" role="region" aria-label={t.board.caption} tabIndex={0}>
      <table class="board">
        <caption class="hidden">{t.board.caption}</caption>
        <thead>
          <tr>
            <th scope="col" class="board-corner">
              {t.board.centre}
            </th>
            {periods.map((p) => (
              <th scope="col" key={p.id}>
                {p.name}
                <span class="board-days">{p.days}</span>
                {p.holiday && <span class="board-holiday">{t.create.holiday[p.holiday]}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {board.rows.map((row) => (
            <tr key={row.centre} class={row.takesPart ? undefined : 'board-out'}>
              <th scope="row">
                {shortName(row.name)}
                {!row.takesPart && <span class="board-days">{t.board.notTaking}</span>}
              </th>
              {row.cells.map((cell, i) => (
                <BoardCell
                  key={cell.period}
                  cell={cell}
                  host={row.name}
                  period={periods[i]?.name ?? cell.period}
                  {...(onOpen ? { onOpen } : {})}
                  {...(onAdd && row.takesPart
                    ? { onAdd: () => onAdd({ host: row.centre, period: cell.period }) }
                    : {})}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
