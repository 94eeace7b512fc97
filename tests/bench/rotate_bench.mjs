// The planner of exchange rounds beside CBC and HiGHS on the compact model, the same rounds in the same run.
//   node rotate_bench.mjs PATH-TO-vahetus-match   BENCH_SECONDS=60 BENCH_SEEDS=1,2 BENCH_ONLY=small,middle BENCH_PEERS=cbc
// BENCH_TIME=cpu gives the peers seconds of CPU instead of the wall clock's, on a machine that does other work, too.
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeRound, toJson, toLp } from "./rotate_instance.mjs";

const match = process.argv[2] ?? "matcher/vahetus-match";
const seconds = Number(process.env.BENCH_SECONDS ?? 60);
const clock = process.env.BENCH_TIME ?? "elapsed";
const seeds = (process.env.BENCH_SEEDS ?? "1").split(",").map(Number);
const size = (name, centres, workers, periods, visits, balanced) => ({ name, centres, workers, periods, visits, balanced });
const sizes = [
  size("small", 19, 19, 4, 2, true),
  size("small-free", 19, 19, 4, 2, false),
  size("real", 19, 30, 8, 3, true),
  size("middle", 19, 38, 8, 3, true),
  size("season", 19, 57, 12, 4, true),
  size("season-free", 19, 57, 12, 4, false),
  size("nation", 43, 129, 12, 4, true),
  size("nation-free", 43, 129, 12, 4, false),
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

const ours = async (file) => {
  const { text, cpu } = await run(match, ["rotate", "--seconds", String(seconds), file]);
  const answer = JSON.parse(text);
  const answerFile = join(folder, "answer.json");
  writeFileSync(answerFile, text);
  const verdict = JSON.parse((await run(match, ["verify", "rotate", file, answerFile])).text);
  if (!verdict.accepted) throw new Error(`not accepted: ${verdict.reason}`);
  return { plan: answer.objective, bound: answer.bound, root: answer.root_bound, status: answer.status, cpu };
};

const cbc = async (file) => {
  const limits = ["-seconds", String(seconds), "-timeMode", clock];
  const { text, cpu } = await run("cbc", [file, "-threads", "2", ...limits, "-solve"]);
  const number = (pattern) => {
    const found = pattern.exec(text);
    return found ? Math.abs(Number(found[1])) : null;
  };
  const plan = number(/^Objective value:\s+(\S+)/m);
  const status = /^Result - (.*)/m.exec(text)?.[1] ?? "nothing";
  const bound = status.startsWith("Optimal") ? plan : number(/^(?:Upper|Lower) bound:\s+(\S+)/m);
  return { plan, bound, status, cpu };
};

const highs = async (file) => {
  const { text, cpu } = await run("node", [join(highsFolder, "solve.mjs"), file, String(seconds), clock]);
  return { ...JSON.parse(text), cpu };
};

const percent = (plan, bound) => (plan === null || bound === null ? "-" : `${((100 * (bound - plan)) / Math.abs(plan)).toFixed(2)} %`);

const peers = { cbc: ["CBC", cbc], highs: ["HiGHS", highs] };
const chosen = (process.env.BENCH_PEERS ?? "cbc,highs").split(",").map((name) => peers[name]);
const highsFolder = fileURLToPath(new URL("highs", import.meta.url));
if (chosen.includes(peers.highs) && !existsSync(join(highsFolder, "node_modules")))
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: highsFolder, stdio: "ignore" });
const folder = mkdtempSync(join(tmpdir(), "rotate-bench-"));
const heads = ["round", "seed", "ours: plan, bound", "gap", "of root bound", "CPU s", ...chosen.flatMap(([name]) => [`${name}: plan, bound`, "CPU s", "says"])];
console.log(`| ${heads.join(" | ")} |\n${"| --- ".repeat(heads.length)}|`);
for (const { name, ...shape } of sizes)
  for (const seed of seeds) {
    const round = makeRound({ ...shape, seed });
    const json = join(folder, "round.json");
    const model = join(folder, "model.lp");
    writeFileSync(json, JSON.stringify(toJson(round)));
    writeFileSync(model, toLp(round));
    const mine = await ours(json);
    const label = `${shape.centres}/${shape.workers}/${shape.periods} ${shape.balanced ? "balanced" : "free"}`;
    const cells = [label, seed, `${mine.plan}, ${mine.bound}`, percent(mine.plan, mine.bound), percent(mine.plan, mine.root), mine.cpu.toFixed(2)];
    for (const [, solve] of chosen) {
      const { plan, bound, cpu, status } = await solve(model);
      cells.push(`${plan ?? "none"}, ${bound ?? "none"}`, cpu.toFixed(2), status);
    }
    console.log(`| ${cells.join(" | ")} |`);
  }
rmSync(folder, { recursive: true });
