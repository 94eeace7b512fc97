// The personal code for a check (R6) and the certificate of origin (R1): asked for by letter, entered by its owner, seen by
// the checking municipality alone, and in no file of the service. The codes are made up here.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { dayAhead } from '../lib/days.mjs';
import { as, letter, letters, nobody, server, tokenIn, volunteer } from './lib/server.mjs';

const asks = (mail) => /isikukoodi/i.test(mail.subject);

// EVS 585: a code of somebody born on that date, with a serial number.
function codeOf(born, serial) {
  const digits = `3${born.slice(2).replaceAll('-', '')}${String(serial).padStart(3, '0')}`;
  const rest = (weights) => [...digits].reduce((sum, digit, at) => sum + digit * weights[at], 0) % 11;
  const first = rest([1, 2, 3, 4, 5, 6, 7, 8, 9, 1]);
  return digits + (first < 10 ? first : rest([3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 10);
}

// Somebody who offered to help with children at Kehra and was accepted.
async function accepted(days) {
  const manager = await as('manager', 'kehra');
  const { client, form } = await volunteer({ reach: { max_m: null, centres: ['kehra'] } });
  const person = (await client.call('getMe')).body.profile.id;
  const need = await manager.call('createNeed', {}, { body: { centre: 'kehra', activity: 'cooking', shifts: [{ date: dayAhead(days), from: '16:00', to: '18:00', seats: 1 }] } });
  // 503 until memory knows of both.
  let offer;
  for (let tries = 0; tries < 50 && (offer?.status ?? 503) === 503; tries++) {
    if (offer) await wait(100);
    offer = await client.call('createOffer', { id: need.body.id }, { body: { shifts: [need.body.shifts[0].id] } });
  }
  assert.equal(offer.status, 201, offer.text);
  assert.equal((await manager.call('answerOffer', { id: offer.body.id }, { body: { answer: 'accept' } })).status, 200);
  return { manager, client, form, person, need: need.body };
}

const waiting = async (client) => (await client.call('listMyPlacements')).body.placements[0];
const checks = async (caller, person) => (await caller.call('listChecks', {}, { query: { person } })).body;

test('a personal code goes from its owner to the checker, and to nobody else', async () => {
  const { manager, client, form, person } = await accepted(21);
  const code = codeOf(form.birth_date, 417);
  const of = { person, checker: '0141' };
  assert.equal((await waiting(client)).waiting_for, 'check');
  const mail = await letter(form.email, asks);
  const token = tokenIn(mail);
  assert.match(mail.text, /\/isikukood#/);
  assert.equal((await letters(form.email)).filter(asks).length, 1);

  const shown = await nobody().call('getCodeRequest', { token });
  assert.equal(shown.status, 200, shown.text);
  assert.deepEqual([shown.body.first_name, shown.body.checker, shown.body.masked], [form.first_name, '0141', null]);
  assert.equal((await manager.call('seeCode', {}, { body: of })).status, 404, 'nothing is there yet');
  assert.equal((await manager.call('askCode', {}, { body: of })).body.code, 'asked_recently');
  const [asked] = (await client.call('listMyCodes')).body.codes;
  assert.deepEqual([asked.checker, asked.entered_at, asked.masked], ['0141', null, null]);

  const enter = (body) => nobody({ language: 'et' }).call('enterCode', { token }, { body });
  const wrong = { personal_code: `${code.slice(0, 10)}${(Number(code[10]) + 1) % 10}`, foreign_citizen: false };
  for (const body of [wrong, { ...wrong, personal_code: `${code}1` }, { ...wrong, personal_code: '39013175180' }, { foreign_citizen: false }]) {
    const refused = await enter(body);
    assert.equal(refused.status, 422, refused.text);
    assert.equal(refused.body.errors[0].field, '/personal_code');
    assert.ok(!body.personal_code || !refused.text.includes(body.personal_code), 'the answer repeats it');
  }
  const another = await enter({ personal_code: codeOf('1990-05-18', 417), foreign_citizen: false });
  assert.deepEqual([another.status, another.body.code], [422, 'code_of_another']);
  const entered = await enter({ personal_code: code, foreign_citizen: false });
  assert.equal(entered.status, 200, entered.text);
  assert.equal(entered.body.masked, `${code.slice(0, 3)}******${code.slice(9)}`);
  for (const again of [await nobody().call('getCodeRequest', { token }), await enter({ personal_code: code, foreign_citizen: false })]) assert.equal(again.status, 410);

  const coordinator = await as('coordinator');
  const foreign = await as('manager', 'viimsi');
  assert.equal((await coordinator.call('seeCode', {}, { body: of })).status, 403);
  assert.deepEqual((await checks(coordinator, person)).codes, []);
  assert.equal((await foreign.call('seeCode', {}, { body: of })).status, 404);
  assert.equal((await manager.call('seeCode', {}, { body: { ...of, checker: '0890' } })).status, 403);
  const listed = (await checks(manager, person)).codes;
  assert.deepEqual(listed.map((one) => one.masked), [entered.body.masked]);
  assert.equal((await manager.call('askCode', {}, { body: of })).body.code, 'code_entered');
  const looked = async () => (await client.call('listMyViews', {}, { query: { limit: 200 } })).body.views.filter((one) => /personal code/.test(one.what)).length;
  const before = await looked();
  const seen = await manager.call('seeCode', {}, { body: of });
  assert.equal(seen.body.personal_code, code);
  assert.match(seen.headers['cache-control'], /no-store/);
  assert.equal(await looked(), before + 1);
  assert.equal((await (await as('specialist', '0141')).call('seeCode', {}, { body: of })).body.personal_code, code);
  assert.equal(await looked(), before + 2);

  // Neither the log, nor a letter, nor any file of the database holds the digits.
  const found = execFileSync('bash', ['-c', 'grep -rlaF -e "$1" -e "$2" "$0" || true', server.dir, code, Buffer.from(code).toString('base64').slice(0, 14)], { encoding: 'utf8' });
  assert.equal(found, '');
  const exported = await client.call('exportMe');
  assert.ok(exported.text.includes(entered.body.masked) && !exported.text.includes(code));

  const made = await manager.call('createCheck', {}, { body: { person, result: 'permitted', checked_on: dayAhead(0), checker: '0141' } });
  assert.equal(made.body.agreed_now, 1, made.text);
  assert.equal((await manager.call('seeCode', {}, { body: of })).status, 404, 'it goes with the result');
  assert.deepEqual((await client.call('listMyCodes')).body.codes, []);
  const kept = (await client.call('exportMe')).body.checks;
  assert.deepEqual(kept.map((one) => [one.result, one.checked_on, one.checker]), [['permitted', dayAhead(0), '0141']], 'the person has what is kept of the check');
});

test('a person takes the code back; the centre may ask again', async () => {
  const { manager, client, form, person } = await accepted(22);
  const token = tokenIn(await letter(form.email, asks));
  assert.equal((await client.call('eraseMyCode', { checker: '0245' })).status, 404);
  assert.equal((await nobody().call('enterCode', { token }, { body: { personal_code: codeOf(form.birth_date, 25), foreign_citizen: false } })).status, 200);
  assert.equal((await client.call('eraseMyCode', { checker: '0141' })).status, 204);
  assert.equal((await manager.call('seeCode', {}, { body: { person, checker: '0141' } })).body.code, 'no_personal_code');
  assert.equal((await manager.call('askCode', {}, { body: { person, checker: '0141' } })).status, 202);
  const second = tokenIn(await letter(form.email, (mail) => asks(mail) && tokenIn(mail) !== token));
  assert.equal((await nobody().call('getCodeRequest', { token: second })).status, 200);
});

test('of a citizen of another country a certificate of origin is needed as well', async () => {
  const { manager, client, form, person } = await accepted(23);
  const token = tokenIn(await letter(form.email, asks));
  const entered = await nobody().call('enterCode', { token }, { body: { foreign_citizen: true } });
  assert.deepEqual([entered.status, entered.body.masked], [200, null]);
  const made = await manager.call('createCheck', {}, { body: { person, result: 'permitted', checked_on: dayAhead(0), checker: '0141' } });
  assert.equal(made.body.agreed_now, 0);
  assert.deepEqual([(await waiting(client)).state, (await waiting(client)).waiting_for], ['awaiting', 'origin']);
  const record = (body) => manager.call('recordOrigin', {}, { body: { person, checker: '0141', ...body } });
  assert.equal((await record({ needed: true, issued_on: dayAhead(2) })).body.errors[0].code, 'in_the_future');
  assert.equal((await record({ needed: true, issued_on: dayAhead(-400) })).body.errors[0].code, 'check_too_old');
  assert.equal((await record({ needed: true, country: 'XX' })).body.errors[0].code, 'unknown_field', 'there is no field for a country');
  assert.equal((await (await as('manager', 'viimsi')).call('recordOrigin', {}, { body: { person, checker: '0890', needed: false } })).status, 404);
  assert.equal((await record({ needed: true, issued_on: dayAhead(-20) })).body.agreed_now, 1);
  assert.equal((await waiting(client)).state, 'agreed');
  const known = await checks(manager, person);
  assert.equal(known.origin_needed, true);
  assert.deepEqual(known.origin_certificates.map((one) => one.issued_on), [dayAhead(-20)]);
  const exported = (await client.call('exportMe')).body.origin_certificates;
  assert.deepEqual(exported.map((one) => [one.issued_on, one.checker]), [[dayAhead(-20), '0141']], 'the export has it');
});
