// The plan of a round: the job that makes it, its worth, the board, publishing. Its own chunk: most visits need less.
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, Problem, type Schemas } from '../../api';
import { Button, ButtonLink } from '../../components/Button';
import { problemText } from '../../components/ErrorSummary';
import { Icon } from '../../components/Icon';
import { Empty, Loaded } from '../../components/Loading';
import { toast } from '../../components/Toast';
import { formatDay } from '../../i18n/dates';
import { coordinator, board as texts } from '../../i18n/parts';
import { kept } from '../../lib/kept';
import { useResource } from '../../state/resource';
import { useLiveReload } from '../staff/frame';
import type { Plan, Visit } from './model/board';
import { moveEdit, whereOf } from './model/edits';
import type { MoveChoice } from './model/moves';
import { AddVisit } from './plan/AddVisit';
import { BoardTable, type Place } from './plan/BoardTable';
import { BrokenVisits } from './plan/BrokenVisits';
import { CellDialog } from './plan/CellDialog';
import { CheckLine } from './plan/CheckLine';
import { Compare } from './plan/Compare';
import { Uncovered } from './plan/CoverDays';
import { Cycles } from './plan/Cycles';
import { Dropouts } from './plan/Dropouts';
import { Fairness } from './plan/Fairness';
import { Files } from './plan/Files';
import { forbidPeriod, shutCentre } from './plan/forbid';
import { HistoryBar } from './plan/HistoryBar';
import { PlanJob, PlanLine, ProofLine } from './plan/PlanJob';
import { PlanMap } from './plan/PlanMap';
import { usePaper } from './plan/PrintBoard';
import { Publish } from './plan/Publish';
import { useBoards, useKept } from './plan/useBoard';
import { usePlanEdits } from './plan/usePlanEdits';
import { useRepairs } from './plan/useRepairs';
import { VisitDialog } from './plan/VisitDialog';
import { WorkerList } from './plan/WorkerList';
import { FixedNotice, isFixed } from './round/Fixed';
import type { RoundPart } from './round/RoundPages';

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

const views = ['centres', 'workers', 'map', 'cycles', 'fairness', 'compare'] as const;
type View = (typeof views)[number];
/** Where the table does not fit, the same plan by worker comes first. */
const narrow = '(max-width: 40rem)';

function Views({ view, onView }: { view: View; onView: (view: View) => void }) {
  return (
    <fieldset class="segments" aria-label={coordinator.t.board.view}>
      {views.map((v) => (
        <button type="button" key={v} aria-pressed={view === v} onClick={() => onView(v)}>
          {texts.t.views[v]}
        </button>
      ))}
    </fieldset>
  );
}

interface BoardProps extends RoundPart {
  plan: Plan;
  onPlan: (plan: Plan) => void;
}

