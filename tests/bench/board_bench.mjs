// The board of a round with 200 centres and 52 weeks in chromium: frames while it scrolls, and how soon a press shows.
// node board_bench.mjs URL ACCOUNTS.json; prints one line of JSON. The round is made here and answered in place of the
// server's, so that the page alone is measured; signing in, texts and script are the running service's.
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [url, accountsFile] = process.argv.slice(2);
const size = { centres: 200, workers: 600, periods: 52 };
const id = '01900000-0000-7000-8000-000000000001';
const uuid = (n) => `01900000-0000-7000-9000-${String(n).padStart(12, '0')}`;
const pad = (n, width) => String(n).padStart(width, '0');

function period(n) {
  const first = new Date(Date.UTC(2027, 0, 4 + 7 * n));
  const last = new Date(first.getTime() + 4 * 86_400_000);
  return { id: `2027-W${pad(n + 1, 2)}`, first: first.toISOString().slice(0, 10), last: last.toISOString().slice(0, 10) };
}

/** In each week every other centre changes a worker with its neighbour: 100 changes, 10,400 cells. */
function generatedRound() {
  const periods = Array.from({ length: size.periods }, (_, n) => period(n));
  const centres = Array.from({ length: size.centres }, (_, n) => ({ id: `k${n}`, name: `Katsekoht ${pad(n, 3)} noortekeskus`, takes_part: true, guests: 2, away: 1, min_send: 0, min_host: 0, offers: [], closed: n % 9 === 0 ? [periods[n % 52].id] : [] }));
  const workers = Array.from({ length: size.workers }, (_, n) => ({ id: uuid(n), name: `Noorsootöötaja ${pad(n, 3)}`, home_centre: `k${n % size.centres}`, takes_part: true, unavailable: [], wants: [] }));
  const visits = [];
  periods.forEach((at, t) => {
    for (let c = t % 2; c < size.centres - 1; c += 4) {
      const turn = (t % 3) * size.centres;
      for (const [home, host] of [[c, c + 1], [c + 1, c]]) visits.push({ id: uuid(10_000 + visits.length), worker: uuid(turn + home), host: `k${host}`, period: at.id, pinned: false, employer_agreed: false, host_agreed: false, points: 400 });
    }
  });
  const rules = { max_visits: 26, balanced: true, min_gap: 1, fair_target: 0, fair_weight: 0 };
  return { id, version: 1, name: 'Suur voor', kind: 'swap', state: 'proposed', periods, rules, weights: [], centres, workers, visits, asked: 0, answered: 0 };
}

const round = generatedRound();
const plan = () => ({ state: 'done', result: 'feasible', objective: 2_000_000, bound: 2_100_000, progress: 100, seconds_left: null, started: null, verified: true, visits: round.visits, staffing: [], why: [] });
const moves = () => round.centres.flatMap((c, i) => round.periods.map((p, t) => ({ host: c.id, period: p.id, legal: (i + t) % 3 === 0, change: i - t, swap_with: null, broken: (i + t) % 3 === 0 ? null : { rule: 'guests', text: '', worker: null, centre: c.id, period: p.id } })));

function edited(visit, change) {
  round.version += 1;
  round.visits = round.visits.map((one) => (one.id === visit ? { ...one, ...change } : one));
  return { round_version: round.version, objective: 2_000_000, change: -120, visits: round.visits };
}

async function answer(route) {
  const request = route.request();
  const path = new URL(request.url()).pathname;
  const json = (body) => route.fulfill({ json: body });
  if (path.endsWith('/moves')) return json({ visit: path.split('/').at(-2), moves: moves() });
  if (path.endsWith('/plan')) return json(plan());
  if (path.endsWith('/cover')) return json({ days: [], uncovered: 0, unknown: [] });
  if (path.includes('/visits/')) return json(edited(path.split('/').at(-1), request.postDataJSON()));
  return json(round);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'] });
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, baseURL: url, locale: 'et-EE' });
const { email, password } = JSON.parse(readFileSync(accountsFile, 'utf8')).find((one) => one.role === 'coordinator');
const signed = await context.request.post('/api/v1/sessions', { data: { email, password }, headers: { Origin: url } });
if (!signed.ok()) throw new Error(await signed.text());
await context.addInitScript(() => location.protocol === 'about:' || localStorage.setItem('vahetus-session', '1'));
const page = await context.newPage();
await page.route(`**/api/v1/rounds/${id}**`, answer);
const session = await context.newCDPSession(page);
await session.send('Performance.enable', { timeDomain: 'threadTicks' });
const metrics = async () => Object.fromEntries((await session.send('Performance.getMetrics')).metrics.map((one) => [one.name, one.value]));

