// Who has answered the four questions, and what.
import type { Schemas } from '../../../api';
import { Bar } from '../../../components/Bar';
import { Fact, Facts } from '../../../components/Facts';
import { Empty } from '../../../components/Loading';
import { formatDay, today } from '../../../i18n/dates';
import { season } from '../../../i18n/season';
import { codeName } from '../../../state/region';
import { shortName } from '../round/fields';
import type { Round } from '../round/RoundPages';

type Worker = Schemas['RoundWorkerFull'];

const spanText = ({ first, last }: Schemas['DaysOff']) =>
  first === last ? formatDay(first) : `${formatDay(first)} – ${formatDay(last)}`;

function Answer({ worker }: { worker: Worker }) {
  const t = season.t.answers;
  if (!worker.takes_part) return <p>{t.out}</p>;
  const off = (worker.days_off ?? []).map((days) =>
    days.at_work ? t.atWork(spanText(days)) : spanText(days),
  );
  const wants = [...worker.wants].sort((a, b) => b.points - a.points).map((want) => codeName(want.skill));
  return (
    <Facts>
      <Fact name={t.off}>{off.length > 0 ? off.join('; ') : t.offNone}</Fact>
      <Fact name={t.wants}>{wants.length > 0 ? wants.join(', ') : t.wantsNone}</Fact>
      <Fact name={t.far}>{worker.max_minutes ? t.farMinutes(worker.max_minutes) : t.farAny}</Fact>
    </Facts>
  );
}

interface GroupProps {
  title: string;
  workers: readonly Worker[];
  homes: ReadonlyMap<string, string>;
  answered?: boolean;
}

function Group({ title, workers, homes, answered = false }: GroupProps) {
  if (workers.length === 0) return null;
  return (
    <section class="answers">
      <h3>{title}</h3>
      <ul class={answered ? 'plain answers-given' : 'plain answers-names'}>
        {workers.map((worker) => (
          <li key={worker.id}>
            <p>
              <b>{worker.name}</b>{' '}
              <span class="soft">
                {homes.get(worker.home_centre)}
                {worker.answered_at && ` · ${season.t.answers.on(formatDay(worker.answered_at))}`}
              </span>
            </p>
            {answered && <Answer worker={worker} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Answers({ round }: { round: Round }) {
  const t = season.t.answers;
  const { asked, answered, answer_by } = round;
  if (asked === 0)
    return (
      <Empty title={t.none}>
        <p>{t.noneHelp}</p>
      </Empty>
    );
  const homes = new Map(round.centres.map((c) => [c.id, shortName(c.name)]));
  const waiting = round.workers.filter((w) => w.asked && !w.answered_at);
  const given = round.workers.filter((w) => w.answered_at);
  const missed = round.workers.filter((w) => w.takes_part && !w.asked && !w.answered_at);
  return (
    <>
      <h2>{t.title}</h2>
      <p role="status">
        <Bar value={answered} max={asked} label={t.progress(answered, asked)} />
      </p>
      {answer_by && (
        <p class="soft">
          {answer_by >= today() ? t.until(formatDay(answer_by)) : t.over(formatDay(answer_by))}
        </p>
      )}
      <Group title={t.given(given.length)} workers={given} homes={homes} answered />
      <Group title={t.waiting(waiting.length)} workers={waiting} homes={homes} />
      <Group title={t.notAsked(missed.length)} workers={missed} homes={homes} />
    </>
  );
}
