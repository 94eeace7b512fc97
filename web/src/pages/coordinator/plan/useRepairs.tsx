// From "somebody cannot go" to a way out that was taken: which visit it is about, and which way out the board shows.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Schemas } from '../../../api';
import type { Plan, Round, Visit } from '../model/board';
import { repaired } from '../model/repairs';
import { RepairDialog } from './RepairDialog';
import { type Preview, RepairPreview } from './RepairPreview';

interface Given {
  round: Round;
  plan: Plan;
  visits: readonly Visit[];
  onEdit: (reply: Schemas['VisitEdit']) => void;
  onStale: () => void;
}

export interface Repairs {
  /** The visits that the board draws: as they are, or as the way out that is looked at would leave them. */
  shown: readonly Visit[];
  previewing: boolean;
  /** Looks for ways out for a visit whose worker cannot go. */
  find: (visit: Visit) => void;
  /** The list of ways out, and the bar under a board that shows one; stands last on the page. */
  view: ComponentChildren;
}

export function useRepairs({ round, plan, visits, onEdit, onStale }: Given): Repairs {
  const [about, setAbout] = useState<Visit | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const find = (visit: Visit) => {
    setPreview(null);
    setAbout(visit);
  };
  const look = (visit: Visit, repair: Preview['repair']) => {
    setAbout(null);
    setPreview({ visit, repair });
  };
  return {
    shown: preview ? repaired(visits, preview.repair) : visits,
    previewing: preview !== null,
    find,
    view: (
      <>
        <RepairDialog round={round} visit={about} onClose={() => setAbout(null)} onPreview={look} />
        {preview && (
          <RepairPreview
            {...preview}
            round={round}
            plan={plan}
            visits={visits}
            onTaken={(reply) => {
              setPreview(null);
              onEdit(reply);
            }}
            onStale={onStale}
            onOthers={() => find(preview.visit)}
            onClose={() => setPreview(null)}
          />
        )}
      </>
    ),
  };
}
