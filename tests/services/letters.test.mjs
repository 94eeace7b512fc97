// vahetusd and its letters, on a real database and a real SMTP server: sent, put off, refused, interrupted, taken over.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test as plainTest } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import PostalMime from 'postal-mime';
import { form, freePort, Service } from '../faults/lib/service.mjs';
import { PostOffice } from './lib/post_office.mjs';

const run = promisify(execFile);
const test = (name, body) => plainTest(name, { timeout: 90_000 }, body);
let service;
let office;
let people = 0;

before(async () => {
  office = await new PostOffice().open();
  service = await Service.start({ settings: { smtp_port: office.port } });
  await service.startServer();
});
after(async () => {
  await service?.stop();
  await office?.close();
});

// Somebody registers, so a letter is written; their address.
async function aLetter(port = service.port) {
  const email = `kiri.${process.pid}.${++people}@naidis.example`;
  const taken = await service.client({ port }).call('createVolunteer', {}, { body: form(email) });
  assert.equal(taken.status, 202, taken.text);
  return email;
}

const row = async (email) => {
  const [[state, attempts, failure, secret, due]] = await service.sql(
    `SELECT state, attempts, COALESCE(failure, ''), COALESCE(secret, ''), not_before > NOW(3) FROM outbox WHERE recipient = '${email}'`,
  );
  return { state, attempts: Number(attempts), failure, secret, later: due === '1' };
};

async function becomes(email, state, seconds = 20) {
  for (const end = Date.now() + seconds * 1000; ; await wait(30)) {
    const now = await row(email);
    if (typeof state === 'function' ? state(now) : now.state === state) return now;
    if (Date.now() > end) throw new Error(`the letter is ${JSON.stringify(now)} after ${seconds} s\n${service.log('vahetusd.log')}`);
  }
}

// What waits for its next try is due now, and a lease whose holder is gone has run out.
const makeDue = () =>
  service.sql(`UPDATE outbox SET not_before = NOW(3) WHERE state = 'waiting';
    UPDATE outbox SET lease_until = NOW(3) - INTERVAL 1 SECOND WHERE state = 'leased'`);

const log = () => readFileSync(join(service.folder, 'vahetusd.log'), 'utf8');
const lines = (event) => log().split('\n').filter((line) => line.includes(`"${event}"`));
const kill = async (server, signal = 'SIGKILL') => {
  server.kill(signal);
  if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
};

test('a letter leaves by SMTP, once, and its secret is forgotten', async () => {
  const email = await aLetter();
  const [letter] = await office.received(email);
  const sent = await becomes(email, 'sent');
  assert.deepEqual(sent, { state: 'sent', attempts: 1, failure: '', secret: '', later: false });
  const mail = await PostalMime.parse(Buffer.from(letter.raw, 'latin1'));
  assert.equal(mail.subject, 'Kinnita oma e-post');
  const [[id]] = await service.sql(`SELECT LOWER(HEX(id)) FROM outbox WHERE recipient = '${email}'`);
  assert.equal(letter.id.replace(/[<-]|@.*/g, ''), id, 'the Message-ID is the row');
  await wait(1500); // a whole period of the job
  assert.equal(office.to(email).length, 1);
});

test('a server that says 4xx gets the letter again later, and once', async () => {
  office.answer = () => 451;
  const email = await aLetter();
  const delayed = await becomes(email, (now) => now.failure !== '');
  assert.equal(delayed.state, 'waiting');
  assert.equal(delayed.attempts, 1);
  assert.ok(delayed.later, 'not at once');
  assert.notEqual(delayed.secret, '', 'its link is still needed');
  assert.equal(office.to(email).length, 0);
  office.answer = () => undefined;
  await makeDue();
  await office.received(email);
  assert.equal((await becomes(email, 'sent')).attempts, 2);
  assert.equal(office.to(email).length, 1);
});

test('a recipient refused with 5xx is given up, the next letter leaves, and the log names nobody', async () => {
  const lostBefore = lines('letter_lost').length;
  office.answer = (address) => (address === refused ? 550 : undefined);
  const refused = await aLetter();
  const next = await aLetter();
  const failed = await becomes(refused, 'failed');
  assert.equal(failed.failure, 'mail_failed');
  assert.equal(failed.secret, '');
  await office.received(next);
  await becomes(next, 'sent');
  office.answer = () => undefined;
  const lost = lines('letter_lost').slice(lostBefore);
  assert.equal(lost.length, 1, log());
  assert.match(lost[0], /550/);
  assert.ok(!log().includes('naidis.example'), 'no address in the log');
  await makeDue();
  await wait(1500);
  assert.equal((await row(refused)).state, 'failed', 'never again');
  assert.equal(office.to(refused).length, 0);
});

