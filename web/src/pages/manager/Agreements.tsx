// "Sobib": what a centre agrees to as an employer and as a host, before a round is published; and who may cover elsewhere.
import { useState } from 'preact/hooks';
import { api, type Centre, Problem, type Schemas } from '../../api';
import { Button, ButtonLink } from '../../components/Button';
import { problemText } from '../../components/ErrorSummary';
import { Checkbox } from '../../components/Field';
import { Empty, Loaded } from '../../components/Loading';
import { Page } from '../../components/Page';
import { Row, Rows, Tag } from '../../components/Rows';
import { toast } from '../../components/Toast';
import { formatDay } from '../../i18n/dates';
import { manager } from '../../i18n/parts';
import { centreOf } from '../../state/region';
import { useResource } from '../../state/resource';
import { useLiveReload } from '../staff/frame';

type Round = Schemas['Round'];
type Visit = Schemas['Visit'];
type Side = Schemas['AgreementInput']['side'];

const agreed = (visit: Visit, side: Side) =>
  side === 'employer' ? visit.employer_agreed === true : visit.host_agreed === true;

interface SideProps {
  round: Round;
  centre: Centre;
  side: Side;
  onRound: (round: Round) => void;
}

/** Those who go from here, or those who come; one press agrees to all that is open. */
function SideOf({ round, centre, side, onRound }: SideProps) {
  const t = manager.t.agreements;
  const [busy, setBusy] = useState(false);
  const workers = new Map(round.workers.map((w) => [w.id, w]));
  const periods = new Map(round.periods.map((p) => [p.id, p]));
  const visits = round.visits.filter((v) =>
    side === 'host' ? v.host === centre.id : workers.get(v.worker)?.home_centre === centre.id,
  );
  if (visits.length === 0) return null;
  const open = visits.filter((v) => !agreed(v, side));
  const answer = async (yes: boolean) => {
    setBusy(true);
    try {
      const seen = (yes ? open : visits).map(({ id, host, period }) => ({ id, host, period }));
      onRound(
        await api.post('/api/v1/rounds/{id}/agreements', {
          path: { id: round.id },
          body: { centre: centre.id, side, agreed: yes, visits: seen },
        }),
      );
      toast(yes ? t.done : t.takenBack);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      toast(problemText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section>
      <h3>{side === 'employer' ? t.goes : t.comes}</h3>
      <Rows>
        {visits.map((visit) => {
          const period = periods.get(visit.period);
          const other = side === 'employer' ? visit.host : (workers.get(visit.worker)?.home_centre ?? '');
          return (
            <Row key={visit.id} title={workers.get(visit.worker)?.name ?? ''}>
              <p>
                {period && (
                  <span class="when">
                    {formatDay(period.first)} – {formatDay(period.last)}
                  </span>
                )}{' '}
                {side === 'employer' ? '→' : '←'} {centreOf(other)?.name ?? other}{' '}
                {agreed(visit, side) && <Tag tone="good">{t.agreed}</Tag>}
              </p>
            </Row>
          );
        })}
      </Rows>
      <p class="buttons">
        {open.length > 0 ? (
          <Button kind="primary" busy={busy} onClick={() => answer(true)}>
            {t.agree}
          </Button>
        ) : (
          <Button kind="quiet" busy={busy} onClick={() => answer(false)}>
            {t.takeBack}
          </Button>
        )}
      </p>
    </section>
  );
}

function OneRound({ id, centre }: { id: string; centre: Centre }) {
  const round = useResource(`agreements ${id}`, (signal) =>
    api.get('/api/v1/rounds/{id}', { path: { id }, signal }),
  );
  useLiveReload(`centre:${centre.id}`, round.reload);
  return (
    <Loaded of={round}>
      {(data) => (
        <section>
          <h2>{data.name}</h2>
          <SideOf round={data} centre={centre} side="employer" onRound={round.set} />
          <SideOf round={data} centre={centre} side="host" onRound={round.set} />
        </section>
      )}
    </Loaded>
  );
}

function Cover({ centre }: { centre: Centre }) {
  const t = manager.t.agreements;
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
  const t = manager.t.agreements;
  const rounds = useResource('rounds to agree', (signal) => api.get('/api/v1/rounds', { signal }));
  return (
    <Page title={t.title} lead={t.lead}>
      <Loaded of={rounds}>
        {(data) => {
          const asked = data.rounds.filter((round) => round.state === 'approving');
          const published = data.rounds.filter((round) => round.state === 'published');
          return (
            <>
              {asked.length === 0 ? (
                <Empty title={t.none}>
                  <p>{t.noneHelp}</p>
                </Empty>
              ) : (
                asked.map((round) => <OneRound key={round.id} id={round.id} centre={centre} />)
              )}
              {published.map((round) => (
                <section key={round.id}>
                  <h2>{round.name}</h2>
                  <ButtonLink href={`/keskus/${centre.id}/voorud/${round.id}`}>
                    {manager.t.orders.open}
                  </ButtonLink>
                </section>
              ))}
            </>
          );
        }}
      </Loaded>
      <Cover centre={centre} />
    </Page>
  );
}