await page.goto(`/koordinaator/voorud/${id}`);
await page.waitForSelector('.board-large');
await page.waitForTimeout(500);

/** Scrolls a step in every frame for some seconds: frames a second, the 95th of 100 frames in ms, the thread's own ms a frame. */
async function scrolling(axis, stepPx) {
  const before = await metrics();
  const frames = await page.evaluate(
    ({ axis, stepPx }) =>
      new Promise((done) => {
        const box = document.querySelector('.board-scroll');
        const times = [];
        let way = stepPx;
        const frame = (now) => {
          times.push(now);
          const was = box[axis];
          box[axis] += way;
          if (box[axis] === was) way = -way;
          if (now - times[0] > 4000) done(times);
          else requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    { axis, stepPx },
  );
  const after = await metrics();
  const gaps = frames.slice(1).map((at, n) => at - frames[n]).sort((a, b) => a - b);
  const each = (name) => Number(((1000 * (after[name] - before[name])) / gaps.length).toFixed(1));
  return {
    fps: Math.round((1000 * gaps.length) / (frames.at(-1) - frames[0])),
    p95_ms: Math.round(gaps[Math.floor(gaps.length * 0.95)]),
    cpu_ms_a_frame: each('TaskDuration'),
    of_it: { script: each('ScriptDuration'), style: each('RecalcStyleDuration'), layout: each('LayoutDuration') },
  };
}

const median = (numbers) => Math.round(numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]);

/** From the press to the frame that shows `shows`, and what the page's thread worked for it, in ms; medians of the tries. */
async function pressed(times, press, shows) {
  const all = [];
  const worked = [];
  for (let n = 0; n < times; n++) {
    const before = await metrics();
    await page.evaluate((shows) => {
      window.seen = new Promise((done) => {
        const begin = (event) => {
          const check = () => {
            if (document.querySelector(shows)) requestAnimationFrame(() => done(performance.now() - event.timeStamp));
            else requestAnimationFrame(check);
          };
          check();
        };
        for (const type of ['keydown', 'pointerup']) addEventListener(type, begin, { capture: true, once: true });
      });
    }, shows(n));
    await press(n);
    all.push(await page.evaluate(() => window.seen));
    worked.push(1000 * ((await metrics()).TaskDuration - before.TaskDuration));
  }
  return { ms: median(all), cpu_ms: median(worked) };
}

const result = { cells: size.centres * size.periods, visits: round.visits.length };
result.down = await scrolling('scrollTop', 60);
result.across = await scrolling('scrollLeft', 60);
await page.evaluate(() => document.querySelector('.board-scroll').scrollTo(0, 0));
await page.waitForTimeout(300);
await page.locator('[data-cell="0 0"]').focus();
result.arrow = await pressed(8, () => page.keyboard.press('ArrowDown'), (n) => `[data-cell="${n + 1} 0"]:focus`);
result.page = await pressed(4, () => page.keyboard.press('PageDown'), () => '[data-cell]:focus');
await page.keyboard.press('Control+Home');
const visit = page.locator('button.visit').first();
const begin = await visit.boundingBox();
await page.mouse.move(begin.x + 20, begin.y + 10);
await page.waitForTimeout(600);
await page.mouse.down();
await page.mouse.move(begin.x + 30, begin.y + 30, { steps: 3 });
await page.waitForSelector('.mark-free');
const place = await page.locator('.mark-free').nth(3).boundingBox();
await page.mouse.move(place.x + 20, place.y + 20, { steps: 3 });
const carried = await page.locator('.visit-carried').getAttribute('data-visit');
result.drop = await pressed(1, () => page.mouse.up(), () => `button.visit[data-visit="${carried}"]:not(.visit-carried)`);
await page.locator('.toast').waitFor();
result.undo = await pressed(1, () => page.keyboard.press('Control+z'), () => '.toast');
await page.locator('[data-cell="0 0"]').focus();
result.open = await pressed(1, () => page.keyboard.press('Enter'), () => 'dialog[open]');
await browser.close();
console.log(JSON.stringify(result));
