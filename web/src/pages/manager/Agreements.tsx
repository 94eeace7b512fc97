// "Sobib": what a centre agrees to as an employer and as a host, and which checks of others it accepts in the same press,
// before a round is published and for what changes afterwards; and who may cover elsewhere.
import { useEffect, useState } from 'preact/hooks';
import { api, type Centre, Problem } from '../../api';
import { Button, ButtonLink } from '../../components/Button';
import { problemText } from '../../components/ErrorSummary';
import { Checkbox } from '../../components/Field';
import { Empty, Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { Part } from '../../components/Part';
import { Row, Rows, Tag } from '../../components/Rows';
import { toast } from '../../components/Toast';
import { formatDay } from '../../i18n/dates';
import { rounds as texts } from '../../i18n/rounds';
import { centreOf } from '../../state/region';
import { useResource } from '../../state/resource';
import { speaksFor, useAct, useLiveReload } from '../staff/frame';
import { VisitCheckLine } from '../staff/VisitCheck';
import { CheckDialog, type Checked } from './CheckDialog';
import {
  acceptOf,
  agreed,
  changedSince,
  isAhead,
  isOpen,
  type Round,
  type Side,
  type Visit,
  wantedOf,
  wantsCheck,
} from './model/agreements';

interface SideProps {
  round: Round;
  centre: Centre;
  side: Side;
  onRound: (round: Round) => void;
  onCheck: (person: Checked) => void;
}

interface VisitProps {
  round: Round;
  visit: Visit;
  centre: Centre;
  side: Side;
  onCheck: (person: Checked) => void;
}

function VisitRow({ round, visit, centre, side, onCheck }: VisitProps) {
  const t = texts.t.agreements;
  const worker = round.workers.find((w) => w.id === visit.worker);
  const period = round.periods.find((p) => p.id === visit.period);
  const name = worker?.name ?? '';
  const other = side === 'employer' ? visit.host : (worker?.home_centre ?? '');
  const mend = wantsCheck(visit, side);
  return (
    <Row
      title={name}
      actions={
        mend &&
        speaksFor(centre) && (
          <Button small aria-label={t.recordName(name)} onClick={() => onCheck({ id: visit.worker, name })}>
            {t.record}
          </Button>
        )
      }
    >
      <p>
        {period && (
          <span class="when">
            {formatDay(period.first)} – {formatDay(period.last)}
          </span>
        )}{' '}
        {side === 'employer' ? '→' : '←'} {centreOf(other)?.name ?? other}{' '}
        {agreed(visit, side) && <Tag tone="good">{t.agreed}</Tag>}
      </p>
      {visit.check && (side === 'host' || mend) && (
        <VisitCheckLine check={visit.check} last={period?.last ?? ''} />
      )}
    </Row>
  );
}

/** Answers of the server that mean: what was shown is not so any more. */
const overtaken = [404, 409];

/** The press: what it says is what it does. */
function AgreeButtons({ round, centre, side, onRound, visits }: SideProps & { visits: readonly Visit[] }) {
  const t = texts.t.agreements;
  const { busy, act } = useAct();
  const open = visits.filter((v) => isOpen(v, side));
  const accepted = open.filter((v) => acceptOf(v, side));
  // So that the next press says what is true now.
  const readAgain = async (problem: Problem) => {
    const fresh = await api.get('/api/v1/rounds/{id}', { path: { id: round.id } });
    onRound(fresh);
    const names = changedSince(visits, fresh, side).map(
      ({ worker }) => round.workers.find((w) => w.id === worker)?.name ?? worker,
    );
    toast(`${problemText(problem)} ${t.readAgain([...new Set(names)].join(', '))}`, { ms: 12_000 });
  };
  const send = async (yes: boolean) => {
    try {
      const seen = (yes ? open : visits).map((visit) => {
        const accept = yes ? acceptOf(visit, side) : null;
        return { id: visit.id, host: visit.host, period: visit.period, ...(accept && { accept }) };
      });
      onRound(
        await api.post('/api/v1/rounds/{id}/agreements', {
          path: { id: round.id },
          body: { centre: centre.id, side, agreed: yes, visits: seen },
        }),
      );
      toast(yes ? (accepted.length > 0 ? t.doneAccepted(accepted.length) : t.done) : t.takenBack);
    } catch (error) {
      if (!(error instanceof Problem) || !overtaken.includes(error.status)) throw error;
      await readAgain(error);
    }
  };
  const answer = (yes: boolean) => act('answer', () => send(yes));
  if (!speaksFor(centre)) return null;
  if (open.length === 0)
    return round.state === 'published' ? null : (
      <p class="buttons">
        <Button kind="quiet" busy={busy !== null} onClick={() => answer(false)}>
          {t.takeBack}
        </Button>
      </p>
    );
  const agrees = open.some((v) => !agreed(v, side));
  const n = accepted.length;
  return (
    <>
      {n > 0 && <p class="hint">{t.acceptHelp}</p>}
      {side === 'host' && agrees && open.some((v) => wantsCheck(v, side)) && (
        <p class="hint">{round.state === 'published' ? t.withoutCheckLate : t.withoutCheck}</p>
      )}
      <p class="buttons">
        <Button kind="primary" busy={busy !== null} onClick={() => answer(true)}>
          {n === 0 ? t.agree : agrees ? t.agreeAccept(n) : t.accept(n)}
        </Button>
      </p>
    </>
  );
}

/** Those who go from here, or those who come; one press agrees to all that is open. */
function SideOf(props: SideProps) {
  const { round, centre, side, onCheck } = props;
  const t = texts.t.agreements;
  const home = new Map(round.workers.map((w) => [w.id, w.home_centre]));
  const all = round.visits.filter((v) => (side === 'host' ? v.host : home.get(v.worker)) === centre.id);
  const visits =
    round.state === 'published'
      ? all.filter((v) => isAhead(round, v) && (isOpen(v, side) || wantsCheck(v, side)))
      : all;
  if (visits.length === 0) return null;
  return (
    <Part level={3} title={side === 'employer' ? t.goes : t.comes}>
      <Rows>
        {visits.map((visit) => (
          <VisitRow
            key={visit.id}
            round={round}
            visit={visit}
            centre={centre}
            side={side}
            onCheck={onCheck}
          />
        ))}
      </Rows>
      <AgreeButtons {...props} visits={visits} />
    </Part>
  );
}

interface OneProps {
  id: string;
  centre: Centre;
  onCheck: (person: Checked) => void;
  /** Grows when a check was written down. */
  turn: number;
}

function OneRound({ id, centre, onCheck, turn }: OneProps) {
  const round = useResource(`agreements ${id}`, (signal) =>
    api.get('/api/v1/rounds/{id}', { path: { id }, signal }),
  );
  useLiveReload(`centre:${centre.id}`, round.reload);
  useEffect(() => {
    if (turn > 0) round.reload();
  }, [turn]);
  const t = texts.t.agreements;
  const data = round.data;
  if (data?.state === 'published') {
    const wanted = wantedOf(data, centre.id);
    const heads = { answer: t.changed, check: t.unchecked };
    return (
      <Part title={wanted ? heads[wanted](data.name) : data.name}>
        {wanted && (
          <>
            <SideOf round={data} centre={centre} side="employer" onRound={round.set} onCheck={onCheck} />
            <SideOf round={data} centre={centre} side="host" onRound={round.set} onCheck={onCheck} />
          </>
        )}
        <ButtonLink href={`/keskus/${centre.id}/voorud/${id}`}>{texts.t.orders.open}</ButtonLink>
      </Part>
    );
  }
  return (
    <Loaded of={round}>
      {(data) => (
        <Part title={data.name}>
          <SideOf round={data} centre={centre} side="employer" onRound={round.set} onCheck={onCheck} />
          <SideOf round={data} centre={centre} side="host" onRound={round.set} onCheck={onCheck} />
        </Part>
      )}
    </Loaded>
  );
}

function Cover({ centre }: { centre: Centre }) {
  const t = texts.t.agreements;
  const list = useResource(`cover ${centre.id}`, (signal) => api.get('/api/v1/workers', { signal }));
  const set = async (id: string, yes: boolean) => {
    try {
      await api.post('/api/v1/workers/{id}/cover-agreement', { path: { id }, body: { agreed: yes } });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      toast(problemText(error));
    }
    list.reload();
  };
  return (
    <Loaded of={list}>
      {({ workers }) => {
        const own = workers.filter((w) => w.home_centre === centre.id);
        if (own.length === 0) return null;
        return (
          <section>
            <h2>{t.cover}</h2>
            <p class="soft">{t.coverHelp}</p>
            {own.map((w) => (
              <Checkbox
                key={w.id}
                name={`cover-${w.id}`}
                label={w.name}
                checked={w.cover_agreed === true}
                onValue={(yes) => set(w.id, yes)}
              />
            ))}
          </section>
        );
      }}
    </Loaded>
  );
}

export function Agreements({ centre }: { centre: Centre }) {
  const t = texts.t.agreements;
  const [checked, setChecked] = useState<Checked | null>(null);
  const [turn, setTurn] = useState(0);
  const one = { centre, onCheck: setChecked, turn };
  const rounds = useResource('rounds to agree', (signal) => api.get('/api/v1/rounds', { signal }));
  return (
    <Page title={t.title} lead={t.lead}>
      <Loaded of={rounds}>
        {(data) => {
          const asked = data.rounds.filter((round) => round.state === 'approving');
          const published = data.rounds.filter((round) => round.state === 'published');
          return (
            <>
              {asked.length + published.length === 0 && (
                <Empty title={t.none}>
                  <p>{t.noneHelp}</p>
                </Empty>
              )}
              {[...asked, ...published].map((round) => (
                <OneRound key={round.id} id={round.id} {...one} />
              ))}
            </>
          );
        }}
      </Loaded>
      <Cover centre={centre} />
      <CheckDialog
        person={checked}
        centre={centre}
        onClose={() => setChecked(null)}
        onSaved={() => setTurn(turn + 1)}
      />
    </Page>
  );
}
