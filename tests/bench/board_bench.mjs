// The board of a round with 200 centres and 52 weeks in chromium: frames while it scrolls, how soon each action shows, and
// what the page's thread worked for it. node board_bench.mjs URL ACCOUNTS.json [TRIES]; prints a line of JSON a measure.
// The round is board_round.mjs's; signing in, texts and script are the running service's.
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { id, served, size } from './board_round.mjs';

const [url, accountsFile, given = '7'] = process.argv.slice(2);
const tries = Number(given);

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'] });
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, baseURL: url, locale: 'et-EE' });
const { email, password } = JSON.parse(readFileSync(accountsFile, 'utf8')).find((one) => one.role === 'coordinator');
const signed = await context.request.post('/api/v1/sessions', { data: { email, password }, headers: { Origin: url } });
if (!signed.ok()) throw new Error(await signed.text());
await context.addInitScript(() => location.protocol === 'about:' || localStorage.setItem('vahetus-session', '1'));
const page = await context.newPage();
const { round, quiet } = await served(page);
const session = await context.newCDPSession(page);
await session.send('Performance.enable', { timeDomain: 'threadTicks' });
const metrics = async () => Object.fromEntries((await session.send('Performance.getMetrics')).metrics.map((one) => [one.name, one.value]));

await page.addInitScript(() => {
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration);
  }).observe({ type: 'longtask' });
});
await page.goto(`/koordinaator/voorud/${id}`);
await page.waitForSelector('.board-large');
await quiet();

const say = (measure, figures) => console.log(JSON.stringify({ measure, ...figures }));
const tenth = (number) => Number(number.toFixed(1));
const ordered = (numbers) => [...numbers].sort((a, b) => a - b);
const at = (numbers, part) => ordered(numbers)[Math.min(numbers.length - 1, Math.floor(numbers.length * part))];

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
  const gaps = frames.slice(1).map((time, n) => time - frames[n]);
  const each = (name) => tenth((1000 * (after[name] - before[name])) / gaps.length);
  say(axis === 'scrollTop' ? 'scroll down' : 'scroll across', {
    fps: Math.round((1000 * gaps.length) / (frames.at(-1) - frames[0])),
    p95_ms: Math.round(at(gaps, 0.95)),
    cpu_ms_a_frame: each('TaskDuration'),
    of_it: { script: each('ScriptDuration'), style: each('RecalcStyleDuration'), layout: each('LayoutDuration') },
  });
}

const seen = new Map();

/**
 * One try, in ms: from the press to the frame after the one that finds `shows`; what the page's thread worked until all that
 * follows was done; and its longest task of 50 ms and more by the clock. It fails when what it waits for stands there already.
 */
async function pressed(name, press, shows) {
  await quiet();
  if (await page.locator(shows).count()) throw new Error(`${name}: ${shows} is there before the press`);
  const before = await metrics();
  await page.evaluate((shows) => {
    window.longest = 0;
    window.shown = new Promise((done, failed) => {
      setTimeout(() => failed(new Error(`${shows} did not come`)), 20_000);
      const only = new AbortController();
      const begin = (event) => {
        only.abort();
        const check = () => {
          if (document.querySelector(shows)) requestAnimationFrame(() => done(performance.now() - event.timeStamp));
          else requestAnimationFrame(check);
        };
        check();
      };
      for (const type of ['keydown', 'pointerup']) addEventListener(type, begin, { capture: true, signal: only.signal });
    });
  }, shows);
  await press();
  const ms = await page.evaluate(() => window.shown);
  // What is drawn bit by bit after the first sight belongs to it.
  await page.waitForTimeout(700);
  await quiet();
  const cpu_ms = 1000 * ((await metrics()).TaskDuration - before.TaskDuration);
  if (!seen.has(name)) seen.set(name, []);
  seen.get(name).push({ ms, cpu_ms, task_ms: await page.evaluate(() => window.longest) });
}

const cellOf = (place) => `[data-cell="${place.row} ${place.column}"]`;
const spotOf = (locator) => locator.evaluate((e) => e.closest('[data-cell]').dataset.cell.split(' ').map(Number)).then(([row, column]) => ({ row, column }));
const key = (keys) => () => page.keyboard.press(keys);
const closed = () => page.waitForFunction(() => !document.querySelector('dialog[open]'));
const back = async () => {
  await page.keyboard.press('Escape');
  await closed();
};
const top = () => page.evaluate(() => document.querySelector('.board-scroll').scrollTo(0, 0));
const focus = (place) => page.locator(cellOf(place)).focus();

/** The first place with `mark` that is clear of the edges, near which the board scrolls by itself. */
async function clearOfEdges(mark) {
  await page.locator(mark).first().waitFor();
  const box = await page.locator('.board-scroll').boundingBox();
  for (const place of await page.locator(mark).all()) {
    const { x, y, width, height } = await place.boundingBox();
    if (x > box.x + 200 && y > box.y + 120 && x + width < box.x + box.width - 60 && y + height < Math.min(box.y + box.height, 900) - 60) return place;
  }
  throw new Error(`no ${mark} in the middle of the board`);
}

