// People of 13 to 17: asked only where a worker answers for them, outside school hours (R5); the reason is named.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { test } from 'node:test';
import { as, nobody, volunteer } from './lib/server.mjs';

// Monday 1 and Wednesday 24 February 2027: a school day, and a day of the winter break.
const at = (date, from, to) => ({ date, from, to, seats: 2 });

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

test('a minor is asked where somebody answers for them, and not in school hours', async () => {
  const manager = await as('manager', 'kehra');
  const guardian = { name: 'Proovi Lapsevanem', email: `vanem.${Date.now()}.7@naidis.example`, language: 'et' };
  const { client } = await volunteer({ birth_date: `${new Date().getUTCFullYear() - 15}-01-01`, guardian, skills: ['cooking'] });
  const person = (await client.call('getMe')).body.profile.id;

  const usual = await posted(manager, { shifts: [at('2027-02-01', '16:00', '18:00')] });
  assert.equal(usual.shifts[0].responsible_present, true, 'the manager who posts');
  assert.ok(usual.responsible.length > 0);
  assert.equal((await nobody().call('getNeed', { id: usual.id })).body.responsible ?? null, null, 'a name for staff alone');
  const reasons = await why(manager, usual, person);
  assert.ok(reasons.includes('guardian') && !reasons.includes('responsible') && !reasons.includes('school_hours'), reasons.join());

  const alone = await posted(manager, { shifts: [at('2027-02-01', '16:00', '18:00')], responsible: null });
  assert.equal(alone.shifts[0].responsible_present, false);
  assert.ok((await why(manager, alone, person)).includes('responsible'));
  const named = await manager.call('updateNeed', { id: alone.id }, { ifMatch: alone.version, body: { responsible: 'Mari Maasikas' } });
  assert.equal(named.body.responsible, 'Mari Maasikas');
  assert.equal(named.body.shifts[0].responsible_present, true);

  assert.ok((await why(manager, await posted(manager, { shifts: [at('2027-02-01', '10:00', '12:00')] }), person)).includes('school_hours'));
  assert.ok(!(await why(manager, await posted(manager, { shifts: [at('2027-02-24', '10:00', '12:00')] }), person)).includes('school_hours'));
  assert.ok((await why(manager, await posted(manager, { shifts: [at('2027-02-01', '18:00', '21:00')] }), person)).includes('minor_end'));
});
