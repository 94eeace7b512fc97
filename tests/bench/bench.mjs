// `make bench-service`: the figures of the service, each beside its peer, in interleaved rounds; a table of medians. Needs npm, and for
// the page chromium. BENCH_ROUNDS and BENCH_SECONDS change the length, BENCH_ONLY=post,get,... picks figures. Exit status 1: a goal was missed.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Service } from '../faults/lib/service.mjs';
import { fixed as round, heading, median, row } from './table.mjs';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const top = join(here, '../..');
const rounds = Number(process.env.BENCH_ROUNDS ?? 7);
const seconds = Number(process.env.BENCH_SECONDS ?? 3);
const only = process.env.BENCH_ONLY?.split(',');
const wanted = (name) => !only || only.includes(name);
const CONNECTIONS = 64;
const RAW_CONNECTIONS = 16;

const say = (text) => process.stderr.write(`${text}\n`);
heading(`medians of ${rounds} interleaved rounds of ${seconds} s${process.env.BENCH_NICE ? `, nice ${process.env.BENCH_NICE}` : ''}`);
const service = await Service.start({ settings: existsSync(join(top, 'web/dist/.built')) ? { web_folder: join(top, 'web/dist') } : {}, database: process.env.BENCH_DATABASE?.split(' ') });
const children = [];
try {
  await service.startServer();
  const access = [service.socket, 'vahetus', 'faults', 'vahetus'];
  precedence(service.databasePid);
  // The letters of these registrations wait until tomorrow: the mail of either side would run in the other's turn.
  await service.sql('ALTER TABLE outbox ALTER COLUMN not_before SET DEFAULT (NOW(3) + INTERVAL 1 DAY)');

  if (wanted('memory')) await memory();
  const fastify = wanted('post') || wanted('get') ? await startFastify(access) : undefined;
  const ids = join(service.folder, 'ids');
  writeFileSync(ids, (await service.sql("SELECT LOWER(INSERT(INSERT(INSERT(INSERT(HEX(id), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-')) FROM need")).join('\n'));
  const http = (what, port) => async () =>
    numbers((await run(join(top, 'tests/bench/load'), [what, port, CONNECTIONS, seconds, what === 'post' ? service.url : ids].map(String))).stdout);
  const raw = (what) => async () => numbers((await run(join(top, 'tests/bench/raw_client'), [what, ...access, RAW_CONNECTIONS, seconds].map(String))).stdout);
  // Each side: what is run, and whose CPU time it costs besides the database's; the raw client is a child of this process.
  const sides = (what) => ({
    ours: { turn: http(what, service.port), cpuMs: () => cpuMs(service.servers[0].pid) },
    raw: { turn: raw(what), cpuMs: () => cpuMs('self', 'children') },
    fastify: { turn: http(what, fastify), cpuMs: () => cpuMs(children[0].pid) },
  });
  if (wanted('post')) {
    const made = await interleaved('registrations', sides('post'));
    compare('registrations/s, durable, 64 connections; raw C client, 16 connections', made.ours, made.raw, 1.8);
    row('registrations: p99 / p50 (ms)', `${round(made.ours.p99)} / ${round(made.ours.p50)}`, `raw ${round(made.raw.p99)} / ${round(made.raw.p50)}`,
      round(made.ours.spread), '<= 2.5', made.ours.spread <= 2.5);
    compare('registrations/s; Fastify + mysql2, 64 connections', made.ours, made.fastify, 4);
    costs('registration', made);
  }
  if (wanted('get')) {
    const read = await interleaved('needs by id', sides('get'));
    compare('GET need by id/s, not cached; raw C client', read.ours, read.raw, 1.2);
    compare('GET need by id/s; Fastify + mysql2', read.ours, read.fastify, undefined);
    costs('GET need by id', read);
  }
  if (wanted('same')) await sameTime();
  if (wanted('candidates')) await candidates(access);
  if (wanted('page')) await page();
  if (wanted('build')) await build();
} finally {
  for (const child of children) child.kill('SIGTERM');
  await service.stop();
}
function compare(figure, ours, peer, goal) {
  const ratio = median(ours.all.map((one, i) => one.rate / peer.all[i].rate));
  row(figure, round(ours.rate, 0), round(peer.rate, 0), round(ratio), goal ? `>= ${goal}` : '-', goal ? ratio >= goal : undefined);
}

