// The planner of exchange rounds beside CBC and HiGHS on the compact model, the same rounds in the same run.
//   node rotate_bench.mjs PATH-TO-vahetus-match   BENCH_SEEDS=1,2 BENCH_ONLY=small,middle BENCH_PEERS=cbc
// BENCH_SECONDS=60 gives all sizes as long.
// BENCH_TIME=cpu gives the peers seconds of CPU instead of the wall clock's, on a machine that does other work, too.
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeRound, toJson, toLp } from "./rotate_instance.mjs";
import { fixed, heading, row } from "./table.mjs";

const match = process.argv[2] ?? "matcher/vahetus-match";
const clock = process.env.BENCH_TIME ?? "elapsed";
const seeds = (process.env.BENCH_SEEDS ?? "1").split(",").map(Number);
/** How long each side looks, and the gap in percent that is wanted then; 0: proved, in a tenth of CBC's CPU time. */
const size = (name, centres, workers, periods, visits, balanced, limit, goal) => ({ name, centres, workers, periods, visits, balanced, limit, goal });
const sizes = [
  size("small", 19, 19, 4, 2, true, 60, 0),
  size("small-free", 19, 19, 4, 2, false, 60, 0),
  size("real", 19, 30, 8, 3, true, 20),
  size("middle", 19, 38, 8, 3, true, 20, 0.1),
  size("season", 19, 57, 12, 4, true, 30, 0.5),
  size("season-free", 19, 57, 12, 4, false, 30),
  size("nation", 43, 129, 12, 4, true, 60, 1.5),
  size("nation-free", 43, 129, 12, 4, false, 60, 2),
  size("country", 300, 900, 12, 4, true, 300, 5),
].filter(({ name }) => !process.env.BENCH_ONLY || process.env.BENCH_ONLY.split(",").includes(name));

/** Runs to its end; the CPU seconds are what the shell counts for its child. */
const run = (command, words) =>
  new Promise((resolve) => {
    const timed = 'exec 3>&2; TIMEFORMAT="%U %S"; { time "$@" 2>&3; } 2>&1 >"$OUT" | tail -1';
    const out = join(folder, "out");
    execFile("bash", ["-c", timed, "bash", command, ...words], { env: { ...process.env, OUT: out } }, (_, stdout) => {
      const [user = 0, system = 0] = stdout.trim().split(" ").map(Number);
      resolve({ text: readFileSync(out, "utf8"), cpu: user + system });
    });
  });

const ours = async (file, seconds) => {
  const { text, cpu } = await run(match, ["rotate", "--seconds", String(seconds), file]);
  const answer = JSON.parse(text);
  const answerFile = join(folder, "answer.json");
  writeFileSync(answerFile, text);
  const verdict = JSON.parse((await run(match, ["verify", "rotate", file, answerFile])).text);
  if (!verdict.accepted) throw new Error(`not accepted: ${verdict.reason}`);
  return { plan: answer.objective, bound: answer.bound, root: answer.root_bound, status: answer.status, cpu };
};

const cbc = async (file, seconds) => {
  const limits = ["-seconds", String(seconds), "-timeMode", clock];
  const { text, cpu } = await run("cbc", [file, "-threads", "2", ...limits, "-solve"]);
  const number = (pattern) => {
    const found = pattern.exec(text);
    return found ? Math.abs(Number(found[1])) : null;
  };
  const plan = number(/^Objective value:\s+(\S+)/m);
  const status = /^Result - (.*)/m.exec(text)?.[1] ?? "nothing";
  const claimed = number(/^(?:Upper|Lower) bound:\s+(\S+)/m);
  const bound = status.startsWith("Optimal") ? plan : claimed && Math.floor(claimed + 1e-6);
  return { plan, bound, status, cpu };
};

const highs = async (file, seconds) => {
  const { text, cpu } = await run("node", [join(highsFolder, "solve.mjs"), file, String(seconds), clock]);
  return { ...JSON.parse(text), cpu };
};

const gapOf = (plan, bound) => (plan === null || bound === null ? Infinity : (100 * (bound - plan)) / Math.abs(plan));
const said = ({ plan, bound, cpu }) => `${plan ?? "none"}, ${bound ?? "none"} (${fixed(cpu)})`;

/** Met: as near to the bound as wanted and no worse than any peer; or proved, in a tenth of CBC's time. */
const judge = (goal, mine, others) => {
  if (goal === undefined) return undefined;
  const best = others.every(({ plan }) => plan === null || mine.plan >= plan);
  const first = others[0];
  return goal === 0 ? mine.status === "optimal" && (!first || mine.cpu <= first.cpu / 10) : best && gapOf(mine.plan, mine.bound) <= goal;
};

const peers = { cbc: ["CBC", cbc], highs: ["HiGHS", highs] };
const chosen = (process.env.BENCH_PEERS ?? "cbc,highs").split(",").map((name) => peers[name]);
const highsFolder = fileURLToPath(new URL("highs", import.meta.url));
if (chosen.includes(peers.highs) && !existsSync(join(highsFolder, "node_modules")))
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: highsFolder, stdio: "ignore" });
const folder = mkdtempSync(join(tmpdir(), "rotate-bench-"));
heading(`plan, bound (CPU s) of the same rounds; ours on one thread, CBC told to use two; peers' seconds: ${clock}`);
for (const { name, limit, goal, ...shape } of sizes)
  for (const seed of seeds) {
    const seconds = Number(process.env.BENCH_SECONDS ?? limit);
    const round = makeRound({ ...shape, seed });
    const json = join(folder, "round.json");
    const model = join(folder, "model.lp");
    writeFileSync(json, JSON.stringify(toJson(round)));
    // No peer has anything to say of the largest: reading its model alone takes them longer than that.
    const rivals = name === "country" ? [] : chosen;
    if (rivals.length > 0) writeFileSync(model, toLp(round));
    const mine = await ours(json, seconds);
    const others = [];
    for (const [, solve] of rivals) others.push(await solve(model, seconds));
    const gaps = `${fixed(gapOf(mine.plan, mine.bound))} % of the bound, ${fixed(gapOf(mine.plan, mine.root))} % of the root's`;
    const wanted = goal === 0 ? "proved, CBC's CPU / 10" : goal && `<= ${goal} % in ${limit} s`;
    const kind = shape.balanced ? "balanced" : "free";
    const peer = others.map((other, i) => `${rivals[i][0]} ${said(other)}`).join("; ");
    row(`rotating ${shape.centres}/${shape.workers}/${shape.periods} ${kind}, seed ${seed}`, said(mine), peer || "-", gaps, wanted, judge(goal, mine, others));
  }
rmSync(folder, { recursive: true });
