import assert from 'node:assert/strict';
import test from 'node:test';
import { kept } from '../src/lib/kept';

const copy = <T>(value: T): T => structuredClone(value);
const round = () => ({
  version: 1,
  name: 'Kevad',
  rules: { gap: 1, also: null },
  visits: [
    { id: 'a', host: 'loo', pinned: false },
    { id: 'b', host: 'kose', pinned: true },
    { id: 'c', host: 'loo', pinned: false },
  ],
  weeks: ['5', '6'],
});

test('what says the same is the same object', () => {
  const old = round();
  assert.equal(kept(old, round()), old);
  assert.equal(kept(old, old), old);
});

test('only what changed is new, and what holds it', () => {
  const old = round();
  const next = { ...round(), version: 2 };
  next.visits[1]!.host = 'vaida';
  const expected = copy(next);
  const now = kept(old, next);
  assert.deepEqual(now, expected);
  assert.notEqual(now, old);
  assert.equal(now.rules, old.rules);
  assert.equal(now.weeks, old.weeks);
  assert.equal(now.visits[0], old.visits[0]);
  assert.notEqual(now.visits[1], old.visits[1]);
  assert.equal(now.visits[2], old.visits[2]);
});

test('things with an id are known by it, wherever they stand', () => {
  const old = round().visits;
  const next = [copy(old[2]!), { id: 'new', host: 'loo', pinned: false }, copy(old[0]!)];
  const expected = copy(next);
  const now = kept(old, next);
  assert.deepEqual(now, expected);
  assert.equal(now[0], old[2]);
  assert.equal(now[2], old[0]);
  assert.deepEqual(
    kept(old, round().visits.reverse()).map((v) => v.id),
    ['c', 'b', 'a'],
  );
});

test('fewer, more, another kind', () => {
  for (const [old, next] of [
    [{ a: 1, b: 2 }, { a: 1 }],
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: 1 }, { b: 1 }],
    [[1, 2], [1]],
    [[1], [1, 2]],
    [[1], { 0: 1 }],
    [null, { a: 1 }],
    [{ a: 1 }, null],
    [{ a: [1] }, { a: 'x' }],
    [
      [{ id: 'a' }, 3],
      [3, { id: 'a' }],
    ],
  ] as [unknown, unknown][]) {
    const expected = copy(next);
    assert.deepEqual(kept(old, next), expected, `${JSON.stringify(old)} then ${JSON.stringify(next)}`);
  }
});

test('nothing given is written to', () => {
  const old = round();
  const next = { ...round(), name: 'Sügis' };
  const [oldBefore, nextBefore] = [copy(old), copy(next)];
  kept(old, next);
  assert.deepEqual(old, oldBefore);
  assert.deepEqual(next, nextBefore);
});