// CPU time depends less on what else the machine does than rates do.
function costs(what, { ours, raw, fastify }) {
  const text = (side) => `${round(side.us, 0)} + ${round(side.databaseUs, 0)}`;
  const sum = (side) => side.us + side.databaseUs;
  row(`${what}: CPU us of one, process + database`, text(ours), `raw ${text(raw)}, Fastify ${text(fastify)}`,
    `${round(sum(raw) / sum(ours))}, ${round(sum(fastify) / sum(ours))}`, '-', undefined);
}

// Time used by a process so far, or by those of its children that have ended.
function cpuMs(pid, whose = 'own') {
  const times = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 15).map((ticks) => Number(ticks) * 10);
  return whose === 'own' ? times[0] + times[1] : times[2] + times[3];
}

// "operations seconds p50 p99 [failures]"
function numbers(line) {
  const [done, took, p50, p99, failed = 0] = line.trim().split(' ').map(Number);
  if (failed > 0) throw new Error(`${failed} of ${done} requests failed`);
  return { done, rate: done / took, p50, p99, spread: p99 / p50 };
}

// BENCH_NICE=-10, as root: sides and generators go before what else runs on the machine. The scheduler divides by groups, one for each
// session; the database has one of its own.
function precedence(pid) {
  if (process.env.BENCH_NICE) for (const one of ['self', pid]) writeFileSync(`/proc/${one}/autogroup`, process.env.BENCH_NICE);
}

// Each in turn, `rounds` times, after one turn to warm up; medians of each.
async function interleaved(what, turns) {
  const all = Object.fromEntries(Object.keys(turns).map((name) => [name, []]));
  for (let number = -1; number < rounds; number++) {
    for (const [name, side] of Object.entries(turns)) {
      const before = [side.cpuMs(), cpuMs(service.databasePid)];
      const result = await side.turn();
      result.us = ((side.cpuMs() - before[0]) / result.done) * 1000;
      result.databaseUs = ((cpuMs(service.databasePid) - before[1]) / result.done) * 1000;
      if (number >= 0) all[name].push(result);
      await wait(200);
    }
    if (number >= 0) say(`${what} ${number + 1}: ${Object.entries(all).map(([name, list]) => `${name} ${round(list.at(-1).rate, 0)}/s p50 ${round(list.at(-1).p50)} p99 ${round(list.at(-1).p99)}`).join(' | ')}`);
  }
  const middle = (list, name) => median(list.map((one) => one[name]));
  return Object.fromEntries(Object.entries(all).map(([name, list]) => [
    name, { all: list, ...Object.fromEntries(['rate', 'p50', 'p99', 'spread', 'us', 'databaseUs'].map((what) => [what, middle(list, what)])) },
  ]));
}

async function startFastify(access) {
  const folder = join(here, 'fastify');
  if (!existsSync(join(folder, 'node_modules'))) await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
  const child = spawn('node', [join(folder, 'server.mjs'), ...access], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_ENV: 'production' } });
  children.push(child);
  const [line] = await once(child.stdout, 'data');
  return Number(line);
}

// Resident memory once the region is loaded and has been asked for.
async function memory() {
  for (const path of ['/api/v1/region', '/api/v1/needs', '/api/v1/centres', '/']) await service.client().request('GET', path);
  const manager = await service.signedIn('manager', 'kehra');
  await manager.call('listCentreNeeds', { centre: 'kehra' });
  const { pid } = service.servers[0];
  const kib = (name) => Number(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(new RegExp(`^${name}: +(\\d+) kB`, 'm'))[1]);
  row('server memory, region loaded: resident (shared libraries shared out), MB', round(kib('Rss') / 1024, 1), `Pss ${round(kib('Pss') / 1024, 1)}`, '-', '< 40', kib('Rss') / 1024 < 40);
}

