// Letters sent by the service's own code to a real SMTP server (npm smtp-server), read back by another's parser.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test as plainTest } from 'node:test';
import { promisify } from 'node:util';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

const run = promisify(execFile);
const program = process.env.VAHETUS_SEND_MAIL ?? new URL('./send_mail', import.meta.url).pathname;
const SECRET = 'Abcdefghijklmnopqrstuvwxyz0123456789';
const test = (name, body) => plainTest(name, { timeout: 20_000 }, body);
let folder;
let tls;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vahetus-mail-'));
  const key = join(folder, 'key.pem');
  const cert = join(folder, 'cert.pem');
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', cert],
  ]);
  tls = { key: await readFile(key), cert: await readFile(cert), ca: cert };
});

after(() => rm(folder, { recursive: true, force: true }));

/** A server that keeps what it gets; `stop` ends it with all its connections. */
async function listen(options = {}) {
  const messages = [];
  const sessions = new Set();
  const server = new SMTPServer({
    disabledCommands: options.secure || options.key ? [] : ['AUTH', 'STARTTLS'],
    authOptional: true,
    closeTimeout: 100,
    onData(stream, session, done) {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => {
        sessions.add(session.id);
        messages.push({ raw: Buffer.concat(chunks), envelope: session.envelope, session });
        done(null, 'taken');
      });
    },
    ...options,
  });
  server.on('error', () => {}); // a client that breaks off is part of the tests
  const sockets = new Set();
  server.server.on('connection', (socket) => sockets.add(socket));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    messages,
    sessions,
    port: server.server.address().port,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function send(options) {
  const to = [options.to ?? 'mari@example.com'].flat();
  const given = Object.entries({ host: '127.0.0.1', security: 'none', ...options, to: undefined });
  const pairs = given.filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${value}`);
  const { stdout } = await run(program, [...pairs, ...to.map((one) => `to=${one}`)], { timeout: 60_000 });
  return stdout.trimEnd().split('\n');
}

const outcome = (line) => line.split(' ')[0];

for (const [language, subject, greeting, valid] of [
  ['et', 'Sinu link sisenemiseks', 'Tere!', 'Link kehtib'],
  ['ru', 'Ваша ссылка для входа', 'Здравствуйте!', 'Ссылка действует'],
  ['en', 'Your link to log in', 'Hello,', 'The link is valid'],
]) {
  test(`a sign-in letter in ${language}`, async () => {
    const server = await listen();
    const lines = await send({ port: server.port, language });
    await server.stop();
    assert.deepEqual(lines.map(outcome), ['sent']);
    assert.equal(server.messages.length, 1);
    const { raw, envelope } = server.messages[0];
    assert.equal(envelope.mailFrom.address, 'vahetus@vahetus.example');
    assert.deepEqual(envelope.rcptTo.map((one) => one.address), ['mari@example.com']);
    assert.ok(raw.every((byte) => byte < 0x80), 'only ASCII on the wire');
    const mail = await PostalMime.parse(raw);
    assert.equal(mail.subject, subject);
    assert.equal(mail.messageId, '<0192f3a4-0000-7000-8000-000000000000@vahetus.example>');
    assert.deepEqual(mail.from, { address: 'vahetus@vahetus.example', name: 'Vahetus' });
    assert.deepEqual(mail.to, [{ address: 'mari@example.com', name: 'Mari' }]);
    const headers = Object.fromEntries(mail.headers.map((one) => [one.key, one.value]));
    assert.equal(headers['auto-submitted'], 'auto-generated');
    assert.equal(headers['content-language'], language);
    for (const body of [mail.text, mail.html]) {
      assert.ok(body.includes(`http://127.0.0.1:8080/sisene/link#${SECRET}`));
      assert.ok(body.includes(greeting));
    }
    assert.ok(mail.html.includes(`<html lang="${language}">`));
    assert.ok(!mail.text.includes(valid), 'no end is known here, so none is told');
  });
}

