// R1 for visits: a host relies on a check that its own side made or has accepted, through the whole visit; else nothing is published.
import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { dayAhead, today, workWeeks } from '../lib/days.mjs';
import { everybodyAgrees, openOf } from './lib/agreements.mjs';
import { ok } from './lib/client.mjs';
import { rows } from './lib/database.mjs';
import { as, server } from './lib/server.mjs';

const bytes = (id) => `UNHEX('${id.replaceAll('-', '')}')`;

const parts = ['kehra', 'loo', 'viimsi'];

// Visits set by hand in a round of three centres that have to send or host nobody.
async function roundWith(name, visits) {
  const coordinator = await as('coordinator');
  const made = await ok(coordinator.call('createRound', {}, { body: { name, kind: 'shadow', periods: workWeeks(3), rules: { max_visits: 3, min_gap: 0, balanced: false, repeat: true } } }), 201);
  const { id } = made;
  const centres = made.centres.map((one) => ({ ...one, name: undefined, takes_part: parts.includes(one.id), min_send: 0, min_host: 0, away: 3, guests: 3, staffing: [] }));
  await ok(coordinator.call('updateRound', { id }, { ifMatch: made.version, body: { centres } }));
  for (const [worker, host, period] of visits(made)) await ok(coordinator.call('addVisit', { id }, { body: { worker, host, period } }), 201);
  const round = () => ok(coordinator.call('getRound', { id }));
  return { coordinator, id, round, ask: async () => ok(coordinator.call('askAgreement', { id }, { ifMatch: (await round()).version })) };
}

const workersAt = (round, centre) => round.workers.filter((one) => one.home_centre === centre);
const publish = async ({ coordinator, id, round }) => coordinator.call('publishRound', { id }, { ifMatch: (await round()).version });
const checksOf = (worker) => rows(`SELECT municipality_code, basis, valid_until FROM background_check WHERE person_id = ${bytes(worker)} ORDER BY recorded_at`);
// As if nobody had accepted anything of this worker yet, and the own check were fresh.
function renew(worker) {
  rows(`DELETE FROM background_check WHERE person_id = ${bytes(worker)} AND basis = 'accepted_from_other'`);
  rows(`UPDATE background_check SET checked_on = CURDATE() - INTERVAL 20 DAY, valid_until = CURDATE() + INTERVAL 300 DAY, result = 'permitted' WHERE person_id = ${bytes(worker)}`);
}

/** A round in which somebody of Kehra, checked at home alone, visits Loo in the first week. */
async function oneVisit(name) {
  let worker;
  const season = await roundWith(name, (made) => {
    [worker] = workersAt(made, 'kehra');
    renew(worker.id);
    return [[worker.id, 'loo', 'N1']];
  });
  return { ...season, worker };
}

