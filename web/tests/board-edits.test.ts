// The board's own reckoning: edits and their inverses, what an edit does to cover, cycles, differences, shares, the window.
import assert from 'node:assert/strict';
import test from 'node:test';
import { boardOf, type Round, type Visit } from '../src/pages/coordinator/model/board';
import { coverChanges, coverOf } from '../src/pages/coordinator/model/cover';
import { chainsOf } from '../src/pages/coordinator/model/cycles';
import { differenceOf } from '../src/pages/coordinator/model/difference';
import {
  applied,
  type Edit,
  emptyHistory,
  inverseOf,
  mostSteps,
  type Step,
  withDone,
  withRedone,
  withUndone,
} from '../src/pages/coordinator/model/edits';
import { fairnessOf, goalsOf } from '../src/pages/coordinator/model/fairness';
import { offsetsOf, scrollTo, spanOf, spotAfter } from '../src/pages/coordinator/model/grid';

const names = ['kehra', 'loo', 'vaida', 'kose'];
const round = {
  rules: { balanced: true },
  periods: ['w1', 'w2', 'w3'].map((id) => ({ id, first: '2027-02-01', last: '2027-02-05' })),
  centres: names.map((id) => ({
    id,
    name: id,
    takes_part: true,
    away: 1,
    offers: id === 'loo' ? ['music'] : [],
    closed: [],
  })),
  workers: names.map((home, i) => ({
    id: `of-${home}`,
    name: `Of ${home}`,
    home_centre: home,
    takes_part: true,
    unavailable: [],
    wants: i < 2 ? [{ skill: 'music', points: 300 }] : [],
  })),
} as unknown as Round;

const visit = (home: string, host: string, period: string, pinned = false): Visit => ({
  id: `${home} ${host} ${period}`,
  worker: `of-${home}`,
  host,
  period,
  pinned,
});
const told = (visits: readonly Visit[]) =>
  visits.map((v) => `${v.worker} ${v.host} ${v.period}${v.pinned ? ' pinned' : ''}`).sort();

/** Kehra to Loo to Vaida to Kehra. */
const ring = [visit('kehra', 'loo', 'w1'), visit('loo', 'vaida', 'w1'), visit('vaida', 'kehra', 'w1')];

const where = (v: Visit) => ({ worker: v.worker, host: v.host, period: v.period });
const edits: Edit[] = [
  { kind: 'move', from: where(ring[0]!), to: { host: 'kose', period: 'w3' } },
  { kind: 'swap', one: where(ring[0]!), other: where(ring[1]!) },
  { kind: 'pin', at: where(ring[2]!), pinned: true },
  { kind: 'add', at: { worker: 'of-kose', host: 'loo', period: 'w2' }, pinned: true },
  { kind: 'remove', at: where(ring[1]!), pinned: false },
];

for (const edit of edits) {
  test(`${edit.kind}: changes the plan, and its inverse brings it back`, () => {
    const after = applied(ring, edit);
    assert.ok(after);
    assert.notDeepEqual(told(after), told(ring));
    assert.deepEqual(told(applied(after, inverseOf(edit)) ?? []), told(ring));
    assert.deepEqual(inverseOf(inverseOf(edit)), edit);
  });
}

test('an edit of what somebody else took away is none', () => {
  for (const edit of edits.filter((e) => e.kind !== 'add'))
    assert.equal(applied([visit('kose', 'kehra', 'w2')], edit), null);
});

test('fifty steps back, no more; a new one ends what could be done again', () => {
  const step = (n: number): Step => ({
    edit: { kind: 'pin', at: where(ring[0]!), pinned: n % 2 === 0 },
    said: `${n}`,
    change: 0,
  });
  let history = emptyHistory;
  for (let n = 0; n < mostSteps + 7; n++) history = withDone(history, step(n));
  assert.equal(history.done.length, 50);
  assert.equal(history.done[0]?.said, '7', 'the oldest are forgotten');
  for (let n = 0; n < 60; n++) history = withUndone(history);
  assert.deepEqual([history.done.length, history.undone.length], [0, 50]);
  history = withRedone(withRedone(history));
  assert.deepEqual(
    history.done.map((s) => s.said),
    ['7', '8'],
  );
  history = withDone(history, step(99));
  assert.equal(history.undone.length, 0);
});

test('the proof of a cell, and what any one absence would do', () => {
  const two = {
    ...round,
    workers: [...round.workers, { ...round.workers[0]!, id: 'second', name: 'Second' }],
  } as Round;
  const cell = boardOf(two, ring).rows[0]!.cells[0]!;
  const cover = coverOf(two, 'kehra', cell);
  assert.deepEqual([cover.required, cover.present, cover.margin], [1, 2, 1]);
  assert.ok(cover.holds);
  assert.deepEqual(
    cover.absences.map((a) => `${a.name} ${a.guest} ${a.left} ${a.missing}`),
    ['Second false 1 0', 'Of vaida true 1 0'],
  );
  const alone = coverOf(round, 'kehra', boardOf(round, ring).rows[0]!.cells[0]!);
  assert.deepEqual(
    alone.absences.map((a) => a.missing),
    [1],
    'one guest alone must not be missing',
  );
  assert.ok(!alone.holds);
});

test('staff that a day asks for is required, whatever may be away', () => {
  const busy = {
    ...round,
    centres: round.centres.map((c) => ({
      ...c,
      staffing: [{ day: 1, opens: '12:00', closes: '18:00', staff: 3 }],
    })),
  } as Round;
  const cell = boardOf(busy, ring).rows[0]!.cells[0]!;
  assert.deepEqual([cell.required, cell.present, cell.state], [3, 1, 'short']);
});

