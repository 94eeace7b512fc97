// Pairing everybody: a proposal is made, read, edited, compared, sent once and taken back; and whose it is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { dayAhead, weekdayOf } from '../lib/days.mjs';
import { rows } from './lib/database.mjs';
import { account, as, letter, nobody, volunteer } from './lib/server.mjs';

const none = '00000000-0000-7000-8000-000000000001';

async function ready(client, id, state = 'ready') {
  for (let tries = 0; tries < 600; tries++) {
    const answer = await client.call('getPairing', { id });
    assert.equal(answer.status, 200, answer.text);
    if (answer.body.summary.state !== 'working') {
      assert.equal(answer.body.summary.state, state, answer.text.slice(0, 300));
      return { ...answer.body, etag: answer.headers.etag };
    }
    await wait(100);
  }
  return assert.fail('pairing took over a minute');
}

async function propose(client, body = {}) {
  const made = await client.call('createPairing', {}, { body });
  assert.equal(made.status, 202, made.text);
  return ready(client, made.body.id);
}

// What a proposal says of itself, counted anew from its own lists.
function judge(proposal) {
  const { summary, pairs, open, needs } = proposal;
  const taken = pairs.filter((one) => one.invitation !== 'accepted').reduce((sum, one) => sum + one.shifts.length, 0);
  assert.equal(taken, summary.filled);
  assert.equal(open.reduce((sum, one) => sum + one.seats, 0), summary.seats - summary.filled);
  const shifts = new Map(needs.flatMap((need) => need.shifts.map((shift) => [shift.id, shift])));
  const seats = new Map();
  const spans = new Map();
  for (const pair of pairs) {
    for (const { id, score, parts } of pair.shifts) {
      assert.equal(parts.reduce((sum, part) => sum + part.points, 0), score);
      seats.set(id, (seats.get(id) ?? 0) + 1);
      const { from, to } = shifts.get(id);
      const others = spans.get(pair.person) ?? [];
      assert.ok(others.every((other) => other.to <= from || other.from >= to), `${pair.first_name} is in two places`);
      spans.set(pair.person, [...others, { from, to }]);
    }
    assert.ok(!pair.flags.includes('ask_time'), `${pair.first_name} was never asked when`);
  }
  for (const [id, count] of seats) {
    const shift = shifts.get(id);
    assert.ok(count <= shift.seats - shift.filled - shift.awaiting, `${count} on ${shift.seats} seats`);
  }
}

const unsent = (proposal) => proposal.pairs.filter((one) => one.invitation === null && one.changed.length === 0);
const ask = ({ person, need }) => ({ person, need });

