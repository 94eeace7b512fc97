// Closing a round: how it stands, what the press does, who hears of it (nobody), what remains.
import { useState } from 'preact/hooks';
import { api, Problem, type Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { Dialog } from '../../../components/Dialog';
import { DialogButtons } from '../../../components/DialogButtons';
import { problemText } from '../../../components/ErrorSummary';
import { Fact, Facts } from '../../../components/Facts';
import { Loaded } from '../../../components/Loading';
import { focusHeading } from '../../../components/Page';
import { toast } from '../../../components/Toast';
import { formatLongDay, today } from '../../../i18n/dates';
import { coordinator } from '../../../i18n/parts';
import { season } from '../../../i18n/season';
import { useResource } from '../../../state/resource';
import { type Standing, standingOf } from '../model/closing';
import type { RoundPart } from '../round/RoundPages';

/** A number, and where to go while it is not zero. */
function Left({ name, n, href, none }: { name: string; n: number; href: string; none: string }) {
  const said = season.t.closing.left(n);
  return (
    <Fact name={name}>
      {n === 0 ? (
        none
      ) : (
        // Out of its line, as in a list of links, the number alone would say nothing.
        <a href={href} aria-label={`${said}: ${name}`}>
          {said}
        </a>
      )}
    </Fact>
  );
}

function State({ round, standing }: RoundPart & { standing: Standing }) {
  const t = season.t.closing;
  const home = `/koordinaator/voorud/${round.id}`;
  const { over, ahead, last, reports, uncovered, waiting } = standing;
  return (
    <Facts>
      <Fact name={t.visits}>{t.visitsSaid(over, over + ahead)}</Fact>
      {last && <Fact name={t.last}>{formatLongDay(last)}</Fact>}
      <Left name={t.reports} n={reports} href={home} none={t.none} />
      <Left name={t.uncovered} n={uncovered} href={home} none={t.none} />
      <Left name={t.waiting} n={waiting} href={`${home}/kooskolastus`} none={t.none} />
    </Facts>
  );
}

function What({ home }: { home: string }) {
  const t = season.t.closing;
  return (
    <>
      <h3>{t.whatTitle}</h3>
      <ul>
        <li>{t.whatPlan}</li>
        <li>{t.whatTold}</li>
        <li>{t.whatKept}</li>
        <li>
          {t.whatLedger} <a href={`${home}/tasakaal`}>{t.ledger}</a>
        </li>
      </ul>
    </>
  );
}

function CloseButton({ round, onRound, onStale, standing }: RoundPart & { standing: Standing }) {
  const t = season.t.closing;
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const close = async () => {
    setBusy(true);
    setRefused(null);
    try {
      const { id, version } = round;
      const closed = await api.post('/api/v1/rounds/{id}/closing', { path: { id }, version });
      setOpen(false);
      onRound(closed);
      toast(t.done);
      focusHeading();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 412) onStale();
      setRefused(problemText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <p class="buttons">
        <Button kind={standing.ahead > 0 ? 'danger' : 'primary'} onClick={() => setOpen(true)}>
          {t.close}
        </Button>
      </p>
      <Dialog title={t.sure(round.name)} open={open} onClose={() => setOpen(false)}>
        {refused && (
          <p class="notice notice-warn" role="alert">
            {refused}
          </p>
        )}
        {standing.ahead > 0 && <p class="notice notice-warn">{t.early(standing.ahead)}</p>}
        <p>{t.final}</p>
        <DialogButtons
          kind={standing.ahead > 0 ? 'danger' : 'primary'}
          busy={busy}
          onClick={close}
          onCancel={() => setOpen(false)}
        >
          {t.yes}
        </DialogButtons>
      </Dialog>
    </>
  );
}

type Read = { reports: Schemas['Report'][]; cover: Schemas['Cover'] };

export function Closing(props: RoundPart) {
  const { round } = props;
  const t = season.t.closing;
  const { id } = round;
  const home = `/koordinaator/voorud/${id}`;
  const found = useResource(`closing ${id} ${round.version}`, async (signal): Promise<Read> => {
    const path = { id };
    const [{ reports }, cover] = await Promise.all([
      api.get('/api/v1/rounds/{id}/reports', { path, signal }),
      api.get('/api/v1/rounds/{id}/cover', { path, signal }),
    ]);
    return { reports, cover };
  });
  if (round.state !== 'published' && round.state !== 'closed')
    return (
      <>
        <h2>{t.title}</h2>
        <p>{t.notYet}</p>
      </>
    );
  return (
    <>
      <h2>{t.title}</h2>
      {round.state === 'closed' ? (
        <p class="notice notice-good">{coordinator.t.round.over}</p>
      ) : (
        <p>{t.lead}</p>
      )}
      <Loaded of={found}>
        {({ reports, cover }) => {
          const standing = standingOf(round, reports, cover, today());
          return (
            <>
              <State {...props} standing={standing} />
              <What home={home} />
              {round.state === 'published' && <CloseButton {...props} standing={standing} />}
            </>
          );
        }}
      </Loaded>
    </>
  );
}
