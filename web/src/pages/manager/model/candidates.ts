// Candidates of a need as the page shows them.
import type { Schemas } from '../../../api';

export type Candidate = Schemas['Candidate'];
export type Invitation = Schemas['Invitation'];

/** The best `count` people who are not asked now and said nothing yet, in the order of the list. */
export function nextToInvite(candidates: readonly Candidate[], count: number): Candidate[] {
  return candidates.filter((c) => c.invitation === null || c.invitation === 'withdrawn').slice(0, count);
}

/** The seconds in which an undo is still quiet; 0 when it is not (an urgent need tells at once). */
export function undoMs(invitations: readonly Invitation[], nowMs: number): number {
  const ends = invitations.map((i) => (i.undo_until ? Date.parse(i.undo_until) - nowMs : 0));
  return ends.length === 0 ? 0 : Math.max(0, Math.min(...ends));
}

export interface Answers {
  /** Offers that wait for the centre. */
  offers: Invitation[];
  /** Asked, not answered. */
  asked: Invitation[];
  accepted: Invitation[];
  declined: Invitation[];
}

export function sortAnswers(invitations: readonly Invitation[]): Answers {
  const of = (state: Invitation['state'], kind?: Invitation['kind']) =>
    invitations.filter((i) => i.state === state && (!kind || i.kind === kind));
  return {
    offers: of('sent', 'offer'),
    asked: of('sent', 'invitation'),
    accepted: of('accepted'),
    declined: of('declined'),
  };
}
