// Somebody drops out of a published plan: how long the smallest repairs take, and how far they are from the best there is.
//   node repairs_bench.mjs PATH-TO-vahetus-match      BENCH_SECONDS=20 (for the plan) BENCH_SEEDS=1,2 BENCH_DROPS=40 BENCH_SOLVES=4
// "Of the bound": the largest distance to the proved bound of plans with exactly that many changes, over all drop-outs.
// "Below": BENCH_SOLVES of them planned anew with BENCH_SECONDS; the most that the answer is worth less with as many changes.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeRound, toJson } from "./rotate_instance.mjs";
import { fixed, heading, row } from "./table.mjs";

const match = process.argv[2] ?? "matcher/vahetus-match";
const planSeconds = process.env.BENCH_SECONDS ?? "20";
const seeds = (process.env.BENCH_SEEDS ?? "1").split(",").map(Number);
const drops = Number(process.env.BENCH_DROPS ?? 40);
const solves = Number(process.env.BENCH_SOLVES ?? 4);
const size = (centres, workers, periods, visits, balanced) => ({ centres, workers, periods, visits, balanced });
const sizes = [
  size(19, 30, 8, 3, true),
  size(19, 57, 12, 4, true),
  size(19, 57, 12, 4, false),
  size(43, 129, 12, 4, true),
];

const folder = mkdtempSync(join(tmpdir(), "repairs-bench-"));
const file = (name) => join(folder, name);
const run = (...words) => {
  const { stdout, stderr } = spawnSync(match, words, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (!stdout) throw new Error(stderr);
  return { answer: JSON.parse(stdout), cpu: JSON.parse(stderr).solve_cpu_s };
};

/** The round without one visit's worker: in that period, or in all. */
const without = (round, { worker, period }, always) => ({
  ...round,
  workers: round.workers.map((one) =>
    one.id === worker ? { ...one, unavailable: always ? round.periods : [...new Set([...one.unavailable, period])] } : one,
  ),
});

const spread = (list, count) => Array.from({ length: Math.min(count, list.length) }, (_, i) => list[Math.floor((i * list.length) / count)]);
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
const percent = (number) => `${fixed(100 * number)} %`;

/** How much less `answer` is worth than a plan that had all the time, as a share; nothing is said when that one has other changes. */
const missing = (answer) => {
  const { answer: full } = run("rotate", "--keep", file("plan.json"), "--seconds", planSeconds, file("now.json"));
  if (full.objective === null || answer.objective === null || full.changes > answer.changes) return 0;
  if (full.changes < answer.changes) throw new Error(`${full.changes} changes do, not ${answer.changes}`);
  return (full.objective - answer.objective) / Math.abs(full.objective);
};

const measure = (round, plan, always) => {
  const pinned = new Set(round.pins.map(({ worker, period }) => (always ? worker : `${worker} ${period}`)));
  const free = plan.visits.filter(({ worker, period }) => !pinned.has(always ? worker : `${worker} ${period}`));
  const seen = { cpu: [], fewest: 0, repairs: 0, proved: 0, worst: 0, full: 0, count: 0 };
  const chosen = spread(free, drops);
  const solved = new Set(spread(chosen, solves));
  for (const visit of chosen) {
    writeFileSync(file("now.json"), JSON.stringify(without(round, visit, always)));
    const words = ["rotate", "--keep", file("plan.json"), "--alternatives", "3", "--budget", "1", file("now.json")];
    const { answer, cpu } = run(...words);
    writeFileSync(file("answer.json"), JSON.stringify(answer));
    const verdict = run("verify", "rotate", file("now.json"), file("answer.json"), "--keep", file("plan.json")).answer;
    if (!verdict.accepted) throw new Error(verdict.reason);
    seen.cpu.push(cpu);
    seen.count++;
    seen.fewest += answer.status === "optimal" || answer.status === "infeasible" || answer.changes === answer.changes_bound;
    if (solved.has(visit)) seen.full = Math.max(seen.full, missing(answer));
    for (const { objective, bound } of answer.alternatives) {
      if (objective === null) continue;
      seen.repairs++;
      seen.proved += objective === bound;
      if (bound !== null) seen.worst = Math.max(seen.worst, (bound - objective) / Math.abs(objective));
    }
  }
  seen.cpu.sort((a, b) => a - b);
  return seen;
};

heading(`somebody drops out of a published plan, ${drops} times a row; the peer is ${solves} of them planned anew in ${planSeconds} s`);
for (const shape of sizes)
  for (const seed of seeds) {
    const round = toJson(makeRound({ ...shape, seed }));
    writeFileSync(file("round.json"), JSON.stringify(round));
    const { answer: plan } = run("rotate", "--seconds", planSeconds, file("round.json"));
    writeFileSync(file("plan.json"), JSON.stringify(plan));
    for (const always of [false, true]) {
      const { cpu, count, fewest, repairs, proved, worst, full } = measure(round, plan, always);
      const label = `${shape.centres}/${shape.workers}/${shape.periods} ${shape.balanced ? "balanced" : "free"}, seed ${seed}`;
      const ms = [at(cpu, 0.5), cpu.at(-1)].map((one) => fixed(1000 * one, 0));
      const said = `fewest changes proved in ${fewest} of ${count}, ${proved} of ${repairs} repairs proved best, at most ${percent(worst)} of the bound`;
      const goal = shape.workers === 57 ? "p50 <= 50, all proved, <= 0.5 % below" : undefined;
      const met = goal && at(cpu, 0.5) <= 0.05 && fewest === count && full <= 0.005;
      row(`dropping out ${always ? "for good" : "once"} at ${label}: CPU ms p50, most`, `${ms.join(", ")}; ${said}`, "planned anew", `at most ${percent(full)} below`, goal, met);
    }
  }
rmSync(folder, { recursive: true });
