import assert from 'node:assert/strict';
import test from 'node:test';
import { hoursOfParts, partsOfHours } from '../src/lib/availability';
import { roundToKilometre, wayMetres } from '../src/lib/distance';

test('parts that touch become one stretch and come back as parts', () => {
  const parts = new Set(['2-afternoon', '2-evening', '6-morning', '6-evening'] as const);
  const hours = hoursOfParts(parts);
  assert.deepEqual(hours, [
    { day: 2, from: '13:00', to: '22:00' },
    { day: 6, from: '09:00', to: '13:00' },
    { day: 6, from: '17:00', to: '22:00' },
  ]);
  assert.deepEqual(partsOfHours(hours), parts);
  assert.equal(partsOfHours([{ day: 1, from: '15:30', to: '18:00' }]), null);
});

test('distances and rounding', () => {
  const kehra = { lat: 59.33611, lon: 25.32111 };
  const alavere = { lat: 59.24786, lon: 25.32876 };
  assert.ok(Math.abs(wayMetres(kehra, alavere) - 12_770) < 40);
  const rounded = roundToKilometre(kehra);
  assert.ok(wayMetres(kehra, rounded) / 1.3 < 750);
  assert.deepEqual(roundToKilometre({ lat: 59.3365, lon: 25.3205 }), rounded);
});
