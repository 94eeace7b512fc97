// The board of a round by mouse, by touch and by keys alone; what is said when something cannot be; every view in three
// languages, on a phone and at a desk, and on paper.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { as } from '../api/lib/server.mjs';
import { workWeeks } from '../lib/days.mjs';
import { withVisitor } from './lib/browser.mjs';
import { focused, tabTo } from './lib/keys.mjs';
import { accessible, look, settled } from './lib/look.mjs';
import { press, toast } from './lib/staff.mjs';
import { languages, texts } from './lib/texts.mjs';
import { soon } from './lib/world.mjs';

const out = fileURLToPath(new URL('./out/', import.meta.url));
mkdirSync(out, { recursive: true });
const periods = workWeeks(4);

let coordinator;
before(async () => {
  coordinator = await as('coordinator');
});

/** A round of its own with a plan, made through the API. */
async function plannedRound(name) {
  const made = (await coordinator.call('createRound', {}, { body: { name, periods, rules: { max_visits: 2, balanced: true, min_gap: 1 } } })).body;
  assert.equal((await coordinator.call('planRound', { id: made.id }, { body: { seconds: 2 } })).status, 202);
  for (let tries = 0; tries < 600; tries++) {
    const { state, visits } = (await coordinator.call('getPlan', { id: made.id })).body;
    if (state === 'done' && visits.length > 0) return (await coordinator.call('getRound', { id: made.id })).body;
    await wait(100);
  }
  return assert.fail('planning took over 60 s');
}

async function opens(page, t, round, view) {
  await page.goto(`/koordinaator/voorud/${round.id}`);
  await page.locator('.board-tools').waitFor();
  if (view) await press(page, t.board.views[view], { exact: true });
  await settled(page);
}

const heard = (page) => page.locator('.board-view > p[role=status].hidden');
const visitsOf = async (round) => (await coordinator.call('getRound', { id: round.id })).body.visits;
const plainOf = (visits) => visits.map((one) => `${one.worker} ${one.host} ${one.period} ${one.pinned}`).sort();

/** Where the middle of something in the window is. */
async function middle(locator) {
  await locator.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await locator.boundingBox();
  return [x + width / 2, y + Math.min(height / 2, 30)];
}

test('by mouse: carried over the board, cells say whether and why not; put down, undone, done again', async () => {
  const t = await texts('et');
  const round = await plannedRound('Hiirega');
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page }) => {
    await opens(page, t, round, 'centres');
    const visit = page.locator('button.visit').first();
    await page.mouse.move(...(await middle(visit)));
    await page.mouse.down();
    const [x, y] = await middle(visit);
    await page.mouse.move(x + 12, y + 12, { steps: 3 });
    await page.locator('.mark-swap').first().waitFor();
    assert.ok((await page.locator('.mark-refused').count()) > 0, 'what cannot be is marked, too');
    await page.locator('.mark-refused').first().scrollIntoViewIfNeeded();
    await page.mouse.move(...(await middle(page.locator('.mark-refused').first())), { steps: 3 });
    const reasons = Object.values(t.coordinator.visit.rules);
    const label = page.locator('.carry-label span');
    const said = await label.innerText();
    assert.ok(reasons.some((reason) => said.startsWith(reason)), `a reason in words, not "${said}"`);
    await page.mouse.move(...(await middle(page.locator('.mark-swap').first())), { steps: 3 });
    await page.screenshot({ path: `${out}board-carried.png` });
    await page.mouse.up();
    await toast(page, /vahetasid kohad/).waitFor();
    assert.match(await page.locator('.toast p').innerText(), /punkti?|sama hea/, 'what the edit cost is said');
    const changed = plainOf(await visitsOf(round));
    assert.notDeepEqual(changed, plainOf(round.visits));
    await page.keyboard.press('Control+z');
    await toast(page, /^Tagasi võetud/).waitFor();
    assert.deepEqual(plainOf(await visitsOf(round)), plainOf(round.visits));
    await press(page, new RegExp(`^${t.board.edit.redo}`));
    await toast(page, /^(?!Tagasi võetud).*vahetasid kohad/).waitFor();
    assert.deepEqual(plainOf(await visitsOf(round)), changed);
    await press(page, t.board.views.compare, { exact: true });
    await page.getByText(t.board.compare.said(2)).waitFor();
    await page.locator('#keep-name').fill('Esimene mõte');
    await press(page, t.board.compare.keep);
    await toast(page, t.board.compare.kept('Esimene mõte')).waitFor();
    await page.locator('#compare-with option', { hasText: 'Esimene mõte' }).waitFor({ state: 'attached' });
  });
});

