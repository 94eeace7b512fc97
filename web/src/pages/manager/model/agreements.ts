// What a centre still has to say of a round's visits.
import type { Schemas } from '../../../api';
import { today } from '../../../i18n/dates';

export type Round = Schemas['Round'];
export type Visit = Schemas['Visit'];
export type Side = Schemas['AgreementInput']['side'];

export const agreed = (visit: Visit, side: Side) =>
  side === 'employer' ? visit.employer_agreed === true : visit.host_agreed === true;

/** The check of another municipality that the host accepts in the same press. */
export const acceptOf = (visit: Visit, side: Side) =>
  side === 'host' ? (visit.check?.accept ?? null) : null;

export const isOpen = (visit: Visit, side: Side) => !agreed(visit, side) || acceptOf(visit, side) !== null;

/** Nobody but somebody who checks can mend this. */
export const wantsCheck = (visit: Visit, side: Side) =>
  visit.check?.state === 'ends_early' ||
  visit.check?.state === 'missing' ||
  (side === 'host' && visit.check?.state === 'origin_missing');

export const isAhead = (round: Round, visit: Visit) =>
  (round.periods.find((p) => p.id === visit.period)?.last ?? '') >= today();

/** Of the visits that were shown, those that are not what they were: gone, moved, answered, or with another check. */
export function changedSince(shown: readonly Visit[], fresh: Round, side: Side): Visit[] {
  return shown.filter((was) => {
    const now = fresh.visits.find((v) => v.id === was.id);
    return (
      !now ||
      now.host !== was.host ||
      now.period !== was.period ||
      now.check?.state !== was.check?.state ||
      agreed(now, side) !== agreed(was, side) ||
      acceptOf(now, side) !== acceptOf(was, side)
    );
  });
}

export type Wanted =
  /** Somebody has to say "Sobib". */
  | 'answer'
  /** All is agreed; the host cannot rely on somebody's check yet. */
  | 'check';

/** What the centre still has to do, of visits that are not over: of a published round, for what moved or lapsed since. */
export function wantedOf(round: Round, centre: string): Wanted | null {
  const home = new Map(round.workers.map((w) => [w.id, w.home_centre]));
  const some = (lacks: (visit: Visit, side: Side) => boolean) =>
    round.visits.some(
      (v) =>
        isAhead(round, v) &&
        ((v.host === centre && lacks(v, 'host')) || (home.get(v.worker) === centre && lacks(v, 'employer'))),
    );
  if (some((v, side) => !agreed(v, side))) return 'answer';
  return some((v, side) => isOpen(v, side) || wantsCheck(v, side)) ? 'check' : null;
}
