// Whatever is wrong with a request: a problem document that names each field in the caller's language, nothing written, and nothing of
// the person in the log.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { after, before, test } from 'node:test';
import { dayAhead } from '../lib/days.mjs';
import { rows, written } from './lib/database.mjs';
import { as, letter, nobody, server, tokenIn, volunteer } from './lib/server.mjs';

const languages = ['et', 'ru', 'en'];
const secretName = 'Ülinimeline';
const sent = new Set([secretName, 'ylinimeline']); // what may not turn up in the log
let key = 0;
const newKey = () => `halb-${process.pid}-${++key}`;

const person = (changes = {}) => ({
  first_name: secretName, last_name: 'Perenimeline', birth_date: '1990-05-17', email: 'ylinimeline@naidis.example', language: 'et',
  home: { lat: 59.336, lon: 25.321 }, reach: { max_m: 60000, centres: [] }, languages: { et: 'C1' }, terms: '2026-11', ...changes,
});
const need = (changes = {}) => ({ centre: 'kehra', activity: 'cooking', shifts: [{ date: dayAhead(60), from: '16:00', to: '18:00' }], ...changes });
const without = (name) => Object.fromEntries(Object.entries(person()).filter(([field]) => field !== name));
const shift = (changes) => need({ shifts: [{ date: dayAhead(60), from: '16:00', to: '18:00', ...changes }] });

