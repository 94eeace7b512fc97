import assert from 'node:assert/strict';
import test from 'node:test';
import {
  addDays,
  ageOn,
  formatDay,
  formatLongDay,
  formatSpan,
  monthName,
  readDate,
  today,
  wallTime,
  weekdayName,
  weekdayOf,
} from '../src/i18n/dates';

test('a shift as people here write it, on the clock of Tallinn', () => {
  assert.equal(
    formatSpan('2027-01-12T14:00:00Z', '2027-01-12T17:00:00Z', 'et', 2027),
    'T 12. jan, 16.00–19.00',
  );
  assert.equal(
    formatSpan('2027-01-12T14:00:00Z', '2027-01-12T17:00:00Z', 'ru', 2027),
    'вт, 12 янв, 16:00–19:00',
  );
  assert.equal(
    formatSpan('2027-01-12T14:00:00Z', '2027-01-12T17:00:00Z', 'en', 2027),
    'Tue 12 Jan, 16:00–19:00',
  );
});

test('the clock changes on 28 March and 31 October 2027', () => {
  assert.equal(wallTime('2027-03-27T14:00:00Z').hour, 16);
  assert.equal(wallTime('2027-03-28T14:00:00Z').hour, 17);
  assert.equal(wallTime('2027-10-31T14:00:00Z').hour, 16);
});

test('a shift over midnight names both days; another year is written out', () => {
  assert.equal(
    formatSpan('2027-06-11T18:00:00Z', '2027-06-12T05:00:00Z', 'et', 2026),
    'R 11. juuni 2027, 21.00 – L 12. juuni 2027, 08.00',
  );
  assert.equal(formatDay('2027-01-12', 'et', 2027), 'T 12. jan');
});

test('days and weekdays', () => {
  assert.equal(weekdayOf(2027, 1, 11), 1);
  assert.equal(weekdayOf(1969, 12, 28), 7);
  assert.equal(addDays('2027-02-27', 2), '2027-03-01');
  assert.equal(today(new Date('2027-01-11T22:30:00Z')), '2027-01-12');
});

test('age in whole years', () => {
  assert.equal(ageOn('2014-01-12', '2027-01-11'), 12);
  assert.equal(ageOn('2014-01-12', '2027-01-12'), 13);
  assert.equal(ageOn('2008-02-29', '2021-02-28'), 12);
  assert.equal(ageOn('2008-02-29', '2021-03-01'), 13);
});

test('typed dates: only days that exist', () => {
  assert.equal(readDate('28', '2', '2014'), '2014-02-28');
  assert.equal(readDate('30', '2', '2014'), null);
  assert.equal(readDate('1', '13', '2014'), null);
  assert.equal(readDate('1', '1', '14'), null);
  assert.equal(readDate('', '1', '2014'), null);
});

test('months and weekdays of three languages', () => {
  const all = (of: 'et' | 'ru' | 'en') =>
    Array.from({ length: 12 }, (_, i) => monthName(i + 1, of)).join(' ');
  assert.equal(all('et'), 'jan veebr märts apr mai juuni juuli aug sept okt nov dets');
  assert.equal(all('ru'), 'янв фев мар апр мая июн июл авг сен окт ноя дек');
  assert.equal(all('en'), 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec');
  assert.equal(weekdayName(1, 'short', 'et'), 'E');
  assert.equal(weekdayName(7, 'short', 'ru'), 'вс');
  assert.equal(weekdayName(3, 'long', 'en'), 'Wednesday');
  assert.equal(formatLongDay('2027-01-12', 'et'), '12. jaanuar 2027');
  assert.equal(formatLongDay('2027-01-12', 'ru'), '12 января 2027');
});
