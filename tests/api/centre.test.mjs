// What a manager's pages ask about a whole centre: who answered, another municipality's check, what somebody has done.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { dayAhead } from '../lib/days.mjs';
import { as, volunteer } from './lib/server.mjs';

const missing = '00000000-0000-7000-8000-000000000001';

async function need(manager, centre, changes = {}) {
  const shifts = [{ date: dayAhead(12), from: '16:00', to: '18:00', seats: 2 }];
  const made = await manager.call('createNeed', {}, { body: { centre, activity: 'cooking', shifts, ...changes } });
  assert.equal(made.status, 201, made.text);
  return made.body;
}

/** Offers to come; what is written reaches the matcher's memory within moments, until then it says "busy". */
async function offer(client, to) {
  for (let tries = 0; ; tries++) {
    const answer = await client.call('createOffer', { id: to.id }, { body: { shifts: to.shifts.map((one) => one.id) } });
    if (answer.status === 503 && tries < 30) await wait(100);
    else {
      assert.equal(answer.status, 201, answer.text);
      return answer.body;
    }
  }
}

/** Somebody who has offered to come to the need. */
async function offerer(to) {
  const { client, form } = await volunteer({ reach: { max_m: null, centres: [to.centre] } });
  return { client, form, offer: await offer(client, to) };
}

test('a centre reads in one request what waits for it and who answered, without contact', async () => {
  const manager = await as('manager', 'kehra');
  const wanted = await need(manager, 'kehra', { children: false });
  const one = await offerer(wanted);
  const find = async () => (await manager.call('listCentreAnswers', { centre: 'kehra' })).body.answers;
  const waiting = (await find()).find((answer) => answer.id === one.offer.id);
  assert.equal(waiting.state, 'sent');
  assert.equal(waiting.kind, 'offer');
  assert.equal(waiting.name, `${one.form.first_name} ${one.form.last_name}`);
  assert.equal(waiting.from, wanted.shifts[0].from);
  assert.equal(waiting.shifts, 1);
  assert.equal(waiting.check_needed, false);
  assert.ok(!('email' in waiting) && !('phone' in waiting));
  assert.equal((await manager.call('answerOffer', { id: one.offer.id }, { body: { answer: 'accept' } })).status, 200);
  const answers = await find();
  const said = answers.findIndex((answer) => answer.id === one.offer.id);
  assert.equal(answers[said].state, 'accepted');
  assert.ok(answers.slice(said).every((answer) => answer.state !== 'sent'), 'what waits stands first');
  assert.equal((await manager.call('listCentreAnswers', { centre: 'viimsi' })).status, 404);
  assert.equal((await one.client.call('deleteMe')).status, 204);
  assert.ok(!(await find()).some((answer) => answer.id === one.offer.id), 'whoever left the service answers nothing any more');
});

test('reasons speak of a person to the manager, and to the person themselves', async () => {
  const manager = await as('manager', 'kehra', { language: 'et' });
  const { client } = await volunteer({ reach: { max_m: null, centres: ['kehra'] }, languages: { et: 'C1' }, language: 'et' });
  const person = (await client.call('getMe')).body.profile.id;
  const wanted = await need(manager, 'kehra', { children: false, preferred_languages: { et: 'B1' } });
  const spoken = (list) => list?.reasons.find((reason) => reason.code === 'languages')?.text;
  let candidate;
  for (let tries = 0; tries < 30 && !candidate; tries++) {
    await wait(100);
    const { body } = await manager.call('listCandidates', { id: wanted.id }, { query: { top: 200 } });
    candidate = body.candidates?.find((one) => one.person === person);
  }
  assert.match(spoken(candidate), /^räägib: /);
  const mine = (await client.call('listMyNeeds')).body.needs.find((one) => one.need.id === wanted.id);
  assert.match(spoken(mine), /^(räägid|you speak): /);
});

