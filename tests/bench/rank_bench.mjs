// Ranking at a million people: the index beside the same question in SQL. Run by `make bench-rank`, inside with-mariadb.
//
// The peer gets a row for each person with everything precomputed that does not depend on the need (masks, the points of
// promises and rest), a clustered table of free times led by the weekday, and a spatial index; the need's numbers are
// written into the statement. It leaves out what the index also judges (declined, agreed, certificates, guardians, checks).
// Sides take turns; CPU time is the server's own, /proc/PID/stat, and this thread's.
import { execFileSync, spawn } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fixed, heading, median, row } from './table.mjs';

const build = process.argv[2] ?? '.';
const people = Number(process.env.RANK_PEOPLE ?? 1_000_000), checked = Number(process.env.RANK_CHECKED ?? 100), checkedPeople = Number(process.env.RANK_CHECKED_PEOPLE ?? 10_000);
const questions = Number(process.env.RANK_QUESTIONS ?? 10_000), turns = Number(process.env.RANK_TURNS ?? 7);
const needs = 10_000, each = 3, socket = process.env.VAHETUS_TEST_SOCKET, databasePid = process.env.VAHETUS_TEST_MARIADB_PID;
const folder = mkdtempSync(join(tmpdir(), 'rank-bench-'));
const levels = ['', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2'], tongues = ['et', 'ru', 'en', 'fi', 'uk'];
const mask = (codes) => codes.reduce((sum, code) => sum | (1n << BigInt(code.slice(1))), 0n);
const minute = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
const metresNorth = (lat) => (lat - 59) * 111194.93, metresEast = (lon) => (lon - 25) * 111194.93 * Math.cos((59.38 * Math.PI) / 180);

const sql = (text) => execFileSync('mariadb', ['--socket', socket, '--user', 'root', '--batch', '--skip-column-names', '--local-infile=1', '-e', text], { maxBuffer: 1 << 28 }).toString();
const cpuSeconds = (pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /, '').split(' ').slice(11, 13).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;

async function loadPeer() {
    const persons = createWriteStream(join(folder, 'person')), frees = createWriteStream(join(folder, 'free'));
    let number = 0;
    for await (const line of createInterface({ input: createReadStream(join(folder, 'people.jsonl')) })) {
        const one = JSON.parse(line), { kept, missed, invited_30d: invited, centres } = one.history;
        const adult = one.birth_date < '2009-01-01'; // as good as all of them, for the peer
        const still = (adult ? Math.floor((100 * (kept + 1)) / (kept + missed + 2)) : 50) + Math.floor((80 * Math.max(0, 4 - invited)) / 4);
        number++;
        persons.write([number, one.kind, one.birth_date, metresEast(one.home.lon), metresNorth(one.home.lat), one.reach?.max_m ?? 1e9, mask(one.skills),
            mask(one.interests), mask(one.age_groups), ...tongues.map((tongue) => levels.indexOf(one.languages[tongue] ?? '')), still, centres[0] ?? ''].join('\t') + '\n');
        const spans = one.availability.map((span) => [span.day, minute(span.from), minute(span.to)]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        for (let i = spans.length - 1; i > 0; i--)
            if (spans[i][0] === spans[i - 1][0] && spans[i][1] <= spans[i - 1][2]) {
                spans[i - 1][2] = Math.max(spans[i - 1][2], spans[i][2]);
                spans.splice(i, 1);
            }
        for (const [day, from, to] of spans)
            if (!frees.write(`${day}\t${from}\t${to}\t${number}\n`)) await new Promise((done) => frees.once('drain', done));
    }
    await Promise.all([persons, frees].map((stream) => new Promise((done) => stream.end(done))));
    sql(`CREATE DATABASE peer; USE peer;
        CREATE TABLE person (id INT PRIMARY KEY, kind ENUM('volunteer', 'worker') NOT NULL, born DATE NOT NULL, x DOUBLE NOT NULL, y DOUBLE NOT NULL, at POINT NOT NULL,
            reach_m INT NOT NULL, skills BIGINT UNSIGNED NOT NULL, interests INT UNSIGNED NOT NULL, age_groups INT UNSIGNED NOT NULL,
            et TINYINT, ru TINYINT, en TINYINT, fi TINYINT, uk TINYINT, still SMALLINT NOT NULL, worked VARCHAR(12) NOT NULL) ENGINE=InnoDB;
        CREATE TABLE free (day TINYINT, from_minute SMALLINT, to_minute SMALLINT, person INT, PRIMARY KEY (day, from_minute, to_minute, person)) ENGINE=InnoDB;
        LOAD DATA LOCAL INFILE '${folder}/person' INTO TABLE person (id, kind, born, x, y, reach_m, skills, interests, age_groups, et, ru, en, fi, uk, still, worked) SET at = POINT(x, y);
        LOAD DATA LOCAL INFILE '${folder}/free' INTO TABLE free;
        ALTER TABLE person ADD SPATIAL INDEX (at), ADD INDEX (kind, id);
        ANALYZE TABLE person, free;`);
}

// Local time in winter and summer: the generator's needs lie from January to May.
function local(text) {
    const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Tallinn', hourCycle: 'h23', weekday: 'short', hour: '2-digit', minute: '2-digit' })
        .formatToParts(new Date(text)).map(({ type, value }) => [type, value]));
    return { day: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.weekday) + 1, minute: Number(parts.hour) * 60 + Number(parts.minute) };
}

