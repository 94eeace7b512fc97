// A way out shown on the board before it is taken: what it does to cover, who would hear of it, and the two presses.
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, Problem, type Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { focusHeading } from '../../../components/Page';
import { toast } from '../../../components/Toast';
import { board as texts } from '../../../i18n/parts';
import type { Plan, Round, Visit } from '../model/board';
import { coverChanges } from '../model/cover';
import { type Repair, repaired, toldOf } from '../model/repairs';
import { isFixed } from '../round/Fixed';
import { shortName } from '../round/fields';
import { RepairMoves, repairHead } from './RepairDialog';
import { refusalText } from './rules';
import { coverSaid } from './said';
import { useBoards } from './useBoard';

export interface Preview {
  visit: Visit;
  repair: Repair;
}

interface Props extends Preview {
  round: Round;
  plan: Plan;
  visits: readonly Visit[];
  onTaken: (edit: Schemas['VisitEdit']) => void;
  onStale: () => void;
  /** Back to the list of ways out. */
  onOthers: () => void;
  onClose: () => void;
}

/** Only once it is published do others know of the plan. */
function Told({ round, repair }: { round: Round; repair: Repair }) {
  const t = texts.t.repair;
  if (!isFixed(round)) return null;
  const { workers, centres } = toldOf(round, repair);
  return <p>{t.tells(workers.join(', '), centres.map(shortName).join(', '))}</p>;
}

export function RepairPreview(props: Props) {
  const { round, plan, visits, visit, repair, onTaken, onStale, onOthers, onClose } = props;
  const t = texts.t.repair;
  const head = useRef<HTMLHeadingElement>(null);
  // After the dialog has closed and given the focus back to what opened it: what changes stands above this bar.
  useEffect(() => {
    head.current?.focus({ preventScroll: true });
    document
      .querySelector('.visit-fresh, .worker-fresh')
      ?.scrollIntoView({ block: 'start', inline: 'center' });
  }, []);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const boardWith = useBoards(round, plan.staffing);
  const cover = coverChanges(boardWith(visits), boardWith(repaired(visits, repair)));
  const take = async () => {
    setBusy(true);
    setRefused(null);
    try {
      const { id, version } = round;
      onTaken(
        await api.post('/api/v1/rounds/{id}/edits', { path: { id }, version, body: repair.edit ?? {} }),
      );
      toast(isFixed(round) ? t.takenTold : t.taken, { ms: 8_000 });
      focusHeading();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 412) onStale();
      setRefused(error.status === 412 ? t.stale : refusalText(round, error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="save-bar repair-preview no-print" aria-labelledby="repair-head">
      <div>
        <h2 id="repair-head" tabIndex={-1} ref={head}>
          {t.previewTitle(repairHead(repair))}
        </h2>
        <RepairMoves round={round} visit={visit} repair={repair} />
        {cover.length > 0 && <p>{coverSaid(cover)}.</p>}
        <Told round={round} repair={repair} />
        {refused && (
          <p class="notice notice-warn" role="alert">
            {refused}
          </p>
        )}
      </div>
      <div class="buttons">
        <Button kind="primary" small busy={busy} onClick={take}>
          {isFixed(round) ? t.takeTell : t.take}
        </Button>
        <Button small onClick={onOthers}>
          {t.others}
        </Button>
        <Button small kind="quiet" onClick={onClose}>
          {t.leave}
        </Button>
      </div>
    </section>
  );
}