// Known and unknown addresses, asked by turns.
async function sameTime() {
  const known = service.accounts.find((one) => one.role === 'manager').email;
  const email = (await service.sql("SELECT email FROM person WHERE state = 'active' AND email IS NOT NULL LIMIT 1"))[0][0];
  const form = (address) => ({
    first_name: 'Mari', last_name: 'Maasikas', birth_date: '1990-05-17', email: address, language: 'et', home: { lat: 59.3, lon: 25.3 },
    reach: { max_m: 60000, centres: [] }, languages: { et: 'C1' }, terms: '2026-11',
  });
  const client = service.client();
  const ways = {
    registration: [300, email, (address) => client.call('createVolunteer', {}, { body: form(address) })],
    'mailed link': [300, email, (address) => client.call('createSessionLink', {}, { body: { email: address } })],
    password: [100, known, (address) => client.call('createSession', {}, { body: { email: address, password: 'vale parool siin' }, judged: false })],
  };
  for (const [name, [times, address, ask]] of Object.entries(ways)) {
    const took = { known: [], unknown: [] };
    for (let number = 0; number < 2 * times; number++) {
      const which = number % 2 === Math.floor(number / 2) % 2 ? 'known' : 'unknown'; // k u u k k u u k ...
      const begun = process.hrtime.bigint();
      await ask(which === 'known' ? address : `tundmatu.${process.pid}.${number}@naidis.example`);
      took[which].push(Number(process.hrtime.bigint() - begun) / 1e6);
    }
    const ratio = median(took.known) / median(took.unknown);
    row(`known / unknown address, ${name}: median ms of ${times} each`, round(median(took.known)), round(median(took.unknown)), round(ratio), '0.85 .. 1.18', ratio > 0.85 && ratio < 1.18);
  }
}

// Ten thousand people: the index alone, and the endpoint.
async function candidates(access) {
  await service.sql('CREATE TABLE original (id BINARY(16) PRIMARY KEY) AS SELECT id FROM person');
  await run('bash', ['-c', 'mariadb --no-defaults --socket="$0" vahetus <"$1"', service.socket, join(here, 'people.sql')]);
  const said = [];
  for (let number = 0; number < 5; number++) said.push((await run(join(top, 'tests/bench/candidates_bench'), [...access, '3000'])).stdout.trim().split(' ').map(Number));
  const [people, needs] = said[0];
  const ms = (column) => round(median(said.map((one) => one[column])), 3);
  row(`the best 20 of ${people} people for a need (${needs} needs): CPU ms p50, p99`, `${ms(3)}, ${ms(4)}`, '-', '-', 'p99 < 0.5', ms(4) < 0.5);
  row('the same and how many fit in all: CPU ms p50, p99', `${ms(5)}, ${ms(6)}`, '-', '-', 'p99 < 0.5', ms(6) < 0.5);
  service.servers[0].kill('SIGTERM');
  await once(service.servers[0], 'exit');
  service.servers.shift();
  await service.startServer();
  const coordinator = await service.signedIn('coordinator');
  const list = (await service.sql("SELECT LOWER(INSERT(INSERT(INSERT(INSERT(HEX(n.id), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-')) FROM need n WHERE n.state = 'open'")).map(([id]) => id);
  while ((await coordinator.call('listCandidates', { id: list[0] })).status === 503) await wait(100);
  const { pid } = service.servers[0];
  const before = cpuMs(pid);
  const TIMES = 1000;
  for (let number = 0; number < TIMES; number++) await coordinator.call('listCandidates', { id: list[number % list.length] }, { judged: false });
  row(`the endpoint of it: CPU ms of the server a request, mean of ${TIMES}, all threads`, round((cpuMs(pid) - before) / TIMES, 3), '-', '-', '-', undefined);
}

async function page() {
  if (!existsSync(join(top, 'web/dist/.built')) || !existsSync('/usr/bin/chromium')) {
    row('registration page: largest contentful paint on slow 4G', 'not measured: no built page or no chromium', '-', '-', '< 2 s', undefined);
    return;
  }
  const { stdout } = await run('node', [join(here, 'web_lcp.mjs'), service.url, String(rounds)]);
  const [ms, slow] = stdout.trim().split(' ').map(Number);
  row('registration page: largest contentful paint, 1.6 Mbit/s and 150 ms a request, ms', round(ms, 0), '-', '-', '< 2000', ms < 2000);
  row('the same with the "Slow 4G" of DevTools (562 ms a request), ms', round(slow, 0), '-', '-', '< 2000', slow < 2000);
}

// Sources alone, configured, then timed: make with two at a time.
async function build() {
  const folder = mkdtempSync(join(tmpdir(), 'vahetus-build-'));
  try {
    await run('bash', ['-c', 'git ls-files -z -- . ":!web" ":!tests/fuzz/corpus" | xargs -0 cp --parents -t "$0" && cd "$0" && autoreconf -fi && ./configure', folder], { cwd: top, maxBuffer: 1 << 26 });
    const begun = Date.now();
    execFileSync('make', ['-j2', '-s'], { cwd: folder, stdio: 'ignore' });
    const took = (Date.now() - begun) / 1000;
    row('clean C build, make -j2, s', round(took, 1), '-', '-', '< 60', took < 60);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
