import assert from 'node:assert/strict';
import test from 'node:test';
import {
  kmText,
  metresOf,
  minutesOf,
  setByHand,
  type Way,
  wayBetween,
  waysFrom,
} from '../src/pages/coordinator/model/ways';

test('kilometres are typed with a comma or a point, and what is no length is none', () => {
  assert.deepEqual(
    ['24,5', '24.5', ' 7 ', '0,1', '1000'].map(metresOf),
    [24_500, 24_500, 7000, 100, 1_000_000],
  );
  for (const wrong of ['', 'abc', '-3', '0', '0,05', '1000,1', '1,2,3', '1e3', '12 km', '1,2345'])
    assert.equal(metresOf(wrong), null, wrong);
  for (const metres of [100, 7000, 24_500, 999_999]) assert.equal(metresOf(kmText(metres, ',')), metres);
});

test('minutes are whole', () => {
  assert.deepEqual(['1', ' 45 ', '1440'].map(minutesOf), [1, 45, 1440]);
  for (const wrong of ['', '0', '1441', '12,5', 'x', '-4', '+4']) assert.equal(minutesOf(wrong), null, wrong);
});

const way = (from: string, to: string, minutes: number, rule: number): Way => ({
  from,
  to,
  minutes,
  metres: minutes * 500,
  by_hand: minutes !== rule,
  rule_minutes: rule,
  rule_metres: rule * 500,
});

test('what was set by hand stands by how far it is from what was computed; a way has no direction', () => {
  const ways = [way('a', 'b', 30, 30), way('a', 'c', 40, 35), way('b', 'c', 10, 60)];
  assert.deepEqual(
    setByHand(ways).map((w) => w.from + w.to),
    ['bc', 'ac'],
  );
  assert.equal(wayBetween(ways, 'c', 'a'), ways[1]);
  assert.equal(wayBetween(ways, 'a', 'a'), null);
  assert.deepEqual(
    waysFrom(ways, 'c').map(({ to, way: w }) => [to, w.minutes]),
    [
      ['b', 10],
      ['a', 40],
    ],
  );
});