test('a proposal over the group: proved, explained, edited, compared', async () => {
  const coordinator = await as('coordinator');
  const first = await propose(coordinator);
  judge(first);
  assert.ok(first.pairs.length > 1, 'the demonstration has nobody to pair');
  assert.ok(first.summary.people > 0 && first.summary.open_needs > 0);
  assert.equal(first.summary.more_at_most === 0, first.summary.proved || first.summary.score_at_most > 0);
  for (const one of first.pairs) assert.ok(one.reasons.length > 0 && one.changed.length === 0, `a fresh pair says why: ${JSON.stringify(one)}`);
  assert.ok(first.open.every((one) => one.missing.every((reason) => reason.text.length > 5)));
  assert.ok(!/@|\+372/.test(JSON.stringify(first)), 'contact before anybody has said yes');

  const [pair] = unsent(first);
  const pinned = await coordinator.call('editPairing', { id: first.summary.id }, { ifMatch: first.etag, body: { action: 'pin', ...ask(pair) } });
  assert.equal(pinned.status, 200, pinned.text);
  assert.equal(pinned.body.filled_change, 0);
  assert.equal((await coordinator.call('editPairing', { id: first.summary.id }, { ifMatch: first.etag, body: { action: 'pin', ...ask(pair) } })).status, 412);
  let now = await ready(coordinator, first.summary.id);
  assert.ok(now.pairs.find((one) => one.person === pair.person && one.need === pair.need).pinned);

  const forbidden = await coordinator.call('editPairing', { id: first.summary.id }, { ifMatch: now.etag, body: { action: 'forbid', ...ask(pair) } });
  assert.equal(forbidden.status, 200, forbidden.text);
  assert.ok(forbidden.body.filled_change <= 0);
  assert.ok(forbidden.body.filled_change < 0 || forbidden.body.score_change <= 0, 'keeping somebody out made it better');
  assert.ok(forbidden.body.removed.some((one) => one.person === pair.person && one.need === pair.need));
  now = await ready(coordinator, first.summary.id);
  judge(now);
  assert.ok(!now.pairs.some((one) => one.person === pair.person && one.need === pair.need));
  assert.deepEqual(now.rules.map((one) => [one.kind, one.person, one.shift]), [['forbid', pair.person, null]]);

  const released = await coordinator.call('editPairing', { id: first.summary.id }, { ifMatch: now.etag, body: { action: 'release', ...ask(pair) } });
  assert.equal(released.body.filled, first.summary.filled);
  assert.equal(released.body.filled_change + forbidden.body.filled_change, 0);
  assert.equal(released.body.score_change + forbidden.body.score_change, 0);

  now = await ready(coordinator, first.summary.id);
  const second = await propose(coordinator);
  const same = await coordinator.call('comparePairing', { id: second.summary.id }, { query: { with: first.summary.id } });
  assert.equal(same.status, 200, same.text);
  assert.equal(same.body.new.length + same.body.same, second.summary.filled);
  const today = (await coordinator.call('comparePairing', { id: second.summary.id })).body;
  assert.equal(today.with, null);
  assert.equal(today.new.length + today.same, second.summary.filled);
  assert.ok(today.new.every((seat) => today.needs.some((need) => need.id === seat.need)));
  assert.equal((await coordinator.call('comparePairing', { id: second.summary.id }, { query: { with: none } })).status, 404);
  const list = (await coordinator.call('listPairings')).body.pairings;
  assert.deepEqual(list.slice(0, 2).map((one) => one.id), [second.summary.id, first.summary.id]);
});

test('sent once, whoever presses twice, and taken back while the letters wait', async () => {
  const coordinator = await as('coordinator');
  const proposal = await propose(coordinator);
  const calm = new Set(proposal.needs.filter((need) => !need.urgent).map((need) => need.id));
  const chosen = unsent(proposal).filter((one) => calm.has(one.need)).slice(0, 3);
  const id = proposal.summary.id;
  const before = Number(rows('SELECT COUNT(*) FROM invitation')[0][0]);
  const options = { ifMatch: proposal.etag, key: `twice-${process.pid}`, body: { pairs: chosen.map(ask) } };
  const [one, two] = await Promise.all([coordinator.call('sendPairing', { id }, options), coordinator.call('sendPairing', { id }, options)]);
  const statuses = [one.status, two.status].sort();
  assert.ok(statuses[0] === 201 && [201, 409].includes(statuses[1]), `${one.text} ${two.text}`);
  const sent = one.status === 201 ? one : two;
  assert.equal(sent.body.sent.length, chosen.length, sent.text);
  assert.deepEqual(sent.body.refused, []);
  assert.ok(Date.parse(sent.body.undo_until) > Date.now());
  assert.equal(Number(rows('SELECT COUNT(*) FROM invitation')[0][0]), before + chosen.length);
  const replayed = await coordinator.call('sendPairing', { id }, options);
  assert.deepEqual(replayed.body, sent.body, 'a repeated key answers the same');
  assert.equal((await coordinator.call('sendPairing', { id }, { ...options, key: `other-${process.pid}` })).status, 412);
  // Another tab that has read it anew presses again: everybody is told apart.
  const again = await coordinator.call('sendPairing', { id }, { ifMatch: sent.headers.etag, body: { pairs: chosen.map(ask) } });
  assert.equal(again.status, 201, again.text);
  assert.deepEqual(again.body.sent, []);
  assert.deepEqual(new Set(again.body.refused.map((entry) => entry.code)), new Set(['already_invited']));
  assert.ok(again.body.refused.every((entry) => entry.text.length > 5));
  const held = await ready(coordinator, id);
  assert.equal(held.pairs.filter((entry) => entry.sent && entry.can_undo).length, chosen.length);
  const refused = await coordinator.call('editPairing', { id }, { ifMatch: held.etag, body: { action: 'forbid', ...ask(chosen[0]) } });
  assert.equal(refused.body.code, 'pair_sent', refused.text);
  assert.equal((await coordinator.call('comparePairing', { id })).body.same >= chosen.length, true);
  const back = await coordinator.call('takeBackPairing', { id });
  assert.equal(back.status, 200, back.text);
  assert.equal(back.body.taken, chosen.length);
  assert.equal((await ready(coordinator, id)).summary.sent, 0);
});

