// A coordinator's round: made, planned, judged, edited by hand, published; every worker has it in their calendar.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { workWeeks } from '../lib/days.mjs';
import { everybodyAgrees } from './lib/agreements.mjs';
import { accounts, as, letter, nobody } from './lib/server.mjs';

async function planned(coordinator, id) {
  for (let tries = 0; tries < 300; tries++) {
    const plan = (await coordinator.call('getPlan', { id })).body;
    if (plan.state === 'done' || plan.state === 'failed') return plan;
    await wait(100);
  }
  return assert.fail('planning took over 30 s');
}

// What FORMATS and the round say of a legal plan, counted anew from the API's answers alone.
function judge(round, visits) {
  const centre = new Map(round.centres.map((one) => [one.id, one]));
  const worker = new Map(round.workers.map((one) => [one.id, one]));
  const order = new Map(round.periods.map((one, index) => [one.id, index]));
  const count = (of) => visits.reduce((map, one) => map.set(of(one), (map.get(of(one)) ?? 0) + 1), new Map());
  for (const visit of visits) {
    assert.notEqual(visit.host, worker.get(visit.worker).home_centre);
    assert.ok(!centre.get(visit.host).closed.includes(visit.period));
    assert.ok(!worker.get(visit.worker).unavailable.includes(visit.period));
  }
  for (const [key, number] of count((one) => `${one.host} ${one.period}`)) assert.ok(number <= centre.get(key.split(' ')[0]).guests, key);
  for (const [key, number] of count((one) => `${worker.get(one.worker).home_centre} ${one.period}`)) assert.ok(number <= centre.get(key.split(' ')[0]).away, key);
  for (const [, number] of count((one) => `${one.worker} ${one.host}`)) assert.equal(number, 1);
  for (const [id, number] of count((one) => one.worker)) {
    assert.ok(number <= round.rules.max_visits);
    const at = visits.filter((one) => one.worker === id).map((one) => order.get(one.period)).sort((a, b) => a - b);
    at.forEach((period, index) => assert.ok(index === 0 || period - at[index - 1] > round.rules.min_gap, `${id} has no period at home between`));
  }
  if (round.rules.balanced) {
    const balance = new Map();
    for (const visit of visits) {
      for (const [key, step] of [[`${visit.host} ${visit.period}`, 1], [`${worker.get(visit.worker).home_centre} ${visit.period}`, -1]]) balance.set(key, (balance.get(key) ?? 0) + step);
    }
    for (const [key, sum] of balance) assert.equal(sum, 0, `${key} is not balanced`);
  }
}

