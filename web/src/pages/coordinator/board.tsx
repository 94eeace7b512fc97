// The plan of a round: the job that makes it, its worth, the board, publishing. Its own chunk: most visits need less.
import { useEffect, useState } from 'preact/hooks';
import { api, type Schemas } from '../../api';
import { Button, ButtonLink } from '../../components/Button';
import { Icon } from '../../components/Icon';
import { Empty, Loaded } from '../../components/Loading';
import { formatDay } from '../../i18n/dates';
import { coordinator } from '../../i18n/parts';
import { useResource } from '../../state/resource';
import { useLiveReload } from '../staff/frame';
import { boardOf, type Visit } from './model/board';
import { AddVisit } from './plan/AddVisit';
import { BoardTable, type Place } from './plan/BoardTable';
import { PlanJob, PlanLine, ProofLine } from './plan/PlanJob';
import { Publish } from './plan/Publish';
import { VisitDialog } from './plan/VisitDialog';
import { WorkerList } from './plan/WorkerList';
import type { RoundPart } from './round/RoundPages';

type Plan = Schemas['Plan'];

const whileRunningMs = 1_500;
const working = (plan: Plan | null) =>
  plan !== null && ['queued', 'running', 'stopping'].includes(plan.state);

/** The plan, read again on every event, and now and then while the job runs. */
function usePlan(id: string, onRound: () => void) {
  const plan = useResource(`plan ${id}`, (signal) =>
    api.get('/api/v1/rounds/{id}/plan', { path: { id }, signal }),
  );
  useLiveReload(`round:${id}`, plan.reload);
  const running = working(plan.data);
  const { reload } = plan;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(reload, whileRunningMs);
    return () => {
      clearInterval(timer);
      onRound();
    };
  }, [running]);
  return plan;
}

type View = 'centres' | 'workers';
/** Where the table does not fit, the same plan by worker comes first. */
const narrow = '(max-width: 40rem)';

function Views({ view, onView }: { view: View; onView: (view: View) => void }) {
  const t = coordinator.t.board;
  return (
    <fieldset class="segments" aria-label={t.view}>
      <button type="button" aria-pressed={view === 'centres'} onClick={() => onView('centres')}>
        {t.byCentre}
      </button>
      <button type="button" aria-pressed={view === 'workers'} onClick={() => onView('workers')}>
        {t.byWorker}
      </button>
    </fieldset>
  );
}

export function PlanPage({ round, onRound, onStale }: RoundPart) {
  const t = coordinator.t;
  const plan = usePlan(round.id, onStale);
  const [view, setView] = useState<View>(() => (matchMedia(narrow).matches ? 'workers' : 'centres'));
  const [adding, setAdding] = useState<Partial<Place> | null>(null);
  const [open, setOpen] = useState<Visit | null>(null);
  const fixed = round.state === 'published' || round.state === 'closed';

  /** An edit answers with the visits as they are now. */
  const onEdit = (edit: Schemas['VisitEdit']) => {
    onRound({ ...round, version: edit.round_version, visits: edit.visits });
    if (plan.data) plan.set({ ...plan.data, objective: edit.objective, visits: edit.visits });
    plan.reload();
  };

  return (
    <div class="board-page">
      <Loaded of={plan}>
        {(data) => {
          const visits = data.visits.length > 0 || working(data) ? data.visits : round.visits;
          const board = boardOf(round, visits, data.staffing);
          const editable = !fixed && !working(data);
          const has = visits.length > 0;
          return (
            <>
              {fixed && round.published_at && (
                <p class="notice notice-good">{t.round.published(formatDay(round.published_at))}</p>
              )}
              {!fixed && <PlanJob round={round} plan={data} has={has} onPlan={plan.set} />}
              {has && (
                <>
                  {!working(data) && <PlanLine plan={data} />}
                  <ProofLine board={board} verified={data.verified === true} />
                  <div class="board-tools no-print">
                    <Views view={view} onView={setView} />
                    <span class="board-actions">
                      {editable && (
                        <Button small onClick={() => setAdding({})}>
                          {t.board.add}
                        </Button>
                      )}
                      <Button small onClick={() => print()}>
                        <Icon name="print" />
                        {view === 'centres' ? t.plan.print : t.plan.printList}
                      </Button>
                      {editable && (
                        <Publish round={round} visits={visits} onRound={onRound} onStale={onStale} />
                      )}
                    </span>
                  </div>
                  {view === 'centres' ? (
                    <BoardTable
                      round={round}
                      board={board}
                      {...(editable ? { onOpen: setOpen, onAdd: setAdding } : {})}
                    />
                  ) : (
                    <WorkerList round={round} visits={visits} {...(editable ? { onOpen: setOpen } : {})} />
                  )}
                </>
              )}
              {!has && !working(data) && (
                <Empty title={t.plan.none}>
                  <p>{t.board.empty}</p>
                  <p class="buttons">
                    <ButtonLink href={`/koordinaator/voorud/${round.id}/keskused`}>
                      {t.plan.seeCentres}
                    </ButtonLink>
                    <ButtonLink href={`/koordinaator/voorud/${round.id}/tootajad`}>
                      {t.plan.seeWorkers}
                    </ButtonLink>
                  </p>
                </Empty>
              )}
              <AddVisit round={round} place={adding} onClose={() => setAdding(null)} onEdit={onEdit} />
              <VisitDialog
                round={round}
                visits={visits}
                visit={open ? (visits.find((v) => v.id === open.id) ?? null) : null}
                onClose={() => setOpen(null)}
                onEdit={onEdit}
                onStale={onStale}
              />
            </>
          );
        }}
      </Loaded>
    </div>
  );
}
