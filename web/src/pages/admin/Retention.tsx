// What is kept how long (R10), and a dry run of the nightly work: how much would go now and within a month.
import { api, type Schemas } from '../../api';
import { Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { type Column, Table } from '../../components/Table';
import { admin } from '../../i18n/parts';
import { useResource } from '../../state/resource';

type Due = Schemas['Retention']['rules'][number];

export function Retention() {
  const t = admin.t.retention;
  const report = useResource('retention', (signal) => api.get('/api/v1/retention', { signal }));
  const kept = (due: Due) =>
    due.kept_months > 0 ? t.months(due.kept_months) : due.kept_days > 0 ? t.days(due.kept_days) : t.atOnce;
  const columns = (days: number): Column<Due>[] => [
    { key: 'rule', head: t.what, cell: (due) => t.rules[due.rule] },
    { key: 'kept', head: t.kept, cell: kept },
    { key: 'now', head: t.now, numeric: true, cell: (due) => due.now },
    { key: 'ahead', head: t.ahead(days), numeric: true, cell: (due) => due.ahead },
  ];
  return (
    <Page title={t.title} lead={t.lead} width="wide">
      <Loaded of={report}>
        {({ days_ahead, rules }) => (
          <Table
            caption={t.title}
            captionHidden
            columns={columns(days_ahead)}
            rows={rules}
            rowKey={(due) => due.rule}
          />
        )}
      </Loaded>
    </Page>
  );
}
