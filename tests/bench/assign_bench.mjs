// Assignment beside LEMON's network simplex: `node tests/bench/assign_bench.mjs [BUILD_FOLDER]`, or `make bench-assign`.
// Both solve the same files in turn; a figure is the least CPU time of the rounds, of LEMON the faster of two pivot rules.
// Every answer is judged, every optimum compared. Exit status 1 when a goal is missed; without liblemon-dev LEMON's
// columns stay empty, and the reason is said.
//   BENCH_ROUNDS=5 BENCH_SEEDS=1,2,3,4,5 BENCH_MILLION_ROUNDS=1 BENCH_ONLY=10k,100k,1m,families,changes
//   BENCH_FILES=a.vm,b.vm  other problems, instead of those
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, appendFileSync, openSync, closeSync, rmSync, statSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { heading, row } from './table.mjs'

const build = process.argv[2] ?? '.'
const here = dirname(fileURLToPath(import.meta.url))
const rounds = Number(process.env.BENCH_ROUNDS ?? 5)
const millionRounds = Number(process.env.BENCH_MILLION_ROUNDS ?? 1)
const seeds = (process.env.BENCH_SEEDS ?? '1,2,3,4,5').split(',')
const only = process.env.BENCH_ONLY?.split(',')
const match = join(build, 'matcher/vahetus-match')
const folder = mkdtempSync(join(tmpdir(), 'vahetus-assign-bench-'))
const speeds = [] // of reading, MB/s

const wants = (what) => only === undefined || only.includes(what)
const seconds = (value) => (value === undefined ? '-' : value < 0.1 ? value.toFixed(4) : value.toFixed(3))
const megabytes = (kib) => (kib === undefined ? '-' : Math.round(kib / 1024))

function buildPeer() {
  const peer = join(folder, 'lemon_assign')
  const compiler = (process.env.CXX ?? 'c++').split(' ')
  const built = spawnSync(compiler[0], [...compiler.slice(1), '-O2', '-o', peer, join(here, 'lemon_assign.cpp')], {
    encoding: 'utf8',
  })
  if (built.status === 0) return peer
  const reason = built.error?.message ?? built.stderr.split('\n').find((line) => line.includes('error'))
  console.log(`LEMON is left out: ${reason}\n`)
  return undefined
}

function solve(file) {
  const answer = join(folder, 'answer')
  const out = openSync(answer, 'w')
  const run = spawnSync(match, ['assign', file], { encoding: 'utf8', stdio: ['ignore', out, 'pipe'] })
  closeSync(out)
  if (run.status !== 0) throw new Error(`${file}: exit ${run.status}, ${run.stderr}`)
  const report = JSON.parse(run.stderr)
  const total = execFileSync('head', ['-n', '1', answer], { encoding: 'utf8' }).slice(2).trim()
  return { cpu: report.solve_cpu_s, read: report.read_cpu_s, rss: report.peak_rss_kib, total, answer }
}

function judge(file, answer) {
  const run = spawnSync(match, ['verify', 'assign', file, answer], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`${file}: the answer is rejected: ${run.stdout}${run.stderr}`)
}

function solveWithPeer(peer, rule, file) {
  const [cpu, rss, total] = execFileSync(peer, [rule, file], { encoding: 'utf8' }).trim().split(' ')
  return { cpu: Number(cpu), rss: Number(rss), total }
}

function measure(peer, name, file, count, goal, memoryGoal) {
  const ours = { cpu: Infinity, read: Infinity, rss: 0 }
  const theirs = peer === undefined ? {} : { cpu: Infinity, rss: Infinity }
  for (let round = 0; round < count; round++) {
    const mine = solve(file)
    if (round === 0) judge(file, mine.answer)
    ours.cpu = Math.min(ours.cpu, mine.cpu)
    ours.read = Math.min(ours.read, mine.read)
    ours.rss = Math.max(ours.rss, mine.rss)
    if (peer === undefined) continue
    for (const rule of ['ns', 'ns-cand']) {
      const other = solveWithPeer(peer, rule, file)
      if (other.total !== mine.total) throw new Error(`${file}: ${mine.total}, LEMON ${other.total}`)
      theirs.cpu = Math.min(theirs.cpu, other.cpu)
      theirs.rss = Math.min(theirs.rss, other.rss)
    }
  }
  const ratio = theirs.cpu === undefined ? undefined : theirs.cpu / Math.max(ours.cpu, 1e-6)
  const memory = theirs.rss === undefined ? undefined : theirs.rss / ours.rss
  const { size } = statSync(file)
  if (size > 1e6) speeds.push(size / 1e6 / ours.read)
  row(
    `assigning ${name}: CPU s, MB`,
    `${seconds(ours.cpu)}, ${megabytes(ours.rss)}`,
    `LEMON ${seconds(theirs.cpu)}, ${megabytes(theirs.rss)}`,
    ratio === undefined ? '-' : `${ratio.toFixed(1)}, ${memory.toFixed(1)}`,
    memoryGoal === undefined ? `>= ${goal}` : `>= ${goal}, >= ${memoryGoal}`,
    ratio === undefined ? undefined : ratio >= goal && (memoryGoal === undefined || memory >= memoryGoal),
  )
}

