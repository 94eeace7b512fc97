// A proposal's invitations survive kill -9 of vahetusd: each is whole or not there, none is sent twice, and a second press does the rest.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { Service } from './lib/service.mjs';

const KILLS = Number(process.env.VAHETUS_SENDING_KILLS ?? 24);
const BATCH = 3;

let service;
let coordinator;
let presses = 0;

before(async () => {
  service = await Service.start();
  await service.startServer();
  coordinator = await service.signedIn('coordinator');
});
after(() => service?.stop());

async function read(id) {
  const answer = await coordinator.call('getPairing', { id });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

async function propose() {
  const made = await coordinator.call('createPairing', {}, { body: {} });
  assert.equal(made.status, 202, made.text);
  for (let tries = 0; tries < 300; tries++) {
    const proposal = await read(made.body.id);
    if (proposal.summary.state !== 'working') {
      assert.equal(proposal.summary.state, 'ready');
      return proposal;
    }
    await wait(100);
  }
  return assert.fail('no proposal in 30 s');
}

const canInvite = (pair) => pair.changed.length === 0 && [null, 'withdrawn', 'expired'].includes(pair.invitation);
const plain = (id) => id.replaceAll('-', '').toUpperCase();

/** Pairs in the batches in which they are sent, each with the key of its press. */
function batches(pairs) {
  const made = [];
  for (let at = 0; at < pairs.length; at += BATCH) {
    made.push({ key: `sending-${process.pid}-${++presses}`, pairs: pairs.slice(at, at + BATCH).map(({ person, need }) => ({ person, need })) });
  }
  return made;
}

const press = (id, version, { key, pairs }) => coordinator.call('sendPairing', { id }, { ifMatch: version, key, body: { pairs } });

/** One batch after the other, as long as they are answered; says which was last tried, and with which version. */
async function send(id, version, list, begins = () => undefined) {
  const state = { answered: 0, version };
  for (const batch of list) {
    state.last = { batch, version: state.version };
    begins(state.answered);
    const answer = await press(id, state.version, batch).catch((error) => ({ status: 0, error }));
    if (answer.status === 0 && answer.error.code === undefined) throw answer.error;
    if (answer.status === 0) return state;
    assert.equal(answer.status, 201, answer.text);
    assert.deepEqual(answer.body.refused, []);
    assert.equal(answer.body.sent.length, batch.pairs.length);
    state.version = answer.body.version;
    state.answered++;
  }
  return state;
}

/** What the database has of a proposal's invitations: each is whole, each batch is whole; how many batches there are. */
async function whole(proposal, list, since) {
  const id = `UNHEX('${plain(proposal.summary.id)}')`;
  const invited = await service.sql(`SELECT DISTINCT HEX(person_id), HEX(need_id), HEX(invitation_id) FROM pairing_pair WHERE pairing_id = ${id} AND invitation_id IS NOT NULL`);
  const invitations = await service.sql(`SELECT HEX(i.id), HEX(i.person_id), HEX(i.need_id), i.state,
      (SELECT COUNT(*) FROM outbox o WHERE o.event = 'invitation' AND o.about_id = i.id AND o.recipient = p.email),
      (SELECT COUNT(*) FROM outbox o WHERE o.event = 'invitation' AND o.about_id = i.id),
      (SELECT COUNT(*) FROM audit a WHERE a.action = 'invitation_create' AND a.subject_id = i.id AND a.person_id = i.person_id),
      (SELECT COUNT(*) FROM link l WHERE l.purpose = 'invitation' AND l.about_id = i.id),
      (SELECT COUNT(*) FROM invitation_shift s WHERE s.invitation_id = i.id),
      (SELECT COUNT(*) FROM pairing_pair x JOIN invitation_shift s ON s.invitation_id = i.id AND s.shift_id = x.shift_id WHERE x.pairing_id = ${id} AND x.invitation_id = i.id)
    FROM invitation i JOIN person p ON p.id = i.person_id WHERE i.created_at >= '${since}' ORDER BY i.id`);
  assert.deepEqual(invitations.map(([one, person, need]) => [person, need, one].join()).sort(), invited.map((row) => row.join()).sort(), 'invitations that the proposal knows nothing of, or the other way round');
  for (const [one, , , state, toPerson, letters, audited, links, shifts, ofProposal] of invitations) {
    assert.deepEqual([state, toPerson, letters, audited, links], ['sent', '1', '1', '1', '1'], `half an invitation: ${one}`);
    assert.ok(Number(shifts) > 0 && shifts === ofProposal, `${one}: ${shifts} shifts, ${ofProposal} in the proposal`);
  }
  const there = new Map();
  for (const [person, need] of invited) there.set(person + need, (there.get(person + need) ?? 0) + 1);
  assert.ok([...there.values()].every((times) => times === 1), 'a pair with two invitations');
  const counts = list.map(({ pairs }) => pairs.filter(({ person, need }) => there.has(plain(person) + plain(need))).length);
  counts.forEach((count, at) => assert.ok(count === 0 || count === list[at].pairs.length, `batch ${at}: ${count} of ${list[at].pairs.length} pairs`));
  const complete = counts.filter((count) => count > 0).length;
  assert.equal(await service.number(`SELECT COUNT(*) FROM audit WHERE action = 'pairing_send' AND subject_id = ${id}`), complete);
  const now = await read(proposal.summary.id);
  assert.equal(now.summary.state, 'ready');
  assert.equal(now.summary.version, proposal.summary.version + complete, 'a batch is one version more');
  assert.equal(now.summary.sent, invited.length);
  assert.equal(now.pairs.length, proposal.pairs.length);
  for (const pair of now.pairs) assert.equal(pair.sent && pair.invitation === 'sent', there.has(plain(pair.person) + plain(pair.need)), pair.first_name);
  return { complete, now };
}

/** Proposes, sends with a kill `ms` after a batch began, looks, and presses again: first what was under way, then the rest. */
async function round(results, kill) {
  const proposal = await propose();
  const { id } = proposal.summary;
  const list = batches(proposal.pairs.filter(canInvite));
  assert.ok(list.length >= 3, `${list.length} batches are too few to be killed among`);
  const [[since]] = await service.sql('SELECT NOW(3)');
  const begun = Date.now();
  let killed;
  const state = await send(id, proposal.summary.version, list, (batch) => {
    if (batch === kill?.batch % list.length) killed = wait(kill.ms).then(() => service.killServer());
  });
  const took = (Date.now() - begun) / list.length;
  await killed;
  if (kill) await service.startServer();
  const { complete } = await whole(proposal, list, since);
  assert.ok(complete >= state.answered && complete <= state.answered + 1, `${state.answered} batches were answered, ${complete} are there`);
  results.push({ complete, of: list.length, unheard: complete - state.answered });

  // The same press again, with its key, as a browser does it: answered as if nothing had happened.
  const again = await press(id, state.last.version, state.last.batch);
  assert.equal(again.status, 201, again.text);
  assert.equal(again.body.sent.length, state.last.batch.pairs.length);
  const half = await whole(proposal, list, since);
  const rest = list.slice(half.complete);
  const finished = await send(id, half.now.summary.version, rest);
  assert.equal(finished.answered, rest.length);
  const done = await whole(proposal, list, since);
  assert.equal(done.complete, list.length);
  assert.equal(done.now.pairs.filter(canInvite).length, 0, 'the rest is sent');
  // Who presses once more from a page that was read anew is told that all of them wait.
  const once_more = await press(id, done.now.summary.version, { key: `sending-${process.pid}-${++presses}`, pairs: list[0].pairs });
  assert.equal(once_more.status, 201, once_more.text);
  assert.deepEqual([...new Set(once_more.body.refused.map((one) => one.code))], ['already_invited']);
  await whole(proposal, list, since);
  return { id, took, since };
}

async function takeBack(id) {
  const back = await coordinator.call('takeBackPairing', { id });
  assert.equal(back.status, 200, back.text);
  await service.sql("UPDATE invitation SET state = 'withdrawn', answered_at = NOW(3) WHERE state = 'sent'");
}

test(`${KILLS} x kill -9 while a proposal is sent out: every invitation once, none half, and the rest by a second press`, async () => {
  const results = [];
  const first = await round(results);
  await takeBack(first.id);
  for (let kill = 0; kill < KILLS; kill++) {
    // In one batch after the other, from before its press is read to after it is answered.
    const { id } = await round(results, { batch: kill, ms: first.took * 1.2 * ((kill * 0.618) % 1) });
    if (kill < KILLS - 1) await takeBack(id);
  }
  const killed = results.slice(1);
  const cut = killed.filter(({ complete, of }) => complete > 0 && complete < of).length;
  console.log(`${Math.round(first.took)} ms a batch; after the kill there were ${killed.map(({ complete, of }) => `${complete}/${of}`).join(', ')}`);
  console.log(`${cut} kills between the first and the last batch, ${killed.filter(({ unheard }) => unheard > 0).length} after a commit that nobody heard of`);
  assert.ok(cut >= KILLS / 2, 'too few kills met a sending under way');
});

test('letters: one for each invitation, and at most one of them twice for a crash', async () => {
  await service.sql("UPDATE outbox SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE state = 'leased'");
  const waiting = "SELECT COUNT(*) FROM outbox WHERE event = 'invitation' AND state IN ('waiting', 'leased')";
  for (const begun = Date.now(); Date.now() - begun < 60_000 && (await service.number(waiting)) > 0; await wait(250));
  assert.equal(await service.number(waiting), 0);
  const open = await service.sql(`SELECT LOWER(HEX(o.id)), o.recipient, o.state FROM outbox o JOIN invitation i ON i.id = o.about_id AND i.state = 'sent' WHERE o.event = 'invitation'`);
  assert.ok(open.length > 0);
  const seen = [...service.mail.seen].map(([id, letter]) => [id.replaceAll('-', '').toLowerCase(), letter]);
  for (const [id, recipient, state] of open) {
    assert.equal(state, 'sent');
    const letters = seen.filter(([message]) => message.includes(id));
    assert.deepEqual(letters.map(([, letter]) => letter.to), [recipient], 'the letter of an invitation');
  }
  const more = seen.reduce((sum, [, letter]) => sum + letter.times - 1, 0);
  console.log(`${open.length} letters of the last proposal; of all ${seen.length}, ${more} came once more`);
  assert.ok(more <= KILLS, `${more} letters more than there should be`);
});