test('a server that is down for a while gets every letter once', async () => {
  await office.close();
  const emails = [];
  for (let i = 0; i < 6; i++) emails.push(await aLetter());
  for (const email of emails) await becomes(email, (now) => now.attempts > 0 && now.state === 'waiting', 60);
  await office.open(office.port);
  await makeDue();
  for (const email of emails) await office.received(email);
  for (const email of emails) await becomes(email, 'sent');
  for (const email of emails) assert.equal(office.to(email).length, 1);
});

test('killed between the letter and its mark: at most one more, with the same Message-ID', async () => {
  let release;
  office.hold = new Promise((resolve) => (release = resolve));
  const email = await aLetter();
  await office.received(email); // the office has it and has not said so
  await kill(service.servers[0]);
  release();
  office.hold = undefined;
  assert.equal((await row(email)).state, 'leased');
  service.servers[0] = await service.startServer();
  service.servers.pop();
  await makeDue();
  await becomes(email, 'sent');
  const letters = office.to(email);
  assert.equal(letters.length, 2);
  assert.equal(letters[0].id, letters[1].id);
  assert.equal(letters[0].raw, letters[1].raw, 'the same letter to the byte');
});

test('a second server takes the lease of one that stands still, which then leaves the letter alone', async () => {
  let release;
  office.hold = new Promise((resolve) => (release = resolve));
  const [first] = service.servers;
  const email = await aLetter();
  await office.received(email);
  first.kill('SIGSTOP');
  office.hold = undefined; // for whoever comes now
  const port = await freePort();
  const second = await service.startServer(port);
  await makeDue();
  await office.received(email, 2);
  await becomes(email, 'sent');
  first.kill('SIGCONT');
  release();
  const other = await aLetter(port); // both go on
  await office.received(other);
  await becomes(other, 'sent');
  assert.equal((await row(email)).state, 'sent');
  const letters = office.to(email);
  assert.equal(letters.length, 2);
  assert.equal(letters[0].id, letters[1].id);
  await kill(second, 'SIGTERM');
  service.servers.splice(service.servers.indexOf(second), 1);
});

// Another office and a server of its own that must use it; what comes of a letter.
async function withOffice(options, settings, body) {
  const other = await new PostOffice(options).open();
  await kill(service.servers.pop(), 'SIGTERM');
  const usual = service.settings;
  service.settings = { ...usual, smtp_host: 'localhost', smtp_port: other.port, ...settings };
  await service.startServer();
  try {
    await body(other);
  } finally {
    await kill(service.servers.pop(), 'SIGTERM');
    service.settings = usual;
    await other.close();
    await service.sql("DELETE FROM outbox WHERE state IN ('waiting', 'leased')");
    await service.startServer();
  }
}

async function certificate() {
  const [key, cert] = [join(service.folder, 'key.pem'), join(service.folder, 'cert.pem')];
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', cert],
  ]);
  return { key: await readFile(key), cert: await readFile(cert), ca: cert };
}

test('STARTTLS and a password', async () => {
  const { key, cert, ca } = await certificate();
  const users = { vahetus: 'väga salajane sõna' };
  const settings = { smtp_security: 'starttls', smtp_ca_file: ca, smtp_user: 'vahetus', smtp_password: users.vahetus };
  await withOffice({ key, cert, users }, settings, async (other) => {
    const email = await aLetter();
    const [letter] = await other.received(email);
    assert.ok(letter.secure);
    assert.equal(letter.user, 'vahetus');
    await becomes(email, 'sent');
  });
  await withOffice({ key, cert, users }, { ...settings, smtp_password: 'vale parool' }, async (other) => {
    const email = await aLetter();
    const delayed = await becomes(email, (now) => now.failure !== '');
    assert.equal(delayed.state, 'waiting', 'a wrong password is ours to mend, not the end of a letter');
    assert.equal(other.letters.length, 0);
    assert.ok(!log().includes('vale parool'));
  });
});

test('TLS from the first byte', async () => {
  const { key, cert, ca } = await certificate();
  await withOffice({ key, cert, secure: true }, { smtp_security: 'tls', smtp_ca_file: ca }, async (other) => {
    const email = await aLetter();
    const [letter] = await other.received(email);
    assert.ok(letter.secure);
    await becomes(email, 'sent');
  });
});

test('without STARTTLS, or with a certificate that nobody vouches for, nothing leaves in the open', async () => {
  const { key, cert } = await certificate();
  for (const options of [{}, { key, cert }]) {
    await withOffice(options, { smtp_security: 'starttls' }, async (other) => {
      const email = await aLetter();
      assert.equal((await becomes(email, (now) => now.failure !== '')).state, 'waiting');
      assert.equal(other.letters.length, 0);
    });
  }
});