test('what was read before an edit was taken back does not come after it', async () => {
  const t = await texts('et');
  const round = await plannedRound('Hiline vastus');
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page }) => {
    await opens(page, t, round, 'centres');
    const late = []; // the plan as it was when asked for, not yet answered
    await page.route('**/api/v1/rounds/*/plan', async (route) => {
      const response = await route.fetch();
      late.push(() => route.fulfill({ response }).catch(() => undefined)); // given up meanwhile, perhaps
    });
    await page.mouse.move(...(await middle(page.locator('button.visit').first())));
    await page.mouse.down();
    await page.mouse.move(...(await middle(page.locator('button.visit').nth(1))), { steps: 3 });
    await page.mouse.move(...(await middle(page.locator('.mark-swap').first())), { steps: 3 });
    await page.mouse.up();
    await toast(page, /vahetasid kohad/).waitFor();
    await soon(async () => late.length, (count) => count > 0);
    await page.keyboard.press('Control+z');
    await toast(page, /^Tagasi võetud/).waitFor();
    const names = () => page.locator('button.visit').allInnerTexts();
    const before = await names();
    await late[0]();
    await wait(300); // what must not be shown has no sign of its own
    assert.deepEqual(await names(), before);
    await press(page, new RegExp(`^${t.board.edit.redo}`));
    await toast(page, /^(?!Tagasi võetud).*vahetasid kohad/).waitFor();
    await page.unroute('**/api/v1/rounds/*/plan');
    for (const answer of late) await answer();
    await settled(page);
    const after = await names();
    await opens(page, t, round, 'centres');
    assert.deepEqual(after, await names(), 'as the server has it');
  });
});

test('a drop where it cannot go changes nothing and names the rule', async () => {
  const t = await texts('et');
  const round = await plannedRound('Ei saa');
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page }) => {
    await opens(page, t, round, 'centres');
    const [x, y] = await middle(page.locator('button.visit').first());
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 12, y + 12, { steps: 3 });
    await page.locator('.mark-refused').first().waitFor();
    await page.mouse.move(...(await middle(page.locator('.mark-refused').first())), { steps: 3 });
    await page.mouse.up();
    await page.locator('.toast').waitFor();
    const reasons = Object.values(t.coordinator.visit.rules);
    const said = await page.locator('.toast p').innerText();
    assert.ok(reasons.some((reason) => said.includes(reason)), said);
    assert.deepEqual(plainOf(await visitsOf(round)), plainOf(round.visits));
    // The message lies over the foot of the board, and near its edge the board has scrolled.
    await page.locator('.toast').waitFor({ state: 'detached' });
    await page.locator('.board-scroll').evaluate((box) => box.scrollTo(0, 0));
    const [across, down] = await middle(page.locator('button.visit').first());
    await page.mouse.move(across, down);
    await page.mouse.down();
    await page.mouse.move(across + 12, down + 12, { steps: 3 });
    await page.locator('.mark-refused').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.cell-mark').first().waitFor({ state: 'detached' });
    await page.mouse.up();
    assert.equal(await page.getByRole('dialog').count(), 0, 'the release after Escape opens nothing');
  });
});

