// Exchange rounds survive kill -9: planning is taken up again or said to have failed, publishing is whole or has not been.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { ok } from '../api/lib/client.mjs';
import { workWeeks } from '../lib/days.mjs';
import { HOSTS_RELY } from './lib/hosts.mjs';
import { Service } from './lib/service.mjs';

const PUBLISH_KILLS = Number(process.env.VAHETUS_PUBLISH_KILLS ?? 12);

let service;
let coordinator;
let round;

before(async () => {
  service = await Service.start();
  await service.startServer();
  coordinator = await service.signedIn('coordinator');
});
after(() => service?.stop());

const plan = () => ok(coordinator.call('getPlan', { id: round.id }));

async function until(wanted, what, seconds = 60) {
  for (const begun = Date.now(); Date.now() - begun < seconds * 1000; await wait(100)) {
    const seen = await plan();
    if (wanted(seen)) return seen;
  }
  return assert.fail(`no ${what} in ${seconds} s: ${JSON.stringify({ ...(await plan()), visits: [], staffing: [] })}`);
}

// The lease of whoever died runs out; time passes faster here.
const leaseRunsOut = () => service.sql("UPDATE job SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE state = 'running'");

test('kill -9 while planning: the run is taken up again, and its plan is whole and verified', async () => {
  round = await ok(coordinator.call('createRound', {}, { body: { name: 'Katkeb', periods: workWeeks(8), rules: { max_visits: 3, balanced: true, overlap_days: 1 } } }), 201);
  await ok(coordinator.call('planRound', { id: round.id }, { body: { seconds: 120 } }), 202);
  await until((one) => one.objective !== null, 'plan under way');
  await service.killServer();
  assert.equal(await service.number('SELECT COUNT(*) FROM visit'), 0, 'half a plan is stored');
  await service.startServer();
  assert.equal((await ok(coordinator.call('getRound', { id: round.id }))).state, 'planning');
  await leaseRunsOut();
  await until((one) => one.attempts === 2 && one.objective !== null, 'second attempt');
  await ok(coordinator.call('cancelPlan', { id: round.id }));
  const done = await until((one) => one.state === 'done', 'end');
  assert.equal(done.verified, true);
  assert.ok(done.visits.length > 0);
  assert.equal((await ok(coordinator.call('getRound', { id: round.id }))).state, 'proposed');
  assert.equal((await ok(coordinator.call('listProposals', { id: round.id }))).proposals.length, 1, 'one run, one proposal');
});

test('three crashes in a run: it is given up, says so, and the round can be planned again', async () => {
  const before = (await plan()).visits.map((one) => one.id).sort();
  await ok(coordinator.call('planRound', { id: round.id }, { body: { seconds: 120 } }), 202);
  for (let attempt = 1; attempt <= 3; attempt++) {
    await until((one) => one.state === 'running' && one.attempts === attempt, `attempt ${attempt}`);
    await service.killServer();
    await leaseRunsOut();
    await service.startServer();
  }
  const given = await until((one) => one.state === 'failed', 'end');
  assert.equal(given.failure, 'gave_up');
  assert.deepEqual(given.visits.map((one) => one.id).sort(), before, 'the plan that stood still stands');
  assert.equal((await ok(coordinator.call('getRound', { id: round.id }))).state, 'proposed');
});

test(`${PUBLISH_KILLS} x kill -9 while publishing: whole or not at all, and no letter twice`, async () => {
  const now = await ok(coordinator.call('getRound', { id: round.id }));
  await ok(coordinator.call('askAgreement', { id: round.id }, { ifMatch: now.version }));
  await service.sql('UPDATE visit SET employer_agreed_at = NOW(3), host_agreed_at = NOW(3)');
  await service.sql(HOSTS_RELY);
  const workers = await service.number('SELECT COUNT(DISTINCT v.person_id) FROM visit v JOIN person p ON p.id = v.person_id WHERE p.email IS NOT NULL');
  const told = () => service.number("SELECT COUNT(*) FROM outbox WHERE event = 'round_published'");
  const ledger = () => service.number('SELECT COALESCE(SUM(days_sent), 0) - COALESCE(SUM(days_hosted), 0) FROM round_ledger');
  let published = 0;
  for (let kill = 0; kill < PUBLISH_KILLS; kill++) {
    const seen = await ok(coordinator.call('getRound', { id: round.id }));
    const answer = coordinator.call('publishRound', { id: round.id }, { ifMatch: seen.version }).catch(() => undefined);
    await wait((600 * kill) / PUBLISH_KILLS); // from before it is read to after it is answered
    await service.killServer();
    const answered = await answer;
    await service.startServer();
    const { state } = await ok(coordinator.call('getRound', { id: round.id }));
    assert.ok(['approving', 'published'].includes(state), state);
    if (answered?.status === 200) assert.equal(state, 'published', 'what was answered is kept');
    assert.equal(await told(), state === 'published' ? workers : 0);
    assert.equal(await service.number('SELECT COUNT(*) FROM round_ledger') > 0, state === 'published');
    assert.equal(await ledger(), 0);
    if (state !== 'published') continue;
    published++;
    if (kill === PUBLISH_KILLS - 1) break;
    // Back to where it was, letters that have left included, so that the next kill meets another moment.
    await service.sql("UPDATE round SET state = 'approving', published_at = NULL; DELETE FROM outbox WHERE event LIKE 'round%'; DELETE FROM round_ledger");
    service.mail.seen.clear();
  }
  if ((await ok(coordinator.call('getRound', { id: round.id }))).state !== 'published') {
    const seen = await ok(coordinator.call('getRound', { id: round.id }));
    await ok(coordinator.call('publishRound', { id: round.id }, { ifMatch: seen.version }));
  }
  console.log(`${published} of ${PUBLISH_KILLS} were published before the kill`);
  await service.sql("UPDATE outbox SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE state = 'leased'");
  for (let tries = 0; tries < 600; tries++) {
    if ((await service.number("SELECT COUNT(*) FROM outbox WHERE event = 'round_published' AND state <> 'sent'")) === 0) break;
    await wait(100);
  }
  const of = (event) => service.sql(`SELECT recipient, LOWER(HEX(id)) FROM outbox WHERE event = '${event}'`);
  const letters = await of('round_published');
  assert.equal(letters.length, workers);
  assert.equal(new Set(letters.map(([recipient]) => recipient)).size, workers, 'one letter for each worker');
});