test('a check of the home municipality is not the host\'s until the host accepts it, in the press of "Sobib"', async () => {
  const { worker, ...season } = await oneVisit('Tunnustamine');
  const { coordinator, id, round, ask } = season;
  const [planned] = (await round()).visits;
  assert.deepEqual([planned.check_lasts, planned.check.state, planned.check.checker], [true, 'acceptable', '0141']);
  const early = await publish(season);
  assert.deepEqual([early.status, early.body.code], [409, 'round_not_agreed']);
  assert.deepEqual(early.body.visits.map((one) => [one.visit, one.lacks]), [[planned.id, ['employer', 'host', 'check']]]);
  await ask();
  // The two centres that it concerns see who checked and until when; a third one sees who goes where.
  const seen = async (centre) => (await ok((await as('manager', centre)).call('getRound', { id }))).visits[0].check;
  assert.deepEqual(await seen('loo'), planned.check);
  assert.deepEqual(await seen('kehra'), planned.check);
  assert.equal(await seen('viimsi'), undefined);
  await seen('loo');
  const noted = rows(`SELECT actor_role FROM audit WHERE action = 'checks_seen' AND subject_id = ${bytes(id)} AND person_id = ${bytes(worker.id)} ORDER BY actor_role`);
  assert.deepEqual(noted.map(([role]) => role), ['coordinator:harju', 'manager:kehra', 'manager:loo'], 'each reader once a day, and nobody who saw nothing');
  assert.ok(planned.check.valid_until >= workWeeks(1)[0].last);

  await everybodyAgrees(id, { accepting: false });
  const refused = await publish(season);
  assert.deepEqual([refused.status, refused.body.code], [409, 'visits_unchecked']);
  assert.deepEqual(refused.body.visits.map((one) => [one.visit, one.worker, one.host, one.lacks, one.check.state]), [[planned.id, worker.id, 'loo', ['check'], 'acceptable']]);
  assert.ok(refused.body.visits[0].text.includes(worker.name), refused.body.visits[0].text);
  const said = new Set();
  for (const language of ['et', 'ru', 'en']) {
    const answer = await (await as('coordinator', undefined, { language })).call('publishRound', { id }, { ifMatch: (await round()).version });
    said.add(answer.body.visits[0].text);
  }
  assert.equal(said.size, 3, 'each in the language of who asks');
  for (const text of said) assert.doesNotMatch(text, /[{}]|lack\./);

  const loo = await as('manager', 'loo');
  const body = { centre: 'loo', side: 'host', visits: openOf(await ok(loo.call('getRound', { id })), 'loo').host };
  assert.deepEqual(body.visits.map((one) => one.accept), [planned.check.accept]);
  const other = workersAt(await round(), 'viimsi')[0];
  const [[foreign]] = rows(`SELECT LOWER(HEX(id)) FROM background_check WHERE person_id = ${bytes(other.id)} LIMIT 1`);
  const uuid = foreign.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
  assert.equal((await loo.call('agreeVisits', { id }, { body: { ...body, visits: [{ ...body.visits[0], accept: uuid }] } })).status, 404, 'nobody accepts the check of somebody else');
  const wrongSide = await (await as('manager', 'kehra')).call('agreeVisits', { id }, { body: { centre: 'kehra', side: 'employer', visits: body.visits } });
  assert.deepEqual(wrongSide.body.errors.map((one) => one.field), ['/visits/0/accept']);
  assert.equal(checksOf(worker.id).length, 1, 'nothing was accepted by what was refused');

  const agreed = await ok(loo.call('agreeVisits', { id }, { body }));
  assert.deepEqual([agreed.visits[0].check.state, agreed.visits[0].check.checker, agreed.visits[0].check.accept], ['relied', '0141', null]);
  await ok(loo.call('agreeVisits', { id }, { body }));
  assert.equal(checksOf(worker.id).length, 2, 'pressed twice is accepted once');
  assert.deepEqual(checksOf(worker.id)[1].slice(0, 2), ['0245', 'accepted_from_other']);
  assert.equal((await ok(publish(season))).state, 'published');
});

test('an acceptance is the host\'s alone, of the guest\'s own check, and the same twice', async () => {
  const { worker, id, round, ask } = await oneVisit('Kelle otsus');
  await ask();
  const [visit] = (await ok((await as('manager', 'loo')).call('getRound', { id }))).visits;
  const { accept } = visit.check;
  const press = async (who, more) => {
    const { accept: check = accept, ...rest } = more ?? {};
    const seen = { id: visit.id, host: 'loo', period: 'N1', accept: check };
    return (await as('manager', who)).call('agreeVisits', { id }, { body: { centre: 'loo', side: 'host', visits: [seen], ...rest } });
  };
  const before = checksOf(worker.id);
  const named = async (answer) => {
    const { status, body } = await answer;
    return [status, body.errors?.map((one) => `${one.field} ${one.code}`)];
  };
  const refused = [422, ['/visits/0/accept not_allowed_here']];
  assert.deepEqual(await named(press('kehra', { centre: 'kehra', side: 'employer' })), refused);
  assert.deepEqual(await named(press('loo', { agreed: false })), refused);
  assert.equal((await press('loo', { accept: 'x' })).status, 422);
  assert.ok([403, 404].includes((await press('viimsi')).status), 'another centre presses for Loo');
  const [[stranger]] = rows(`SELECT HEX(id) FROM background_check WHERE person_id <> ${bytes(worker.id)} AND result = 'permitted' LIMIT 1`);
  const other = stranger.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  assert.deepEqual([(await press('loo', { accept: other })).body.code], ['unknown_check']);
  assert.deepEqual(checksOf(worker.id), before, 'what is refused leaves nothing');
  assert.equal((await round()).visits[0].host_agreed, false);
  for (let times = 0; times < 2; times++) assert.equal((await press('loo')).status, 200);
  assert.equal(checksOf(worker.id).length, before.length + 1, 'accepted once');
});

