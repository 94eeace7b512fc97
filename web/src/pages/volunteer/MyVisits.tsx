import { api } from '../../api';
import { ButtonLink } from '../../components/Button';
import { DateLeaf } from '../../components/DateLeaf';
import { Loaded } from '../../components/Loading';
import { Row, Rows } from '../../components/Rows';
import { formatDay } from '../../i18n/dates';
import { exchange, volunteer } from '../../i18n/parts';
import { codeName } from '../../state/region';
import { useResource } from '../../state/resource';
import { VisitActions } from './exchange/VisitActions';

/** A worker's published exchange visits, and what is asked before a round. */
export function MyVisits() {
  const t = volunteer.t;
  const visits = useResource('visits', async (signal) => {
    const [list, asked] = await Promise.all([
      api.get('/api/v1/me/visits', { signal }),
      api.get('/api/v1/me/rounds', { signal }),
      exchange.load(),
    ]);
    return { ...list, open: asked.rounds.filter((round) => round.open && !round.answered_at).length };
  });
  return (
    <>
      <h2>{t.visits}</h2>
      <Loaded of={visits} lines={2}>
        {(list) => (
          <>
            {list.open > 0 && (
              <div class="notice">
                <p>{exchange.t.openQuestions(list.open)}</p>
                <ButtonLink kind="primary" href="/minu/voorud">
                  {exchange.t.toQuestions}
                </ButtonLink>
              </div>
            )}
            {list.visits.length === 0 ? (
              <p class="soft">{t.visitsNone}</p>
            ) : (
              <Rows label={t.visits}>
                {list.visits.map((visit) => (
                  <Row key={visit.id} side={<DateLeaf date={visit.first} />} title={visit.host_name}>
                    <p class="when">
                      {formatDay(visit.first)} – {formatDay(visit.last)}
                    </p>
                    <p class="soft">
                      {[visit.round_name, ...(visit.offers ?? []).map(codeName)].join(' · ')}
                    </p>
                    <VisitActions visit={visit} onChanged={visits.reload} />
                  </Row>
                ))}
              </Rows>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}