// what is wrong -> [operation, body, { field: code }]
const fields = {
  'an unknown field': ['createVolunteer', person({ shoe_size: 44 }), { '/shoe_size': 'unknown_field' }],
  'an unknown field within': ['createVolunteer', person({ reach: { max_m: 6000, centres: [], far: 1 } }), { '/reach/far': 'unknown_field' }],
  'a number for a text': ['createVolunteer', person({ first_name: 7 }), { '/first_name': 'not_a_text' }],
  'a text for a number': ['createVolunteer', person({ hours_per_week: '4' }), { '/hours_per_week': 'not_a_number' }],
  'a fraction for a whole number': ['createVolunteer', person({ hours_per_week: 4.5 }), { '/hours_per_week': 'not_an_integer' }],
  'a text for a list': ['createVolunteer', person({ skills: 'cooking' }), { '/skills': 'not_a_list' }],
  'a list for an object': ['createVolunteer', person({ home: [] }), { '/home': 'not_an_object' }],
  'a text for yes or no': ['createNeed', need({ children: 'yes' }), { '/children': 'not_a_boolean' }],
  'null where there must be something': ['createVolunteer', person({ email: null }), { '/email': 'not_a_text' }],
  'a name of 61 characters': ['createVolunteer', person({ last_name: 'õ'.repeat(61) }), { '/last_name': 'too_long' }],
  'a story of 1001 characters': ['createVolunteer', person({ about: 'Ж'.repeat(1001) }), { '/about': 'too_long' }],
  'an empty name': ['createVolunteer', person({ first_name: '' }), { '/first_name': /^(too_short|required)$/ }],
  'too many skills': ['createVolunteer', person({ skills: Array.from({ length: 37 }, (_, i) => `skill_${i}`) }), { '/skills': 'too_many_items' }],
  'the same skill twice': ['createVolunteer', person({ skills: ['cooking', 'cooking'] }), { '/skills/1': 'duplicate_item' }],
  '30 February': ['createVolunteer', person({ birth_date: '1990-02-30' }), { '/birth_date': 'not_a_date' }],
  '29 February of a common year': ['createNeed', shift({ date: '2027-02-29' }), { '/shifts/0/date': 'not_a_date' }],
  'a date in words': ['createVolunteer', person({ birth_date: 'eile' }), { '/birth_date': 'not_a_date' }],
  'a birth date to come': ['createVolunteer', person({ birth_date: '2199-01-01' }), { '/birth_date': 'in_the_future' }],
  'a person of ten': ['createVolunteer', person({ birth_date: `${new Date().getUTCFullYear() - 10}-01-01` }), { '/birth_date': 'under_13' }],
  'a person of fifteen alone': ['createVolunteer', person({ birth_date: `${new Date().getUTCFullYear() - 15}-01-01` }), { '/guardian': 'guardian_required' }],
  '25 o\'clock': ['createNeed', shift({ from: '25:00' }), { '/shifts/0/from': 'not_a_time' }],
  'an end before its start': ['createNeed', shift({ from: '18:00', to: '16:00' }), { '/shifts/0/to': 'end_before_start' }],
  'an unknown skill': ['createVolunteer', person({ skills: ['cooking', 'flying_carpets'] }), { '/skills/1': 'unknown_value' }],
  'an unknown centre': ['createVolunteer', person({ reach: { max_m: null, centres: ['atlantis'] } }), { '/reach/centres/0': 'unknown_value' }],
  'an unknown language': ['createVolunteer', person({ languages: { et: 'C1', qq: 'B1' } }), { '/languages/qq': 'unknown_value' }],
  'an unknown level': ['createVolunteer', person({ languages: { et: 'D1' } }), { '/languages/et': 'unknown_value' }],
  'an unknown word of ours': ['createNeed', need({ purpose: 'fun' }), { '/purpose': 'unknown_value' }],
  'not an e-mail address': ['createVolunteer', person({ email: 'ylinimeline at naidis' }), { '/email': 'not_an_email' }],
  'two recipients in an address': ['createVolunteer', person({ email: 'a@naidis.example\r\nBcc: b@naidis.example' }), { '/email': /^(invalid_text|not_an_email)$/ }],
  'not a phone number': ['createVolunteer', person({ phone: '+372 KODU' }), { '/phone': 'not_a_phone' }],
  'a control character': ['createVolunteer', person({ first_name: 'A\u0007B' }), { '/first_name': 'invalid_text' }],
  'a mark that turns the direction': ['createVolunteer', person({ first_name: 'A\u202eB' }), { '/first_name': 'invalid_text' }],
  'too far away': ['createVolunteer', person({ home: { lat: 40, lon: 25 } }), { '/home/lat': 'too_small' }],
  'a number beyond its bounds': ['createNeed', shift({ seats: 51 }), { '/shifts/0/seats': 'too_large' }],
  'a number beyond 64 bits': ['createNeed', '{"centre":"kehra","activity":"cooking","min_age":1e400}', 400],
  'an unknown activity, skill, certificate and language of a need': [
    'createNeed', need({ activity: 'kite_flying', required_skills: ['cooking', 'flying_carpets'], required_certificates: ['licence_to_fly'], preferred_languages: { qq: 'B1' }, bring: ['wings'] }),
    { '/activity': 'unknown_value', '/required_skills/1': 'unknown_value', '/required_certificates/0': 'unknown_value', '/preferred_languages/qq': 'unknown_value', '/bring/0': 'unknown_value' },
  ],
  'a date in another century': ['createNeed', shift({ date: dayAhead(36_500) }), { '/shifts/0/date': 'too_far_ahead' }],
  'the same shift twice': [
    'createNeed', need({ shifts: [{ date: dayAhead(60), from: '16:00', to: '18:00' }, { date: dayAhead(60), from: '16:00', to: '18:00', seats: 2 }] }),
    { '/shifts/1': 'duplicate_item' },
  ],
  'a need without a shift': ['createNeed', need({ shifts: [] }), { '/shifts': 'no_shifts' }],
  'no last name': ['createVolunteer', without('last_name'), { '/last_name': 'required' }],
  'a wrong type beside a minor without a guardian': [
    'createVolunteer', person({ first_name: 7, birth_date: `${new Date().getUTCFullYear() - 15}-01-01` }),
    { '/first_name': 'not_a_text', '/guardian': 'guardian_required' },
  ],
  'a wrong type beside an end before its start': [
    'createNeed', need({ children: 'yes', shifts: [{ date: dayAhead(60), from: '18:00', to: '16:00' }, { date: dayAhead(61), from: '25:00', to: '16:00' }] }),
    { '/children': 'not_a_boolean', '/shifts/0/to': 'end_before_start', '/shifts/1/from': 'not_a_time' },
  ],
  'an unknown skill beside an unknown field': [
    'createVolunteer', person({ shoe_size: 44, skills: ['flying_carpets'], availability: [{ day: 1, from: '10:00', to: '09:00' }, { day: 9, from: '10:00', to: '09:00' }] }),
    { '/shoe_size': 'unknown_field', '/skills/0': 'unknown_value', '/availability/0/to': 'end_before_start', '/availability/1/day': 'too_large' },
  ],
  'four mistakes at once': [
    'createVolunteer', person({ first_name: 7, birth_date: '1990-13-01', email: 'x', skills: 'cooking' }),
    { '/first_name': 'not_a_text', '/birth_date': 'not_a_date', '/email': 'not_an_email', '/skills': 'not_a_list' },
  ],
};

const callers = {};
let before_all;
const asCaller = (operation, language) => (operation === 'createNeed' ? callers.manager[language] : callers.nobody[language]);

before(async () => {
  callers.nobody = Object.fromEntries(languages.map((language) => [language, nobody({ language })]));
  callers.manager = {};
  for (const language of languages) callers.manager[language] = await as('manager', 'kehra', { language });
  before_all = written();
});

