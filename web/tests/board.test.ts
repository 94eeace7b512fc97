import assert from 'node:assert/strict';
import test from 'node:test';
import {
  boardOf,
  gapPercent,
  type Round,
  type Visit,
  whoIsTold,
  workerLines,
} from '../src/pages/coordinator/model/board';
import { moveChoices } from '../src/pages/coordinator/model/moves';

const centre = (id: string, closed: string[] = []) => ({
  id,
  name: id.toUpperCase(),
  takes_part: true,
  guests: 1,
  away: 1,
  min_send: 0,
  min_host: 0,
  offers: [],
  closed,
});
const worker = (id: string, home_centre: string) => ({
  id,
  name: id,
  home_centre,
  takes_part: true,
  unavailable: [],
  wants: [],
});
const visit = (id: string, worker_: string, host: string, period: string): Visit => ({
  id,
  worker: worker_,
  host,
  period,
  pinned: false,
});

const round = {
  rules: { balanced: true },
  periods: [
    { id: '2027-W05', first: '2027-02-01', last: '2027-02-05' },
    { id: '2027-W06', first: '2027-02-08', last: '2027-02-12' },
  ],
  centres: [centre('kehra'), centre('loo', ['2027-W06']), centre('kose')],
  workers: [worker('mari', 'kehra'), worker('ants', 'loo'), worker('piret', 'kose'), worker('ulla', 'kose')],
} as unknown as Round;

const visits = [
  visit('1', 'mari', 'loo', '2027-W05'),
  visit('2', 'ants', 'kehra', '2027-W05'),
  visit('3', 'piret', 'kehra', '2027-W06'),
  visit('4', 'mari', 'kose', '2027-W06'),
];

test('each cell says who is there and whether somebody is left alone', () => {
  const board = boardOf(round, visits);
  const states = board.rows.map((row) => row.cells.map((c) => `${c.state} ${c.present}`).join(', '));
  assert.deepEqual(states, ['covered 1, covered 1', 'covered 1, closed 1', 'home 2, covered 2']);
  assert.equal(board.moving, 4);
  assert.equal(board.alone, 0);
  assert.equal(board.leastPresent, 1);
  const uncovered = boardOf(round, [visits[0]!]);
  assert.equal(uncovered.rows[0]?.cells[0]?.state, 'alone');
  assert.equal(uncovered.alone, 1);
  assert.equal(boardOf(round, [visits[2]!]).rows[2]?.cells[1]?.state, 'fewer');
  const shadow = { ...round, rules: { balanced: false } } as Round;
  assert.equal(
    boardOf(shadow, visits).rows[0]?.cells[0]?.state,
    'alone',
    'a guest who shadows covers nobody',
  );
  assert.deepEqual(
    board.rows[0]?.cells[0]?.guests.map((g) => `${g.name} ${g.home}`),
    ['ants LOO'],
  );
});

test('the same plan by worker, and who is told', () => {
  const lines = workerLines(round, visits);
  assert.deepEqual(
    lines.map((l) => `${l.name}: ${l.visits.map((v) => v.host).join(' ')}`),
    ['mari: LOO KOSE', 'piret: KEHRA', 'ulla: ', 'ants: KEHRA'],
  );
  assert.deepEqual(whoIsTold(visits), { workers: 3, hosts: 3 });
});

test('what is left to gain', () => {
  assert.equal(gapPercent(1000, 1010), 1);
  assert.equal(gapPercent(1000, 1000), 0);
  assert.equal(gapPercent(null, 1000), null);
});

test('moves: legal ones best first, swaps apart, the rest with the broken rule', () => {
  const choices = moveChoices(
    [
      { host: 'loo', period: 'a', legal: true, change: 0 },
      { host: 'kose', period: 'a', legal: true, change: -5 },
      { host: 'kose', period: 'b', legal: true, change: 7 },
      { host: 'raasiku', period: 'a', legal: true, change: 2, swap_with: 'x' },
      { host: 'vaida', period: 'a', legal: false, broken: { rule: 'closed', text: 'Vaida on kinni' } },
    ],
    { host: 'loo', period: 'a' },
  );
  assert.deepEqual(
    choices.free.map((c) => c.change),
    [7, -5],
  );
  assert.deepEqual(
    choices.swaps.map((c) => c.swapWith),
    ['x'],
  );
  assert.deepEqual(
    choices.refused.map((r) => r.broken?.text),
    ['Vaida on kinni'],
  );
});
