import assert from 'node:assert/strict';
import test from 'node:test';
import { readClock, showClock } from '../src/lib/clock';
import { holidayIn, mondayOf, weekId, weekNumber } from '../src/lib/weeks';
import { chosenWeeks, emptyRound, roundInput, weeksBetween } from '../src/pages/coordinator/model/round-form';

test('ISO weeks, also where the year turns', () => {
  assert.equal(weekId('2027-02-01'), '2027-W05');
  assert.equal(weekId('2026-12-31'), '2026-W53');
  assert.equal(weekId('2027-01-03'), '2026-W53');
  assert.equal(weekId('2027-01-04'), '2027-W01');
  assert.equal(mondayOf('2027-01-03'), '2026-12-28');
  assert.equal(weekNumber('2027-W05'), 5);
  assert.equal(weekNumber('sügis'), null);
});

test('weeks of school holidays are named and left out at first', () => {
  assert.equal(holidayIn('2027-02-22', '2027-02-26'), 'february');
  assert.equal(holidayIn('2027-03-01', '2027-03-05'), null);
  const weeks = weeksBetween('2027-02-08', '2027-03-05', 2, 4);
  assert.deepEqual(
    weeks.map((w) => `${w.id} ${w.first} ${w.last} ${w.holiday ?? ''}`.trim()),
    [
      '2027-W06 2027-02-09 2027-02-11',
      '2027-W07 2027-02-16 2027-02-18',
      '2027-W08 2027-02-23 2027-02-25 february',
      '2027-W09 2027-03-02 2027-03-04',
    ],
  );
  const form = {
    ...emptyRound('2027-01-01'),
    name: ' Kevad ',
    from: '2027-02-08',
    to: '2027-03-05',
    switched: { '2027-W08': true, '2027-W06': false },
  };
  assert.deepEqual(
    chosenWeeks(form).map((w) => w.id),
    ['2027-W07', '2027-W08', '2027-W09'],
  );
  assert.equal(roundInput(form).name, 'Kevad');
});

test('times as people type them', () => {
  for (const typed of ['16', '16.00', '16:00', '1600', ' 16,00 ']) assert.equal(readClock(typed), '16:00');
  assert.equal(readClock('9.30'), '09:30');
  for (const typed of ['', 'kell 4', '25', '12.60', '24.00', '-1']) assert.equal(readClock(typed), null);
  assert.equal(readClock('24.00', true), '24:00');
  assert.equal(showClock('16:00', '.'), '16.00');
});
