// A whole service of our own to break: MariaDB, vahetusd and a mail server, each of which can be killed and started again.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SMTPServer } from 'smtp-server';
import { Client } from '../../api/lib/client.mjs';

export const run = promisify(execFile);
const top = fileURLToPath(new URL('../../..', import.meta.url));

export async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// Takes every letter and remembers how often each Message-ID came.
async function startMail() {
  const seen = new Map();
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, done) {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('latin1');
        const id = raw.match(/^message-id: *(\S+)/im)?.[1] ?? 'without an id';
        const letter = seen.get(id) ?? { times: 0, to: session.envelope.rcptTo[0].address, raw };
        letter.times++;
        seen.set(id, letter);
        done(null, 'taken');
      });
    },
  });
  server.on('error', () => {}); // a sender that is killed breaks off
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { seen, port: server.server.address().port, stop: () => new Promise((resolve) => server.close(resolve)) };
}

export class Service {
  // { folder: where to put everything (a new one otherwise), settings: lines of the settings file, database: arguments of mariadbd }
  static async start({ folder, settings = {}, database = [] } = {}) {
    const service = new Service();
    service.folder = folder ?? (await mkdtemp(join(tmpdir(), 'vahetus-faults-')));
    mkdirSync(service.folder, { recursive: true });
    service.socket = join(service.folder, 's');
    service.port = await freePort();
    service.url = `http://127.0.0.1:${service.port}`;
    service.mail = await startMail();
    service.settings = settings;
    service.databaseArguments = database;
    service.servers = [];
    await service.startDatabase();
    await service.sql(`CREATE DATABASE vahetus CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
      CREATE USER vahetus@localhost IDENTIFIED BY 'faults'; GRANT ALL ON vahetus.* TO vahetus@localhost`, '');
    const accounts = join(service.folder, 'accounts.json');
    await run(join(top, 'services/vahetus-demo'), ['--config', service.config('fill', service.port), '--accounts', accounts], { cwd: top });
    service.accounts = JSON.parse(readFileSync(accounts, 'utf8'));
    return service;
  }

  config(name, port) {
    const lines = {
      listen_port: port, public_url: this.url, database_socket: this.socket, database_user: 'vahetus', database_password: 'faults',
      database_name: 'vahetus', migrations_folder: join(top, 'db/migrations'), smtp_host: '127.0.0.1', smtp_port: this.mail.port,
      smtp_security: 'none', reads_per_minute: 0, writes_per_minute: 0, sign_ins_per_10_minutes: 0, mails_per_hour: 0, ...this.settings,
    };
    const path = join(this.folder, `${name}.conf`);
    writeFileSync(path, Object.entries(lines).map(([key, value]) => `${key} = ${value}\n`).join(''), { mode: 0o600 });
    return path;
  }

  async startDatabase() {
    const child = spawn(join(top, 'tests/faults/database'), [join(this.folder, 'database'), this.socket, join(this.folder, 'mariadbd.log'), ...this.databaseArguments], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk) => (said += chunk));
    this.database = child;
    while (!/pid (\d+)/.test(said)) {
      if (child.exitCode !== null) throw new Error(`the database does not start: ${this.log('mariadbd.log')}`);
      await wait(20);
    }
    this.databasePid = Number(said.match(/pid (\d+)/)[1]);
  }

  async killDatabase(signal = 'SIGKILL') {
    const ended = this.database.exitCode === null ? once(this.database, 'exit') : undefined;
    process.kill(this.databasePid, signal);
    await ended;
  }

  // Starts a vahetusd; the first is `server`. Returns when it says that it is healthy.
  async startServer(port = this.port) {
    const log = openSync(join(this.folder, 'vahetusd.log'), 'a');
    const child = spawn(join(top, 'services/vahetusd'), ['--config', this.config(`vahetusd-${port}`, port)], { stdio: ['ignore', log, log] });
    this.servers.push(child);
    const begun = Date.now();
    for (;;) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`vahetusd ended at its start: ${this.log('vahetusd.log')}`);
      if (Date.now() - begun > 20_000) throw new Error(`vahetusd is not healthy after 20 s: ${this.log('vahetusd.log')}`);
      const health = await this.client({ port }).call('getHealth', {}, { judged: false }).catch(() => undefined);
      if (health?.status === 200) return child;
      await wait(20);
    }
  }

  // kill -9 of the first server; the others stay.
  async killServer() {
    const server = this.servers.shift();
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  }

  async healthy(seconds = 20) {
    const begun = Date.now();
    for (;;) {
      const health = await this.client().call('getHealth', {}, { judged: false }).catch((error) => ({ status: error.message }));
      if (health.status === 200) return Date.now() - begun;
      if (Date.now() - begun > seconds * 1000) throw new Error(`not healthy after ${seconds} s: ${health.status} ${this.log('vahetusd.log')}`);
      await wait(20);
    }
  }

  client({ port = this.port, ...options } = {}) {
    return new Client({ url: this.url, host: '127.0.0.1', port }, options);
  }

  async signedIn(role, scope, port) {
    const account = this.accounts.find((one) => one.role === role && (scope === undefined || one.scope === scope));
    return this.client({ port }).signIn(account);
  }

  // Rows of a query as the database itself has them, past the service.
  async sql(text, database = 'vahetus') {
    const { stdout } = await run('mariadb', ['--no-defaults', `--socket=${this.socket}`, '-N', '-B', '-e', text, ...(database ? [database] : [])], {
      maxBuffer: 1 << 28,
    });
    return stdout.split('\n').filter((line) => line !== '').map((line) => line.split('\t'));
  }

  async number(text) {
    return Number((await this.sql(text))[0][0]);
  }

  log(name) {
    return readFileSync(join(this.folder, name), 'utf8').split('\n').slice(-12).join('\n');
  }

  async stop() {
    for (const server of this.servers) {
      if (server.exitCode === null && server.signalCode === null) {
        server.kill('SIGKILL');
        await once(server, 'exit');
      }
    }
    if (this.database?.exitCode === null) await this.killDatabase('SIGTERM');
    await this.mail.stop();
    if (process.env.VAHETUS_KEEP) appendFileSync(2, `kept: ${this.folder}\n`);
    else rmSync(this.folder, { recursive: true, force: true });
  }
}

// A person who registered, confirmed by the link of the letter, and is signed in.
export async function confirmedVolunteer(service, email, changes) {
  const client = service.client();
  const taken = await client.call('createVolunteer', {}, { body: form(email, changes) });
  if (taken.status !== 202) throw new Error(`registration: ${taken.status} ${taken.text}`);
  for (let tries = 0; tries < 200; tries++) {
    const letter = [...service.mail.seen.values()].find((one) => one.to === email);
    if (letter) {
      const text = letter.raw.replaceAll('=\r\n', '').replaceAll('=3D', '=');
      const token = text.slice(text.indexOf(service.url)).match(/([A-Za-z0-9_-]{43})/)[1];
      const confirmed = await client.call('confirmVolunteer', {}, { body: { token } });
      if (confirmed.status !== 200) throw new Error(`confirmation: ${confirmed.status} ${confirmed.text}`);
      return client;
    }
    await wait(100);
  }
  throw new Error(`no letter to ${email} in 20 s`);
}

export function form(email, changes = {}) {
  return {
    first_name: 'Proovi', last_name: 'Vabatahtlik', birth_date: '1990-05-17', email, language: 'et', home: { lat: 59.336, lon: 25.321 },
    reach: { max_m: 60000, centres: [] }, availability: [], languages: { et: 'C1' }, skills: ['cooking'], interests: [], age_groups: [],
    terms: '2026-11', ...changes,
  };
}
