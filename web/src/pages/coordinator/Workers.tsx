import { useState } from 'preact/hooks';
import { api, type Schemas } from '../../api';
import { TextField } from '../../components/Field';
import { Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { Tag } from '../../components/Rows';
import { type Column, Table } from '../../components/Table';
import { addDays, formatDay, today } from '../../i18n/dates';
import { coordinator } from '../../i18n/parts';
import { fold } from '../../lib/fold';
import { centreOf, codeName } from '../../state/region';
import { useResource } from '../../state/resource';

type Worker = Schemas['Worker'];

/** A check that ends within this many days is worth renewing now. */
const soonDays = 60;

function Check({ until }: { until: string | null }) {
  const t = coordinator.t.workers;
  const now = today();
  if (!until || until < now) return <Tag tone="bad">{t.none}</Tag>;
  if (until < addDays(now, soonDays)) return <Tag tone="warn">{t.soon(formatDay(until))}</Tag>;
  return <>{t.until(formatDay(until))}</>;
}

function columns(): Column<Worker>[] {
  const t = coordinator.t.workers;
  return [
    { key: 'name', head: t.name, cell: (w) => w.name },
    { key: 'centre', head: t.centre, cell: (w) => centreOf(w.home_centre)?.name ?? w.home_centre },
    { key: 'wants', head: t.wants, cell: (w) => w.wants.map(codeName).join(', ') },
    {
      key: 'languages',
      head: t.languages,
      cell: (w) =>
        Object.keys(w.languages ?? {})
          .map(codeName)
          .join(', '),
    },
    { key: 'check', head: t.check, cell: (w) => <Check until={w.check_valid_until} /> },
  ];
}

export function Workers() {
  const t = coordinator.t.workers;
  const [typed, setTyped] = useState('');
  const workers = useResource('workers', (signal) => api.get('/api/v1/workers', { signal }));
  const all = [...(workers.data?.workers ?? [])].sort(
    (a, b) => a.home_centre.localeCompare(b.home_centre) || a.name.localeCompare(b.name, 'et'),
  );
  const wanted = fold(typed);
  const found = all.filter((w) => fold(`${w.name} ${centreOf(w.home_centre)?.name ?? ''}`).includes(wanted));
  return (
    <Page title={t.title} lead={t.lead(all.length, new Set(all.map((w) => w.home_centre)).size)} width="wide">
      <TextField
        name="search"
        type="search"
        label={t.search}
        width="middle"
        autocomplete="off"
        value={typed}
        onValue={setTyped}
      />
      <Loaded of={workers}>
        {() =>
          found.length === 0 ? (
            <p>{t.empty}</p>
          ) : (
            <div class="cards">
              <Table caption={t.title} captionHidden columns={columns()} rows={found} rowKey={(w) => w.id} />
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
