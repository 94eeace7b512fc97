// A proposal as the page shows it: by need, by person, what can be chosen, what an edit cost. No browser in here.
import type { Schemas } from '../../../api';

export type Pairing = Schemas['Pairing'];
export type Pair = Schemas['PairingPair'];
export type PairingNeed = Schemas['PairingNeed'];
export type Edit = Schemas['PairingEdit'];

/** As many as one request takes. */
export const mostAtOnce = 300;

export const keyOf = ({ person, need }: { person: string; need: string }): string => `${person} ${need}`;

export const needsById = (needs: readonly PairingNeed[]): Map<string, PairingNeed> =>
  new Map(needs.map((need) => [need.id, need]));

/** Whoever nobody has asked yet (or whose invitation came to nothing), and for whom nothing stands against it. */
export const canInvite = (pair: Pair): boolean =>
  pair.changed.length === 0 &&
  (pair.invitation === null || pair.invitation === 'withdrawn' || pair.invitation === 'expired');

/** While an invitation waits, or once it was answered, its pair stays as it is. */
export const canEdit = (pair: Pair): boolean =>
  !(pair.sent && (pair.invitation === 'sent' || pair.invitation === 'accepted'));

const startOf = (need: PairingNeed): string => need.shifts[0]?.from ?? '';

export interface NeedGroup {
  need: PairingNeed;
  pairs: Pair[];
}

/** Needs with somebody proposed: the soonest first. */
export function byNeed(pairing: Pairing): NeedGroup[] {
  const groups = new Map<string, Pair[]>();
  for (const pair of pairing.pairs) groups.set(pair.need, [...(groups.get(pair.need) ?? []), pair]);
  return pairing.needs
    .filter((need) => groups.has(need.id))
    .map((need) => ({ need, pairs: groups.get(need.id) ?? [] }))
    .sort((a, b) => startOf(a.need).localeCompare(startOf(b.need)) || a.need.id.localeCompare(b.need.id));
}

export interface PersonGroup {
  person: string;
  name: string;
  pairs: Pair[];
}

export function byPerson(pairing: Pairing): PersonGroup[] {
  const groups = new Map<string, PersonGroup>();
  for (const pair of pairing.pairs) {
    const group = groups.get(pair.person) ?? { person: pair.person, name: pair.first_name, pairs: [] };
    group.pairs.push(pair);
    groups.set(pair.person, group);
  }
  return [...groups.values()].sort(
    (a, b) => a.name.localeCompare(b.name) || a.person.localeCompare(b.person),
  );
}

export interface OpenGroup {
  need: PairingNeed;
  open: Pairing['open'];
}

export function openByNeed(pairing: Pairing, centre: string): OpenGroup[] {
  return pairing.needs
    .filter((need) => centre === '' || need.centre === centre)
    .map((need) => ({ need, open: pairing.open.filter((seat) => seat.need === need.id) }))
    .filter((group) => group.open.length > 0)
    .sort((a, b) => startOf(a.need).localeCompare(startOf(b.need)) || a.need.id.localeCompare(b.need.id));
}

/** The centres that open seats are at: [code, name], by name. */
export function openCentres(pairing: Pairing): [string, string][] {
  const needs = needsById(pairing.needs);
  const found = new Map<string, string>();
  for (const { need } of pairing.open) {
    const known = needs.get(need);
    if (known) found.set(known.centre, known.centre_name);
  }
  return [...found].sort((a, b) => a[1].localeCompare(b[1]));
}

/** Other pairs than the edited one that came or went. */
export function alsoMoved(edit: Edit, edited: string): { added: number; removed: number } {
  const others = (seats: Edit['added']) => new Set(seats.map(keyOf).filter((key) => key !== edited)).size;
  return { added: others(edit.added), removed: others(edit.removed) };
}

/** Names for a sentence: the first few, and how many more. */
export function fewNames(pairs: readonly Pair[], most: number): { names: string; more: number } {
  const names = [...new Map(pairs.map((pair) => [pair.person, pair.first_name])).values()];
  return { names: names.slice(0, most).join(', '), more: Math.max(0, names.length - most) };
}