for (const [language, text] of [
  ['et', 'N 14. jan, 16.00–19.00'],
  ['ru', 'чт, 14 янв., 16.00–19.00'],
  ['en', 'Thu 14 Jan, 16.00–19.00'],
]) {
  test(`an agreed shift in ${language} carries its calendar`, async () => {
    const server = await listen();
    await send({ port: server.port, language, event: 'placement_agreed', name: 'Õie Жукова "Ö" <x@example.com>' });
    await server.stop();
    const mail = await PostalMime.parse(server.messages[0].raw);
    assert.equal(mail.to[0].name, 'Õie Жукова "Ö" <x@example.com>');
    assert.equal(mail.to[0].address, 'mari@example.com');
    assert.ok(mail.text.includes(text), mail.text);
    assert.ok(mail.html.includes('Õie Жукова &quot;Ö&quot; &lt;x@example.com&gt;'));
    assert.equal(mail.attachments.length, 1);
    const [file] = mail.attachments;
    assert.equal(file.mimeType, 'text/calendar');
    assert.equal(file.filename, 'vahetus.ics');
    // the parser makes line ends its own, so the bytes are taken from the message itself
    const encoded = server.messages[0].raw.toString().match(/Encoding: base64\r\n\r\n([^-]+)/)[1];
    const calendar = Buffer.from(encoded, 'base64').toString();
    assert.match(calendar, /^BEGIN:VCALENDAR\r\n/);
    assert.match(calendar, /\r\nDTSTART:20270114T140000Z\r\n/);
    assert.match(calendar, /\r\nSTATUS:CONFIRMED\r\n/);
  });
}

test('a name cannot add a recipient, a field or a body', async () => {
  const server = await listen();
  await send({ port: server.port, event: 'placement_agreed', name: 'x\r\nBcc: y@example.com\r\n\r\nbody\r\n.\r\nQUIT' });
  await server.stop();
  assert.equal(server.messages.length, 1);
  assert.deepEqual(server.messages[0].envelope.rcptTo.map((one) => one.address), ['mari@example.com']);
  const mail = await PostalMime.parse(server.messages[0].raw);
  assert.ok(!mail.headers.some((one) => one.key === 'bcc'));
  assert.ok(mail.text.includes('Vahetus, noortekeskuste'), 'the end of the letter has come too');
});

test('the same letter twice is the same bytes', async () => {
  const server = await listen();
  for (let i = 0; i < 2; i++) await send({ port: server.port, event: 'round_published', language: 'ru' });
  await server.stop();
  assert.deepEqual(server.messages[0].raw, server.messages[1].raw);
});

test('several letters share a connection', async () => {
  const server = await listen();
  const lines = await send({ port: server.port, to: ['a@example.com', 'b@example.com', 'c@example.com'] });
  await server.stop();
  assert.deepEqual(lines.map(outcome), ['sent', 'sent', 'sent']);
  assert.equal(server.sessions.size, 1);
});

test('a refused recipient is final, and the next letter goes', async () => {
  const server = await listen({
    onRcptTo({ address }, _session, done) {
      if (address.startsWith('gone@')) done(Object.assign(new Error(`no ${address} here`), { responseCode: 550 }));
      else if (address.startsWith('full@')) done(Object.assign(new Error('mailbox full'), { responseCode: 452 }));
      else done();
    },
  });
  const lines = await send({ port: server.port, to: ['gone@example.com', 'full@example.com', 'mari@example.com'] });
  await server.stop();
  assert.deepEqual(lines.map(outcome), ['refused', 'later', 'sent']);
  assert.match(lines[0], /550/);
  assert.match(lines[1], /452/);
  assert.ok(!lines.join().includes('gone@'), 'no address in what is logged');
  assert.equal(server.messages.length, 1);
});

test('a text that the server refuses is final, one it cannot store now is not', async () => {
  for (const [responseCode, expected] of [[554, 'refused'], [451, 'later']]) {
    const server = await listen({
      onData(stream, _session, done) {
        stream.resume();
        stream.on('end', () => done(Object.assign(new Error('no'), { responseCode })));
      },
    });
    const [line] = await send({ port: server.port });
    await server.stop();
    assert.equal(outcome(line), expected);
  }
});

test('a server that takes nobody now is tried again later, whatever its code', async () => {
  for (const responseCode of [421, 554]) {
    const server = await listen({
      onConnect: (_session, done) => done(Object.assign(new Error('not now'), { responseCode })),
    });
    const [line] = await send({ port: server.port });
    await server.stop();
    assert.equal(outcome(line), 'later', `${responseCode}: ${line}`);
  }
});

