// What one visit is worth under the saved points, part by part, or why the plan would not use it.
import { useState } from 'preact/hooks';
import { api, type Schemas } from '../../../api';
import { Select } from '../../../components/Field';
import { Loaded } from '../../../components/Loading';
import { formatDistance } from '../../../i18n/dates';
import { language } from '../../../i18n/language';
import { formatNumber } from '../../../i18n/plural';
import { season } from '../../../i18n/season';
import { codeName } from '../../../state/region';
import { useResource } from '../../../state/resource';
import { shortName } from '../round/fields';
import type { Round } from '../round/RoundPages';

type Fit = Schemas['Fit'];

const signed = (n: number) => {
  const size = formatNumber(language.value, Math.abs(n));
  return n === 0 ? '0' : `${n > 0 ? '+' : '−'}${size}`;
};

function Parts({ fit }: { fit: Fit }) {
  const t = season.t.points;
  const rows = [
    ...fit.parts.map(({ part, text, points }) => ({ key: part as string, text, points })),
    ...(fit.goals ?? []).map(({ skill, points }) => ({ key: skill, text: t.goal(codeName(skill)), points })),
  ];
  const goals = (fit.goals ?? []).reduce((sum, goal) => sum + goal.points, 0);
  return (
    <div role="status">
      {!fit.allowed && (
        <p class="notice notice-warn">
          {t.barred} {fit.text}
        </p>
      )}
      <table class="points">
        <caption class="hidden">{t.tryTitle}</caption>
        <tbody>
          {rows.map(({ key, text, points }) => (
            <tr key={key}>
              <th scope="row">{text}</th>
              <td class="numeric">{signed(points)}</td>
            </tr>
          ))}
          <tr class="points-sum">
            <th scope="row">{t.sum}</th>
            <td class="numeric">{signed(fit.points + goals)}</td>
          </tr>
        </tbody>
      </table>
      {fit.metres !== undefined && <p class="soft">{t.way(formatDistance(fit.metres), fit.minutes ?? 0)}</p>}
    </div>
  );
}

interface Props {
  round: Round;
  workers: Round['workers'];
}

function Try({ round, workers }: Props) {
  const t = season.t.points;
  const [worker, setWorker] = useState(workers[0]?.id ?? '');
  const home = workers.find((w) => w.id === worker)?.home_centre;
  const hosts = round.centres.filter((c) => c.takes_part && c.id !== home);
  const [wanted, setHost] = useState('');
  const host = hosts.some((c) => c.id === wanted) ? wanted : (hosts[0]?.id ?? '');
  const centre = new Map(round.centres.map((c) => [c.id, shortName(c.name)]));
  const fit = useResource(
    `fit ${round.id} ${round.version} ${worker} ${host}`,
    (signal) =>
      api.get('/api/v1/rounds/{id}/fit', { path: { id: round.id }, query: { worker, host }, signal }),
    { keep: true },
  );
  return (
    <section class="reading">
      <h2>{t.tryTitle}</h2>
      <p class="soft">{t.tryHint}</p>
      <Select
        name="try-worker"
        label={t.who}
        value={worker}
        choices={workers.map((w) => ({ value: w.id, label: `${w.name} (${centre.get(w.home_centre)})` }))}
        onValue={setWorker}
      />
      <Select
        name="try-host"
        label={t.where}
        value={host}
        choices={hosts.map((c) => ({ value: c.id, label: c.name }))}
        onValue={setHost}
      />
      <Loaded of={fit} lines={4}>
        {(data) => <Parts fit={data} />}
      </Loaded>
    </section>
  );
}

export function TryVisit({ round }: { round: Round }) {
  const workers = round.workers.filter((w) => w.takes_part);
  const hosts = round.centres.filter((c) => c.takes_part);
  return workers.length > 0 && hosts.length > 1 ? <Try round={round} workers={workers} /> : null;
}