/** Takes hold of a visit by mouse and stops over a place with `mark`: which visit, from where to where. */
async function carried(mark, from) {
  const handle = page.locator('button.visit').nth(from);
  const visit = await handle.getAttribute('data-visit');
  const home = await spotOf(handle);
  const begin = await handle.boundingBox();
  await page.mouse.move(begin.x + 20, begin.y + 10);
  await quiet();
  await page.mouse.down();
  await page.mouse.move(begin.x + 30, begin.y + 30, { steps: 3 });
  const target = await clearOfEdges(mark);
  const place = await target.boundingBox();
  await page.mouse.move(place.x + 20, place.y + 20, { steps: 3 });
  return { visit, home: cellOf(home), away: cellOf(await spotOf(target)) };
}

async function moves(name, mark, n) {
  const { visit, home, away } = await carried(mark, n);
  const stands = (cell) => `${cell} [data-visit="${visit}"]:not(.visit-carried)`;
  await pressed(name, () => page.mouse.up(), stands(away));
  await pressed('undo', key('Control+z'), stands(home));
  await pressed('redo', key('Control+y'), stands(away));
  await pressed('undo', key('Control+z'), stands(home));
}

async function looks(n) {
  await top();
  await focus({ row: n, column: 0 });
  await pressed('arrow down', key('ArrowDown'), `${cellOf({ row: n + 1, column: 0 })}:focus`);
  await pressed('arrow right', key('ArrowRight'), `${cellOf({ row: n + 1, column: 1 })}:focus`);
  await pressed('page down', key('PageDown'), `[data-cell]:focus:not(${cellOf({ row: n + 1, column: 1 })})`);
  await pressed('last cell', key('Control+End'), `${cellOf({ row: size.centres - 1, column: size.periods - 1 })}:focus`);
  await pressed('first cell', key('Control+Home'), `${cellOf({ row: 0, column: 0 })}:focus`);
  await pressed('cell opened', key('Enter'), 'dialog[open] .cell-state');
  await back();
  await page.locator('button.visit').nth(n).hover();
  await pressed('visit opened, its moves listed', async () => {
    await page.mouse.down();
    await page.mouse.up();
  }, 'dialog[open] .moves');
  await back();
}

async function acts(n) {
  await moves('put down', '.mark-free', n);
  await moves('put down, a swap', '.mark-swap', n);

  const handle = page.locator('button.visit').nth(n);
  const visit = await handle.getAttribute('data-visit');
  const place = await spotOf(handle);
  await focus(place);
  await pressed('taken by key', key('m'), '.visit-carried');
  await page.keyboard.press('Escape');
  await pressed('pinned', key('p'), `[data-visit="${visit}"].visit-pinned`);
  await pressed('loosened', key('p'), `[data-visit="${visit}"]:not(.visit-pinned)`);
  await pressed('taken by key, its places marked', key('m'), '.mark-free');
  await page.keyboard.press('Escape');

  await handle.click();
  await page.locator('dialog[open] .move').first().waitFor();
  await page.locator('dialog[open] .move').first().hover();
  await pressed('moved from the list', async () => {
    await page.mouse.down();
    await page.mouse.up();
  }, `${cellOf(place)}:not(:has([data-visit="${visit}"]))`);
  await page.keyboard.press('Control+z');
  await quiet();

  const free = page.locator('.board-cell:not(.board-closed):not(:has(.visit))').nth(n);
  const spot = await spotOf(free);
  await focus(spot);
  await page.keyboard.press('Enter');
  await page.locator('dialog[open] [aria-pressed]').focus();
  await pressed('week closed, until the button says so', key('Enter'), `dialog[open] .busy, ${cellOf(spot)}.board-closed`);
  await page.locator(`${cellOf(spot)}.board-closed`).waitFor();
  await pressed('week opened, until the board does', key('Enter'), `${cellOf(spot)}:not(.board-closed)`);
  await back();
}

/** The same plan from other sides; `shows` is what only that view has. */
const views = [
  ['by worker', 1, '.worker-line'],
  ['cycles', 3, '.cycle-figure'],
  ['fairness', 4, '.charts'],
  ['comparison', 5, '.keep-plan'],
  ['the board again', 0, '.board-large'],
];

async function turns() {
  for (const [name, at, shows] of views) {
    await page.locator('.board-tools .segments button').nth(at).focus();
    await pressed(`turned to ${name}`, key('Enter'), shows);
    if (name !== 'by worker') continue;
    await pressed('redo, seen by worker, until it is answered', key('Control+y'), '.history button:nth-child(2)[aria-disabled]');
    await page.keyboard.press('Control+z');
    await quiet();
  }
}

say('board', { cells: size.centres * size.periods, visits: round.visits.length, tries });
for (let n = 0; n < 3; n++) {
  await scrolling('scrollTop', 60);
  await scrolling('scrollLeft', 60);
}
for (let n = 0; n < tries; n++) {
  await looks(n);
  await acts(n);
  await turns();
}
await browser.close();
for (const [name, all] of seen) {
  const of = (what) => all.map((one) => one[what]);
  say(name, { ms: Math.round(at(of('ms'), 0.5)), most_ms: Math.round(Math.max(...of('ms'))), cpu_ms: tenth(at(of('cpu_ms'), 0.5)), task_ms: at(of('task_ms'), 0.5) });
}
