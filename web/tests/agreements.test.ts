import assert from 'node:assert/strict';
import test from 'node:test';
import type { Schemas } from '../src/api';
import { changedSince, wantedOf } from '../src/pages/manager/model/agreements';

type Round = Schemas['Round'];
type Visit = Schemas['Visit'];

const roundOf = (more: Partial<Visit>, last = '2999-02-05') =>
  ({
    state: 'published',
    periods: [{ id: 'N1', first: '2000-02-01', last }],
    workers: [{ id: 'm', home_centre: 'kehra' }],
    visits: [
      {
        id: '1',
        worker: 'm',
        host: 'loo',
        period: 'N1',
        employer_agreed: true,
        host_agreed: true,
        check: { state: 'relied' },
        ...more,
      },
    ],
  }) as unknown as Round;

const wanted = (more: Partial<Visit>, last?: string) =>
  ['kehra', 'loo', 'vaida'].map((centre) => wantedOf(roundOf(more, last), centre));
const accept = '1b671a64-40d5-491e-99b0-da01ff1f3341';

test('an answer is wanted of the side that has not given it, and of nobody else', () => {
  assert.deepEqual(wanted({}), [null, null, null]);
  assert.deepEqual(wanted({ employer_agreed: false }), ['answer', null, null]);
  assert.deepEqual(wanted({ host_agreed: false }), [null, 'answer', null]);
});

test('where all is agreed and only a check is missing, no answer is wanted', () => {
  assert.deepEqual(wanted({ check: { state: 'missing' } }), ['check', 'check', null]);
  assert.deepEqual(wanted({ check: { state: 'ends_early' } }), ['check', 'check', null]);
  assert.deepEqual(wanted({ check: { state: 'origin_missing' } }), [null, 'check', null]);
  assert.deepEqual(wanted({ check: { state: 'acceptable', accept } }), [null, 'check', null]);
  assert.deepEqual(wanted({ host_agreed: false, check: { state: 'missing' } }), ['check', 'answer', null]);
});

test('what is over wants nothing', () => {
  assert.deepEqual(wanted({ host_agreed: false, check: { state: 'missing' } }, '2000-02-05'), [
    null,
    null,
    null,
  ]);
});

test('what was overtaken while it was shown', () => {
  const shown = roundOf({ host_agreed: false, check: { state: 'acceptable', accept } });
  const changed = (more: Partial<Visit>) =>
    changedSince(shown.visits, roundOf(more), 'host').map(({ id }) => id);
  assert.deepEqual(changed({ host_agreed: false, check: { state: 'acceptable', accept } }), []);
  assert.deepEqual(changed({ host_agreed: false, check: { state: 'missing' } }), ['1']);
  assert.deepEqual(changed({ host_agreed: true, check: { state: 'acceptable', accept } }), ['1']);
  const other = '6fa459ea-ee8a-3ca4-894e-db77e160355e';
  assert.deepEqual(changed({ host_agreed: false, check: { state: 'acceptable', accept: other } }), ['1']);
  assert.deepEqual(
    changedSince(shown.visits, { ...shown, visits: [] }, 'host').map(({ id }) => id),
    ['1'],
  );
});
