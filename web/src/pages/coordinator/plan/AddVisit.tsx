import { useState } from 'preact/hooks';
import { api, Problem, type Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { Dialog } from '../../../components/Dialog';
import { Select } from '../../../components/Field';
import { toast } from '../../../components/Toast';
import { common } from '../../../i18n/common';
import { coordinator } from '../../../i18n/parts';
import type { Round } from '../model/board';
import { periodDays, periodName } from '../round/fields';
import { refusalText } from './rules';

interface Props {
  round: Round;
  onEdit: (edit: Schemas['VisitEdit']) => void;
}

function AddForm({ round, onEdit, onClose }: Props & { onClose: () => void }) {
  const t = coordinator.t.board;
  const workers = round.workers.filter((w) => w.takes_part);
  const [worker, setWorker] = useState(workers[0]?.id ?? '');
  const [period, setPeriod] = useState(round.periods[0]?.id ?? '');
  const home = workers.find((w) => w.id === worker)?.home_centre;
  const hosts = round.centres.filter((c) => c.takes_part && c.id !== home);
  const [host, setHost] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const chosen = hosts.some((c) => c.id === host) ? host : (hosts[0]?.id ?? '');
  const add = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setRefused(null);
    try {
      onEdit(
        await api.post('/api/v1/rounds/{id}/visits', {
          path: { id: round.id },
          body: { worker, host: chosen, period, pinned: true },
        }),
      );
      toast(t.added(workers.find((w) => w.id === worker)?.name ?? ''));
      onClose();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setRefused(refusalText(round, error));
    } finally {
      setBusy(false);
    }
  };
  const centreName = (id: string) => round.centres.find((c) => c.id === id)?.name ?? id;
  return (
    <form onSubmit={add}>
      {refused && (
        <p class="notice notice-warn" role="alert">
          {refused}
        </p>
      )}
      <Select
        name="add-worker"
        label={t.addWorker}
        value={worker}
        choices={workers.map((w) => ({ value: w.id, label: `${w.name} (${centreName(w.home_centre)})` }))}
        onValue={setWorker}
      />
      <Select
        name="add-host"
        label={t.addHost}
        value={chosen}
        choices={hosts.map((c) => ({ value: c.id, label: c.name }))}
        onValue={setHost}
      />
      <Select
        name="add-period"
        label={t.addPeriod}
        value={period}
        choices={round.periods.map((p) => ({ value: p.id, label: `${periodName(p)}, ${periodDays(p)}` }))}
        onValue={setPeriod}
      />
      <div class="buttons">
        <Button kind="primary" type="submit" busy={busy}>
          {t.addYes}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {common.t.cancel}
        </Button>
      </div>
    </form>
  );
}

/** A visit by hand; it is pinned, since somebody wants it. */
export function AddVisit(props: Props) {
  const t = coordinator.t.board;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button small onClick={() => setOpen(true)}>
        {t.add}
      </Button>
      <Dialog title={t.addTitle} open={open} onClose={() => setOpen(false)}>
        {open && <AddForm {...props} onClose={() => setOpen(false)} />}
      </Dialog>
    </>
  );
}
