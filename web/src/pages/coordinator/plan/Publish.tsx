import { useState } from 'preact/hooks';
import { api, Problem } from '../../../api';
import { Button } from '../../../components/Button';
import { Dialog } from '../../../components/Dialog';
import { toast } from '../../../components/Toast';
import { common } from '../../../i18n/common';
import { coordinator } from '../../../i18n/parts';
import { type Visit, whoIsTold } from '../model/board';
import type { RoundPart } from '../round/RoundPages';
import { refusalText } from './rules';

/** Others are told, so it asks first, and says whom. */
export function Publish({ round, visits, onRound, onStale }: RoundPart & { visits: readonly Visit[] }) {
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
        <div class="buttons">
          <Button kind="primary" busy={busy} onClick={publish}>
            {t.publishYes}
          </Button>
          <Button kind="quiet" onClick={() => setOpen(false)}>
            {common.t.cancel}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
