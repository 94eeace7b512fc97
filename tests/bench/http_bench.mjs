// The HTTP server beside nginx: `node tests/bench/http_bench.mjs [BUILD_FOLDER] [ROUNDS]`, or `make bench-http`.
// Needs nginx. Both servers run at the same time and are asked in turn, so that a slow minute of the machine
// hits both; a row holds medians over the rounds. Exit status 1 when a figure misses its target.
import { execFile, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { heading, median, row } from './table.mjs'

const run = promisify(execFile)
const build = process.argv[2] ?? '.'
const rounds = Number(process.argv[3] ?? 9)
const SECONDS = 2
const CONNECTIONS = 64
const IDLE_CONNECTIONS = 10_000
const SLOW_CLIENTS = 2_000
const folder = mkdtempSync(join(tmpdir(), 'vahetus-http-bench-'))
const children = []

const sleep = (ms) => new Promise((done) => setTimeout(done, ms))
const get = (port, path = '/json') => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`

async function startOurs(dist) {
  const child = spawn(join(build, 'tests/bench/http_bench_server'), [dist], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const port = await new Promise((done, fail) => {
    child.stdout.once('data', (text) => done(Number(text)))
    child.once('exit', (status) => fail(new Error(`http_bench_server ended with ${status}: build it first`)))
  })
  return { name: 'vahetus', port, pid: child.pid }
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}

async function accepts(port) {
  return new Promise((done) => {
    const socket = net.connect(port, '127.0.0.1', () => done(true)).on('error', () => done(false))
    socket.on('connect', () => socket.destroy())
  })
}

// As Debian configures it, but without the access log; on the second port with its files kept open.
async function startNginx(dist, json) {
  const port = await freePort()
  const keepingPort = await freePort()
  const config = join(folder, 'nginx.conf')
  writeFileSync(config, `
    daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
    ${process.getuid() === 0 ? 'user root;' : ''}
    events { worker_connections 20000; use epoll; }
    http {
      access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000000; keepalive_timeout 60s;
      types { text/javascript js; }
      server {
        listen 127.0.0.1:${port} backlog=4096; root ${dist};
        location = /json { default_type application/json; return 200 '${json}'; }
      }
      server { listen 127.0.0.1:${keepingPort} backlog=4096; root ${dist}; open_file_cache max=100; }
    }`)
  const child = spawn('nginx', ['-c', config, '-p', folder], { stdio: ['ignore', 'ignore', 'inherit'] })
  children.push(child)
  for (let i = 0; i < 200 && !(await accepts(port)); i++) await sleep(50)
  const workers = execFileSync('pgrep', ['-P', String(child.pid)]).toString().trim()
  return { name: 'nginx', port, keepingPort, pid: Number(workers) }
}

// User and system time of a process, in seconds.
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

const rssMb = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024

async function load(server, path, connections = CONNECTIONS, seconds = SECONDS) {
  const before = cpuSeconds(server.pid)
  const { stdout } = await run(join(build, 'tests/bench/load'), ['path', server.port, connections, seconds, path].map(String))
  const [requests, took, , p99, failed] = stdout.trim().split(' ').map(Number)
  if (failed > 0) throw new Error(`${server.name} ${path}: ${failed} of ${requests} requests failed`)
  return { rate: requests / took, p99, cpu: ((cpuSeconds(server.pid) - before) / requests) * 1e6 }
}

async function compare(figure, path, ours, nginx, target) {
  const results = { vahetus: [], nginx: [] }
  for (let i = 0; i < rounds; i++)
    for (const server of i % 2 ? [nginx, ours] : [ours, nginx]) results[server.name].push(await load(server, path))
  const of = (name, key) => median(results[name].map((result) => result[key]))
  const ratio = median(results.vahetus.map((result, i) => result.rate / results.nginx[i].rate))
  const cell = (name) => `${Math.round(of(name, 'rate'))}/s, ${of(name, 'cpu').toFixed(1)} us CPU, p99 ${of(name, 'p99').toFixed(2)} ms`
  row(figure, cell('vahetus'), cell('nginx'), `${ratio.toFixed(2)} (CPU ${(of('vahetus', 'cpu') / of('nginx', 'cpu')).toFixed(2)})`,
    target && `>= ${target} x`, target && ratio >= target)
}

function connect(port) {
  return new Promise((done, fail) => {
    const socket = net.connect(port, '127.0.0.1', () => done(socket)).on('error', fail)
    socket.setNoDelay(true)
  })
}

async function ask(socket, port) {
  const started = process.hrtime.bigint()
  await new Promise((done, fail) => {
    socket.once('data', done).once('error', fail)
    socket.write(get(port))
  })
  return Number(process.hrtime.bigint() - started) / 1e6
}

// Each connection has carried a request: what it needed for that must have been given back.
async function holdIdle(server) {
  const sockets = []
  while (sockets.length < IDLE_CONNECTIONS) {
    const batch = await Promise.all(Array.from({ length: 500 }, () => connect(server.port)))
    await Promise.all(batch.map((socket) => ask(socket, server.port)))
    sockets.push(...batch)
  }
  const memory = rssMb(server.pid)
  const times = []
  for (let i = 0; i < 200; i++) {
    sockets.pop().destroy() // at 10,000 there is no room for a fresh one
    await sleep(2)
    const socket = await connect(server.port)
    times.push(await ask(socket, server.port))
    sockets.unshift(socket)
  }
  for (const socket of sockets) socket.destroy()
  await sleep(500)
  return { memory, p99: times.sort((a, b) => a - b)[197], most: times[199] }
}

async function idle(ours, nginx) {
  const mine = await holdIdle(ours)
  const theirs = await holdIdle(nginx)
  row('10,000 idle connections: memory', `${mine.memory.toFixed(1)} MB`, `${theirs.memory.toFixed(1)} MB`,
    (mine.memory / theirs.memory).toFixed(2), '<= 60 MB', mine.memory <= 60)
  row('a fresh request beside them', `p99 ${mine.p99.toFixed(2)} ms, most ${mine.most.toFixed(2)} ms`,
    `p99 ${theirs.p99.toFixed(2)} ms`, (mine.p99 / theirs.p99).toFixed(2), '<= 10 ms', mine.p99 <= 10)
}

// A byte a second each, spread over the second. Resolves with the seconds until the last one was gone, or null.
async function slowClients(port, count) {
  const sockets = await Promise.all(Array.from({ length: count }, () => connect(port)))
  const started = Date.now()
  let left = count
  let turn = 0
  const drip = setInterval(() => {
    for (let i = turn++ % 50; i < count; i += 50) if (!sockets[i].destroyed) sockets[i].write('a')
  }, 20)
  for (const socket of sockets) {
    socket.on('error', () => {}).on('close', () => left--).on('data', () => {})
    socket.write('GET /')
  }
  while (left > 0 && Date.now() - started < 30_000) await sleep(50)
  clearInterval(drip)
  for (const socket of sockets) socket.destroy()
  return left > 0 ? null : (Date.now() - started) / 1000
}

async function slow(ours) {
  const calm = [], beset = [], gone = []
  for (let i = 0; i < Math.min(rounds, 3); i++) {
    calm.push((await load(ours, '/json', 8, 8)).p99)
    const leaving = slowClients(ours.port, SLOW_CLIENTS)
    await sleep(500)
    beset.push((await load(ours, '/json', 8, 8)).p99)
    gone.push((await leaving) ?? Infinity)
  }
  const ratio = median(beset) / median(calm)
  row('2,000 slow clients: gone after', `${Math.max(...gone).toFixed(1)} s`, '-', '-', '<= 15 s', Math.max(...gone) <= 15)
  row('p99 of the others meanwhile', `${median(beset).toFixed(2)} ms`, `${median(calm).toFixed(2)} ms without them`,
    ratio.toFixed(2), '<= 1.5 x or 5 ms', median(beset) <= 5 || ratio <= 1.5)
}

async function main() {
  const dist = join(folder, 'dist')
  mkdirSync(dist)
  for (const language of ['et', 'ru', 'en']) writeFileSync(join(dist, `_.${language}.html`), '<!doctype html><title>bench</title>')
  writeFileSync(join(dist, 'large-AAAA1111.js'), Buffer.alloc(65536, 'abcdefghijklmnopqrstuvwxyz0123456789\n'))
  if (process.env.BENCH_NICE) writeFileSync('/proc/self/autogroup', process.env.BENCH_NICE) // see bench.mjs
  heading(`${rounds} rounds of ${SECONDS} s, interleaved, ${CONNECTIONS} connections, medians; the peer is nginx`)
  const ours = await startOurs(dist)
  const json = await (await fetch(`http://127.0.0.1:${ours.port}/json`)).text()
  const nginx = await startNginx(dist, json)
  await compare('200-byte JSON', '/json', ours, nginx, 0.85)
  await compare('64 KiB asset', '/large-AAAA1111.js', ours, nginx, 1.1)
  await compare('the same, nginx with open_file_cache', '/large-AAAA1111.js', ours,
    { ...nginx, port: nginx.keepingPort })
  await idle(ours, nginx)
  await slow(ours)
}

try {
  await main()
} catch (error) {
  console.error(`http_bench: ${error.message}`)
  process.exitCode = 1
} finally {
  for (const child of children) child.kill('SIGTERM')
  await sleep(300)
  rmSync(folder, { recursive: true, force: true })
}
process.exit()