test('an ETag changes with the checks of a round too, while If-Match asks for its version alone', async () => {
  const { id, coordinator, ask } = await oneVisit('Sildid');
  await ask();
  const read = (tag) => coordinator.call('getRound', { id }, { headers: tag === undefined ? {} : { 'if-none-match': tag } });
  const first = await read();
  const { version } = first.body;
  assert.match(first.headers.etag, new RegExp(`^"${version}-[0-9a-f]{32}"$`));
  assert.equal((await read(first.headers.etag)).status, 304);

  rows(`UPDATE background_check SET result = 'prohibited' WHERE person_id = ${bytes(first.body.visits[0].worker)}`);
  const second = await read(first.headers.etag);
  assert.deepEqual([second.status, second.body.version], [200, version]);
  assert.notEqual(second.headers.etag, first.headers.etag);

  const rename = (ifMatch) => coordinator.call('updateRound', { id }, { ifMatch, body: { name: 'Sildid' } });
  assert.equal((await rename(`"${version}-nothex"`)).status, 412);
  assert.equal((await rename(`W/${second.headers.etag}`)).status, 412);
  const renamed = await ok(rename(first.headers.etag), 200);
  assert.equal(renamed.version, version + 1);
  assert.equal((await rename(second.headers.etag)).status, 412, 'the version has gone on');
});

test('a check that ends before the visit does is nobody\'s to accept; publishing names those visits alone', async () => {
  let short;
  let long;
  const season = await roundWith('Lõpeb enne', (made) => {
    [short, long] = [workersAt(made, 'kehra')[0], workersAt(made, 'loo')[0]];
    renew(short.id);
    renew(long.id);
    return [[short.id, 'loo', 'N2'], [long.id, 'kehra', 'N2']];
  });
  const { coordinator, id, round, ask } = season;
  await ask();
  rows(`UPDATE background_check SET valid_until = '${workWeeks(2)[1].last}' - INTERVAL 1 DAY WHERE person_id = ${bytes(short.id)}`);
  const checkOf = async (worker) => (await round()).visits.find((one) => one.worker === worker.id).check;
  assert.deepEqual([(await checkOf(short)).state, (await checkOf(short)).accept], ['ends_early', null]);
  const loo = await as('manager', 'loo');
  const source = rows(`SELECT LOWER(HEX(id)) FROM background_check WHERE person_id = ${bytes(short.id)}`)[0][0].replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
  await everybodyAgrees(id);
  const refused = await publish(season);
  // The plan itself does not hold with such a check, and says so first; with a promise it does, and each visit is named.
  assert.equal(refused.body.code, 'rule_broken');
  await ok(coordinator.call('updateRound', { id }, { ifMatch: (await round()).version, body: { workers: [{ id: short.id, check_promised: true }] } }));
  const named = await publish(season);
  assert.deepEqual([named.body.code, named.body.visits.map((one) => [one.worker, one.check.state])], ['visits_unchecked', [[short.id, 'ends_early']]]);
  // The host makes a check of its own: it knows who comes.
  const checks = await ok(loo.call('listChecks', {}, { query: { person: short.id } }));
  assert.ok(checks.checks.some((one) => one.id === source));
  await ok(loo.call('createCheck', {}, { body: { person: short.id, result: 'permitted', checked_on: today(), checker: '0245' } }), 201);
  assert.deepEqual([(await checkOf(short)).state, (await checkOf(short)).checker], ['relied', '0245']);
  // A result that prohibits takes it all back, and nothing more is said than that there is none.
  await ok(loo.call('createCheck', {}, { body: { person: long.id, result: 'prohibited', checked_on: today(), checker: '0245' } }), 201);
  assert.deepEqual(await checkOf(long), { state: 'missing', accept: null, checker: null, valid_until: null });
  rows(`DELETE FROM background_check WHERE person_id = ${bytes(long.id)} AND result = 'prohibited'`);
  renew(short.id);
  renew(long.id);
});

