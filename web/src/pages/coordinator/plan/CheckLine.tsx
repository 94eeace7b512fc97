// How the plan stands with checks (R1), said as soon as there is a plan: what hosts still have to accept, what ends early.
import { useMemo } from 'preact/hooks';
import { today } from '../../../i18n/dates';
import { board as texts } from '../../../i18n/parts';
import { uncheckedOf } from '../model/approval';
import type { Round, Visit } from '../model/board';

export function CheckLine({ round, visits }: { round: Round; visits: readonly Visit[] }) {
  const t = texts.t.checks;
  const now = today();
  const unchecked = useMemo(() => uncheckedOf(round, visits, now), [round, visits, now]);
  if (round.state === 'closed' || unchecked === 0) return null;
  return (
    <p class="proof no-print">
      {t.open(unchecked)} <a href={`/koordinaator/voorud/${round.id}/kooskolastus`}>{t.see}</a>
    </p>
  );
}
