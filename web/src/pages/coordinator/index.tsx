import { useEffect } from 'preact/hooks';
import { api } from '../../api';
import { Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { Row, Rows } from '../../components/Rows';
import { formatDay } from '../../i18n/dates';
import { coordinator } from '../../i18n/parts';
import { stylesheet } from '../../lib/stylesheet';
import { useResource } from '../../state/resource';
import { RequireRole } from '../RequireRole';

function Rounds() {
  const rounds = useResource('rounds', (signal) => api.get('/api/v1/rounds', { signal }));
  return (
    <Loaded of={rounds}>
      {(list) => (
        <Rows>
          {list.rounds.map((round) => (
            <Row key={round.id} title={round.name}>
              <p>
                {formatDay(round.first)} – {formatDay(round.last)}
              </p>
            </Row>
          ))}
        </Rows>
      )}
    </Loaded>
  );
}

export function Coordinator() {
  useEffect(() => {
    stylesheet(STAFF_CSS);
  }, []);
  return (
    <RequireRole roles={['coordinator', 'admin']}>
      {() => (
        <Page title={coordinator.t.title} width="full">
          <Rounds />
        </Page>
      )}
    </RequireRole>
  );
}
