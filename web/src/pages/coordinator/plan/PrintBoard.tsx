// The board on paper: all of it, in tables that fit an A3 across, made only while it is printed.
import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { coordinator } from '../../../i18n/parts';
import type { Board, Cell, Round } from '../model/board';
import { periodDays, periodName, shortName } from '../round/fields';
import { signs, stateWord } from './BoardCell';

/** So many weeks are still read at arm's length on A3. */
const acrossAtMost = 13;

interface Props {
  round: Round;
  board: Board;
}

function PaperCell({ cell }: { cell: Cell }) {
  const t = coordinator.t.board;
  return (
    <td class={`board-${cell.state}`}>
      {cell.guests.map(({ visit, name, home }) => (
        <span class="paper-guest" key={visit.id}>
          <b>{name}</b> · {t.from(shortName(home))}
          {visit.pinned && ` · ${t.pinned}`}
        </span>
      ))}
      {cell.away.map((away) => (
        <span class="paper-away" key={away.visit.id}>
          {t.awayTo(away.name, shortName(away.host))}
        </span>
      ))}
      {cell.state !== 'home' && (
        <span class="board-state">
          {signs[cell.state]} {stateWord(cell.state)}
        </span>
      )}
    </td>
  );
}

export function PaperBoard({ round, board }: Props) {
  const t = coordinator.t.board;
  const sheets = Math.max(1, Math.ceil(round.periods.length / acrossAtMost));
  const across = Math.ceil(round.periods.length / sheets);
  return (
    <>
      {Array.from({ length: sheets }, (_, sheet) => {
        const from = sheet * across;
        const periods = round.periods.slice(from, from + across);
        return (
          <table class="board paper-board" key={periods[0]?.id}>
            <thead>
              <tr>
                <th scope="col" class="board-corner">
                  {t.centre}
                </th>
                {periods.map((p) => (
                  <th scope="col" key={p.id}>
                    {periodName(p)}
                    <span class="board-days">{periodDays(p)}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {board.rows.map((row) => (
                <tr key={row.centre}>
                  <th scope="row">{shortName(row.name)}</th>
                  {row.cells.slice(from, from + across).map((cell) => (
                    <PaperCell key={cell.period} cell={cell} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        );
      })}
    </>
  );
}

/** Puts the paper into the page when the browser is about to print it, and takes it away again. */
export function usePaper(props: Props, host: { current: HTMLElement | null }): void {
  useEffect(() => {
    let paper: HTMLElement | null = null;
    const begin = () => {
      if (paper || !host.current) return;
      paper = document.createElement('div');
      paper.className = 'paper print-only';
      host.current.append(paper);
      render(<PaperBoard {...props} />, paper);
    };
    const end = () => {
      if (!paper) return;
      render(null, paper);
      paper.remove();
      paper = null;
    };
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      end();
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
    };
  });
}
