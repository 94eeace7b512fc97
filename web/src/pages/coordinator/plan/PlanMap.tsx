// The plan on a map: who goes where in one period or in all, and the same in a list.
import { useMemo, useState } from 'preact/hooks';
import { Select } from '../../../components/Field';
import { PlaceMap } from '../../../components/map/PlaceMap';
import { board as texts } from '../../../i18n/parts';
import { region } from '../../../state/region';
import { namesOf, type Round, type Visit } from '../model/board';
import { periodDays, periodName, shortName } from '../round/fields';

interface Props {
  round: Round;
  visits: readonly Visit[];
}

/** Marks with guests, and an arrow for each way that somebody goes. */
function useMap(round: Round, visits: readonly Visit[]) {
  const t = texts.t;
  return useMemo(() => {
    const names = namesOf(round);
    const home = (v: Visit) => names.home(v.worker);
    const places = (region.value?.centres ?? [])
      .filter((c) => round.centres.some((own) => own.id === c.id && own.takes_part))
      .map(({ id, lat, lon }) => {
        const guests = visits.filter((v) => v.host === id).length;
        const away = visits.filter((v) => home(v) === id).length;
        const label = t.map.place(shortName(names.centre(id)), guests, away);
        return { id, lat, lon, count: guests, label };
      });
    const ways = new Map<string, Visit[]>();
    for (const v of visits)
      ways.set(`${home(v)} ${v.host}`, [...(ways.get(`${home(v)} ${v.host}`) ?? []), v]);
    const routes = [...ways.values()].map((along) => {
      const [first] = along;
      const from = first ? home(first) : '';
      const to = first?.host ?? '';
      const who = along.map((v) => names.worker(v.worker)).join(', ');
      return {
        from,
        to,
        label: t.cycles.leg(who, shortName(names.centre(from)), shortName(names.centre(to))),
      };
    });
    return { places, routes };
  }, [round, visits, t]);
}

export function PlanMap({ round, visits }: Props) {
  const t = texts.t;
  const [period, setPeriod] = useState(round.periods[0]?.id ?? '');
  const [centre, setCentre] = useState<string | null>(null);
  const names = namesOf(round);
  const shown = useMemo(
    () =>
      visits.filter(
        (v) =>
          (!period || v.period === period) &&
          (!centre || v.host === centre || namesOf(round).home(v.worker) === centre),
      ),
    [visits, period, centre],
  );
  const { places, routes } = useMap(round, shown);
  return (
    <section class="plan-map">
      <h2 class="hidden">{t.views.map}</h2>
      <Select
        name="map-period"
        label={t.map.period}
        value={period}
        choices={[
          { value: '', label: t.map.all },
          ...round.periods.map((p) => ({ value: p.id, label: `${periodName(p)}, ${periodDays(p)}` })),
        ]}
        onValue={setPeriod}
      />
      <p>{t.map.lead(shown.length)}</p>
      <div class="map-beside">
        <PlaceMap
          places={places}
          chosen={centre}
          routes={routes}
          onChoose={(id) => setCentre((old) => (old === id ? null : id))}
          class="map-plan"
        />
        <ul class="plain plan-map-list" tabIndex={0} aria-label={t.map.lead(shown.length)}>
          {shown.map((v) => (
            <li key={v.id}>
              <b>{names.worker(v.worker)}</b>: {shortName(names.centre(names.home(v.worker)))} →{' '}
              {shortName(names.centre(v.host))}
              {!period && <span class="soft">, {periodName(v.period)}</span>}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
