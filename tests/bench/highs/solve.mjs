// HiGHS on one model in CPLEX's LP format, stopped after so many seconds: node solve.mjs MODEL SECONDS elapsed|cpu
// Prints {"plan", "bound", "status"}; a plan or a bound that there is not is null.
import { readFileSync } from 'node:fs';
import loadHighs from 'highs';

const [file, seconds, clock] = process.argv.slice(2);
const used = () => {
  const { user, system } = process.cpuUsage();
  return (clock === 'cpu' ? (user + system) / 1e3 : performance.now()) / 1e3;
};

const highs = await loadHighs();
const { callbackType, solutionStatus, modelStatus } = highs.constants;
const model = highs.createModel({ format: 'lp', data: readFileSync(file, 'utf8') });
model.options.set({ output_flag: false, mip_rel_gap: 0 });
model.run({
  [callbackType.mipInterrupt](event) {
    if (used() >= Number(seconds)) event.interrupt();
  },
});
const bound = model.info.get('mip_dual_bound');
console.log(JSON.stringify({
  plan: model.info.get('primal_solution_status') === solutionStatus.feasible ? Math.round(model.getObjectiveValue()) : null,
  bound: Number.isFinite(bound) ? Math.floor(bound + 1e-6) : null,
  status: Object.entries(modelStatus).find(([, number]) => number === model.getModelStatus())?.[0],
}));
