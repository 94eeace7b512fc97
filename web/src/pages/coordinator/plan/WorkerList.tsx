import { Icon } from '../../../components/Icon';
import { board as boardTexts, coordinator } from '../../../i18n/parts';
import { type Round, type Visit, workerLines } from '../model/board';
import { periodName, shortName } from '../round/fields';
import { CalendarOf } from './Files';

interface Props {
  round: Round;
  visits: readonly Visit[];
  onOpen?: (visit: Visit) => void;
}

/** The same plan by worker: best on a phone. */
export function WorkerList({ round, visits, onOpen }: Props) {
  const t = coordinator.t.board;
  return (
    <>
      <h2 class="hidden">{t.byWorker}</h2>
      <ul class="plain worker-lines">
        {workerLines(round, visits).map((line) => (
          <li key={line.worker} class="worker-line">
            <h3>
              {line.name} <span class="soft">{shortName(line.home)}</span>
            </h3>
            {line.visits.length > 0 && <CalendarOf round={round} worker={line.worker} name={line.name} />}
            {line.visits.length === 0 ? (
              <p class="soft">{t.stays}</p>
            ) : (
              <ul class="plain worker-visits">
                {line.visits.map(({ visit, host }) => {
                  const text = (
                    <>
                      {visit.pinned && <Icon name="pin" />}
                      <b>{periodName(visit.period)}</b> → {shortName(host)}
                      {visit.pinned && <span class="hidden">, {t.pinned}</span>}
                      {visit.fresh && <b class="worker-fresh">, {boardTexts.t.repair.fresh}</b>}
                    </>
                  );
                  return (
                    <li key={visit.id}>
                      {onOpen ? (
                        <button
                          type="button"
                          class="visit visit-line"
                          aria-haspopup="dialog"
                          onClick={() => onOpen(visit)}
                        >
                          {text}
                        </button>
                      ) : (
                        text
                      )}
                    </li>
                  );
                })}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
