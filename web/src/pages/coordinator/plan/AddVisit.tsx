import { useState } from 'preact/hooks';
import { Dialog } from '../../../components/Dialog';
import { DialogButtons } from '../../../components/DialogButtons';
import { Select } from '../../../components/Field';
import { coordinator } from '../../../i18n/parts';
import type { Round } from '../model/board';
import { periodDays, periodName } from '../round/fields';
import type { Place } from './BoardTable';
import type { PlanEdits } from './usePlanEdits';

interface Props {
  round: Round;
  /** Where it is wanted; null: closed, an empty place: anywhere. */
  place: Partial<Place> | null;
  onClose: () => void;
  edits: PlanEdits;
}

function AddForm({ round, place, edits, onClose }: Props) {
  const t = coordinator.t.board;
  const workers = round.workers.filter((w) => w.takes_part);
  const first = workers.find((w) => w.home_centre !== place?.host);
  const [worker, setWorker] = useState(first?.id ?? '');
  const [period, setPeriod] = useState(place?.period ?? round.periods[0]?.id ?? '');
  const home = workers.find((w) => w.id === worker)?.home_centre;
  const hosts = round.centres.filter((c) => c.takes_part && c.id !== home);
  const [host, setHost] = useState(place?.host ?? '');
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const chosen = hosts.some((c) => c.id === host) ? host : (hosts[0]?.id ?? '');
  const add = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setRefused(null);
    const why = await edits.run({ kind: 'add', at: { worker, host: chosen, period }, pinned: true });
    setBusy(false);
    setRefused(why);
    if (!why) onClose();
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
      <DialogButtons type="submit" busy={busy} onCancel={onClose}>
        {t.addYes}
      </DialogButtons>
    </form>
  );
}

/** A visit by hand; it is pinned, since somebody wants it. */
export function AddVisit(props: Props) {
  const { place, onClose } = props;
  return (
    <Dialog title={coordinator.t.board.addTitle} open={place !== null} onClose={onClose}>
      {place && <AddForm {...props} />}
    </Dialog>
  );
}