test('what an edit does to cover: lost first, then regained', () => {
  const before = boardOf(round, ring);
  const after = boardOf(round, ring.slice(0, 2));
  assert.deepEqual(
    coverChanges(before, after).map((c) => `${c.centre} ${c.period} ${c.worse} ${c.alone}`),
    ['kehra w1 true true'],
  );
  assert.deepEqual(
    coverChanges(after, before).map((c) => `${c.centre} ${c.worse}`),
    ['kehra false'],
  );
  assert.deepEqual(coverChanges(before, before), []);
  assert.deepEqual(
    coverChanges(before, boardOf(round, ring.slice(0, 2), undefined, before)),
    coverChanges(before, after),
    'the same where rows that did not change are kept',
  );
});

test('a ring closes; what does not is a chain; two rings through one centre part', () => {
  const closed = chainsOf(round, ring);
  assert.deepEqual(
    closed.map((c) => [c.closed, c.legs.map((l) => l.from).join(' ')]),
    [[true, 'kehra loo vaida']],
  );
  assert.deepEqual(
    chainsOf(round, ring.slice(0, 2)).map((c) => [c.closed, c.legs.length]),
    [[false, 2]],
  );
  const eight = [...ring, visit('kose', 'loo', 'w1'), { ...visit('loo', 'kose', 'w1'), id: 'again' }];
  assert.deepEqual(
    chainsOf(round, eight).map((c) => `${c.closed} ${c.legs.length}`),
    ['true 3', 'true 2'],
  );
  assert.deepEqual(chainsOf(round, []), []);
});

test('every leg of random plans stands in exactly one chain, and balanced ones only close', () => {
  let state = 7;
  const random = (n: number) => {
    state = (state * 48271) % 2147483647;
    return state % n;
  };
  for (let turn = 0; turn < 200; turn++) {
    const order = names.slice().sort(() => random(3) - 1);
    const size = 2 + random(3);
    const cycle = order.slice(0, size).map((home, i) => visit(home, order[(i + 1) % size]!, 'w1'));
    const more = random(2) ? [visit(order[0]!, order[1]!, 'w1')].map((v) => ({ ...v, id: 'more' })) : [];
    const chains = chainsOf(round, [...cycle, ...more]);
    assert.equal(chains.flatMap((c) => c.legs).length, size + more.length);
    assert.equal(chains.filter((c) => !c.closed).length, more.length);
    for (const { legs } of chains)
      for (const [i, leg] of legs.slice(1).entries()) assert.equal(leg.from, legs[i]?.to);
  }
});

test('two plans differ as moves: of the same week first, then of the same host', () => {
  const order = ['w1', 'w2', 'w3'];
  const moves = differenceOf(
    [visit('kehra', 'loo', 'w1'), visit('kehra', 'vaida', 'w3'), visit('loo', 'kose', 'w2')],
    [visit('kehra', 'kose', 'w1'), visit('kehra', 'vaida', 'w2'), visit('vaida', 'kose', 'w2')],
    order,
  );
  const place = (at: { host: string; period: string } | null) => (at ? `${at.host} ${at.period}` : '-');
  assert.deepEqual(
    moves.map((d) => `${d.worker}: ${place(d.from)} > ${place(d.to)}`),
    [
      'of-kehra: loo w1 > kose w1',
      'of-kehra: vaida w3 > vaida w2',
      'of-loo: kose w2 > -',
      'of-vaida: - > kose w2',
    ],
  );
  assert.deepEqual(differenceOf(ring, [...ring].reverse(), order), []);
});

test('shares and goals', () => {
  const fairness = fairnessOf(round, [...ring, visit('kehra', 'vaida', 'w3')]);
  assert.deepEqual([fairness.fewest, fairness.most, fairness.without], [0, 2, ['Of kose']]);
  assert.deepEqual(fairness.shares, [
    { visits: 0, workers: 1 },
    { visits: 1, workers: 2 },
    { visits: 2, workers: 1 },
  ]);
  assert.deepEqual([fairness.both, fairness.taking], [3, 4]);
  assert.deepEqual(goalsOf(round, ring).goals, [{ skill: 'music', wanted: 2, met: 1, unmet: ['Of loo'] }]);
  assert.deepEqual(goalsOf(round, []).met, 0);
});

test('the window of a large table', () => {
  const offsets = offsetsOf([10, 20, 30, 40]);
  assert.deepEqual(offsets, [0, 10, 30, 60, 100]);
  assert.deepEqual(spanOf(offsets, 0, 25, 0), { from: 0, to: 2 });
  assert.deepEqual(spanOf(offsets, 35, 10, 1), { from: 1, to: 4 });
  assert.deepEqual(spanOf(offsets, 999, 10, 0), { from: 3, to: 4 });
  assert.deepEqual(spanOf([0], 0, 10, 2), { from: 0, to: 0 });
  assert.equal(scrollTo(50, 60, 0, 40), 20);
  assert.equal(scrollTo(5, 15, 20, 40), 5);
  assert.equal(scrollTo(25, 35, 20, 40), 20);
});

test('keys of a grid stay within it', () => {
  const at = { row: 0, column: 2 };
  assert.deepEqual(spotAfter('ArrowUp', false, at, 5, 3, 2), { row: 0, column: 2 });
  assert.deepEqual(spotAfter('ArrowRight', false, at, 5, 3, 2), { row: 0, column: 2 });
  assert.deepEqual(spotAfter('PageDown', false, at, 5, 3, 9), { row: 4, column: 2 });
  assert.deepEqual(spotAfter('Home', true, { row: 3, column: 1 }, 5, 3, 2), { row: 0, column: 0 });
  assert.deepEqual(spotAfter('End', false, at, 5, 3, 2), { row: 0, column: 2 });
  assert.equal(spotAfter('a', false, at, 5, 3, 2), null);
});