function isProblem(answer, status, code) {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers['content-type'], /^application\/problem\+json/);
  assert.equal(answer.body.status, status);
  if (code) assert.equal(answer.body.code, code, answer.text);
  assert.ok(answer.body.title.length > 3 && answer.body.type.endsWith(answer.body.code), answer.text);
  assert.ok(answer.body.request_id, 'no request id');
}

// Different words in each language, Russian in its letters; none of them a key that has no text.
function inTheirLanguage(texts, what) {
  assert.equal(new Set(texts).size, 3, `${what}: ${texts.join(' | ')}`);
  assert.match(texts[1], /[а-я]/i, what);
  for (const text of texts) assert.doesNotMatch(text, /^[a-z_]+(\.[a-z_]+)*$|\{\w+\}/, `${what}: "${text}"`);
}

for (const [what, [operation, body, wanted]] of Object.entries(fields)) {
  test(`${operation}: ${what}`, async () => {
    const answers = [];
    for (const language of languages) answers.push(await asCaller(operation, language).call(operation, {}, { body, key: newKey() }));
    inTheirLanguage(answers.map((one) => one.body?.title ?? one.text), what);
    for (const answer of answers) {
      if (typeof wanted === 'number') {
        isProblem(answer, wanted);
        continue;
      }
      isProblem(answer, 422, 'invalid');
      const named = Object.fromEntries(answer.body.errors.map((one) => [one.field, one.code]));
      assert.deepEqual(Object.keys(named).sort(), Object.keys(wanted).sort(), answer.text);
      for (const [field, code] of Object.entries(wanted)) assert.match(named[field], code instanceof RegExp ? code : new RegExp(`^${code}$`), answer.text);
    }
    if (typeof wanted === 'object') {
      for (const field of Object.keys(wanted)) {
        inTheirLanguage(answers.map((one) => one.body.errors.find((error) => error.field === field).message), `${what}, ${field}`);
      }
    }
  });
}

const json = JSON.stringify(person());
const bytes = (text, at, ...wrong) => Buffer.concat([Buffer.from(text.slice(0, at)), Buffer.from(wrong), Buffer.from(text.slice(at))]);
const inName = json.indexOf(secretName) + 1;
const bodies = {
  'invalid UTF-8': bytes(json, inName, 0xc3, 0x28),
  'UTF-8 that is longer than it must be': bytes(json, inName, 0xc0, 0xaf),
  'a surrogate in UTF-8': bytes(json, inName, 0xed, 0xa0, 0x80),
  'a lone high surrogate': json.replace(secretName, '\\ud800'),
  'a lone low surrogate': json.replace(secretName, '\\udc00x'),
  'surrogates the wrong way round': json.replace(secretName, '\\udc00\\ud800'),
  'a NUL in a text': json.replace(secretName, 'A\\u0000B'),
  'a NUL between': bytes(json, 1, 0),
  'a field twice': json.replace('{', '{"email":"teine@naidis.example",'),
  'nested 60,000 deep': '['.repeat(60_000),
  'nested 1,000 deep in a field': json.replace('[]', '['.repeat(1000) + ']'.repeat(1000)),
  'cut off': json.slice(0, -5),
  'two documents': json + json,
  'a comma too many': json.replace('}', ',}'),
  'a list': '[]',
  'a text': '"tere"',
  'a comment': `/* tere */ ${json}`,
  'NaN': json.replace('60000', 'NaN'),
  'nothing but a blank': ' ',
};
for (const [what, body] of Object.entries(bodies)) {
  test(`a body with ${what}`, async () => {
    const answers = [];
    for (const language of languages) answers.push(await callers.nobody[language].call('createVolunteer', {}, { body, key: newKey() }));
    for (const answer of answers) isProblem(answer, 400, 'bad_json');
    inTheirLanguage(answers.map((one) => one.body.title), what);
  });
}

test('no body, another content type, no JSON at all', async () => {
  isProblem(await nobody().call('createVolunteer', {}, { key: newKey() }), 400, 'body_missing');
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonx']) {
    isProblem(await nobody().call('createVolunteer', {}, { body: json, key: newKey(), headers: { 'content-type': type } }), 415);
  }
});

test('an Origin that is missing, foreign, or only looks like ours', async () => {
  for (const origin of [null, 'null', 'http://naidis.example', `${server.url}.naidis.example`, `${server.url}/`, server.url.replace('http:', 'https:')]) {
    isProblem(await nobody().call('createVolunteer', {}, { body: json, key: newKey(), origin }), 403, 'origin_refused');
  }
});