test('a citizen of another country shows the certificate to the host', async () => {
  const { worker, ...season } = await oneVisit('Tõend');
  const { id, round, ask } = season;
  await ask();
  await everybodyAgrees(id);
  rows(`UPDATE person SET foreign_citizen = 1 WHERE id = ${bytes(worker.id)}`);
  assert.equal((await round()).visits[0].check.state, 'origin_missing');
  assert.equal((await publish(season)).body.code, 'visits_unchecked');
  const origin = { person: worker.id, checker: '0245', needed: true, issued_on: dayAhead(-1) };
  await ok((await as('manager', 'loo')).call('recordOrigin', {}, { body: origin }));
  assert.equal((await ok(publish(season))).state, 'published');
  rows(`UPDATE person SET foreign_citizen = 0 WHERE id = ${bytes(worker.id)}`);
});

test('after publishing: ways out say what the new host has to accept, and the new host still agrees', async () => {
  const season = await oneVisit('Pärast avaldamist');
  const { coordinator, id, round, ask } = season;
  await ask();
  await everybodyAgrees(id);
  await ok(publish(season));
  let [visit] = (await round()).visits;
  const { repairs } = await ok(coordinator.call('listRepairs', { id, visit: visit.id }));
  const moves = repairs.flatMap((one) => one.moves);
  assert.ok(moves.some((one) => one.to), 'there is somebody to move');
  for (const move of moves) assert.equal(move.to !== null, 'check' in move);
  for (const repair of repairs) {
    const waits = repair.moves.some((one) => one.check?.state === 'acceptable');
    assert.equal(/first has to accept/.test(repair.text), waits, repair.text);
  }
  await ok(coordinator.call('updateVisit', { id, visit: visit.id }, { ifMatch: (await round()).version, body: { host: 'viimsi', period: 'N2' } }));
  [visit] = (await round()).visits;
  assert.deepEqual([visit.host_agreed, visit.check.state], [false, 'acceptable']);
  const viimsi = await as('manager', 'viimsi');
  const seen = await ok(viimsi.call('getRound', { id }));
  const agreed = await ok(viimsi.call('agreeVisits', { id }, { body: { centre: 'viimsi', side: 'host', visits: openOf(seen, 'viimsi').host } }));
  assert.deepEqual([agreed.visits[0].host_agreed, agreed.visits[0].check.state], [true, 'relied']);
  const back = { centre: 'viimsi', side: 'host', agreed: false, visits: [{ id: visit.id, host: 'viimsi', period: 'N2' }] };
  assert.equal((await viimsi.call('agreeVisits', { id }, { body: back })).body.code, 'not_approving');
});

// The first event of a kind on a topic; `begun` is told once the stream is open.
function eventOn(client, topic, kind, begun) {
  return new Promise((resolve, reject) => {
    const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const request = http.request({ host: server.host, port: server.port, path: `/api/v1/events?topic=${topic}`, headers: { cookie }, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => {
        text += part;
        const found = new RegExp(`event: ?${kind}\\r?\\ndata: ?(.*)\\r?\\n`).exec(text);
        if (!found) return;
        resolve(JSON.parse(found[1]));
        request.destroy();
      });
      begun();
    });
    request.on('error', reject);
    setTimeout(() => request.destroy(new Error(`no ${kind} on ${topic}`)), 20_000).unref();
    request.end();
  });
}