/* People, needs, pairs each: generated; with `most` > 1 people take 1 to `most` needs. */
function towns(people, needs, degree, seed, most) {
  execFileSync(match, ['generate', '--assign', people, needs, degree, '--seed', seed, '--out', folder].map(String), {
    stdio: 'ignore',
  })
  const file = join(folder, 'problem.vm')
  let lines = ''
  for (let i = 1, draw = Number(seed); most > 1 && i <= people; i++) {
    draw = (draw * 1103515245 + 12345) % 2147483648
    lines += `v ${i} ${1 + ((draw >> 16) % most)}\n`
  }
  appendFileSync(file, lines)
  return file
}

function families(peer) {
  const maker = join(build, 'tests/bench/assign_families')
  for (const name of execFileSync(maker, { encoding: 'utf8' }).trim().split('\n')) {
    const file = join(folder, 'problem.vm')
    const out = openSync(file, 'w')
    execFileSync(maker, [name, seeds[0]], { stdio: ['ignore', out, 'inherit'] })
    closeSync(out)
    measure(peer, name.replaceAll('_', ' '), file, rounds, 1)
  }
}

function changes() {
  for (const most of [1, 3]) {
    const file = towns(100000, 20000, 50, seeds[0], most)
    const [p50, p99, worst, keep] = execFileSync(join(build, 'tests/bench/assign_changes'), [file, '10000', seeds[0]], {
      encoding: 'utf8',
    })
      .trim()
      .split(' ')
    row(
      `10,000 single changes at 100k x 20k x 50, people take 1..${most}: p50, p99 ms`,
      `${seconds(Number(p50))}, ${seconds(Number(p99))} (most ${seconds(Number(worst))}, first keeping ${seconds(Number(keep))})`,
      '-',
      '-',
      '<= 0.2, <= 4',
      Number(p50) <= 0.2 && Number(p99) <= 4,
    )
  }
}

const sizes = [
  ['10k', 10000, 2000, 50, 5],
  ['100k', 100000, 20000, 50, 8],
  ['1m', 1000000, 200000, 30, 15, 6],
]

try {
  const peer = buildPeer()
  heading(`least CPU of ${rounds} rounds each; the peer is LEMON 1.3.1's network simplex, the faster of two pivot rules`)
  if (process.env.BENCH_FILES !== undefined)
    for (const file of process.env.BENCH_FILES.split(','))
      if (existsSync(file)) measure(peer, basename(file), file, rounds, 1)
      else throw new Error(`${file} is not there`)
  else {
    for (const [name, people, needs, degree, goal, memoryGoal] of sizes)
      for (const most of [1, 3])
        for (const seed of name === '1m' ? seeds.slice(0, 1) : seeds)
          if (wants(name))
            measure(
              peer,
              `${people} x ${needs} x ${degree}, people take 1..${most}, seed ${seed}`,
              towns(people, needs, degree, seed, most),
              name === '1m' ? millionRounds : rounds,
              goal,
              memoryGoal,
            )
    if (wants('families')) families(peer)
    if (wants('changes')) changes()
  }
  if (speeds.length > 0) {
    const slowest = Math.min(...speeds)
    row(`reading the text format, MB/s, slowest of ${speeds.length} files`, Math.round(slowest), '-', '-', '>= 200', slowest >= 200)
  }
} finally {
  rmSync(folder, { recursive: true })
}