// What the server says to bytes of ours, and how long it took.
function raw(head) {
  return new Promise((resolve, reject) => {
    const begun = Date.now();
    const socket = net.connect(server.port, server.host, () => socket.write(head));
    let said = '';
    socket.on('data', (chunk) => (said += chunk));
    socket.on('error', reject);
    socket.on('end', () => {
      socket.destroy();
      resolve({ said, ms: Date.now() - begun });
    });
    socket.setTimeout(10_000, () => reject(new Error(`no end: ${said}`)));
  });
}

test('a body of 1 GB is refused at its announcement, one of 65 KiB too', async () => {
  for (const length of [1e9, 65_537, '99999999999999999999999']) {
    const { said, ms } = await raw(
      `POST /api/v1/volunteers HTTP/1.1\r\nHost: ${server.host}:${server.port}\r\nOrigin: ${server.url}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n{`,
    );
    assert.match(said, /^HTTP\/1\.1 4(13|00) /, said);
    assert.match(said, /application\/problem\+json/);
    assert.ok(ms < 2500, `${ms} ms`);
  }
  const titles = [];
  for (const language of languages) {
    const { said } = await raw(
      `POST /api/v1/volunteers HTTP/1.1\r\nHost: ${server.host}:${server.port}\r\nAccept-Language: ${language}\r\nContent-Length: ${1e9}\r\n\r\n`,
    );
    titles.push(JSON.parse(said.slice(said.indexOf('{'))).title);
  }
  inTheirLanguage(titles, 'a body of 1 GB');
  const large = await nobody().call('createVolunteer', {}, { body: person({ about: 'x'.repeat(60_000) }), key: newKey() });
  isProblem(large, 422, 'invalid');
});

test('ids that nobody has, and ids that are none', async () => {
  const manager = callers.manager.en;
  const none = '01890000-0000-7000-8000-00000000dead';
  for (const id of [none, 'kehra', '1', '%27%20OR%201=1', `${none}x`, none.toUpperCase().replace('DEAD', 'ZZZZ')]) {
    const answer = await manager.request('GET', `/api/v1/needs/${id}`);
    isProblem(answer, 404);
    isProblem(await manager.call('listCandidates', { id: decodeURIComponent(id) }), 404);
  }
  isProblem(await manager.request('GET', '/api/v1/needs?limit=0&from=2026-02-30&shoe=1'), 422, 'invalid');
  isProblem(await manager.call('getRoster', { centre: 'viimsi' }), 404);
  isProblem(await manager.request('GET', '/api/v1/no-such-thing'), 404);
  isProblem(await manager.request('PUT', '/api/v1/needs'), 405);
});

test('a page is read, nothing else: 405 says so, and an address without a page is 404 for every method', async () => {
  const manager = callers.manager.en;
  for (const path of ['/', '/koordinaator/sailitus'])
    for (const method of ['DELETE', 'PUT', 'TRACE']) {
      const answer = await manager.request(method, path, undefined, { accept: 'text/html,*/*;q=0.8' });
      isProblem(answer, 405);
      assert.equal(answer.headers.allow, 'GET, HEAD', `${method} ${path}`);
    }
  isProblem(await manager.request('DELETE', '/assets/no-such.js'), 404);
});

test('nothing of all that was written', () => {
  assert.deepEqual(written(), before_all);
});

test('links: unknown, used, expired', async () => {
  const unknown = 'A'.repeat(43);
  sent.add(unknown);
  for (const language of languages) {
    isProblem(await nobody({ language }).call('confirmVolunteer', {}, { body: { token: unknown } }), 410);
    isProblem(await nobody({ language }).call('createSession', {}, { body: { token: unknown } }), 410);
    const invitation = await nobody({ language }).call('getInvitation', { token: unknown });
    assert.ok([404, 410].includes(invitation.status), invitation.text);
  }
  const { form, mail } = await volunteer({ first_name: secretName });
  const token = tokenIn(mail);
  sent.add(token).add(form.email);
  const counted = written().person;
  isProblem(await nobody().call('confirmVolunteer', {}, { body: { token } }), 410, 'link_used');
  assert.equal((await nobody().call('createSessionLink', {}, { body: { email: form.email } })).status, 202);
  const link = tokenIn(await letter(form.email, (one) => one.messageId !== mail.messageId));
  sent.add(link);
  rows("UPDATE link SET expires_at = NOW(3) - INTERVAL 1 SECOND WHERE purpose = 'sign_in' AND used_at IS NULL");
  isProblem(await nobody().call('createSession', {}, { body: { token: link } }), 410, 'link_expired');
  assert.equal(written().person, counted);
});

