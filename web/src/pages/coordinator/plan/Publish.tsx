import { useMemo, useState } from 'preact/hooks';
import { api, Problem } from '../../../api';
import { Button } from '../../../components/Button';
import { Dialog } from '../../../components/Dialog';
import { DialogButtons } from '../../../components/DialogButtons';
import { toast } from '../../../components/Toast';
import { today } from '../../../i18n/dates';
import { coordinator, board as texts } from '../../../i18n/parts';
import { approvalOf } from '../model/approval';
import { type Visit, whoIsTold } from '../model/board';
import type { RoundPart } from '../round/RoundPages';
import { refusalText } from './rules';

/** Employers and hosts agree and checks are accepted first; what is missing stands on a page of its own. */
export function Publish(props: RoundPart & { visits: readonly Visit[] }) {
  const { round, onRound, onStale } = props;
  const t = coordinator.t.plan;
  const [busy, setBusy] = useState(false);
  const now = today();
  const { lacking, unchecked, disagreed } = useMemo(() => approvalOf(round, round.visits, now), [round, now]);
  const ask = async () => {
    setBusy(true);
    try {
      onRound(
        await api.post('/api/v1/rounds/{id}/approval', { path: { id: round.id }, version: round.version }),
      );
      toast(t.askedToast);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 412) onStale();
      toast(refusalText(round, error));
    } finally {
      setBusy(false);
    }
  };
  if (round.visits.length > 0 && lacking.length === 0) return <PublishButton {...props} />;
  const asked = round.state === 'approving';
  const all = round.visits.length;
  return (
    <>
      {asked && (
        <a href={`/koordinaator/voorud/${round.id}/kooskolastus`}>
          {disagreed > 0 ? t.agreedOf(all - disagreed, all) : texts.t.checks.open(unchecked)}
        </a>
      )}
      {!asked && (
        <Button kind="primary" small busy={busy} onClick={ask}>
          {t.ask}
        </Button>
      )}
    </>
  );
}

/** Others are told, so it asks first, and says whom. */
function PublishButton({ round, visits, onRound, onStale }: RoundPart & { visits: readonly Visit[] }) {
  const t = coordinator.t.plan;
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const { workers, hosts } = whoIsTold(visits);
  const publish = async () => {
    setBusy(true);
    setRefused(null);
    try {
      onRound(
        await api.post('/api/v1/rounds/{id}/publication', { path: { id: round.id }, version: round.version }),
      );
      toast(t.publishedToast);
      setOpen(false);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 412) onStale();
      setRefused(refusalText(round, error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button kind="primary" small onClick={() => setOpen(true)}>
        {t.publish}
      </Button>
      <Dialog title={t.publishTitle} open={open} onClose={() => setOpen(false)}>
        {refused && (
          <p class="notice notice-warn" role="alert">
            {refused}
          </p>
        )}
        <p>{t.publishTells(workers, hosts)}</p>
        <DialogButtons busy={busy} onClick={publish} onCancel={() => setOpen(false)}>
          {t.publishYes}
        </DialogButtons>
      </Dialog>
    </>
  );
}