test('by keys alone: around the board, into a cell, a visit carried and pinned', async () => {
  const t = await texts('et');
  const round = await plannedRound('Klahvidega');
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page }) => {
    await opens(page, t, round);
    await tabTo(page, '[data-cell]');
    /** The focus comes to this cell: at once for a person, a moment later for a machine that is busy. */
    const at = (cell) => page.waitForFunction((wanted) => document.activeElement.dataset.cell === wanted, cell);
    for (const [key, cell] of [['ArrowRight', '0 1'], ['ArrowDown', '1 1'], ['End', '1 3'], ['Home', '1 0'], ['Control+End', '18 3'], ['Control+Home', '0 0']]) {
      await page.keyboard.press(key);
      await at(cell);
    }
    const row = await page.locator('tr[data-row]:has(button.visit)').first().getAttribute('data-row');
    const cell = await page.locator(`tr[data-row="${row}"] td:has(button.visit)`).first().getAttribute('data-cell');
    const [down, right] = cell.split(' ').map(Number);
    for (let n = 0; n < down; n++) await page.keyboard.press('ArrowDown');
    for (let n = 0; n < right; n++) await page.keyboard.press('ArrowRight');
    await at(cell);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText(t.board.cover.required).first().waitFor();
    await accessible(page, 'staff-board-cell');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await at(cell);

    await page.keyboard.press('m');
    const swap = page.locator('.mark-swap').first();
    await swap.waitFor();
    const [toRow, toColumn] = (await swap.getAttribute('data-cell')).split(' ').map(Number);
    for (let n = 0; n < Math.abs(toRow - down); n++) await page.keyboard.press(toRow > down ? 'ArrowDown' : 'ArrowUp');
    for (let n = 0; n < Math.abs(toColumn - right); n++) await page.keyboard.press(toColumn > right ? 'ArrowRight' : 'ArrowLeft');
    await heard(page).filter({ hasText: /kohad vahetab/ }).waitFor({ state: 'attached' });
    await page.keyboard.press('Enter');
    await toast(page, /vahetasid kohad/).waitFor();
    await page.keyboard.press('Control+z');
    await toast(page, /^Tagasi võetud/).waitFor();
    assert.deepEqual(plainOf(await visitsOf(round)), plainOf(round.visits));
    await page.keyboard.press('p');
    await toast(page, /on lukus/).waitFor();
    assert.equal((await visitsOf(round)).filter((one) => one.pinned).length, 1);
    await page.keyboard.press('Shift+Tab');
    for (let n = 0; n < 6 && !(await focused(page, '.history button')); n++) await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    assert.ok(await focused(page, '.history button'), 'back by Tab to what takes back');
    await page.keyboard.press('Enter');
    // (A toast of what was taken back before may still be there.)
    await soon(() => visitsOf(round), (visits) => !visits.some((one) => one.pinned));
  });
});

test('by touch: a finger that rests takes a visit along, one that moves scrolls', async () => {
  const t = await texts('et');
  const round = await plannedRound('Näpuga');
  await withVisitor({ device: 'phone', as: coordinator }, async ({ page, context }) => {
    await opens(page, t, round, 'centres');
    const touch = await context.newCDPSession(page);
    const finger = (type, point) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: point ? [{ x: point[0], y: point[1] }] : [] });
    const visit = page.locator('button.visit').first();
    const from = await middle(visit);
    await finger('touchStart', from);
    await page.locator('.board-carrying').waitFor();
    const swap = page.locator('.mark-swap').first();
    await swap.waitFor();
    await page.screenshot({ path: `${out}board-touch.png` });
    await finger('touchMove', [from[0] + 20, from[1] + 20]);
    await page.locator('.carry-label').waitFor();
    const box = await page.locator('.board-scroll').boundingBox();
    // Resting near the lower edge scrolls the board until a place comes by.
    await finger('touchMove', [from[0], Math.min(box.y + box.height, 740) - 12]);
    await page.waitForFunction(() => document.querySelector('.board-scroll').scrollTop > 100);
    await finger('touchMove', [60, 20]);
    await page.locator('.carry-label', { hasText: t.board.carry.outside }).waitFor();
    await finger('touchEnd');
    await page.locator('.board-carrying').waitFor({ state: 'detached' });
    await page.locator('.board-scroll').evaluate((scroller) => scroller.scrollTo(0, 0));
    await visit.tap();
    await page.getByRole('dialog').locator('.move').first().tap();
    await toast(page, /vahetasid kohad|→/).waitFor();
    await page.locator('.toast').getByRole('button', { name: new RegExp(`^${t.common.undo}`) }).tap();
    await toast(page, /^Tagasi võetud/).waitFor();
    assert.deepEqual(plainOf(await visitsOf(round)), plainOf(round.visits));
  });
});

test('two coordinators at once: the later one is told and sees the new state', async () => {
  const t = await texts('et');
  const round = await plannedRound('Kahekesi');
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page, watch }) => {
    watch.expect(412);
    await page.route('**/api/v1/events**', (route) => route.fulfill({ status: 204 }));
    await opens(page, t, round);
    const now = (await coordinator.call('getRound', { id: round.id }));
    const other = now.body.visits.at(-1);
    const pinned = await coordinator.call('updateVisit', { id: round.id, visit: other.id }, { ifMatch: now.headers.etag, body: { pinned: true } });
    assert.equal(pinned.status, 200, pinned.text);
    await page.locator('td:has(button.visit)').first().focus();
    await page.keyboard.press('p');
    await toast(page, t.board.edit.stale).waitFor();
    await page.locator('.visit-pinned').first().waitFor();
    assert.equal(await page.locator('.visit-pinned').count(), 1, 'only what the other one pinned');
    await page.locator('td:has(button.visit:not(.visit-pinned))').first().focus();
    await page.keyboard.press('p');
    await toast(page, /on lukus/).waitFor();
  });
});

