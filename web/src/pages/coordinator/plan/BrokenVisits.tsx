// Visits that stood before something was forbidden: they go against the round as it is now, until they move.
import { useMemo } from 'preact/hooks';
import { board as texts } from '../../../i18n/parts';
import { namesOf, type Round, type Visit } from '../model/board';
import { periodName, shortName } from '../round/fields';

interface Props {
  round: Round;
  visits: readonly Visit[];
  onVisit: (visit: Visit) => void;
}

interface Broken {
  visit: Visit;
  rule: 'closed' | 'unavailable';
}

/** Which rule each of them breaks. */
function brokenOf(round: Round, visits: readonly Visit[]): Broken[] {
  const closed = new Map(round.centres.map((c) => [c.id, new Set(c.closed)]));
  const unavailable = new Map(round.workers.map((w) => [w.id, new Set(w.unavailable)]));
  return visits.flatMap((visit): Broken[] => {
    if (closed.get(visit.host)?.has(visit.period)) return [{ visit, rule: 'closed' }];
    if (unavailable.get(visit.worker)?.has(visit.period)) return [{ visit, rule: 'unavailable' }];
    return [];
  });
}

export function BrokenVisits({ round, visits, onVisit }: Props) {
  const t = texts.t;
  const broken = useMemo(() => brokenOf(round, visits), [round.centres, round.workers, visits]);
  if (broken.length === 0) return null;
  const names = namesOf(round);
  return (
    <div class="notice notice-warn no-print">
      <p>{t.broken.title(broken.length)}</p>
      <ul class="plain">
        {broken.map(({ visit, rule }) => (
          <li key={visit.id}>
            <button type="button" class="link-button" onClick={() => onVisit(visit)}>
              {t.broken[rule](
                names.worker(visit.worker),
                t.edit.place(shortName(names.centre(visit.host)), periodName(visit.period)),
              )}
            </button>
          </li>
        ))}
      </ul>
      <p>{t.broken.help}</p>
    </div>
  );
}