test('a letter comes, a yes is kept, and who has changed meanwhile is told kindly', async () => {
  const coordinator = await as('coordinator');
  const manager = await as('manager', 'kehra');
  const weekday = weekdayOf(dayAhead(30));
  const profile = { reach: { max_m: null, centres: ['kehra'] }, availability: [{ day: weekday, from: '08:00', to: '22:00' }], skills: ['robotics', 'crafts', 'theatre', 'dance', 'woodwork', 'translation'], hours_per_week: 20 };
  const stays = await volunteer({ ...profile, first_name: 'Jääja' });
  const leaves = await volunteer({ ...profile, first_name: 'Lahkuja' });
  const shifts = [{ date: dayAhead(30), from: '16:00', to: '18:00', seats: 2 }];
  const need = await manager.call('createNeed', {}, { body: { centre: 'kehra', activity: 'robotics', required_skills: ['robotics', 'crafts', 'theatre', 'dance', 'woodwork', 'translation'], children: false, shifts } });
  assert.equal(need.status, 201, need.text);
  const proposal = await propose(coordinator);
  const pairs = proposal.pairs.filter((one) => one.need === need.body.id);
  assert.deepEqual(pairs.map((one) => one.first_name).sort(), ['Jääja', 'Lahkuja'], JSON.stringify(pairs));
  const id = proposal.summary.id;

  assert.equal((await leaves.client.call('pauseMe')).status, 200);
  const read = await ready(coordinator, id);
  // Whoever is free that weekday may be proposed for other needs, too.
  const of = (answer, name) => answer.pairs.find((one) => one.need === need.body.id && one.first_name === name);
  const stale = of(read, 'Lahkuja');
  assert.ok(stale.changed.length > 0 && stale.changed[0].text.length > 5, JSON.stringify(stale));
  const sent = await coordinator.call('sendPairing', { id }, { ifMatch: read.etag, body: { pairs: pairs.map(ask) } });
  assert.equal(sent.status, 201, sent.text);
  assert.deepEqual(sent.body.sent.map((one) => one.first_name), ['Jääja']);
  assert.deepEqual(sent.body.refused.map((one) => [one.first_name, one.code]), [['Lahkuja', 'changed']]);

  const mail = await letter(stays.form.email, (one) => one.name !== stays.mail.name && one.text.includes('/kutse'), 30);
  const token = mail.text.match(/\/kutse[^#]*#([A-Za-z0-9_-]+)/)[1];
  const answer = await nobody().call('answerInvitation', { token }, { body: { answer: 'accept' } });
  assert.equal(answer.status, 200, answer.text);
  const after = await ready(coordinator, id);
  assert.equal(of(after, 'Jääja').invitation, 'accepted');
  const edited = await coordinator.call('editPairing', { id }, { ifMatch: after.etag, body: { action: 'forbid', person: stale.person, need: stale.need } });
  assert.equal(edited.status, 200, edited.text);
  const last = await ready(coordinator, id);
  assert.equal(of(last, 'Jääja')?.invitation, 'accepted', 'a yes is lost by solving anew');
  judge(last);
});

test('whose it is, and what is refused', async () => {
  const coordinator = await as('coordinator');
  const specialist = await as('specialist', '0141');
  const proposal = await propose(coordinator);
  const id = proposal.summary.id;
  for (const [operation, options] of [
    ['getPairing', {}], ['comparePairing', {}], ['cancelPairing', {}], ['takeBackPairing', {}],
    ['editPairing', { ifMatch: 1, body: { action: 'pin', person: none, need: none } }],
    ['sendPairing', { ifMatch: 1, body: { pairs: [{ person: none, need: none }] } }],
  ]) assert.equal((await specialist.call(operation, { id }, options)).status, 404, operation);

  const own = await propose(specialist);
  const centres = new Set((await nobody().call('getRegion')).body.centres.filter((one) => one.municipality === '0141').map((one) => one.id));
  assert.ok(own.needs.every((need) => centres.has(need.centre)), 'a need of another municipality');
  assert.equal(own.summary.scope, '0141');
  assert.equal((await specialist.call('createPairing', {}, { body: { scope: 'harju' } })).body.code, 'foreign_scope');
  assert.equal((await coordinator.call('getPairing', { id: own.summary.id })).status, 404);

  assert.equal((await coordinator.call('createPairing', {}, { body: { colour: 'red' } })).status, 422);
  assert.equal((await coordinator.call('editPairing', { id }, { body: { action: 'pin', person: none, need: none } })).status, 428);
  const edits = [
    [{ action: 'pin', person: none, need: none }, 'unknown_pair'], [{ action: 'forbid', person: none, need: none }, 'unknown_need'],
    [{ action: 'forbid', person: none, need: proposal.pairs[0].need }, 'unknown_person'],
  ];
  for (const [body, code] of edits) {
    const answer = await coordinator.call('editPairing', { id }, { ifMatch: proposal.etag, body });
    assert.deepEqual([answer.status, answer.body.code], [422, code], answer.text);
  }
  const bad = await coordinator.call('editPairing', { id }, { ifMatch: proposal.etag, body: { action: 'burn', person: 'x', need: 7 } });
  assert.equal(bad.status, 422);
  assert.equal(bad.body.errors.length, 3, bad.text);
  for (const pairs of [[], Array(301).fill({ person: none, need: none }), [{ person: none }]])
    assert.equal((await coordinator.call('sendPairing', { id }, { ifMatch: proposal.etag, body: { pairs } })).status, 422);
  assert.equal((await coordinator.call('sendPairing', { id }, { ifMatch: proposal.etag, body: { pairs: [{ person: none, need: none }] } })).body.code, 'unknown_pair');
  assert.equal((await coordinator.call('cancelPairing', { id })).body.code, 'no_job');
  const made = await Promise.all([coordinator.call('createPairing', {}, { body: {} }), coordinator.call('createPairing', {}, { body: {} })]);
  assert.deepEqual(made.map((one) => one.status).sort(), [202, 409], 'two at a time');
  await ready(coordinator, made.find((one) => one.status === 202).body.id);
});

test('whom a centre could look for', async () => {
  const manager = await as('manager', 'kehra');
  const own = await manager.call('getCentreRecruiting', { centre: 'kehra' });
  assert.equal(own.status, 200, own.text);
  assert.ok(own.body.as_of, 'no proposal covers the centre');
  for (const advice of own.body.advice) {
    assert.equal(advice.centre, 'kehra');
    assert.ok(advice.seats > 0);
    for (const call of Object.values(advice.calls)) assert.match(call, /\?keskus=kehra/);
  }
  assert.equal((await manager.call('getCentreRecruiting', { centre: 'viimsi' })).status, 404);
  assert.ok(account('coordinator'));
});
