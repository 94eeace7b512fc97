// What a round is told and how it is mended, reckoned without a browser: open days, pointers to fields, ways out.
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Round, Visit } from '../src/pages/coordinator/model/board';
import { movesInOrder, type Repair, repaired, toldOf } from '../src/pages/coordinator/model/repairs';
import {
  allLikeFirst,
  openSpans,
  type Staffing,
  staffingNames,
  withOpen,
  withPart,
} from '../src/pages/coordinator/model/staffing';

const day = (number: number, opens = '14:00', closes = '19:00'): Staffing => ({
  day: number,
  opens,
  closes,
  staff: 1,
  own: 0,
  leads: 0,
});

test('a day that opens is like the one before it, and days stay in the order of the week', () => {
  const two = [day(1, '13:00', '18:00'), day(4, '15:00', '20:00')];
  assert.deepEqual(withOpen(two, 3, true), [two[0], { ...two[0], day: 3 }, two[1]]);
  assert.deepEqual(withOpen([two[1]!], 2, true)[0], { ...two[1], day: 2 });
  assert.deepEqual(withOpen([], 5, true), [day(5)]);
  assert.deepEqual(withOpen(two, 4, false), [two[0]]);
});

test('a part of one day changes, or all days become like the first', () => {
  const three = [day(1), day(2), day(6, '10:00', '12:00')];
  const changed = withPart(three, 2, { staff: 2 });
  assert.deepEqual(
    changed.map((one) => one.staff),
    [1, 2, 1],
  );
  assert.deepEqual(allLikeFirst(changed), [day(1), day(2), day(6)]);
  assert.deepEqual(allLikeFirst([]), []);
});

test('days with the same times are told as one span', () => {
  const spans = openSpans([day(1), day(2), day(3, '14:00', '20:00'), day(5)]);
  assert.deepEqual(
    spans.map(({ first, last }) => [first, last]),
    [
      [1, 2],
      [3, 3],
      [5, 5],
    ],
  );
});

test('what the API says of a field leads to that field', () => {
  const names = staffingNames([{ id: 'loo' }, { id: 'kehra', staffing: [day(1), day(4)] }]);
  assert.equal(names['centres/1/staffing/1/closes'], 'closes-kehra-4');
  assert.equal(names['centres/0/guests'], 'guests-loo');
});

const round = {
  centres: ['kehra', 'loo', 'vaida'].map((id) => ({ id, name: id.toUpperCase() })),
  workers: ['kehra', 'loo', 'vaida'].map((home) => ({
    id: `of-${home}`,
    name: `Of ${home}`,
    home_centre: home,
  })),
} as unknown as Round;
const visit = (id: string, home: string, host: string, pinned = false): Visit => ({
  id,
  worker: `of-${home}`,
  host,
  period: 'w1',
  pinned,
});
const repair = {
  changes: 2,
  objective: 10,
  change: -5,
  moves: [
    { worker: 'of-loo', from: { host: 'vaida', period: 'w1' }, to: { host: 'kehra', period: 'w1' } },
    { worker: 'of-kehra', from: { host: 'loo', period: 'w1' }, to: null },
    { worker: 'of-vaida', from: null, to: { host: 'loo', period: 'w1' } },
  ],
  edit: {
    remove: ['a'],
    change: [{ id: 'b', host: 'kehra', period: 'w1' }],
    add: [{ worker: 'of-vaida', host: 'loo', period: 'w1' }],
  },
} as Repair;

test('a way out takes away, moves and adds; what it does not name stays', () => {
  const visits = [visit('a', 'kehra', 'loo'), visit('b', 'loo', 'vaida', true), visit('c', 'vaida', 'kehra')];
  assert.deepEqual(
    repaired(visits, repair).map((one) => `${one.id} ${one.worker} ${one.host} ${one.pinned}`),
    ['b of-loo kehra true', 'c of-vaida kehra false', 'new-0 of-vaida loo false'],
  );
  assert.equal(repaired(visits, { ...repair, edit: {} }).length, 3);
});

test('the visit that cannot be is told first, then what mends it; and whoever is concerned by name, once', () => {
  const order = movesInOrder(repair.moves, visit('a', 'kehra', 'loo')).map((one) => one.worker);
  assert.deepEqual(order, ['of-kehra', 'of-loo', 'of-vaida']);
  const told = toldOf(round, repair);
  assert.deepEqual(told.workers, ['Of loo', 'Of kehra', 'Of vaida']);
  assert.deepEqual([...told.centres].sort(), ['KEHRA', 'LOO', 'VAIDA']);
});
