// All open needs of the group: on a map, and the same in a list.
import { useState } from 'preact/hooks';
import { api, type Need, type Schemas } from '../../api';
import { Bar } from '../../components/Bar';
import { Button } from '../../components/Button';
import { DateLeaf } from '../../components/DateLeaf';
import { Checkbox, Select } from '../../components/Field';
import { Empty, Loaded } from '../../components/Loading';
import { type MapPlace, PlaceMap } from '../../components/map/PlaceMap';
import { Page } from '../../components/Page';
import { Row, Rows, Tag } from '../../components/Rows';
import { formatSpan, isoDate, wallTime } from '../../i18n/dates';
import { coordinator } from '../../i18n/parts';
import { centreOf, region, titleIn } from '../../state/region';
import { useResource } from '../../state/resource';

type NeedFor = Schemas['NeedFor'];
type Filter = { municipality: string; for: NeedFor | ''; urgent: boolean };

const pageSize = 200;
const pagesAtMost = 10;
const shownAtFirst = 60;

/** Every open need; the API gives them in pages. */
async function readAll(signal: AbortSignal): Promise<Need[]> {
  const all: Need[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < pagesAtMost; page++) {
    const part = await api.get('/api/v1/needs', {
      query: { limit: pageSize, ...(cursor ? { cursor } : {}) },
      signal,
    });
    all.push(...part.needs);
    if (!part.next) break;
    cursor = part.next;
  }
  return all;
}

const lack = (need: Need) => Math.max(0, need.seats - need.filled);

function fits(need: Need, filter: Filter): boolean {
  if (filter.urgent && !need.urgent) return false;
  if (filter.for && need.for !== filter.for) return false;
  return !filter.municipality || centreOf(need.centre)?.municipality === filter.municipality;
}

function placesOf(needs: readonly Need[]): MapPlace[] {
  const counts = new Map<string, number>();
  for (const need of needs) counts.set(need.centre, (counts.get(need.centre) ?? 0) + lack(need));
  return (region.value?.centres ?? []).map(({ id, name, lat, lon }) => {
    const count = counts.get(id) ?? 0;
    return { id, lat, lon, count, label: coordinator.t.needs.place(name, count) };
  });
}

function NeedRow({ need }: { need: Need }) {
  const t = coordinator.t.needs;
  const next = need.shifts.find((s) => Date.parse(s.to) > Date.now()) ?? need.shifts[0];
  return (
    <Row
      side={next && <DateLeaf date={isoDate(wallTime(next.from))} />}
      title={titleIn(need.titles)}
      href={`/keskus/${need.centre}/vajadused/${need.id}`}
    >
      <p>
        {need.centre_name}
        {next && (
          <>
            {' · '}
            <span class="when">{formatSpan(next.from, next.to)}</span>
          </>
        )}{' '}
        {need.shifts.length > 1 && t.more(need.shifts.length - 1)}
      </p>
      <p>
        <Bar value={need.filled} max={need.seats} label={t.filled(need.filled, need.seats)} />{' '}
        {need.urgent && <Tag tone="bad">{t.urgent}</Tag>}{' '}
        {need.for !== 'volunteer' && <Tag>{t.forWhom[need.for]}</Tag>}
      </p>
    </Row>
  );
}

function Filters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const t = coordinator.t.needs;
  return (
    <div class="filters">
      <Select
        name="municipality"
        label={t.municipality}
        value={filter.municipality}
        choices={[
          { value: '', label: t.forAll },
          ...(region.value?.municipalities ?? []).map((m) => ({ value: m.ehak, label: m.name })),
        ]}
        onValue={(municipality) => onChange({ ...filter, municipality })}
      />
      <Select
        name="for"
        label={t.for}
        value={filter.for}
        choices={[
          { value: '' as NeedFor | '', label: t.forAll },
          ...(['volunteer', 'worker', 'either'] as const).map((value) => ({
            value,
            label: t.forWhom[value],
          })),
        ]}
        onValue={(value) => onChange({ ...filter, for: value })}
      />
      <Checkbox
        name="urgent"
        label={t.onlyUrgent}
        checked={filter.urgent}
        onValue={(urgent) => onChange({ ...filter, urgent })}
      />
    </div>
  );
}

function List({ needs }: { needs: readonly Need[] }) {
  const t = coordinator.t.needs;
  const [shown, setShown] = useState(shownAtFirst);
  if (needs.length === 0) {
    return (
      <Empty title={t.emptyTitle}>
        <p>{t.empty}</p>
      </Empty>
    );
  }
  return (
    <>
      <h2 class="hidden">{t.title}</h2>
      <Rows label={t.title}>
        {needs.slice(0, shown).map((need) => (
          <NeedRow key={need.id} need={need} />
        ))}
      </Rows>
      {needs.length > shown && <Button onClick={() => setShown(shown + shownAtFirst)}>{t.readMore}</Button>}
    </>
  );
}

function MapAndList({ needs }: { needs: readonly Need[] }) {
  const t = coordinator.t.needs;
  const [filter, setFilter] = useState<Filter>({ municipality: '', for: '', urgent: false });
  const [centre, setCentre] = useState<string | null>(null);
  const found = needs.filter((need) => fits(need, filter));
  const listed = centre ? found.filter((need) => need.centre === centre) : found;
  const seats = listed.reduce((sum, need) => sum + lack(need), 0);
  return (
    <>
      <Filters filter={filter} onChange={setFilter} />
      <div class="map-list">
        <PlaceMap
          class="map-tall"
          places={placesOf(found)}
          chosen={centre}
          onChoose={(id) => setCentre(id === centre ? null : id)}
        />
        <div>
          <p role="status">
            <b>{t.lead(listed.length, seats)}</b>
          </p>
          {centre && (
            <p>
              <Button small onClick={() => setCentre(null)}>
                {t.chosen(centreOf(centre)?.name ?? centre)} × <span class="hidden">{t.showAll}</span>
              </Button>
            </p>
          )}
          <List key={`${centre} ${filter.municipality}`} needs={listed} />
        </div>
      </div>
    </>
  );
}

export function NeedsMap() {
  const needs = useResource('all needs', readAll);
  return (
    <Page title={coordinator.t.needs.title} width="wide">
      <Loaded of={needs}>{(all) => <MapAndList needs={all} />}</Loaded>
    </Page>
  );
}
