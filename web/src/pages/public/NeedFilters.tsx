import { useEffect, useState } from 'preact/hooks';
import { api, type Need, type Region } from '../../api';
import { Button } from '../../components/Button';
import { CalendarStrip } from '../../components/CalendarStrip';
import { today } from '../../i18n/dates';
import { open } from '../../i18n/parts';
import type { Point } from '../../lib/distance';
import { currentPosition } from '../../lib/position';
import { titleIn } from '../../state/region';
import { countByDay, type NeedFilter } from './needFilter';

interface Props {
  region: Region;
  needs: readonly Need[];
  now: Date;
  filter: NeedFilter;
  onFilter: (filter: NeedFilter) => void;
  near: Point | null;
  onNear: (near: Point | null) => void;
}

/** Municipalities in the order of a guess from the address (which decides nothing), else as the region has them. */
function useMunicipalityOrder(): readonly string[] {
  const [order, setOrder] = useState<readonly string[]>([]);
  useEffect(() => {
    api.get('/api/v1/where').then(
      (where) => setOrder(where.municipalities),
      () => undefined,
    );
  }, []);
  return order;
}

function PlaceSelect({ region, filter, onFilter }: Pick<Props, 'region' | 'filter' | 'onFilter'>) {
  const t = open.t;
  const order = useMunicipalityOrder();
  const rank = (ehak: string) => (order.indexOf(ehak) + order.length + 1) % (order.length + 1);
  const municipalities = [...region.municipalities].sort((a, b) => rank(a.ehak) - rank(b.ehak));
  return (
    <div class="filter">
      <label for="place">{t.place}</label>
      <select
        id="place"
        class="input"
        value={filter.place}
        onChange={(event) => onFilter({ ...filter, place: event.currentTarget.value })}
      >
        <option value="">{t.anyPlace}</option>
        {municipalities.map((municipality) => (
          <optgroup key={municipality.ehak} label={municipality.name}>
            <option value={municipality.ehak}>{t.wholeMunicipality(municipality.name)}</option>
            {region.centres
              .filter((centre) => centre.municipality === municipality.ehak)
              .map((centre) => (
                <option key={centre.id} value={centre.id}>
                  {centre.name}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </div>
  );
}

const wideEnough = '(min-width: 48rem)';

/** Where there is room the filters stand open without a way to fold them; a phone may be turned at any time. */
function useWide(): boolean {
  const [wide, setWide] = useState(() => matchMedia(wideEnough).matches);
  useEffect(() => {
    const query = matchMedia(wideEnough);
    const follow = () => setWide(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return wide;
}

export function NeedFilters({ region, needs, now, filter, onFilter, near, onNear }: Props) {
  const t = open.t;
  const [first, setFirst] = useState(today());
  const wide = useWide();
  const narrowed = filter.place !== '' || filter.skill !== '';
  const [failed, setFailed] = useState(false);
  const locate = () =>
    currentPosition().then(
      (point) => {
        setFailed(false);
        onNear(point);
      },
      () => setFailed(true),
    );
  return (
    <search class="filters no-print">
      <CalendarStrip
        label={t.days}
        first={first}
        marks={countByDay(needs, now)}
        chosen={filter.day}
        describe={t.onDay}
        onChoose={(day) => onFilter({ ...filter, day })}
        onMove={(date) => setFirst([date, today()].sort().at(-1) ?? date)}
      />
      <details class="fold narrow-fold" open={wide || narrowed}>
        <summary>
          {t.place} · {t.skill}
        </summary>
        <div class="filter-row">
          <PlaceSelect region={region} filter={filter} onFilter={onFilter} />
          <div class="filter">
            <label for="skill">{t.skill}</label>
            <select
              id="skill"
              class="input"
              value={filter.skill}
              onChange={(event) => onFilter({ ...filter, skill: event.currentTarget.value })}
            >
              <option value="">{t.anySkill}</option>
              {region.skills
                .filter((skill) => !skill.worker_only)
                .map((skill) => (
                  <option key={skill.code} value={skill.code}>
                    {titleIn(skill.names)}
                  </option>
                ))}
            </select>
          </div>
          <Button onClick={near ? () => onNear(null) : locate}>{near ? t.nearOff : t.near}</Button>
        </div>
      </details>
      {failed && <p role="alert">{t.nearFailed}</p>}
    </search>
  );
}
