// SmartSort beside the plain list: 20 seeded runs of 1,000 needs. Run by `make bench-smartsort`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixed, heading, row } from './table.mjs';

const build = process.argv[2] ?? '.', runs = 20, people = process.env.SMARTSORT_PEOPLE ?? '2000';
const folder = mkdtempSync(join(tmpdir(), 'smartsort-'));
const sums = [0, 0, 0, 0];
try {
    for (let seed = 1; seed <= runs; seed++) {
        execFileSync(join(build, 'matcher/vahetus-match'), ['generate', '--people', people, '--needs', '1000', '--seed', `${seed}`, '--out', folder], { stdio: 'ignore' });
        const figures = execFileSync(join(build, 'tests/bench/smartsort_bench'), [join(folder, 'people.jsonl'), join(folder, 'needs.jsonl'), `${seed}`]).toString().trim().split(' ').map(Number);
        figures.forEach((figure, i) => (sums[i] += figure));
        console.error(`run ${seed}: first volunteers ${figures[0]} -> ${figures[2]}, connections ${figures[1]} -> ${figures[3]}`);
    }
    const first = sums[2] / sums[0] - 1, all = sums[3] / sums[1] - 1;
    heading(`${runs} runs of 1,000 needs and ${people} people, both lists on the same stream of arrivals`);
    const percent = (share) => `${fixed(100 * share)} % more`;
    row('SmartSort: needs with a first volunteer', sums[2], `plain list ${sums[0]}`, percent(first), '>= 8 % more', first >= 0.08);
    row('SmartSort: connections in all', sums[3], `plain list ${sums[1]}`, percent(all), '>= -0.5 %', all >= -0.005);
} finally {
    rmSync(folder, { recursive: true, force: true });
}
