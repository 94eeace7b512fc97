// An invitation asks for the shifts that a person may take and for no others, since accepting makes placements.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { dayAhead, weekdayOf } from '../lib/days.mjs';
import { as, volunteer } from './lib/server.mjs';


test('a shift for which somebody is not free is not asked of them, nor may it be', async () => {
  const manager = await as('manager', 'kehra');
  const weekday = weekdayOf(dayAhead(20));
  const { client } = await volunteer({
    reach: { max_m: null, centres: ['kehra'] },
    availability: [{ day: weekday, from: '08:00', to: '22:00' }],
  });
  const me = (await client.call('getMe')).body.profile.id;
  const need = (
    await manager.call('createNeed', {}, {
      body: {
        centre: 'kehra',
        activity: 'cooking',
        shifts: [20, 21].map((ahead) => ({ date: dayAhead(ahead), from: '16:00', to: '18:00', seats: 1 })),
      },
    })
  ).body;
  const [free, taken] = need.shifts.map((shift) => shift.id);
  let candidate;
  for (let tries = 0; tries < 30 && !candidate; tries++) {
    await wait(100);
    const found = await manager.call('listCandidates', { id: need.id }, { query: { top: 200 } });
    candidate = found.body.candidates?.find((one) => one.person === me);
  }
  assert.deepEqual(candidate.shifts, [free]);
  const refused = await manager.call('createInvitations', { id: need.id }, { body: { people: [me], shifts: [free, taken] } });
  assert.equal(refused.status, 409, refused.text);
  assert.equal(refused.body.code, 'candidate_not_eligible');
  const invited = await manager.call('createInvitations', { id: need.id }, { body: { people: [me] } });
  assert.equal(invited.status, 201, invited.text);
  assert.deepEqual(invited.body.invitations[0].shifts, [free]);
});

test('a person sees who asked why they are not among the candidates', async () => {
  const manager = await as('manager', 'kehra');
  const { client, form } = await volunteer({ first_name: 'Küsitu', reach: { max_m: null, centres: ['kehra'] } });
  const shifts = [{ date: dayAhead(25), from: '16:00', to: '18:00', seats: 1 }];
  const need = (await manager.call('createNeed', {}, { body: { centre: 'kehra', activity: 'cooking', shifts } })).body;
  let asked;
  for (let tries = 0; tries < 30 && asked?.status !== 200; tries++) {
    await wait(100);
    asked = await manager.call('explainCandidate', { id: need.id }, { query: { q: 'Küsitu' } });
  }
  assert.equal(asked.body.answers[0].first_name, form.first_name, asked.text);
  const { views } = (await client.call('listMyViews')).body;
  assert.ok(views.some((one) => /asked why/.test(one.what)), JSON.stringify(views));
});
