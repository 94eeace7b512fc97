// What is missing from whom before the plan can be published, on one page: "Sobib" of both sides, and checks (R1).
import { api } from '../../../api';
import { Bar } from '../../../components/Bar';
import { Button, ButtonLink } from '../../../components/Button';
import { Empty } from '../../../components/Loading';
import { focusHeading } from '../../../components/Page';
import { toast } from '../../../components/Toast';
import { formatLongDay, today } from '../../../i18n/dates';
import { coordinator } from '../../../i18n/parts';
import { season } from '../../../i18n/season';
import { centreOf, municipalityName } from '../../../state/region';
import { useAct } from '../../staff/frame';
import { checkSaid } from '../../staff/VisitCheck';
import { type Approval as Approvals, approvalOf, type CentreLack, type Task, tasks } from '../model/approval';
import type { Visit } from '../model/board';
import { periodName, shortName } from '../round/fields';
import type { Round, RoundPart } from '../round/RoundPages';

/** `Mari Kask ← Kehra, 5. nädal · kontrollis Anija vald, kehtib kuni 3. märts 2027` */
function VisitLine({ round, visit, task }: { round: Round; visit: Visit; task: Task }) {
  const worker = round.workers.find((w) => w.id === visit.worker);
  const name = (id: string) => shortName(round.centres.find((c) => c.id === id)?.name ?? id);
  const period = round.periods.find((p) => p.id === visit.period);
  const comes = task === 'host' || task === 'accept' || task === 'origin';
  const { check } = visit;
  const withCheck = check && (task !== 'send' || check.state === 'missing') && check.state !== 'relied';
  return (
    <li>
      <b>{worker?.name}</b> {comes ? `← ${name(worker?.home_centre ?? '')}` : `→ ${name(visit.host)}`},{' '}
      {periodName(visit.period)}
      {withCheck && task !== 'host' && <span class="soft"> · {checkSaid(check, period?.last ?? '')}</span>}
      {withCheck && task === 'host' && check.state === 'acceptable' && (
        <span class="soft">
          {' '}
          ·{' '}
          {season.t.approval.withCheck(
            municipalityName(check.checker ?? ''),
            formatLongDay(check.valid_until ?? ''),
          )}
        </span>
      )}
    </li>
  );
}

function Centre({ round, lack }: { round: Round; lack: CentreLack }) {
  const t = season.t.approval;
  const municipality = centreOf(lack.centre)?.municipality;
  return (
    <section class="approval-centre">
      <h3>
        {shortName(lack.name)}{' '}
        {municipality && <span class="soft approval-where">{municipalityName(municipality)}</span>}
      </h3>
      {tasks
        .filter((task) => lack.lacks[task].length > 0)
        .map((task) => (
          <div key={task}>
            <h4>{t.tasks[task](lack.lacks[task].length)}</h4>
            <ul class="plain">
              {lack.lacks[task].map((visit) => (
                <VisitLine key={visit.id} round={round} visit={visit} task={task} />
              ))}
            </ul>
          </div>
        ))}
    </section>
  );
}

/** Asking, and asking again, also of what was changed after publishing: those hear of it from whom something is missing. */
function Ask({ round, approval, onRound, onStale }: RoundPart & { approval: Approvals }) {
  const t = season.t.approval;
  const { busy, act } = useAct();
  const asked = round.state === 'approving' || round.state === 'published';
  if (round.state === 'planning' || round.state === 'closed' || approval.lacking.length === 0) return null;
  const ask = async () => {
    const { id, version } = round;
    const done = await act('ask', async () =>
      onRound(await api.post('/api/v1/rounds/{id}/approval', { path: { id }, version })),
    );
    if (!done) return onStale();
    toast(asked ? t.remindedToast : coordinator.t.plan.askedToast);
    focusHeading();
  };
  return (
    <>
      <p>{t.tells(approval.lacking.length)}</p>
      <p class="buttons">
        <Button kind={asked ? 'plain' : 'primary'} busy={busy !== null} onClick={ask}>
          {asked ? t.remind : coordinator.t.plan.ask}
        </Button>
      </p>
    </>
  );
}

function Said({ round, approval }: { round: Round; approval: Approvals }) {
  const t = season.t.approval;
  const { lacking, visits, ready } = approval;
  const plan = `/koordinaator/voorud/${round.id}`;
  return (
    <>
      <p role="status">
        <Bar value={ready} max={visits} label={t.ready(ready, visits)} />
      </p>
      {lacking.length === 0 ? (
        <>
          <p class="notice notice-good">{round.state === 'published' ? t.allPublished : t.all}</p>
          {round.state !== 'published' && (
            <p class="buttons">
              <ButtonLink kind="primary" href={plan}>
                {t.toPlan}
              </ButtonLink>
            </p>
          )}
        </>
      ) : (
        <p>
          {t.missing(
            lacking.reduce((sum, c) => sum + c.count, 0),
            lacking.length,
          )}
        </p>
      )}
    </>
  );
}

export function Approval(props: RoundPart) {
  const { round } = props;
  const t = season.t.approval;
  const approval = approvalOf(round, round.visits, today());
  if (round.visits.length === 0)
    return (
      <Empty title={coordinator.t.plan.none}>
        <p>{t.noPlan}</p>
        <ButtonLink href={`/koordinaator/voorud/${round.id}`}>{t.toPlan}</ButtonLink>
      </Empty>
    );
  return (
    <>
      <h2>{t.title}</h2>
      <p>{round.state === 'published' ? t.leadPublished : t.lead}</p>
      <Said round={round} approval={approval} />
      <Ask {...props} approval={approval} />
      {approval.lacking.length > 0 && (
        <div class="approval">
          {approval.lacking.map((lack) => (
            <Centre key={lack.centre} round={round} lack={lack} />
          ))}
        </div>
      )}
      {approval.lacking.length > 0 && approval.done.length > 0 && (
        <p>
          <b>{t.done(approval.done.length)}</b> {approval.done.map(shortName).join(', ')}
        </p>
      )}
    </>
  );
}