test('a season: draft, plan, verify, edit, publish, calendars', async () => {
  const coordinator = await as('coordinator');
  const made = await coordinator.call('createRound', {}, { body: { name: 'Proovivoor', periods: workWeeks(4), rules: { max_visits: 2, balanced: true, min_gap: 1 } } });
  assert.equal(made.status, 201, made.text);
  const id = made.body.id;
  const offers = await coordinator.call('updateRound', { id }, {
    ifMatch: made.headers.etag,
    body: {
      centres: [{ id: 'loo', closed: ['N2'], offers: ['music'] }, { id: 'kehra', guests: 2, away: 1, offers: ['photo'] }],
      workers: [{ id: made.body.workers[0].id, unavailable: ['N1'], wants: [{ skill: 'music', points: 300 }] }],
    },
  });
  assert.equal(offers.status, 200, offers.text);
  assert.equal((await coordinator.call('updateRound', { id }, { ifMatch: made.headers.etag, body: { name: 'Teine' } })).status, 412);

  const started = await coordinator.call('planRound', { id }, { body: { seconds: 2 } });
  assert.equal(started.status, 202, started.text);
  assert.equal((await coordinator.call('planRound', { id }, { body: { seconds: 2 } })).status, 409);
  const plan = await planned(coordinator, id);
  assert.equal(plan.state, 'done', JSON.stringify(plan).slice(0, 300));
  assert.equal(plan.verified, true);
  assert.ok(plan.visits.length > 0);
  assert.ok(plan.objective <= plan.bound);
  let round = await coordinator.call('getRound', { id });
  judge(round.body, plan.visits);
  assert.equal(round.body.state, 'proposed');

  const visit = plan.visits[0];
  const moves = (await coordinator.call('listMoves', { id, visit: visit.id })).body.moves;
  assert.equal(moves.length, round.body.centres.length * round.body.periods.length);
  const illegal = moves.find((one) => !one.legal && one.broken.rule !== 'own_centre');
  const refused = await coordinator.call('updateVisit', { id, visit: visit.id }, { ifMatch: round.headers.etag, body: { host: illegal.host, period: illegal.period } });
  assert.equal(refused.status, 409, refused.text);
  assert.equal(refused.body.rule.rule, illegal.broken.rule);
  assert.ok(refused.body.detail.length > 10);
  const pinned = await coordinator.call('updateVisit', { id, visit: visit.id }, { ifMatch: round.headers.etag, body: { pinned: true } });
  assert.equal(pinned.status, 200, pinned.text);
  assert.equal(pinned.body.change, 0);
  assert.equal((await coordinator.call('updateVisit', { id, visit: visit.id }, { ifMatch: round.headers.etag, body: { pinned: false } })).status, 412);

  await coordinator.call('planRound', { id }, { body: { seconds: 1 } });
  const again = await planned(coordinator, id);
  assert.ok(again.visits.some((one) => one.worker === visit.worker && one.host === visit.host && one.period === visit.period && one.pinned), 'the pinned visit is gone');
  round = await coordinator.call('getRound', { id });
  assert.equal((await coordinator.call('publishRound', { id }, { ifMatch: round.headers.etag })).body.code, 'round_not_agreed');
  const asked = await coordinator.call('askAgreement', { id }, { ifMatch: round.headers.etag });
  assert.equal(asked.status, 200, asked.text);
  assert.equal(asked.body.state, 'approving');
  const home = new Map(asked.body.workers.map((one) => [one.id, one.home_centre]));
  const foreign = asked.body.visits.find((one) => one.host !== 'kehra' && home.get(one.worker) !== 'kehra');
  const notMine = { centre: foreign.host, side: 'host', visits: [{ id: foreign.id, host: foreign.host, period: foreign.period }] };
  assert.equal((await (await as('manager', 'kehra')).call('agreeVisits', { id }, { body: notMine })).status, 404);
  await everybodyAgrees(id);
  round = await coordinator.call('getRound', { id });
  assert.ok(round.body.visits.every((one) => one.employer_agreed && one.host_agreed));
  const published = await coordinator.call('publishRound', { id }, { ifMatch: round.headers.etag });
  assert.equal(published.status, 200, published.text);
  assert.equal(published.body.state, 'published');
  assert.equal((await coordinator.call('publishRound', { id }, { ifMatch: published.headers.etag ?? published.body.version })).status, 409);

  const workers = new Map((await coordinator.call('listWorkers')).body.workers.map((one) => [one.id, one]));
  assert.ok(workers.has(visit.worker));
  let found = 0;
  for (const one of accounts.filter((account) => account.role === 'worker').slice(0, 6)) {
    const client = await nobody().signIn(one);
    const mine = (await client.call('listMyVisits')).body.visits.filter((entry) => entry.round === id);
    if (!mine.length) continue;
    found++;
    const mail = await letter(one.email, (entry) => entry.subject.includes('Proovivoor') || /vahetus/i.test(entry.subject), 30);
    assert.ok(mail.text.length > 50);
    const file = await client.request('GET', new URL((await client.call('getMyCalendar')).body.url).pathname);
    assert.match(file.text, /DTSTART;VALUE=DATE:2027/);
  }
  assert.ok(found > 0, 'no worker of six has a visit');
});

test('planning is cancelled and the best so far is kept', async () => {
  const coordinator = await as('coordinator');
  const made = await coordinator.call('createRound', {}, { body: { name: 'Katkestatud voor', periods: workWeeks(16) } });
  const id = made.body.id;
  await coordinator.call('planRound', { id }, { body: { seconds: 60 } });
  for (let tries = 0; tries < 100 && (await coordinator.call('getPlan', { id })).body.objective === null; tries++) await wait(20);
  const cancelled = await coordinator.call('cancelPlan', { id });
  assert.equal(cancelled.status, 200, cancelled.text);
  const plan = await planned(coordinator, id);
  assert.equal(plan.state, 'done');
  assert.ok(plan.visits.length > 0 && plan.verified);
});
