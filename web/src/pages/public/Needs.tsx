import { useEffect, useMemo, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { api, type Need, type Region } from '../../api';
import { Button, ButtonLink } from '../../components/Button';
import { Empty, Loaded } from '../../components/Loading';
import { type MapPlace, PlaceMap } from '../../components/map/PlaceMap';
import { Page } from '../../components/Page';
import { Rows } from '../../components/Rows';
import { common } from '../../i18n/common';
import { open } from '../../i18n/parts';
import { type Point, wayMetres } from '../../lib/distance';
import { loadRegion } from '../../state/region';
import { useResource } from '../../state/resource';
import { hasRole } from '../../state/session';
import { NeedFilters } from './NeedFilters';
import { NeedRow } from './NeedRow';
import { dayOf, filterAddress, isMunicipality, type NeedFilter, openShifts, readFilter } from './needFilter';

const pageSize = 100;

async function readNeeds(filter: NeedFilter, cursor: string | null, signal?: AbortSignal) {
  return api.get('/api/v1/needs', {
    query: {
      limit: pageSize,
      ...(filter.skill ? { skill: filter.skill } : {}),
      ...(filter.place && isMunicipality(filter.place) ? { municipality: filter.place } : {}),
      ...(filter.place && !isMunicipality(filter.place) ? { centre: filter.place } : {}),
      ...(cursor ? { cursor } : {}),
    },
    ...(signal ? { signal } : {}),
  });
}

function placesOf(region: Region, needs: readonly Need[]): MapPlace[] {
  const counts = new Map<string, number>();
  for (const need of needs) counts.set(need.centre, (counts.get(need.centre) ?? 0) + 1);
  return region.centres.map(({ id, name, lat, lon }) => {
    const count = counts.get(id) ?? 0;
    return { id, lat, lon, count, label: open.t.pin(name, count) };
  });
}

function order(needs: readonly Need[], near: Point | null): readonly Need[] {
  return near ? [...needs].sort((a, b) => wayMetres(near, a.place) - wayMetres(near, b.place)) : needs;
}

interface ListProps {
  region: Region;
  needs: readonly Need[];
  next: string | null;
  onMore: () => void;
  filter: NeedFilter;
  onFilter: (filter: NeedFilter) => void;
}

function NeedList({ region, needs, next, onMore, filter, onFilter }: ListProps) {
  const t = open.t;
  const now = useMemo(() => new Date(), []);
  const [near, setNear] = useState<Point | null>(null);
  const [showMap, setShowMap] = useState(false);
  const { day } = filter;
  const shown = order(
    day ? needs.filter((need) => openShifts(need, now).some((shift) => dayOf(shift.from) === day)) : needs,
    near,
  );
  const narrowed = filter.place !== '' || filter.skill !== '' || day !== null;
  return (
    <>
      <NeedFilters {...{ region, needs, now, filter, onFilter, near }} onNear={setNear} />
      <div class={showMap ? 'beside beside-map' : 'beside'}>
        <div class="beside-list">
          <div class="list-head">
            <div role="status">
              <h2>{t.found(shown.length)}</h2>
            </div>
            {narrowed && (
              <Button kind="quiet" small onClick={() => onFilter({ place: '', skill: '', day: null })}>
                {t.clear}
              </Button>
            )}
            <Button small class="only-narrow" aria-pressed={showMap} onClick={() => setShowMap(!showMap)}>
              {common.t.map}
            </Button>
          </div>
          {shown.length === 0 ? (
            <Empty title={narrowed ? t.nothing : t.nothingAtAll}>
              <p>{narrowed ? t.nothingBody : t.nothingAtAllBody}</p>
            </Empty>
          ) : (
            <Rows label={t.title}>
              {shown.map((need) => (
                <NeedRow
                  key={need.id}
                  need={need}
                  now={now}
                  day={day}
                  distance={near && wayMetres(near, need.place)}
                />
              ))}
            </Rows>
          )}
          {next && <Button onClick={onMore}>{common.t.showMore}</Button>}
        </div>
        <PlaceMap
          class="beside-place no-print"
          places={placesOf(region, shown)}
          chosen={filter.place}
          onChoose={(place) => onFilter({ ...filter, place: place === filter.place ? '' : place })}
        />
      </div>
    </>
  );
}

/** The landing page: what is needed, where and when, without anybody's data. */
export function Needs() {
  const t = open.t;
  const { query, route } = useLocation();
  const filter = readFilter(query);
  const first = useResource(
    `${filter.place} ${filter.skill}`,
    (signal) => Promise.all([readNeeds(filter, null, signal), loadRegion()]),
    { keep: true },
  );
  const [more, setMore] = useState<{ of: unknown; needs: readonly Need[]; next: string | null } | null>(null);
  useEffect(() => setMore(null), [first.data]);
  const counts = first.data?.[0].needs;
  const lead =
    counts && counts.length > 0 && t.lead(counts.length, new Set(counts.map((n) => n.centre)).size);
  return (
    <Page title={t.title} width="wide" lead={lead || '\u00a0'}>
      {!hasRole('volunteer', 'worker', 'manager', 'coordinator') && (
        <p class="call">
          <ButtonLink kind="primary" href="/liitu">
            {common.t.wantToHelp}
          </ButtonLink>
        </p>
      )}
      <Loaded of={first}>
        {([page, region]) => {
          const needs = more ? [...page.needs, ...more.needs] : page.needs;
          const next = more ? more.next : page.next;
          return (
            <NeedList
              {...{ region, needs, next, filter }}
              onFilter={(wanted) => route(filterAddress(wanted), true)}
              onMore={async () => {
                const following = await readNeeds(filter, next);
                setMore({
                  of: page,
                  needs: [...(more?.needs ?? []), ...following.needs],
                  next: following.next,
                });
              }}
            />
          );
        }}
      </Loaded>
    </Page>
  );
}
