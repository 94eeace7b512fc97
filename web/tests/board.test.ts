import assert from 'node:assert/strict';
import test from 'node:test';
import {
  type Board,
  type BoardRow,
  boardOf,
  gapPercent,
  type Round,
  type Staffing,
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

test('a board made from the one before it is the one made anew; rows and cells that did not change stay', () => {
  const plain = ({ rows, ground: _, ...rest }: Board) => ({ ...rest, rows });
  const staffing: Staffing = [{ centre: 'loo', period: '2027-W05', own: 2, away: 1, guests: 1 }];
  let before = boardOf(round, visits, staffing);
  const names = (rows: BoardRow[]) => rows.map((row) => row.centre);
  const step = (what: string, next: Round, now: readonly Visit[], changed: string[]) => {
    const after = boardOf(next, now, staffing, before);
    assert.deepEqual(plain(after), plain(boardOf(next, now, staffing)), what);
    assert.deepEqual(names(after.rows.filter((row) => !before.rows.includes(row))), changed, what);
    before = after;
  };
  const same = (now: readonly Visit[]) => now.map((v) => v);
  step('nothing', round, visits, []);
  assert.equal(boardOf(round, visits, staffing, before), before);
  step('another list of the same', round, same(visits), []);

  const moved = visits.map((v) => (v.id === '3' ? { ...v, host: 'loo', period: '2027-W05' } : v));
  const old = before;
  step('Piret goes elsewhere at another time', round, moved, ['kehra', 'loo', 'kose']);
  assert.equal(before.rows[0]?.cells[0], old.rows[0]?.cells[0]);
  assert.notEqual(before.rows[0]?.cells[1], old.rows[0]?.cells[1]);
  step('and back', round, visits, ['kehra', 'loo', 'kose']);
  step(
    'a pin',
    round,
    visits.map((v) => (v.id === '2' ? { ...v, pinned: true } : v)),
    ['kehra', 'loo'],
  );
  step('fewer', round, visits.slice(1), ['kehra', 'loo']);

  const all = ['kehra', 'loo', 'kose'];
  const open = { ...round, centres: round.centres.map((c) => (c.id === 'loo' ? centre('loo') : c)) };
  step('a week opened', open, visits.slice(1), ['loo']);
  const named = { ...open, centres: open.centres.map((c) => (c.id === 'loo' ? { ...c, name: 'Uus' } : c)) };
  step('a centre named otherwise', named, visits.slice(1), all);
  step(
    'a worker more',
    { ...named, workers: [...named.workers, worker('jaan', 'loo')] },
    visits.slice(1),
    all,
  );
  step('guests who only watch', { ...named, rules: { balanced: false } } as Round, visits.slice(1), all);
  step('a centre less', { ...named, centres: named.centres.slice(1) } as Round, visits.slice(1), [
    'loo',
    'kose',
  ]);
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
