import { api } from '../../api';
import { DateLeaf } from '../../components/DateLeaf';
import { Loaded } from '../../components/Loading';
import { Row, Rows } from '../../components/Rows';
import { formatDay } from '../../i18n/dates';
import { volunteer } from '../../i18n/parts';
import { codeName } from '../../state/region';
import { useResource } from '../../state/resource';

/** A worker's published exchange visits. */
export function MyVisits() {
  const t = volunteer.t;
  const visits = useResource('visits', (signal) => api.get('/api/v1/me/visits', { signal }));
  return (
    <>
      <h2>{t.visits}</h2>
      <Loaded of={visits} lines={2}>
        {(list) =>
          list.visits.length === 0 ? (
            <p class="soft">{t.visitsNone}</p>
          ) : (
            <Rows label={t.visits}>
              {list.visits.map((visit) => (
                <Row
                  key={visit.host + visit.first}
                  side={<DateLeaf date={visit.first} />}
                  title={visit.host_name}
                >
                  <p class="when">
                    {formatDay(visit.first)} – {formatDay(visit.last)}
                  </p>
                  <p class="soft">{[visit.round_name, ...(visit.offers ?? []).map(codeName)].join(' · ')}</p>
                </Row>
              ))}
            </Rows>
          )
        }
      </Loaded>
    </>
  );
}
