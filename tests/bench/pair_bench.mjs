// Pairing everybody: CPU seconds, and the gap that is left. Each size as it is generated, and squeezed: all shifts within two weeks, many at
// the same hours, and people who give 2 to 8 hours a week. Run by `make bench-pair`; PAIR_SIZES="400x60 1000x300" chooses the sizes.
// The judge asks every rule of everybody, minute by minute: seconds at 10,000 people, more when all are squeezed. "Again": solving again after a pin or a forbid, the mean
// and the most of 20, in the end held against a proposal solved from nothing.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixed, heading, row } from './table.mjs';

const program = join(process.argv[2] ?? '.', 'matcher/vahetus-match');
const again = join(process.argv[2] ?? '.', 'tests/bench/pair_again');
const sizes = (process.env.PAIR_SIZES ?? '400x60 1000x300 10000x1000').split(' ').map(size => size.split('x'));
const folder = mkdtempSync(join(tmpdir(), 'pair-bench-'));
const [people, needs, answer] = ['people.jsonl', 'needs.jsonl', 'answer'].map(name => join(folder, name));

let state = 1;
const below = most => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
};
const rewrite = (file, change) => {
    const lines = readFileSync(file, 'utf8').trim().split('\n').map(line => JSON.stringify(change(JSON.parse(line))));
    writeFileSync(file, lines.join('\n') + '\n');
};
const time = minutes => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00Z`;

function squeeze() {
    state = 1;
    rewrite(people, person => ({ ...person, hours_per_week: [0, 2, 3, 4, 6, 8][below(6)] }));
    rewrite(needs, need => {
        const first = below(6);
        const shifts = need.shifts.map((shift, i) => {
            const day = `2027-01-${11 + (i < 2 ? first + 7 * i : (first + i) % 7)}`;
            const from = 60 * [8, 9, 10, 12, 13, 14, 15, 16][below(8)] + 15 * below(4);
            return { ...shift, from: `${day}T${time(from)}`, to: `${day}T${time(from + [60, 90, 120, 150, 180, 240][below(6)])}` };
        });
        return { ...need, shifts };
    });
}

function judge() {
    const verdict = execFileSync(program, ['verify', 'pair', people, needs, answer], { stdio: ['ignore', 'pipe', 'ignore'] });
    const { accepted, bounds_proved: proved } = JSON.parse(verdict.toString());
    return accepted && (proved ? 'its judge accepts it and recounts the bounds' : 'its judge accepts it');
}

function solvedAgain() {
    const [, mean, most] = execFileSync(again, [people, needs, '20']).toString().trim().split(' ');
    return `${mean} s on average, ${most} s at most`;
}

function measure(name, judged) {
    const out = openSync(answer, 'w');
    const run = spawnSync(program, ['pair', '--people', people, '--needs', needs], { stdio: ['ignore', out, 'pipe'] });
    closeSync(out);
    const report = JSON.parse(run.stderr.toString());
    const sum = JSON.parse(readFileSync(answer, 'utf8').trim().split('\n').at(-1));
    const verdict = judged ? judge() : 'its judge was not asked';
    const { filled, bound_filled: most, score, bound_score: best } = sum;
    const cost = `${fixed(report.solve_cpu_s)} s of CPU, ${Math.round(report.peak_rss_kib / 1024)} MiB, again after a wish ${solvedAgain()}`;
    row(`pairing ${name}: seats filled, score`, `${filled} of at most ${most}, ${score} of ${best}; ${cost}`, '-', verdict || 'REJECTED',
        'proved', run.status === 0 && filled === most && score === best && verdict !== false);
}

try {
    heading('pairing everybody; no tool at hand knows hours, rest and home centres');
    for (const [count, wanted] of sizes) {
        execFileSync(program, ['generate', '--people', count, '--needs', wanted, '--seed', '1', '--out', folder], { stdio: 'ignore' });
        measure(`${count} x ${wanted}`, true);
        squeeze();
        measure(`${count} x ${wanted}, squeezed`, count <= 2000);
    }
} finally {
    rmSync(folder, { recursive: true, force: true });
}