/** A plan that has visits: looked at from six sides, and changed by hand. */
function Board({ round, plan, onPlan, onRound, onStale }: BoardProps) {
  const t = coordinator.t;
  const page = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<View>(() => (matchMedia(narrow).matches ? 'workers' : 'centres'));
  const [adding, setAdding] = useState<Partial<Place> | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const [cell, setCell] = useState<Place | null>(null);
  const stored = plan.visits.length > 0 || working(plan) ? plan.visits : round.visits;
  const [opened] = useState(stored);

  /** An edit answers with the visits as they are now. */
  const onEdit = (edit: Schemas['VisitEdit']) => {
    onRound({ ...round, version: edit.round_version, visits: edit.visits });
    onPlan({ ...plan, objective: edit.objective, visits: edit.visits });
  };
  const boardWith = useBoards(round, plan.staffing);
  const edits = usePlanEdits({ round, visits: stored, boardWith, onEdit, onStale });
  const repairs = useRepairs({ round, plan, visits: edits.visits, onEdit, onStale });
  const editable = !isFixed(round) && !working(plan) && !repairs.previewing;
  const visits = repairs.shown;
  const board = boardWith(visits);
  usePaper({ round, board }, page);
  const cover = useResource(
    `cover ${round.id} ${round.version}`,
    (signal) => api.get('/api/v1/rounds/{id}/cover', { path: { id: round.id }, signal }),
    { keep: true },
  );

  const run = async (edit: Parameters<typeof edits.run>[0]) => {
    const why = await edits.run(edit);
    if (why) toast(why, { ms: 8_000 });
  };
  const onMove = (visit: Visit, choice: MoveChoice) => run(moveEdit(visits, visit, choice));
  const onPin = (visit: Visit) => run({ kind: 'pin', at: whereOf(visit), pinned: !visit.pinned });
  const onRemove = (visit: Visit) => run({ kind: 'remove', at: whereOf(visit), pinned: visit.pinned });
  /** A change of what the plan rests on; null, or why it was not done. */
  const change = async (body: Schemas['RoundChange'], said: string) => {
    try {
      const { id, version } = round;
      onRound(await api.patch('/api/v1/rounds/{id}', { path: { id }, version, body }));
      toast(said);
      return null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 412) onStale();
      return error.status === 412 ? texts.t.edit.stale : problemText(error);
    }
  };
  const shown = open ? (visits.find((v) => v.id === open) ?? null) : null;
  const openVisit = (visit: Visit) => {
    setCell(null);
    setOpen(visit.id);
  };
  return (
    <div class={`board-view board-view-${view}`} ref={page}>
      {!working(plan) && <PlanLine plan={plan} />}
      <ProofLine board={board} verified={plan.verified === true} />
      {!working(plan) && !repairs.previewing && <CheckLine round={round} visits={visits} />}
      {cover.data && !repairs.previewing && <Uncovered round={round} cover={cover.data} onCell={setCell} />}
      {round.state === 'published' && !repairs.previewing && (
        <Dropouts round={round} visits={visits} onVisit={repairs.find} />
      )}
      {editable && <BrokenVisits round={round} visits={visits} onVisit={openVisit} />}
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
            {view === 'workers' ? t.plan.printList : t.plan.print}
          </Button>
          <Files round={round} />
          {editable && <Publish round={round} visits={visits} onRound={onRound} onStale={onStale} />}
        </span>
      </div>
      {editable && <HistoryBar edits={edits} />}
      {view === 'centres' && (
        <BoardTable
          round={round}
          board={board}
          visits={visits}
          editable={editable}
          onVisit={openVisit}
          onCell={setCell}
          onMove={onMove}
          onPin={onPin}
          onRemove={onRemove}
        />
      )}
      {view === 'workers' && (
        <WorkerList round={round} visits={visits} {...(editable ? { onOpen: openVisit } : {})} />
      )}
      {view === 'map' && <PlanMap round={round} visits={visits} />}
      {view === 'cycles' && <Cycles round={round} visits={visits} />}
      {view === 'fairness' && <Fairness round={round} visits={visits} />}
      {view === 'compare' && (
        <Compare
          round={round}
          visits={visits}
          opened={opened}
          editable={editable}
          onChosen={onEdit}
          onStale={onStale}
        />
      )}
      <CellDialog
        round={round}
        board={board}
        place={cell}
        cover={repairs.previewing ? null : cover.data}
        onCover={cover.reload}
        editable={editable}
        onClose={() => setCell(null)}
        onVisit={openVisit}
        onAdd={(place) => {
          setCell(null);
          setAdding(place);
        }}
        onShut={(place, shut) => change(...shutCentre(round, place, shut))}
      />
      <AddVisit round={round} place={adding} onClose={() => setAdding(null)} edits={edits} />
      <VisitDialog
        round={round}
        visits={visits}
        visit={shown}
        edits={edits}
        onClose={() => setOpen(null)}
        onForbid={(visit) => change(...forbidPeriod(round, visit))}
        onDropout={(visit) => {
          setOpen(null);
          repairs.find(visit);
        }}
      />
      {repairs.view}
    </div>
  );
}

function NoPlan({ id }: { id: string }) {
  const t = coordinator.t;
  return (
    <Empty title={t.plan.none}>
      <p>{t.board.empty}</p>
      <p class="buttons">
        <ButtonLink href={`/koordinaator/voorud/${id}/keskused`}>{t.plan.seeCentres}</ButtonLink>
        <ButtonLink href={`/koordinaator/voorud/${id}/tootajad`}>{t.plan.seeWorkers}</ButtonLink>
      </p>
    </Empty>
  );
}

/** Before a plan is made: how many have not told yet what it will rest on. */
function Unanswered({ round }: Pick<RoundPart, 'round'>) {
  const { id, state, asked, answered, answer_by } = round;
  if (state !== 'collecting' || answered >= asked || !answer_by) return null;
  const t = texts.t.unanswered;
  return (
    <p class="notice">
      {t.said(asked - answered, asked, formatDay(answer_by))}{' '}
      <a href={`/koordinaator/voorud/${id}/vastused`}>{t.see}</a>
    </p>
  );
}

export function PlanPage({ onRound, onStale, ...given }: RoundPart) {
  const round = useKept(given.round);
  const plan = usePlan(round.id, onStale);
  const visits = kept(round.visits, plan.data?.visits);
  const known = useKept(plan.data && visits ? { ...plan.data, visits } : null);
  const fixed = isFixed(round);
  // What draws messages comes with the first one; without a network that would be too late.
  useEffect(() => {
    import('../../components/ToastArea').catch(() => undefined);
  }, []);
  return (
    <div class="board-page">
      <Loaded of={{ ...plan, data: known }}>
        {(data) => {
          const has = data.visits.length > 0 || (!working(data) && round.visits.length > 0);
          return (
            <>
              {fixed && <FixedNotice round={round} />}
              <Unanswered round={round} />
              {!fixed && <PlanJob round={round} plan={data} has={has} onPlan={plan.set} />}
              {has && (
                <Board
                  round={round}
                  plan={data}
                  onPlan={plan.set}
                  onRound={onRound}
                  onStale={() => {
                    onStale();
                    plan.reload();
                  }}
                />
              )}
              {!has && !working(data) && <NoPlan id={round.id} />}
            </>
          );
        }}
      </Loaded>
    </div>
  );
}
