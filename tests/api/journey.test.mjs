// The main job from end to end, as its people do it: register, post, rank, invite, accept, check, roster, calendar.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { dayAhead } from '../lib/days.mjs';
import { as, letter, letters, nobody, tokenIn, volunteer } from './lib/server.mjs';


// Asks again until `done` accepts the answer, at most 3 s: what is written reaches memory within moments.
async function soon(ask, done) {
  let last;
  for (let tries = 0; tries < 30; tries++) {
    last = await ask();
    if (done(last)) return last;
    await wait(100);
  }
  assert.fail(`never came true: ${JSON.stringify(last.body ?? last).slice(0, 800)}`);
}

async function postNeed(manager, changes = {}) {
  const answer = await manager.call('createNeed', {}, {
    body: { centre: 'kehra', activity: 'cooking', required_skills: ['cooking'], shifts: [{ date: dayAhead(20), from: '16:00', to: '18:00', seats: 1 }], ...changes },
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}

test('a volunteer registers, is found, invited, accepts, is checked, and stands in the roster', async () => {
  const manager = await as('manager', 'kehra');
  const { client, form } = await volunteer({ reach: { max_m: null, centres: ['kehra'] } });
  const me = (await client.call('getMe')).body;
  assert.equal(me.profile.state, 'active');
  assert.deepEqual(me.roles.map((one) => one.role), ['volunteer']);

  const need = await postNeed(manager);
  const found = await soon(
    () => manager.call('listCandidates', { id: need.id }, { query: { top: 200 } }),
    (answer) => answer.body.candidates?.some((one) => one.person === me.profile.id),
  );
  const candidate = found.body.candidates.find((one) => one.person === me.profile.id);
  assert.equal(candidate.name, null, 'a name before the person has said yes');
  assert.equal(candidate.email, null);
  assert.ok(candidate.flags.includes('check_needed'));
  assert.equal(candidate.score, candidate.parts.reduce((sum, part) => sum + part.points, 0));
  assert.ok(candidate.reasons.length >= 1);

  const mine = await soon(() => client.call('listMyNeeds', {}, { query: { top: 100 } }), (answer) => answer.body.needs.some((one) => one.need.id === need.id));
  assert.ok(mine.body.needs.find((one) => one.need.id === need.id).distance_m < 5000);

  const invited = await manager.call('createInvitations', { id: need.id }, { body: { people: [me.profile.id] } });
  assert.equal(invited.status, 201, invited.text);
  assert.ok(invited.body.invitations[0].undo_until);
  assert.equal((await letters(form.email)).length, 1, 'the letter left before its 10 s');
  const mail = await letter(form.email, (one) => !/kinnita/i.test(one.subject), 25);
  const token = tokenIn(mail);

  const shown = await nobody().call('getInvitation', { token });
  assert.equal(shown.status, 200, shown.text);
  assert.equal(shown.body.need.id, need.id);
  const accepted = await nobody().call('answerInvitation', { token }, { body: { answer: 'accept' } });
  assert.equal(accepted.status, 200, accepted.text);
  assert.equal(accepted.body.placements[0].state, 'awaiting');
  assert.equal(accepted.body.placements[0].waiting_for, 'check');
  assert.equal((await nobody().call('answerInvitation', { token }, { body: { answer: 'decline' } })).status, 410);

  const roster = await manager.call('getRoster', { centre: 'kehra' }, { query: { from: dayAhead(19), to: dayAhead(21) } });
  const shift = roster.body.shifts.find((one) => one.need === need.id);
  assert.equal(shift.people[0].name, `${form.first_name} ${form.last_name}`);
  assert.equal(shift.filled, 0);

  const check = await manager.call('createCheck', {}, { body: { person: me.profile.id, result: 'permitted', checked_on: dayAhead(0), checker: '0141' } });
  assert.equal(check.status, 201, check.text);
  assert.equal(check.body.agreed_now, 1);
  const placements = (await client.call('listMyPlacements')).body.placements;
  assert.equal(placements[0].state, 'agreed');
  assert.equal((await manager.call('getNeed', { id: need.id })).body.filled, 1);

  const address = (await client.call('getMyCalendar')).body.url;
  const file = await client.request('GET', new URL(address).pathname);
  assert.equal(file.status, 200);
  assert.match(file.text, /BEGIN:VEVENT[\s\S]*STATUS:CONFIRMED/);
  const views = (await client.call('listMyViews')).body.views;
  assert.ok(views.length > 0, 'who saw my data is empty');

  const cancelled = await client.call('cancelPlacement', { id: placements[0].id }, { body: { reason: 'ill' } });
  assert.equal(cancelled.status, 200, cancelled.text);
  assert.equal((await manager.call('getNeed', { id: need.id })).body.filled, 0);
});

test('an invitation is taken back within its ten seconds and nobody hears of it', async () => {
  const manager = await as('manager', 'kehra');
  const { client, form } = await volunteer({ reach: { max_m: null, centres: ['kehra'] } });
  const person = (await client.call('getMe')).body.profile.id;
  const need = await postNeed(manager);
  await soon(() => manager.call('listCandidates', { id: need.id }, { query: { top: 200 } }), (one) => one.body.candidates?.some((who) => who.person === person));
  const invited = (await manager.call('createInvitations', { id: need.id }, { body: { people: [person] } })).body.invitations[0];
  assert.equal((await manager.call('withdrawInvitation', { token: invited.id })).status, 204);
  await wait(13_000);
  assert.equal((await letters(form.email)).length, 1);
});

test('"Tulen appi": an offer is accepted, with a check it is agreed at once', async () => {
  const manager = await as('manager', 'kehra');
  const { client } = await volunteer({ reach: { max_m: null, centres: ['kehra'] } });
  const person = (await client.call('getMe')).body.profile.id;
  const need = await postNeed(manager, { children: false });
  const offer = await soon(() => client.call('createOffer', { id: need.id }, { body: { shifts: [need.shifts[0].id] } }), (answer) => answer.status !== 503);
  assert.equal(offer.status, 201, offer.text);
  assert.equal((await client.call('createOffer', { id: need.id }, { body: { shifts: [need.shifts[0].id] } })).status, 409);
  const listed = (await manager.call('listNeedInvitations', { id: need.id })).body.invitations;
  assert.equal(listed[0].kind, 'offer');
  assert.equal(listed[0].person, person);
  const answered = await manager.call('answerOffer', { id: offer.body.id }, { body: { answer: 'accept' } });
  assert.equal(answered.status, 200, answered.text);
  assert.equal((await client.call('listMyPlacements')).body.placements[0].state, 'agreed');
  const late = await volunteer({ reach: { max_m: null, centres: ['kehra'] } });
  const full = await late.client.call('createOffer', { id: need.id }, { body: { shifts: [need.shifts[0].id] } });
  assert.equal(full.status, 409, full.text);
});

test('a volunteer of 15 needs a guardian, who permits a centre and may take it back', async () => {
  const birth = `${new Date().getUTCFullYear() - 15}-01-10`;
  const guardian = { name: 'Proovi Lapsevanem', email: `vanem.${Date.now()}@naidis.example`, language: 'et' };
  const { client } = await volunteer({ birth_date: birth, guardian, reach: { max_m: null, centres: ['kehra'] } });
  const mail = await letter(guardian.email);
  const token = tokenIn(mail);
  const asked = await nobody().call('getGuardianRequest', { token });
  assert.equal(asked.status, 200, asked.text);
  assert.ok(asked.body.centres.some((one) => one.id === 'kehra' && !one.granted));
  const given = await nobody().call('answerGuardianRequest', { token }, { body: { centres: ['kehra'] } });
  assert.ok(given.body.centres.find((one) => one.id === 'kehra').granted, given.text);
  assert.deepEqual((await client.call('getMe')).body.profile.guardian.permitted_centres, ['kehra']);
  await nobody().call('answerGuardianRequest', { token }, { body: { centres: [] } });
  assert.deepEqual((await client.call('getMe')).body.profile.guardian.permitted_centres, []);
});

test('a profile is changed, paused, exported and deleted by its person', async () => {
  const { client, form } = await volunteer();
  const me = await client.call('getMe');
  const changed = await client.call('updateMe', {}, { body: { skills: ['music'], hours_per_week: 4 }, ifMatch: me.headers.etag });
  assert.equal(changed.status, 200, changed.text);
  assert.deepEqual(changed.body.profile.skills, ['music']);
  assert.equal((await client.call('updateMe', {}, { body: { hours_per_week: 5 }, ifMatch: me.headers.etag })).status, 412);
  assert.equal((await client.call('pauseMe')).body.profile.state, 'paused');
  assert.equal((await client.call('resumeMe')).body.profile.state, 'active');
  assert.equal((await client.call('exportMe')).body.email, form.email);
  assert.equal((await client.call('deleteMe')).status, 204);
  assert.equal((await client.call('getMe')).status, 401);
});

test('a sign-in link works once', async () => {
  const { form } = await volunteer();
  const client = nobody();
  assert.equal((await client.call('createSessionLink', {}, { body: { email: form.email } })).status, 202);
  const mail = await letter(form.email, (one) => !/kinnita/i.test(one.subject));
  const token = tokenIn(mail);
  assert.equal((await client.call('createSession', {}, { body: { token } })).status, 201);
  assert.equal((await client.call('getMe')).body.email, form.email);
  assert.equal((await nobody().call('createSession', {}, { body: { token } })).status, 410);
});

test('registering again changes neither the birth date nor the guardian', async () => {
  const birth = `${new Date().getUTCFullYear() - 14}-01-10`;
  const guardian = { name: 'Proovi Lapsevanem', email: `vanem.${Date.now()}.2@naidis.example`, language: 'et' };
  const { client, form } = await volunteer({ birth_date: birth, guardian });
  const again = nobody();
  const body = { ...form, birth_date: '1990-01-01', guardian: undefined, skills: ['dance'] };
  assert.equal((await again.call('createVolunteer', {}, { body })).status, 202);
  const seen = (await letters(form.email)).length;
  const mail = await letter(form.email, (one) => /kinnita/i.test(one.subject) && one.name !== undefined, 20);
  for (let tries = 0; (await letters(form.email)).length <= seen && tries < 100; tries++) await wait(100);
  const newest = (await letters(form.email)).filter((one) => /kinnita/i.test(one.subject)).map(tokenIn);
  assert.ok(mail && newest.length >= 2);
  const statuses = await Promise.all(newest.map(async (token) => (await nobody().call('confirmVolunteer', {}, { body: { token } })).status));
  assert.ok(statuses.includes(200), `no link of ${newest.length} works: ${statuses}`);
  const me = (await client.call('getMe')).body.profile;
  assert.equal(me.birth_date, birth);
  assert.equal(me.guardian.email, guardian.email);
  assert.deepEqual(me.skills, ['dance']);
});