test('a check of one municipality counts at another only once that one has accepted it', async () => {
  const anija = await as('manager', 'kehra');
  const viimsi = await as('manager', 'viimsi');
  const there = await need(viimsi, 'viimsi');
  const one = await offerer(await need(anija, 'kehra'));
  const person = one.offer.person;
  const here = await offer(one.client, there);
  assert.equal((await viimsi.call('answerOffer', { id: here.id }, { body: { answer: 'accept' } })).status, 200);
  const made = await anija.call('createCheck', {}, { body: { person, result: 'permitted', checked_on: dayAhead(-30), checker: '0141', reference: 'T-1' } });
  assert.equal(made.status, 201, made.text);
  const placed = async () => {
    const roster = await viimsi.call('getRoster', { centre: 'viimsi' }, { query: { from: dayAhead(11), to: dayAhead(13) } });
    return roster.body.shifts.find((shift) => shift.need === there.id).people[0];
  };
  assert.equal((await placed()).state, 'awaiting');
  const seen = (await viimsi.call('listChecks', {}, { query: { person } })).body.checks;
  assert.equal(seen[0].checker, '0141');
  assert.equal(seen[0].reference, null);

  const accept = (client, id, checker) => client.call('acceptCheck', { id }, { body: { checker } });
  assert.equal((await accept(viimsi, made.body.id, '0141')).status, 403);
  assert.equal((await accept(viimsi, missing, '0890')).status, 404);
  const own = await accept(anija, made.body.id, '0141');
  assert.equal(own.status, 409, own.text);
  assert.equal(own.body.code, 'check_not_acceptable');
  const accepted = await accept(viimsi, made.body.id, '0890');
  assert.equal(accepted.status, 201, accepted.text);
  assert.equal(accepted.body.agreed_now, 1);
  assert.equal(accepted.body.basis, 'accepted_from_other');
  assert.equal(accepted.body.accepted_from, made.body.id);
  assert.equal(accepted.body.valid_until, made.body.valid_until);
  assert.equal((await placed()).state, 'agreed');
  const twice = await accept(viimsi, made.body.id, '0890');
  assert.equal(twice.status, 409, twice.text);
  assert.equal(twice.body.code, 'check_accepted');
  assert.equal((await accept(anija, accepted.body.id, '0141')).body.code, 'check_not_acceptable', 'second hand');

  const prohibited = await anija.call('createCheck', {}, { body: { person, result: 'prohibited', checked_on: dayAhead(0), checker: '0141' } });
  assert.equal(prohibited.status, 201, prohibited.text);
  const specialist = await as('specialist', '0890');
  const after = (await specialist.call('listChecks', {}, { query: { person } })).body?.checks ?? [];
  assert.ok(after.every((check) => check.result === 'permitted'), 'a prohibited result of another is not told');
});

test('a check that is over, or overtaken by a prohibited one, cannot be accepted', async () => {
  const anija = await as('manager', 'kehra');
  const viimsi = await as('manager', 'viimsi');
  const one = await offerer(await need(anija, 'kehra'));
  const there = await need(viimsi, 'viimsi');
  await offer(one.client, there);
  const person = one.offer.person;
  const record = (result, on) => anija.call('createCheck', {}, { body: { person, result, checked_on: on, checker: '0141' } });
  const first = await record('permitted', dayAhead(-20));
  assert.equal((await record('prohibited', dayAhead(-1))).status, 201);
  const refused = await viimsi.call('acceptCheck', { id: first.body.id }, { body: { checker: '0890' } });
  assert.equal(refused.status, 409, refused.text);
  assert.equal(refused.body.code, 'check_not_acceptable');
  assert.doesNotMatch(refused.text, /prohib|keelat/i);
});

test('what somebody has done at a centre is told to that centre alone, and to nobody of whoever has done nothing', async () => {
  const manager = await as('manager', 'kehra');
  const roster = (await manager.call('getRoster', { centre: 'kehra' }, { query: { from: dayAhead(-50), to: dayAhead(0) } })).body;
  const done = roster.shifts.flatMap((shift) => shift.people.filter((person) => person.state === 'done'));
  assert.ok(done.length > 0, 'the demonstration has hours');
  const record = await manager.call('getServiceRecord', { centre: 'kehra', person: done[0].person });
  assert.equal(record.status, 200, record.text);
  assert.equal(record.body.name, done[0].name);
  const sum = record.body.entries.reduce((hours, entry) => hours + entry.hours, 0);
  assert.ok(Math.abs(sum - record.body.hours) < 0.01, `${sum} ${record.body.hours}`);
  assert.equal((await manager.call('getServiceRecord', { centre: 'kehra', person: missing })).status, 404);
  const other = await as('manager', 'viimsi');
  assert.equal((await other.call('getServiceRecord', { centre: 'kehra', person: done[0].person })).status, 404);
});

test('the region names its cooperation groups, which an account for a coordinator needs', async () => {
  const admin = await as('admin');
  const { groups } = (await admin.call('getRegion')).body;
  assert.deepEqual(groups.map((group) => group.code), ['harju']);
  const email = `grupp.${Date.now().toString(36)}@naidis.example`;
  const made = await admin.call('createAccount', {}, { body: { email, role: 'coordinator', scope: groups[0].code, language: 'et' } });
  assert.equal(made.status, 201, made.text);
  assert.equal(made.body.roles[0].scope_name, groups[0].name);
});
