// People of 13 to 17: asked only where a worker answers for them, outside school hours (R5); the reason is named.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { test } from 'node:test';
import { dayAfter, weekdayAhead } from '../lib/days.mjs';
import { rows } from './lib/database.mjs';
import { as, nobody, volunteer } from './lib/server.mjs';

const at = (date, from, to) => ({ date, from, to, seats: 2 });

// The next Wednesday that is a school day, and the next one of a break; undefined when the calendar of breaks goes no further.
const breaks = rows('SELECT first_day, last_day FROM school_free');
const wednesdays = Array.from({ length: 50 }, (_, week) => dayAfter(weekdayAhead(3, 10), 7 * week));
const isFree = (date) => breaks.some(([first, last]) => first <= date && date <= last);
const schoolDay = wednesdays.find((date) => !isFree(date));
const freeDay = wednesdays.find(isFree);

async function posted(manager, changes) {
  const answer = await manager.call('createNeed', {}, { body: { centre: 'kehra', activity: 'cooking', children: false, ...changes } });
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}

// Why not: asked again until memory knows both.
async function why(manager, need, person) {
  for (let tries = 0; tries < 50; tries++) {
    const answer = await manager.call('explainCandidate', { id: need.id }, { query: { person } });
    if (answer.status === 200 && answer.body.answers.length > 0) return answer.body.answers[0].failed.map((one) => one.code);
    await wait(100);
  }
  return assert.fail('nobody can say why');
}

async function minor() {
  const guardian = { name: 'Proovi Lapsevanem', email: `vanem.${Date.now()}.7@naidis.example`, language: 'et' };
  const { client } = await volunteer({ birth_date: `${new Date().getUTCFullYear() - 15}-01-01`, guardian, skills: ['cooking'] });
  return (await client.call('getMe')).body.profile.id;
}

test('a minor is asked where somebody answers for them, and not in school hours', async () => {
  const manager = await as('manager', 'kehra');
  const person = await minor();
  const usual = await posted(manager, { shifts: [at(schoolDay, '16:00', '18:00')] });
  assert.equal(usual.shifts[0].responsible_present, true, 'the manager who posts');
  assert.ok(usual.responsible.length > 0);
  assert.equal((await nobody().call('getNeed', { id: usual.id })).body.responsible ?? null, null, 'a name for staff alone');
  const reasons = await why(manager, usual, person);
  assert.ok(reasons.includes('guardian') && !reasons.includes('responsible') && !reasons.includes('school_hours'), reasons.join());

  const alone = await posted(manager, { shifts: [at(schoolDay, '16:00', '18:00')], responsible: null });
  assert.equal(alone.shifts[0].responsible_present, false);
  assert.ok((await why(manager, alone, person)).includes('responsible'));
  const named = await manager.call('updateNeed', { id: alone.id }, { ifMatch: alone.version, body: { responsible: 'Mari Maasikas' } });
  assert.equal(named.body.responsible, 'Mari Maasikas');
  assert.equal(named.body.shifts[0].responsible_present, true);

  assert.ok((await why(manager, await posted(manager, { shifts: [at(schoolDay, '10:00', '12:00')] }), person)).includes('school_hours'));
  assert.ok((await why(manager, await posted(manager, { shifts: [at(schoolDay, '18:00', '21:00')] }), person)).includes('minor_end'));
});

test('a break has no school hours', { skip: !freeDay && 'school_free has no Wednesday ahead' }, async () => {
  const manager = await as('manager', 'kehra');
  const person = await minor();
  assert.ok(!(await why(manager, await posted(manager, { shifts: [at(freeDay, '10:00', '12:00')] }), person)).includes('school_hours'));
});
