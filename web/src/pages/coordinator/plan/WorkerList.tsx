import { useMemo } from 'preact/hooks';
import { Icon } from '../../../components/Icon';
import { board as boardTexts, coordinator } from '../../../i18n/parts';
import { type Round, type Visit, type WorkerLine, workerLines } from '../model/board';
import { periodName, shortName } from '../round/fields';
import { CalendarOf } from './Files';
import { Still } from './Still';
import { useKept } from './useBoard';
import { useGrowing } from './useGrowing';

interface Props {
  round: Round;
  visits: readonly Visit[];
  onOpen?: (visit: Visit) => void;
}

function VisitText({ visit, host }: WorkerLine['visits'][number]) {
  return (
    <>
      {visit.pinned && <Icon name="pin" />}
      <b>{periodName(visit.period)}</b> → {shortName(host)}
      {visit.pinned && <span class="hidden">, {coordinator.t.board.pinned}</span>}
      {visit.fresh && <b class="worker-fresh">, {boardTexts.t.repair.fresh}</b>}
    </>
  );
}

const linesAFrame = 24;

interface LineProps {
  line: WorkerLine;
  round: string;
  editable: boolean;
}

class Line extends Still<LineProps> {
  override render({ line, round, editable }: LineProps) {
    const t = coordinator.t.board;
    return (
      <li class="worker-line">
        <h3>
          {line.name} <span class="soft">{shortName(line.home)}</span>
        </h3>
        {line.visits.length > 0 && <CalendarOf round={round} worker={line.worker} name={line.name} />}
        {line.visits.length === 0 ? (
          <p class="soft">{t.stays}</p>
        ) : (
          <ul class="plain worker-visits">
            {line.visits.map(({ visit, host }) => (
              <li key={visit.id}>
                {editable ? (
                  <button type="button" class="visit visit-line" aria-haspopup="dialog" data-visit={visit.id}>
                    <VisitText visit={visit} host={host} />
                  </button>
                ) : (
                  <VisitText visit={visit} host={host} />
                )}
              </li>
            ))}
          </ul>
        )}
      </li>
    );
  }
}

/** The same plan by worker: best on a phone. */
export function WorkerList({ round, visits, onOpen }: Props) {
  const lines = useKept(useMemo(() => workerLines(round, visits), [round, visits]));
  const drawn = useGrowing(lines.length, linesAFrame);
  const onClick = (event: MouseEvent) => {
    const id = (event.target as Element).closest<HTMLElement>('[data-visit]')?.dataset.visit;
    const visit = visits.find((v) => v.id === id);
    if (visit) onOpen?.(visit);
  };
  return (
    <>
      <h2 class="hidden">{coordinator.t.board.byWorker}</h2>
      <ul class="plain worker-lines" onClick={onClick}>
        {lines.slice(0, drawn).map((line) => (
          <Line key={line.worker} line={line} round={round.id} editable={onOpen !== undefined} />
        ))}
      </ul>
    </>
  );
}
