import assert from 'node:assert/strict';
import test from 'node:test';
import type { Schemas } from '../src/api';
import { approvalOf, uncheckedOf } from '../src/pages/coordinator/model/approval';

type Round = Schemas['Round'];
type Visit = Schemas['Visit'];

const round = {
  state: 'approving',
  periods: [
    { id: 'N1', first: '2027-02-01', last: '2027-02-05' },
    { id: 'N2', first: '2027-03-01', last: '2027-03-05' },
  ],
  centres: ['kehra', 'loo', 'vaida'].map((id) => ({ id, name: `${id} noortekeskus` })),
  workers: [
    { id: 'm', home_centre: 'kehra' },
    { id: 'j', home_centre: 'loo' },
  ],
} as unknown as Round;

const visit = (id: string, worker: string, host: string, more: Partial<Visit> = {}): Visit => ({
  id,
  worker,
  host,
  period: 'N1',
  pinned: false,
  employer_agreed: true,
  host_agreed: true,
  check: { state: 'relied' },
  ...more,
});

test('each lack is asked of the centre that can mend it, most first', () => {
  const visits = [
    visit('1', 'm', 'loo', { employer_agreed: false, host_agreed: false, check: { state: 'acceptable' } }),
    visit('2', 'j', 'vaida', { check: { state: 'acceptable' } }),
    visit('3', 'm', 'vaida', { check: { state: 'ends_early' } }),
    visit('4', 'j', 'kehra', { check: { state: 'origin_missing' } }),
    visit('5', 'j', 'kehra', { check: { state: 'missing' }, employer_agreed: false }),
    visit('6', 'm', 'loo'),
  ];
  const { lacking, ready, disagreed, unchecked, done } = approvalOf(round, visits, '2027-01-01');
  assert.equal(uncheckedOf(round, visits, '2027-01-01'), unchecked);
  const said = lacking.map(({ centre, lacks }) => [
    centre,
    Object.entries(lacks)
      .filter(([, list]) => list.length > 0)
      .map(([task, list]) => `${task} ${list.map((v) => v.id)}`),
  ]);
  assert.deepEqual(said, [
    ['kehra', ['send 1', 'origin 4', 'renew 3']],
    ['loo', ['send 5', 'host 1', 'renew 5']],
    ['vaida', ['accept 2']],
  ]);
  assert.deepEqual([ready, disagreed, unchecked, done], [1, 2, 5, []]);
});

test('a yes that comes with the check is one thing to do, and what lacks nothing is said so', () => {
  const both = visit('1', 'm', 'loo', { host_agreed: false, check: { state: 'acceptable' } });
  const found = approvalOf(round, [both], '2027-01-01');
  assert.deepEqual(
    found.lacking.map((c) => [c.centre, c.count]),
    [['loo', 1]],
  );
  assert.deepEqual(found.done, ['kehra noortekeskus']);
  assert.deepEqual(approvalOf(round, [visit('1', 'm', 'loo')], '2027-01-01').lacking, []);
});

test('of a published round what is over is nobody’s to mend', () => {
  const published = { ...round, state: 'published' } as Round;
  const over = visit('1', 'm', 'loo', { host_agreed: false });
  const ahead = visit('2', 'm', 'vaida', { period: 'N2', host_agreed: false });
  const found = approvalOf(published, [over, ahead], '2027-02-06');
  assert.deepEqual([found.visits, found.lacking.map((c) => c.centre)], [1, ['vaida']]);
  assert.equal(approvalOf(published, [over, ahead], '2027-02-05').visits, 2);
});