test('a centre hears by its own topic that a round waits for it', async () => {
  const season = await oneVisit('Kuulda');
  const loo = await as('manager', 'loo');
  let heard;
  await new Promise((begun) => {
    heard = eventOn(loo, 'centre:loo', 'round', begun);
  });
  await season.ask();
  assert.deepEqual(await heard, { id: season.id });
});

test('after publishing: what no host could rely on is refused, reminders go out, a result that prohibits opens the repairs', async () => {
  const { worker, ...season } = await oneVisit('Muudatused');
  const { coordinator, id, round, ask } = season;
  await ask();
  await everybodyAgrees(id);
  await ok(publish(season));
  const [visit] = (await round()).visits;
  const move = async (host, period) => coordinator.call('updateVisit', { id, visit: visit.id }, { ifMatch: (await round()).version, body: { host, period } });
  const edit = async (host, period) => coordinator.call('editVisits', { id }, { ifMatch: (await round()).version, body: { change: [{ id: visit.id, host, period }] } });
  // Loo relies on the check, but has not seen the certificate that a citizen of another country shows.
  rows(`UPDATE person SET foreign_citizen = 1 WHERE id = ${bytes(worker.id)}`);
  rows(`DELETE FROM origin_certificate WHERE person_id = ${bytes(worker.id)}`);
  for (const refused of [await move('loo', 'N2'), await edit('loo', 'N2')]) {
    assert.deepEqual([refused.status, refused.body.code, refused.body.rule.rule], [409, 'rule_broken', 'unavailable'], refused.text);
    assert.match(refused.body.rule.text, /certificate/);
  }
  for (const pinned of [true, false]) await ok(coordinator.call('updateVisit', { id, visit: visit.id }, { ifMatch: (await round()).version, body: { pinned } })); // what stays in its place is not judged anew
  rows(`UPDATE person SET foreign_citizen = 0 WHERE id = ${bytes(worker.id)}`);
  await ok(move('viimsi', 'N2'));

  const letters = () => Number(rows(`SELECT COUNT(*) FROM outbox WHERE event = 'round_centres_changed' AND about_id = ${bytes(id)} AND recipient LIKE '%viimsi%'`)[0][0]);
  assert.ok(letters() > 0, 'viimsi hears of it');
  rows(`UPDATE outbox SET state = 'sent', secret = NULL WHERE about_id = ${bytes(id)} AND state = 'waiting'`);
  const before = letters();
  assert.equal((await ask()).state, 'published');
  assert.ok(letters() > before, 'and is reminded');

  const viimsi = await as('manager', 'viimsi');
  await ok(viimsi.call('agreeVisits', { id }, { body: { centre: 'viimsi', side: 'host', visits: openOf(await ok(viimsi.call('getRound', { id })), 'viimsi').host } }));
  const reports = async () => (await ok(coordinator.call('listReports', { id }))).reports.filter((one) => one.visit === visit.id && one.open);
  assert.deepEqual(await reports(), []);
  await ok(viimsi.call('createCheck', {}, { body: { person: worker.id, result: 'prohibited', checked_on: today(), checker: rows("SELECT municipality_code FROM centre WHERE code = 'viimsi'")[0][0] } }), 201);
  assert.deepEqual((await reports()).map((one) => one.reason), ['other']);
  rows(`DELETE FROM background_check WHERE person_id = ${bytes(worker.id)} AND result = 'prohibited'`);

  // Nobody sees anything of checks once the visit is over, or the round is closed.
  assert.ok((await round()).visits[0].check);
  await ok(coordinator.call('closeRound', { id }, { ifMatch: (await round()).version }));
  for (const reader of [coordinator, viimsi]) assert.equal((await ok(reader.call('getRound', { id }))).visits[0].check, undefined);
  renew(worker.id);
});