test('versions: stale is 412, none is 428, and nothing has changed', async () => {
  const manager = callers.manager.en;
  const made = (await manager.call('createNeed', {}, { body: need(), key: newKey() })).body;
  const change = (ifMatch) => manager.call('updateNeed', { id: made.id }, { body: { urgency: 3 }, ifMatch });
  isProblem(await change(undefined), 428, 'precondition_required');
  for (const tag of [made.version + 1, 0, '"eile"', `W/"${made.version}"`, `${made.version}`, '"999999999999999999999"']) isProblem(await change(tag), 412);
  const kept = (await manager.call('getNeed', { id: made.id })).body;
  assert.deepEqual([kept.version, kept.urgency], [made.version, made.urgency]);
  assert.equal((await change(made.version)).status, 200);
  isProblem(await change(made.version), 412, 'stale_version');
});

test('idempotency keys: the same answer once more, 422 for another body, 400 for none of ours', async () => {
  const manager = callers.manager.en;
  const first = { key: newKey(), body: need({ contact: 'Mari' }) };
  const [one, two] = [await manager.call('createNeed', {}, first), await manager.call('createNeed', {}, first)];
  assert.equal(one.status, 201, one.text);
  assert.deepEqual([two.status, two.text], [one.status, one.text]);
  const counted = written();
  isProblem(await manager.call('createNeed', {}, { ...first, body: need({ contact: 'Jüri' }) }), 422, 'idempotency_key_reused');
  const registration = { key: newKey(), body: person({ email: `kaks.${process.pid}@naidis.example` }) };
  sent.add(registration.body.email);
  assert.equal((await nobody().call('createVolunteer', {}, registration)).status, 202);
  assert.equal((await nobody().call('createVolunteer', {}, registration)).status, 202);
  isProblem(await nobody().call('createVolunteer', {}, { ...registration, body: person({ email: 'muu@naidis.example' }) }), 422, 'idempotency_key_reused');
  const now = written();
  assert.deepEqual([now.need, now.registration, now.idempotency], [counted.need, counted.registration + 1, counted.idempotency + 1]);
  for (const wrong of ['', 'short', 'x'.repeat(65), 'with a blank', 'jutumärk']) {
    const answer = await nobody().request('POST', '/api/v1/volunteers', person(), { origin: server.url, 'idempotency-key': Buffer.from(wrong).toString('latin1') });
    isProblem(answer, 400);
  }
  assert.equal((await manager.call('createNeed', {}, { ...first, key: registration.key })).status, 201, 'a key belongs to its route');
});

test('known and unknown addresses get the same answer', async () => {
  const { form } = await volunteer();
  const known = [form.email, (await import('./lib/server.mjs')).account('manager', 'kehra').email];
  const shape = (answer) => {
    const body = answer.body && { ...answer.body, request_id: undefined };
    const headers = Object.keys(answer.headers).filter((name) => !['date', 'x-request-id'].includes(name)).sort();
    return JSON.stringify([answer.status, body, headers]);
  };
  for (const email of known) {
    const asked = {
      registration: (address) => nobody().call('createVolunteer', {}, { body: person({ email: address }), key: newKey() }),
      link: (address) => nobody().call('createSessionLink', {}, { body: { email: address } }),
      password: (address) => nobody().call('createSession', {}, { body: { email: address, password: 'vale parool siin' } }),
    };
    for (const [what, ask] of Object.entries(asked)) {
      assert.equal(shape(await ask(email)), shape(await ask(`tundmatu.${newKey()}@naidis.example`)), what);
    }
  }
});

test('the table of malformed requests, sent to the whole service', async (context) => {
  const runner = fileURLToPath(new URL('../services/test_http_malformed', import.meta.url));
  const said = await promisify(execFile)(runner, [], { env: { ...process.env, VAHETUS_PORT: String(server.port) } }).catch((error) => error);
  if (said.code === 'ENOENT') return context.skip('tests/services/test_http_malformed is not built');
  assert.equal(said.code ?? 0, 0, `${said.stdout}\n${said.stderr}`.slice(-2000));
  assert.equal((await nobody().call('getHealth')).status, 200);
});

after(() => {
  const log = readFileSync(`${server.dir}/vahetusd.log`, 'utf8');
  for (const text of sent) assert.ok(!log.includes(text), `the log holds "${text}"`);
  for (const word of ['naidis.example', 'Perenimeline', 'vale parool']) assert.ok(!log.includes(word), `the log holds "${word}"`);
});