test('a server that is gone', async () => {
  const server = await listen();
  await server.stop();
  const [line] = await send({ port: server.port, timeout: 5 });
  assert.equal(outcome(line), 'later');
});

test('a server that says nothing costs the timeout and no more', async () => {
  const silent = net.createServer(() => {});
  await new Promise((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const begun = Date.now();
  const [line] = await send({ port: silent.address().port, timeout: 1 });
  silent.close();
  assert.equal(outcome(line), 'later');
  assert.ok(Date.now() - begun < 3000);
});

test('a server that stops in the middle of a text costs the timeout and no more', async () => {
  const sockets = [];
  const deaf = net.createServer((socket) => {
    sockets.push(socket);
    socket.write('220 deaf\r\n');
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      const command = bytes.toString().slice(0, 4).toUpperCase();
      const answer = { EHLO: '250 deaf', MAIL: '250 ok', RCPT: '250 ok', DATA: '354 go on' }[command];
      if (answer) socket.write(`${answer}\r\n`); // and never a word about the text itself
    });
  });
  await new Promise((resolve) => deaf.listen(0, '127.0.0.1', resolve));
  const begun = Date.now();
  const [line] = await send({ port: deaf.address().port, timeout: 1 });
  deaf.close();
  for (const socket of sockets) socket.destroy();
  assert.equal(outcome(line), 'later');
  assert.ok(Date.now() - begun < 3000);
});

test('stopping breaks a slow letter off at once', async () => {
  const silent = net.createServer(() => {});
  await new Promise((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const begun = Date.now();
  const [line] = await send({ port: silent.address().port, timeout: 30, stop_ms: 200 });
  silent.close();
  assert.equal(outcome(line), 'later');
  assert.ok(Date.now() - begun < 3000);
});

test('STARTTLS with a known certificate and a password', async () => {
  const server = await listen({
    ...tls,
    authOptional: false,
    onAuth({ username, password }, session, done) {
      if (session.secure && username === 'vahetus' && password === 'õige sõna') done(null, { user: username });
      else done(new Error('no'));
    },
  });
  const login = { port: server.port, security: 'starttls', user: 'vahetus', ca: tls.ca };
  const [good] = await send({ ...login, password: 'õige sõna' });
  const [bad] = await send({ ...login, password: 'vale' });
  await server.stop();
  assert.equal(outcome(good), 'sent');
  assert.equal(outcome(bad), 'later', 'a wrong password is ours to repair, no letter is lost by it');
  assert.equal(server.messages.length, 1);
  assert.ok(server.messages[0].session.secure);
});

test('TLS from the first byte', async () => {
  const server = await listen({ ...tls, secure: true });
  const [line] = await send({ port: server.port, security: 'tls', ca: tls.ca });
  await server.stop();
  assert.equal(outcome(line), 'sent');
});

test('nothing is said to a server without TLS, or with an unknown certificate', async () => {
  const plain = await listen();
  const [without] = await send({ port: plain.port, security: 'starttls' });
  await plain.stop();
  assert.equal(outcome(without), 'later');
  const strange = await listen({ ...tls });
  const [unknown] = await send({ port: strange.port, security: 'starttls' });
  await strange.stop();
  assert.equal(outcome(unknown), 'later');
  assert.equal(plain.messages.length + strange.messages.length, 0);
});

test('without a server the same bytes become a file', async () => {
  const directory = join(folder, 'mail');
  const server = await listen();
  await send({ port: server.port, event: 'guardian', language: 'ru' });
  await server.stop();
  assert.deepEqual((await send({ host: '', directory, event: 'guardian', language: 'ru' })).map(outcome), ['sent']);
  const names = await readdir(directory);
  assert.deepEqual(names, ['0192f3a4-0000-7000-8000-000000000000.eml']);
  assert.deepEqual(await readFile(join(directory, names[0])), server.messages[0].raw);
  await writeFile(join(folder, 'no-directory'), '');
  await assert.rejects(send({ host: '', directory: join(folder, 'no-directory', 'mail') }), (error) =>
    error.stdout.startsWith('mail_directory:'),
  );
});
