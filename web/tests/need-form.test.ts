import assert from 'node:assert/strict';
import test from 'node:test';
import type { Need } from '../src/api';
import {
  copyOf,
  emptyForm,
  formErrors,
  needInput,
  plannedShifts,
} from '../src/pages/manager/model/need-form';
import { checkRunsOut, phaseOf, type RosterShift, rosterDays, toDo } from '../src/pages/manager/model/roster';

const now = '2027-03-10T13:30:00Z'; // 15.30 in Tallinn, a Wednesday

test('single days share their times unless they have their own', () => {
  const form = {
    ...emptyForm('2027-03-10', 'et'),
    activity: 'cooking',
    dates: ['2027-03-12', '2027-03-10'],
    from: '15',
    to: '18.30',
    seats: 2,
    ownTimes: { '2027-03-12': { from: '10', to: '24' } },
  };
  assert.deepEqual(plannedShifts(form, now), [
    { date: '2027-03-10', from: '15:00', to: '18:30', past: true },
    { date: '2027-03-12', from: '10:00', to: '24:00', past: false },
  ]);
  assert.deepEqual(formErrors(form, now), []);
  assert.deepEqual(needInput(form, 'kehra', now).shifts, [
    { date: '2027-03-12', from: '10:00', to: '24:00', seats: 2 },
  ]);
});

test('a weekly pattern keeps local times over the change of the clock and leaves days out', () => {
  const form = {
    ...emptyForm('2027-03-15', 'et'),
    activity: 'cooking',
    when: 'weekly' as const,
    days: [4, 1],
    last: '2027-04-02',
  };
  assert.deepEqual(
    plannedShifts({ ...form, except: ['2027-03-22'] }, now)?.map((s) => `${s.date} ${s.from}`),
    ['2027-03-15 16:00', '2027-03-18 16:00', '2027-03-25 16:00', '2027-03-29 16:00', '2027-04-01 16:00'],
  );
  const input = needInput({ ...form, except: ['2027-03-22', '2027-05-01'] }, 'kehra', now);
  assert.deepEqual(input.weekly, [
    {
      days: [1, 4],
      from: '16:00',
      to: '19:00',
      first: '2027-03-15',
      last: '2027-04-02',
      except: ['2027-03-22'],
      seats: 1,
    },
  ]);
});

test('what is missing is named', () => {
  const empty = emptyForm('2027-03-10', 'et');
  assert.deepEqual(formErrors(empty, now), ['activity', 'days']);
  const form = { ...empty, activity: 'cooking', dates: ['2027-03-12'] };
  assert.deepEqual(formErrors({ ...form, from: 'pärast kooli' }, now), ['times']);
  assert.deepEqual(formErrors({ ...form, from: '19' }, now), ['order']);
  assert.deepEqual(formErrors({ ...form, dates: ['2027-03-09'] }, now), ['past']);
});

const earlier = {
  activity: 'music',
  shifts: [
    { from: '2027-02-11T14:00:00Z', to: '2027-02-11T17:00:00Z', seats: 2 },
    { from: '2027-02-18T14:00:00Z', to: '2027-02-18T17:00:00Z', seats: 3 },
    { from: '2027-02-20T08:00:00Z', to: '2027-02-20T10:00:00Z', seats: 1 },
  ],
  for: 'volunteer',
  role: 'helper',
  required_skills: ['music'],
  preferred_skills: [],
  required_certificates: [],
  required_languages: { et: 'B1' },
  preferred_languages: {},
  min_age: 16,
  children: true,
  age_groups: ['12-15'],
  contact: 'Mari',
  bring: ['instrument'],
  note: { text: 'Tule!', language: 'et' },
} as unknown as Need;

test('a copy keeps the wishes and moves the shifts to the same weekdays ahead', () => {
  const form = copyOf(earlier, now, 'ru');
  assert.deepEqual(form.dates, ['2027-03-11', '2027-03-18', '2027-03-20']);
  assert.equal(`${form.from}-${form.to}`, '16.00-19.00');
  assert.deepEqual(form.ownTimes, { '2027-03-20': { from: '10.00', to: '12.00' } });
  assert.equal(form.seats, 3);
  assert.equal(form.noteLanguage, 'et');
  assert.equal(needInput(form, 'kehra', now).contact, 'Mari');
  assert.deepEqual(copyOf({ ...earlier, shifts: [] } as Need, now, 'et').dates, []);
});

const shift = (id: string, from: string, to: string, more: Partial<RosterShift> = {}): RosterShift => ({
  id,
  need: 'n',
  from,
  to,
  titles: { et: '', ru: '', en: '' },
  seats: 2,
  filled: 2,
  people: [],
  ...more,
});

test('the roster says what needs doing', () => {
  const nowMs = Date.parse(now);
  const over = shift('1', '2027-03-10T10:00:00Z', '2027-03-10T12:00:00Z', {
    people: [{ placement: 'p', person: 'a', name: 'A', state: 'agreed' }],
  });
  const soon = shift('2', '2027-03-10T15:00:00Z', '2027-03-10T18:00:00Z', {
    filled: 1,
    people: [{ placement: 'q', person: 'b', name: 'B', state: 'awaiting', waiting_for: 'guardian' }],
  });
  const later = shift('3', '2027-03-20T15:00:00Z', '2027-03-20T18:00:00Z', {
    people: [
      { placement: 'r', person: 'c', name: 'C', state: 'agreed', check_valid_until: '2027-03-19' },
      { placement: 's', person: 'd', name: 'D', state: 'agreed', check_valid_until: '2027-03-20' },
    ],
  });
  assert.deepEqual(
    [over, soon, later].map((s) => phaseOf(s, nowMs)),
    ['over', 'soon', 'later'],
  );
  assert.equal(checkRunsOut(later.people[0]!, later), true);
  const todo = toDo([later, soon, over], nowMs);
  assert.deepEqual(
    todo.attendance.map((s) => s.id),
    ['1'],
  );
  assert.deepEqual(
    todo.unfilled.map((s) => s.id),
    ['2'],
  );
  assert.deepEqual(
    todo.waiting.map((w) => `${w.person.person} ${w.why}`),
    ['b guardian', 'c runs_out'],
  );
  assert.deepEqual(
    rosterDays([later, soon, over]).map((d) => `${d.date} ${d.shifts.length}`),
    ['2027-03-10 2', '2027-03-20 1'],
  );
});
