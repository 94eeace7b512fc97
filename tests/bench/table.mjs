// The one table of all benches: a figure, ours, the peer's, their ratio, the goal, and whether it was met. A row is printed as soon
// as it is known; BENCH_TABLE names a file that collects the rows of several benches (`make bench`). A missed goal makes the exit status 1.
import { appendFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';

const head = '| figure | ours | peer | ratio | goal | verdict |\n| --- | --- | --- | --- | --- | --- |';
let begun = false;

/** The middle of a list, the upper one of two. */
export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
export const fixed = (number, digits = 2) => Number(number).toFixed(digits);

/** When, where and how: a sentence before the table. */
export function heading(how) {
  const load = loadavg().map((one) => fixed(one, 1)).join(', ');
  console.log(`${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores (load ${load}); ${how}\n`);
}

/** `met` undefined: no goal. */
export function row(figure, ours, peer, ratio, goal, met) {
  if (!begun) console.log(head);
  begun = true;
  const cells = [figure, ours, peer ?? '-', ratio ?? '-', goal ?? '-', met === undefined ? '-' : met ? 'met' : '**missed**'];
  const line = `| ${cells.join(' | ')} |`;
  console.log(line);
  if (process.env.BENCH_TABLE) appendFileSync(process.env.BENCH_TABLE, `${line}\n`);
  if (met === false) process.exitCode = 1;
}
