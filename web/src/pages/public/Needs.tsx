import { api } from '../../api';
import { DateLeaf } from '../../components/DateLeaf';
import { Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { Row, Rows } from '../../components/Rows';
import { formatSpan } from '../../i18n/dates';
import { open } from '../../i18n/parts';
import { nameIn } from '../../state/region';
import { useResource } from '../../state/resource';

export function Needs() {
  const needs = useResource('needs', (signal) => api.get('/api/v1/needs', { signal }));
  return (
    <Page title={open.t.title} width="wide">
      <Loaded of={needs}>
        {(page) => (
          <Rows>
            {page.needs.map((need) => {
              const shift = need.shifts[0];
              return (
                <Row
                  key={need.id}
                  side={shift && <DateLeaf date={shift.from} />}
                  title={nameIn(need.titles)}
                  href={`/vajadused/${need.id}`}
                >
                  <p>
                    {need.centre_name}
                    {shift && ` · ${formatSpan(shift.from, shift.to)}`}
                  </p>
                </Row>
              );
            })}
          </Rows>
        )}
      </Loaded>
    </Page>
  );
}
