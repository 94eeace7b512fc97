// A proposal by need and by person; whom one may invite and what one may edit; what an edit moved besides.
import assert from 'node:assert/strict';
import test from 'node:test';
import {
  alsoMoved,
  byNeed,
  byPerson,
  canEdit,
  canInvite,
  fewNames,
  openByNeed,
  openCentres,
  type Pair,
  type Pairing,
  type PairingNeed,
} from '../src/pages/coordinator/pairings/model';

const names = (et: string) => ({ et, ru: et, en: et });
const need = (id: string, centre: string, from: string): PairingNeed => ({
  id,
  centre,
  centre_name: centre.toUpperCase(),
  activity: 'cooking',
  titles: names('kokandus'),
  state: 'open',
  urgency: 2,
  urgent: false,
  shifts: [{ id: `${id}-s`, from, to: from, seats: 2, filled: 0, awaiting: 0 }],
});
const pair = (person: string, of: string, changes: Partial<Pair> = {}): Pair => ({
  person,
  first_name: `Nimi ${person}`,
  need: of,
  shifts: [{ id: `${of}-s`, score: 100, parts: [] }],
  score: 100,
  flags: [],
  reasons: [],
  pinned: false,
  invitation: null,
  sent: false,
  can_undo: false,
  changed: [],
  ...changes,
});
const pairing = (pairs: Pair[], open: Pairing['open'] = []): Pairing => ({
  summary: {
    id: 'p',
    version: 1,
    scope: 'harju',
    scope_name: 'Harju',
    state: 'ready',
    created: '2027-01-01T10:00:00Z',
    solved: null,
    people: 3,
    open_needs: 2,
    seats: 4,
    filled: pairs.length,
    score: 0,
    proved: true,
    more_at_most: 0,
    score_at_most: 0,
    sent: 0,
  },
  progress: 0,
  stopping: false,
  needs: [need('late', 'loo', '2027-02-02T10:00:00Z'), need('soon', 'kehra', '2027-02-01T10:00:00Z')],
  pairs,
  open,
  rules: [],
  advice: [],
});

test('by need the soonest come first, by person the names', () => {
  const proposal = pairing([pair('b', 'late'), pair('a', 'soon'), pair('a', 'late')]);
  assert.deepEqual(
    byNeed(proposal).map((group) => [group.need.id, group.pairs.map((one) => one.person)]),
    [
      ['soon', ['a']],
      ['late', ['b', 'a']],
    ],
  );
  assert.deepEqual(
    byPerson(proposal).map((group) => [group.person, group.pairs.map((one) => one.need)]),
    [
      ['a', ['soon', 'late']],
      ['b', ['late']],
    ],
  );
});

test('who waits for an answer, has said no or has changed is not asked again', () => {
  const reason = { code: 'status', text: 'profiil on pausil' };
  assert.ok(canInvite(pair('a', 'soon')));
  assert.ok(canInvite(pair('a', 'soon', { invitation: 'withdrawn', sent: true })));
  assert.ok(!canInvite(pair('a', 'soon', { invitation: 'sent' })));
  assert.ok(!canInvite(pair('a', 'soon', { invitation: 'declined' })));
  assert.ok(!canInvite(pair('a', 'soon', { changed: [reason] })));
  assert.ok(canEdit(pair('a', 'soon', { invitation: 'sent' })), 'somebody else asked');
  assert.ok(!canEdit(pair('a', 'soon', { invitation: 'sent', sent: true })));
});

test('open seats of one centre, and the centres that have any', () => {
  const open = [
    { need: 'late', shift: 'late-s', seats: 1, missing: [] },
    { need: 'soon', shift: 'soon-s', seats: 2, missing: [] },
  ];
  const proposal = pairing([], open);
  assert.deepEqual(openCentres(proposal), [
    ['kehra', 'KEHRA'],
    ['loo', 'LOO'],
  ]);
  assert.deepEqual(
    openByNeed(proposal, '').map((group) => group.need.id),
    ['soon', 'late'],
  );
  assert.deepEqual(
    openByNeed(proposal, 'loo').map((group) => group.need.id),
    ['late'],
  );
});

test('an edit says what moved besides the edited pair', () => {
  const seat = (person: string) => ({ person, first_name: person, need: 'soon', shift: 'soon-s' });
  const edit = {
    version: 2,
    seats: 4,
    filled: 2,
    filled_change: 0,
    score_change: -5,
    proved: true,
    added: [seat('b')],
    removed: [seat('a')],
    dropped: [],
  };
  assert.deepEqual(alsoMoved(edit, 'a soon'), { added: 1, removed: 0 });
});

test('a person who is asked twice is named once', () => {
  const { names: shown, more } = fewNames([pair('a', 'soon'), pair('a', 'late'), pair('b', 'late')], 1);
  assert.equal(shown, 'Nimi a');
  assert.equal(more, 1);
});
