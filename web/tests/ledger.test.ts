import assert from 'node:assert/strict';
import test from 'node:test';
import type { Schemas } from '../src/api';
import { standingOf } from '../src/pages/coordinator/model/closing';
import { ledgerOf } from '../src/pages/coordinator/model/ledger';

const line = (municipality: string, now: number[], before: number[]): Schemas['LedgerLine'] => ({
  municipality,
  days_sent: now[0] ?? 0,
  days_hosted: now[1] ?? 0,
  travelled_m: now[2] ?? 0,
  before_sent: before[0] ?? 0,
  before_hosted: before[1] ?? 0,
  before_travelled_m: before[2] ?? 0,
  balance: (now[1] ?? 0) + (before[1] ?? 0) - (now[0] ?? 0) - (before[0] ?? 0),
});

const stored = [
  line('0141', [10, 4, 90_000], [0, 8, 0]),
  line('0245', [4, 10, 30_000], [8, 0, 50_000]),
  line('0890', [0, 0, 0], [0, 0, 0]),
];

test('the ledger in this round, before it, and together', () => {
  const now = ledgerOf(stored, 'now');
  assert.deepEqual(
    now.lines.map((one) => [one.municipality, one.balance]),
    [
      ['0245', 6],
      ['0890', 0],
      ['0141', -6],
    ],
  );
  assert.deepEqual(
    [now.sent, now.travelled, now.most[0]?.municipality, now.least[0]?.municipality],
    [14, 120_000, '0245', '0141'],
  );
  const before = ledgerOf(stored, 'before');
  assert.deepEqual([before.sent, before.most[0]?.municipality, before.most[0]?.balance], [8, '0141', 8]);
  const all = ledgerOf(stored, 'all');
  assert.deepEqual(
    all.lines.map((one) => [one.municipality, one.sent, one.hosted, one.balance]),
    [
      ['0141', 10, 12, 2],
      ['0890', 0, 0, 0],
      ['0245', 12, 10, -2],
    ],
  );
  for (const one of stored)
    assert.equal(all.lines.find((found) => found.municipality === one.municipality)?.balance, one.balance);
});

test('those who gave as much as each other are all named', () => {
  const same = ledgerOf(
    [line('1', [0, 5, 0], []), line('2', [10, 0, 0], []), line('3', [0, 5, 0], [])],
    'now',
  );
  assert.deepEqual(
    [same.most.map((one) => one.municipality), same.least.map((one) => one.municipality)],
    [['1', '3'], ['2']],
  );
});

test('who stands even is neither first nor last', () => {
  const even = ledgerOf([line('0141', [5, 5, 1], []), line('0245', [0, 0, 0], [])], 'all');
  assert.deepEqual([even.most, even.least], [[], []]);
  assert.deepEqual(ledgerOf([], 'all').lines, []);
});

const round = {
  state: 'published',
  periods: [
    { id: 'N1', first: '2027-02-01', last: '2027-02-05' },
    { id: 'N2', first: '2027-03-01', last: '2027-03-05' },
  ],
  centres: [],
  workers: [{ id: 'm', home_centre: 'kehra' }],
  visits: ['N1', 'N2'].map((period, at) => ({
    id: String(at),
    worker: 'm',
    host: 'loo',
    period,
    pinned: false,
    employer_agreed: true,
    host_agreed: false,
    check: { state: 'relied' },
  })),
} as unknown as Schemas['Round'];

const days = [
  { day: '2027-02-02', margin: -1, need: null },
  { day: '2027-03-02', margin: -1, need: null },
  { day: '2027-03-03', margin: -1, need: 'posted' },
  { day: '2027-03-04', margin: 0, need: null },
];
const cover = { days, uncovered: 3, unknown: [] } as unknown as Schemas['Cover'];
const reports = [{ open: true }, { open: false }] as Schemas['Report'][];

test('a round between its weeks: half is over, and what is behind is nobody’s to settle', () => {
  assert.deepEqual(standingOf(round, reports, cover, '2027-02-06'), {
    over: 1,
    ahead: 1,
    last: '2027-03-05',
    reports: 1,
    uncovered: 1,
    waiting: 1,
  });
  // The last day itself is not over.
  assert.equal(standingOf(round, reports, cover, '2027-03-05').ahead, 1);
  assert.equal(standingOf(round, reports, cover, '2027-03-06').ahead, 0);
  const closed = { ...round, state: 'closed' } as Schemas['Round'];
  assert.deepEqual(
    [standingOf(closed, reports, cover, '2027-02-06')].map((s) => [s.reports, s.uncovered, s.waiting]),
    [[0, 0, 0]],
  );
});
