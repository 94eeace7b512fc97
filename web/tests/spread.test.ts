import assert from 'node:assert/strict';
import test from 'node:test';
import { spread } from '../src/components/map/spread';

test('marks that cover each other part, others stay', () => {
  const marks = [
    { x: 100, y: 100, size: 40 },
    { x: 110, y: 104, size: 36 },
    { x: 110, y: 104, size: 16 },
    { x: 300, y: 300, size: 40 },
  ];
  const at = spread(marks);
  for (let i = 0; i < at.length; i++) {
    for (let j = i + 1; j < at.length; j++) {
      const apart = (Math.max(marks[i]!.size, 24) + Math.max(marks[j]!.size, 24)) / 2;
      assert.ok(Math.hypot(at[j]!.x - at[i]!.x, at[j]!.y - at[i]!.y) > apart - 1, `${i} and ${j}`);
    }
  }
  assert.deepEqual(at[3], { x: 300, y: 300 });
  assert.deepEqual(spread([]), []);
});
