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

/** Is anything still to be said: of a published round, of visits that came or moved since? */
export function isPending(round: Round, centre: string): boolean {
  const home = new Map(round.workers.map((w) => [w.id, w.home_centre]));
  return round.visits.some(
    (v) =>
      isAhead(round, v) &&
      ((v.host === centre && (isOpen(v, 'host') || wantsCheck(v, 'host'))) ||
        (home.get(v.worker) === centre && (isOpen(v, 'employer') || wantsCheck(v, 'employer')))),
  );
}
