// Role x operation x own or foreign object, walked from the OpenAPI document: what x-policy says is what happens.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { dayAhead } from '../lib/days.mjs';
import { operations } from './lib/contract.mjs';
import { as, nobody, volunteer } from './lib/server.mjs';

const roles = ['admin', 'coordinator', 'specialist', 'manager', 'worker', 'dpo', 'volunteer'];
const callers = new Map();
const none = '00000000-0000-7000-8000-000000000001';
const placeholders = { id: none, visit: none, proposal: none, person: none, centre: 'kehra', checker: '0141', token: 'x'.repeat(43), file: 'x.ics' };
const bodyless = new Set(['closeNeed', 'pauseMe', 'resumeMe', 'rotateMyCalendar', 'publishRound', 'askAgreement', 'closeRound', 'chooseProposal', 'deleteSession', 'deleteMe', 'cancelPlan']);

before(async () => {
  for (const role of roles.slice(0, 6)) {
    callers.set(role, await as(role, { specialist: '0141', manager: 'kehra' }[role]));
  }
  callers.set('volunteer', (await volunteer()).client);
});

// A request that is well-formed enough to reach the policy; what it names does not exist.
function request(caller, id, operation) {
  const body = operation.requestBody ? {} : undefined;
  const query = Object.fromEntries((operation.parameters ?? []).filter((one) => one.in === 'query' && one.required).map((one) => [one.name, none]));
  const needsVersion = operation.parameters?.some((one) => one.$ref?.endsWith('/IfMatch'));
  return caller.call(id, placeholders, { body, query: Object.keys(query).length ? query : undefined, ifMatch: needsVersion ? 1 : undefined, judged: !bodyless.has(id) || true });
}

for (const [id, operation] of operations) {
  const allowed = operation['x-policy'].roles;
  if (id === 'streamEvents') continue; // an open stream: its own test
  if (['deleteMe', 'deleteSession', 'pauseMe'].includes(id)) {
    test(`${id}: refused to those whom x-policy leaves out`, async () => {
      const answer = await request(nobody(), id, operation);
      assert.equal(answer.status, 401, answer.text);
      for (const role of roles.filter((one) => !allowed.includes(one) && !allowed.includes('any'))) {
        const refused = await request(callers.get(role), id, operation);
        assert.equal(refused.status, 403, `${role}: ${refused.text}`);
      }
    });
    continue;
  }
  test(`${id}: ${allowed.join(', ')}`, async () => {
    const open = allowed.includes('public');
    const answer = await request(nobody(), id, operation);
    if (open) assert.ok(![403].includes(answer.status), `nobody: ${answer.status} ${answer.text}`);
    else assert.equal(answer.status, 401, `nobody: ${answer.text}`);
    for (const role of roles) {
      const got = await request(callers.get(role), id, operation);
      if (open || allowed.includes('any') || allowed.includes(role)) {
        assert.ok(![401, 403].includes(got.status) || open, `${role} may use it, but: ${got.status} ${got.text}`);
      } else {
        assert.equal(got.status, 403, `${role} may not use it, but: ${got.status} ${got.text.slice(0, 200)}`);
      }
      assert.ok(got.status < 500, `${role}: ${got.status} ${got.text}`);
    }
  });
}

test('a manager reaches nothing of another centre', async () => {
  const own = callers.get('manager');
  const foreign = await as('manager', 'viimsi');
  const needs = (await foreign.call('listCentreNeeds', { centre: 'viimsi' })).body.needs;
  assert.ok(needs.length > 0);
  const [need] = needs;
  const tries = {
    listCentreNeeds: [{ centre: 'viimsi' }],
    getRoster: [{ centre: 'viimsi' }],
    listCentreAnswers: [{ centre: 'viimsi' }],
    getServiceRecord: [{ centre: 'viimsi', person: none }],
    listCandidates: [{ id: need.id }],
    explainCandidate: [{ id: need.id }, { query: { q: 'ma' } }],
    listNeedInvitations: [{ id: need.id }],
    createInvitations: [{ id: need.id }, { body: { people: [none] } }],
    updateNeed: [{ id: need.id }, { body: { urgency: 1 }, ifMatch: need.version }],
    closeNeed: [{ id: need.id }],
    createNeed: [{}, { body: { centre: 'viimsi', activity: 'cooking', shifts: [{ date: dayAhead(60), from: '16:00', to: '18:00' }] } }],
  };
  for (const [id, [path, options]] of Object.entries(tries)) {
    const answer = await own.call(id, path, options);
    assert.ok([403, 404, 422].includes(answer.status), `${id} of another centre: ${answer.status} ${answer.text.slice(0, 200)}`);
    assert.notEqual(answer.status, 422 * (id !== 'createInvitations'), `${id}: ${answer.text}`);
  }
  const after = (await foreign.call('getNeed', { id: need.id })).body;
  assert.equal(after.version, need.version, 'the need of another centre has changed');
});

test('a specialist reaches the centres of the own municipality and no others', async () => {
  const specialist = callers.get('specialist');
  assert.equal((await specialist.call('getRoster', { centre: 'aegviidu' })).status, 200);
  assert.equal((await specialist.call('getRoster', { centre: 'viimsi' })).status, 404);
});

test('a volunteer sees no contact of others and no roster', async () => {
  const person = callers.get('volunteer');
  for (const [id, path] of [['getRoster', { centre: 'kehra' }], ['listAudit', {}], ['listAccounts', {}], ['listWorkers', {}]]) {
    assert.equal((await person.call(id, path)).status, 403, id);
  }
});