test('offline: an edit is not lost silently, and what it would have changed stands as before', async () => {
  const t = await texts('et');
  const round = await plannedRound('Võrguta');
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page, context, watch }) => {
    watch.expectOffline();
    await opens(page, t, round);
    await context.setOffline(true);
    await page.locator('td:has(button.visit)').first().focus();
    await page.keyboard.press('p');
    await page.locator('.toast').waitFor();
    assert.equal(await page.locator('.visit-pinned').count(), 0);
    await context.setOffline(false);
    await page.keyboard.press('p');
    await toast(page, /on lukus/).waitFor();
  });
});

test('forbidden: a centre without guests, a worker who cannot; what stands against it is named', async () => {
  const t = await texts('et');
  const round = await plannedRound('Keelatud');
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page }) => {
    await opens(page, t, round);
    await page.locator('button.visit').first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: new RegExp(t.board.forbid.visit('').trim()) }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText(t.board.broken.title(1)).waitFor();
    const empty = page.locator('td.board-home').first();
    const [row, column] = (await empty.getAttribute('data-cell')).split(' ').map(Number);
    await empty.click();
    await dialog.getByRole('button', { name: t.board.cell.shut }).click();
    await dialog.getByRole('button', { name: t.board.cell.open }).waitFor();
    const now = (await coordinator.call('getRound', { id: round.id })).body;
    assert.ok(now.centres[row].closed.includes(periods[column].id));
    assert.equal(now.workers.filter((one) => one.unavailable.length > 0).length, 1);
  });
});

test('what comes into a dialog later moves nothing under the finger', async () => {
  const t = await texts('et');
  const round = await plannedRound('Paigal');
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page }) => {
    let arrive;
    const held = new Promise((resolve) => (arrive = resolve));
    await page.route(/\/moves(\?|$)/, async (route) => {
      await held;
      await route.continue();
    });
    await opens(page, t, round);
    await page.locator('button.visit').first().click();
    const pin = page.getByRole('dialog').getByRole('button', { name: t.coordinator.visit.pin, exact: true });
    const before = await pin.boundingBox();
    arrive();
    await page.getByRole('dialog').locator('details.refusals').waitFor();
    assert.deepEqual(await pin.boundingBox(), before);
  });
});

test('every view in three languages, on a phone and at a desk', async () => {
  const round = await plannedRound('Vaated');
  for (const language of languages) {
    const t = await texts(language);
    await withVisitor({ device: 'screen', language, as: coordinator }, async ({ page }) => {
      await page.goto(`/koordinaator/voorud/${round.id}?lang=${language}`);
      await page.locator('.board-tools').waitFor();
      for (const view of Object.keys(t.board.views)) {
        await press(page, t.board.views[view], { exact: true });
        await settled(page);
        await look(page, `staff-board-${view}-${language}`, { dark: language === 'et' });
      }
    });
  }
});

test('on paper: an A3 sheet has every centre and every name', async () => {
  const t = await texts('et');
  const round = await plannedRound('Paberil');
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page }) => {
    await opens(page, t, round, 'centres');
    writeFileSync(`${out}staff-board-a3.pdf`, await page.pdf({ preferCSSPageSize: true }));
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const paper = page.locator('.paper-board');
    assert.equal(await paper.locator('tbody tr').count(), round.centres.length);
    assert.equal(await paper.locator('.paper-guest').count(), round.visits.length);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.equal(await paper.count(), 0);
  });
});

test('on paper: a list by worker that is printed before it has grown has every worker', async () => {
  const t = await texts('et');
  const round = await plannedRound('Nimekiri paberil');
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page }) => {
    await opens(page, t, round, 'centres');
    const byWorker = page.locator('.board-tools .segments').getByRole('button', { name: t.board.views.workers, exact: true });
    // In the turn in which its first lines are drawn, before any frame.
    const [before, printed] = await byWorker.evaluate(
      (button) =>
        new Promise((tell) => {
          const lines = () => document.querySelectorAll('.worker-line').length;
          const watch = new MutationObserver(() => {
            if (lines() === 0) return;
            watch.disconnect();
            const first = lines();
            dispatchEvent(new Event('beforeprint'));
            tell([first, lines()]);
          });
          watch.observe(document.body, { childList: true, subtree: true });
          button.click();
        }),
    );
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.ok(before < round.workers.length, `${before} of ${round.workers.length} lines were drawn at first`);
    assert.equal(printed, round.workers.length);
  });
});