function question(need) {
    const shifts = need.shifts.map((shift) => ({ ...local(shift.from), to: local(shift.from).minute + (Date.parse(shift.to) - Date.parse(shift.from)) / 60000 }));
    const x = metresEast(need.place.lon), y = metresNorth(need.place.lat), preferred = mask(need.preferred_skills), n = need.preferred_skills.length;
    const wanted = Object.entries(need.preferred_languages).map(([code, level]) => [code, levels.indexOf(level)]), total = wanted.reduce((sum, [, level]) => sum + level, 0);
    const metres = `CEIL(1.3 * SQRT(POW(p.x - ${x}, 2) + POW(p.y - ${y}, 2)))`, way = `CEIL(${metres} / 500)`;
    const holds = shifts.map((s) => `(15 * FLOOR((${s.minute} - ${way}) / 15) >= f.from_minute AND 15 * CEIL((${s.to} + ${way}) / 15) <= f.to_minute)`);
    const score = [`p.still`, `GREATEST(0, FLOOR(300 * (30000 - ${metres}) / 30000))`, `FLOOR(120 * (${holds.join(' + ')}) / ${shifts.length})`,
        n > 0 ? `FLOOR(300 * BIT_COUNT(p.skills & ${preferred}) / ${n})` : '0',
        total > 0 ? `FLOOR(200 * (${wanted.map(([code, level]) => `LEAST(p.${code}, ${level})`).join(' + ')}) / ${total})` : '0',
        `IF(p.interests & ${mask(need.interests)}, 80, 0)`, `IF(p.age_groups & ${mask(need.age_groups)}, 60, 0)`, `IF(p.worked = '${need.centre}', 60, 0)`].join(' + ');
    const first = Math.min(...shifts.map((s) => s.minute)), last = Math.min(...shifts.map((s) => s.to)), box = 40000 / 1.3;
    return `SELECT p.id, ${score} AS score FROM free f JOIN person p ON p.id = f.person WHERE f.day = ${shifts[0].day} AND f.from_minute <= ${first} AND f.to_minute >= ${last}
        ${need.for === 'either' ? '' : `AND p.kind = '${need.for}'`} AND p.skills & ${mask(need.required_skills)} = ${mask(need.required_skills)}
        ${Object.entries(need.required_languages).map(([code, level]) => `AND p.${code} >= ${levels.indexOf(level)}`).join(' ')}
        AND p.born <= '${2027 - Math.max(13, need.min_age)}-01-01' AND MBRContains(ST_GeomFromText('POLYGON((${x - box} ${y - box}, ${x + box} ${y - box}, ${x + box} ${y + box}, ${x - box} ${y + box}, ${x - box} ${y - box}))'), p.at)
        AND ${metres} <= p.reach_m AND (${holds.join(' OR ')}) ORDER BY score DESC, p.id LIMIT 20`;
}

try {
    execFileSync(join(build, 'matcher/vahetus-match'), ['generate', '--people', `${people}`, '--needs', `${needs}`, '--seed', '1', '--out', folder], { stdio: 'ignore' });
    const asked = readFileSync(join(folder, 'needs.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    await loadPeer();
    const ours = spawn(join(build, 'tests/bench/rank_bench'), [join(folder, 'people.jsonl'), join(folder, 'needs.jsonl'), `${questions}`, `${checked}`, `${checkedPeople}`, 'turns'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: ours.stdout })[Symbol.asyncIterator]();
    const figures = {};
    for (let line; (line = (await lines.next()).value) !== 'ready' && line !== undefined;) {
        const [name, value] = line.split(' ');
        figures[name] = Number(value);
    }
    const mine = [], theirs = [], ratios = [];
    sql(`USE peer; ${question(asked[0])}`);
    for (let turn = 0; turn < turns; turn++) {
        const before = cpuSeconds(databasePid);
        for (let i = 0; i < each; i++) sql(`USE peer; ${question(asked[(turn * each + i) % asked.length])}`);
        theirs.push(((cpuSeconds(databasePid) - before) / each) * 1e6);
        ours.stdin.write('\n');
        mine.push(Number((await lines.next()).value));
        ratios.push(theirs.at(-1) / mine.at(-1));
    }
    ours.stdin.end();
    const asks = { need: `a need's best 20 of ${people} people`, person: `a person's best 20 of ${needs} needs` };
    const times = (name) => `${fixed(figures[`${name}_p50`], 1)}, ${fixed(figures[`${name}_p99`], 1)}`;
    const within = (name, p50, p99) => (p50 === undefined || figures[`${name}_p50`] <= p50) && figures[`${name}_p99`] <= p99;
    heading(`${people} people, ${needs} needs, k = 20, ${turns} turns of ${each} questions in SQL`);
    row(`${asks.need}: CPU us beside the same in SQL`, fixed(median(mine), 1), `MariaDB ${fixed(median(theirs), 0)}`, fixed(median(ratios), 0), '>= 1000', median(ratios) >= 1000);
    for (const [name, said] of Object.entries(asks)) {
        const same = figures[`${name}_same`], asked = figures[`${name}_checked`];
        row(`${said}: CPU us p50, p99`, times(name), '-', '-', '<= 20, <= 150', within(name, 20, 150));
        row(`${said}: every part, flag and shift as with --exhaustive`, `${same} of ${asked}`, '-', '-', 'all', same === asked);
    }
    row('memory a person, ids and all, bytes', fixed(figures.bytes_a_person, 1), '-', '-', '<= 160', figures.bytes_a_person <= 160);
    row('building the index one by one, CPU s', fixed(figures.build_s), '-', '-', '<= 3', figures.build_s <= 3);
    row('a person put in: CPU us p50, p99', times('insert'), '-', '-', 'p99 <= 50', within('insert', undefined, 50));
    row('a person changed: CPU us p50, p99', times('change'), '-', '-', 'p99 <= 50', within('change', undefined, 50));
} finally {
    rmSync(folder, { recursive: true, force: true });
}
