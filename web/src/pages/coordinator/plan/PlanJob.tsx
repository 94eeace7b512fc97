// The planning job: start, progress with an estimate, stop; and what the plan is worth in one line.
import { useState } from 'preact/hooks';
import { api, type Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { Select } from '../../../components/Field';
import { language } from '../../../i18n/language';
import { coordinator } from '../../../i18n/parts';
import { formatNumber } from '../../../i18n/plural';
import { useAct } from '../../staff/frame';
import { type Board, gapPercent, type Round } from '../model/board';
import { ruleText } from './rules';

type Plan = Schemas['Plan'];

const choices = [10, 30, 60, 300];
const number = (value: number, digits = 0) => formatNumber(language.value, value, digits);

/** "Plaani väärtus 12 340 · üle 12 400 ei saa ükski plaan · võita on veel kuni 0,5 %" */
export function PlanLine({ plan }: { plan: Plan }) {
  const t = coordinator.t.plan;
  if (plan.objective === null) return null;
  const gap = gapPercent(plan.objective, plan.bound);
  return (
    <p class="plan-line">
      <b>{t.value(number(plan.objective))}</b>
      {plan.bound !== null && <span>{t.bound(number(plan.bound))}</span>}
      {gap !== null && <b>{gap === 0 ? t.best : t.gap(number(gap, gap < 10 ? 1 : 0))}</b>}
    </p>
  );
}

/** Whether anybody is left alone, as counted from the board itself. */
export function ProofLine({ board, verified }: { board: Board; verified: boolean }) {
  const t = coordinator.t.plan;
  const good = board.alone === 0;
  return (
    <p class={`proof ${good ? 'proof-good' : 'proof-bad'}`}>
      <span aria-hidden="true">{good ? '✓' : '!'}</span>{' '}
      {board.moving === 0
        ? t.proofNone
        : good
          ? t.proof(board.moving, board.leastPresent ?? 0)
          : t.proofAlone(board.alone)}{' '}
      {verified && t.verified}
    </p>
  );
}

function Running({ round, plan, onPlan }: JobProps) {
  const t = coordinator.t.plan;
  const { busy, act } = useAct();
  const stop = () =>
    act('stop', async () => onPlan(await api.delete('/api/v1/rounds/{id}/plan', { path: { id: round.id } })));
  const stopping = plan.state === 'stopping';
  return (
    <section class="job" aria-label={t.progress}>
      <div class="job-head">
        <progress max={100} value={plan.progress} aria-label={t.progress} />
        <span class="job-left">
          {plan.state === 'queued'
            ? t.queued
            : stopping
              ? t.stopping
              : plan.seconds_left !== null && plan.seconds_left !== undefined
                ? t.left(plan.seconds_left)
                : `${plan.progress} %`}
        </span>
        {!stopping && (
          <Button small busy={busy === 'stop'} onClick={stop}>
            {t.stop}
          </Button>
        )}
      </div>
      {plan.objective === null ? <p class="soft">{t.searching}</p> : <PlanLine plan={plan} />}
    </section>
  );
}

/** Why there is no plan: the smallest set of rules that cannot hold together. */
function Infeasible({ round, plan }: Omit<JobProps, 'onPlan'>) {
  const t = coordinator.t;
  return (
    <div class="notice notice-warn" role="alert">
      <p>{t.plan.infeasible}</p>
      <ul>
        {plan.why.map((rule) => (
          <li key={`${rule.rule} ${rule.centre} ${rule.period} ${rule.worker}`}>{ruleText(round, rule)}</li>
        ))}
      </ul>
      <p>{t.plan.infeasibleHelp}</p>
    </div>
  );
}

interface JobProps {
  round: Round;
  plan: Plan;
  onPlan: (plan: Plan) => void;
}

export function PlanJob({ has, ...props }: JobProps & { has: boolean }) {
  const t = coordinator.t.plan;
  const { round, plan, onPlan } = props;
  const [seconds, setSeconds] = useState(String(choices[0]));
  const { busy, act } = useAct();
  if (plan.state === 'queued' || plan.state === 'running' || plan.state === 'stopping')
    return <Running {...props} />;
  const start = () =>
    act('start', async () => {
      const started = await api.post('/api/v1/rounds/{id}/plan', {
        path: { id: round.id },
        body: { seconds: Number(seconds) },
      });
      onPlan(started);
    });
  return (
    <>
      {plan.result === 'infeasible' && <Infeasible round={round} plan={plan} />}
      {plan.result === 'unknown' && <p class="notice notice-warn">{t.unknown}</p>}
      {plan.state === 'failed' && <p class="notice notice-warn">{t.failed}</p>}
      <div class="job-start no-print">
        <Select
          name="seconds"
          label={t.seconds}
          value={seconds}
          choices={choices.map((n) => ({ value: String(n), label: t.secondsChoice(n) }))}
          onValue={setSeconds}
        />
        <Button kind={has ? 'plain' : 'primary'} busy={busy === 'start'} onClick={start}>
          {has ? t.again : t.make}
        </Button>
        <p class="soft">{has ? t.againHelp : t.noneHelp}</p>
      </div>
    </>
  );
}
