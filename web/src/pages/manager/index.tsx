import { useEffect } from 'preact/hooks';
import { api } from '../../api';
import { Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { Row, Rows } from '../../components/Rows';
import { formatSpan } from '../../i18n/dates';
import { manager } from '../../i18n/parts';
import { stylesheet } from '../../lib/stylesheet';
import { nameIn } from '../../state/region';
import { useResource } from '../../state/resource';
import { scopesOf } from '../../state/session';
import { RequireRole } from '../RequireRole';

function CentreNeeds({ centre }: { centre: string }) {
  const needs = useResource(centre, (signal) =>
    api.get('/api/v1/centres/{centre}/needs', { path: { centre }, signal }),
  );
  return (
    <Loaded of={needs}>
      {(page) => (
        <Rows>
          {page.needs.map((need) => (
            <Row key={need.id} title={nameIn(need.titles)} href={`/vajadused/${need.id}`}>
              {need.shifts[0] && <p>{formatSpan(need.shifts[0].from, need.shifts[0].to)}</p>}
            </Row>
          ))}
        </Rows>
      )}
    </Loaded>
  );
}

export function Manager() {
  useEffect(() => {
    stylesheet(STAFF_CSS);
  }, []);
  return (
    <RequireRole roles={['manager', 'specialist', 'coordinator', 'admin']}>
      {() => (
        <Page title={manager.t.title} width="wide">
          {scopesOf('manager').map((centre) => (
            <CentreNeeds key={centre} centre={centre} />
          ))}
        </Page>
      )}
    </RequireRole>
  );
}
