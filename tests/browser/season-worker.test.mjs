// A season as a worker has it, mostly by keys: four questions, a visit with its journal and order, "Jäin haigeks"; and how a
// coordinator then mends the plan, on a phone and at a desk.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { everybodyAgrees } from '../api/lib/agreements.mjs';
import { ok } from '../api/lib/client.mjs';
import { accounts, as, nobody } from '../api/lib/server.mjs';
import { dayAhead, workWeeks } from '../lib/days.mjs';
import { withVisitor } from './lib/browser.mjs';
import { focused, press as pressKey, tabTo, type } from './lib/keys.mjs';
import { accessible, look, settled } from './lib/look.mjs';
import { press, toast } from './lib/staff.mjs';
import { languages, texts } from './lib/texts.mjs';
import { soon } from './lib/world.mjs';

let coordinator;
/** A published round, and the workers with an account who have a visit in it: { client, visit }. */
let published;
let travellers;

const roundOf = async (id) => ok(coordinator.call('getRound', { id }));
const newRound = async (name, from, count) => ok(coordinator.call('createRound', {}, { body: { name, kind: 'swap', periods: workWeeks(count, 7 * from) } }), 201);

async function plannedRound(name, from) {
  const { id } = await newRound(name, from, 4);
  await ok(coordinator.call('planRound', { id }, { body: { seconds: 2 } }), 202);
  for (let tries = 0; tries < 600; tries++) {
    const plan = await ok(coordinator.call('getPlan', { id }));
    if (plan.state === 'done') return roundOf(id);
    await wait(100);
  }
  return assert.fail('planning took over a minute');
}

async function publishes(round) {
  const { id } = round;
  await ok(coordinator.call('askAgreement', { id }, { ifMatch: round.version }));
  await everybodyAgrees(id);
  return ok(coordinator.call('publishRound', { id }, { ifMatch: (await roundOf(id)).version }));
}

const visitOf = async (client) => (await ok(client.call('listMyVisits'))).visits.find((one) => one.round === published.id);

before(async () => {
  coordinator = await as('coordinator');
  published = await publishes(await plannedRound('Sügisvoor', 12));
  travellers = [];
  for (const account of accounts.filter((one) => one.role === 'worker')) {
    const client = await nobody().signIn(account);
    const visit = await visitOf(client);
    if (visit) travellers.push({ client, visit });
  }
  assert.ok(travellers.length > 1, 'workers with an account have visits');
});

for (const device of ['phone', 'screen']) {
  test(`the four questions answered by keys: ${device}`, async () => {
    const t = (await texts('et')).exchange;
    const round = await newRound(`Neli küsimust, ${device}`, 20, 3);
    await ok(coordinator.call('askWorkers', { id: round.id }, { ifMatch: round.version, body: { answer_by: dayAhead(9) } }));
    const { client } = travellers[device === 'phone' ? 0 : 1];
    await withVisitor({ device, as: client }, async ({ page, watch }) => {
      watch.expect(422);
      await page.goto('/minu');
      await page.locator('a[href="/minu/voorud"]').waitFor();
      await settled(page);
      await pressKey(page, 'a[href="/minu/voorud"]');
      const section = page.locator('section', { has: page.locator(`[id="takes_part-${round.id}"]`) });
      await section.getByText(t.one).waitFor();
      await settled(page);
      const id = (name) => `#${name}-${round.id}`;
      await tabTo(page, `${id('takes_part')}-yes`);
      await pressKey(page, `${id('days_off')} .button`);
      await page.locator(`${id('off-first-0')}:focus`).waitFor();
      await page.locator(id('off-first-0')).fill(round.periods[1].last);
      await page.locator(id('off-last-0')).fill(round.periods[1].first);
      // A round begins with what was answered before.
      const wants = section.locator('.exchange-wants li');
      while ((await wants.count()) > 0) await wants.last().getByRole('button').last().press('Enter');
      await tabTo(page, id('want-add'));
      await page.locator(id('want-add')).selectOption('music');
      await page.locator(id('want-add')).selectOption('photo');
      const photo = await wants.nth(1).locator('span').innerText();
      const up = `[aria-label="${t.wantUp(photo)}"]`;
      for (let stops = 0; stops < 4 && !(await focused(page, up)); stops++) await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      // The skill has moved to the top, where there is nothing to move it over: the focus stays with it.
      await page.locator(`[aria-label="${t.wantRemove(photo)}"]:focus`).waitFor();
      assert.equal(await wants.nth(0).locator('span').innerText(), photo);
      await tabTo(page, `[name="max_minutes-${round.id}"]`);
      for (let presses = 0; presses < 4 && !(await page.locator(`${id('max_minutes')}-60`).isChecked()); presses++) await page.keyboard.press('ArrowDown');
      await pressKey(page, '.button-primary[type=submit]');
      const error = section.locator('.summary a');
      await error.waitFor();
      assert.equal(await error.getAttribute('href'), id('days_off'), 'what ends before it begins is named at its field');
      await page.locator(id('off-last-0')).fill(round.periods[1].last);
      await look(page, `worker-questions-${device}`, { at: [device === 'phone' ? 360 : 1280] });
      await tabTo(page, `${id('max_minutes')}-60`);
      await pressKey(page, '.button-primary[type=submit]');
      await toast(page, t.sent).waitFor();
      const mine = (await ok(client.call('listMyRounds'))).rounds.find((one) => one.id === round.id);
      assert.deepEqual([mine.takes_part, mine.days_off.map((one) => one.first), mine.wants, mine.max_minutes], [true, [round.periods[1].last], ['photo', 'music'], 60]);
    });
  });
}

for (const device of ['phone', 'screen']) {
  test(`a visit with its journal, by keys: ${device}`, async () => {
    const t = (await texts('et')).exchange;
    const { client, visit } = travellers[device === 'phone' ? 0 : 1];
    await withVisitor({ device, as: client }, async ({ page }) => {
      await page.goto('/minu');
      await page.locator('.row', { hasText: visit.host_name }).first().waitFor();
      await settled(page);
      await pressKey(page, `a[href="/minu/paevik/${visit.id}"]`);
      await page.getByText(t.afterHint).waitFor();
      await type(page, '#goal', 'Näha, kuidas teised noorte bändi juhendavad.');
      await look(page, `worker-journal-${device}`, { at: [device === 'phone' ? 360 : 1280] });
      await pressKey(page, '.button-primary[type=submit]');
      await toast(page, t.saved).waitFor();
      assert.match((await ok(client.call('getJournal', { visit: visit.id }))).goal, /bändi juhendavad/);
      await page.emulateMedia({ media: 'print' });
      assert.equal(await page.locator('.exchange-lines').count(), 3, 'lines for what is not written yet');
      assert.ok(await page.locator('.exchange-sign').isVisible());
      await page.emulateMedia({ media: 'screen' });
    });
  });
}

test('the order of a worker stands on the page of the employer, with days, host and goal', async () => {
  const t = (await texts('et')).rounds.orders;
  const { visit } = travellers[0];
  const worker = (await roundOf(published.id)).visits.find((one) => one.id === visit.id).worker;
  const home = published.workers.find((one) => one.id === worker);
  const manager = await as('manager', home.home_centre);
  await withVisitor({ device: 'screen', as: manager }, async ({ page }) => {
    await page.goto(`/keskus/${home.home_centre}/voorud/${published.id}`);
    const order = page.locator('.order', { hasText: home.name });
    await order.waitFor();
    assert.match(await order.innerText(), new RegExp(visit.host_name));
    await order.getByText(t.bothAgreed).first().waitFor();
    assert.ok(!(await order.innerText()).includes('..'));
    await look(page, 'manager-orders');
  });
});

/** On the worker's own page, by keys alone: the menu, down to the reason, Enter. */
async function fallsIll(device, { client, visit }) {
  const t = (await texts('et')).exchange;
  await withVisitor({ device, as: client }, async ({ page }) => {
    await page.goto('/minu');
    const row = page.locator('.row', { has: page.locator(`a[href="/minu/paevik/${visit.id}"]`) });
    await row.waitFor();
    await settled(page);
    await tabTo(page, `a[href="/minu/paevik/${visit.id}"]`);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), t.report);
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: t.reportReasons.ill }).waitFor();
    const { x, width } = await page.getByRole('menu').boundingBox();
    assert.ok(x >= 0 && x + width <= page.viewportSize().width, `the menu lies from ${x} to ${x + width}`);
    await page.keyboard.press('Enter');
    await toast(page, t.reportDone).waitFor();
    await row.getByText(t.reported.ill).waitFor();
    await look(page, `worker-ill-${device}`, { at: [device === 'phone' ? 360 : 1280] });
  });
  await soon(() => coordinator.call('listReports', { id: published.id }), ({ body }) => body.reports.some((one) => one.visit === visit.id && one.open));
}

for (const device of ['phone', 'screen']) {
  test(`"Jäin haigeks": told by keys, ways out compared, one looked at on the board and taken: ${device}`, async () => {
    const t = (await texts('et')).board;
    // A way out taken before may have changed whose visit is where.
    const { client } = travellers[device === 'phone' ? 0 : 1];
    const one = { client, visit: await visitOf(client) };
    await fallsIll(device, one);
    const at = { at: [device === 'phone' ? 360 : 1280] };
    await withVisitor({ device, as: coordinator }, async ({ page }) => {
      await page.goto(`/koordinaator/voorud/${published.id}`);
      await page.getByRole('heading', { name: t.dropout.title(1) }).waitFor();
      await look(page, `dropout-${device}`, at);
      const { repairs } = await ok(coordinator.call('listRepairs', { id: published.id, visit: one.visit.id }));
      const [smallest] = repairs;
      await pressKey(page, '.dropouts .button');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: t.repair.previewName(1) }).waitFor();
      assert.equal(await dialog.locator('.repair').count(), repairs.length);
      assert.equal(await dialog.locator('.repair').getByText(t.repair.within).count(), repairs.filter((way) => way.within_period).length);
      await look(page, `repairs-${device}`, at);
      await pressKey(page, '.repair .button');
      await dialog.waitFor({ state: 'hidden' });
      await page.locator('#repair-head:focus').waitFor();
      assert.deepEqual((await roundOf(published.id)).visits.length, published.visits.length, 'looking changes nothing');
      assert.equal(await page.locator('.repair-preview .repair-moves li').count(), smallest.moves.length);
      const fresh = page.locator(device === 'phone' ? '.worker-fresh' : '.visit-fresh');
      assert.equal(await fresh.count(), smallest.moves.filter((move) => move.to).length, 'the board marks what changes');
      if (await fresh.count()) {
        const [bar, mark] = [await page.locator('.repair-preview').boundingBox(), await fresh.first().boundingBox()];
        assert.ok(mark.y >= 0 && mark.y + mark.height <= bar.y, 'what changes stands above the bar');
      }
      await look(page, `repair-preview-${device}`, at);
      await page.locator('.repair-preview').getByRole('button', { name: t.repair.others }).click();
      await dialog.getByRole('button', { name: t.repair.previewName(1) }).press('Enter');
      await page.locator('#repair-head:focus').waitFor();
      await pressKey(page, '.repair-preview .button-primary');
      await toast(page, t.repair.takenTold).waitFor();
      await page.getByRole('heading', { name: t.dropout.title(1) }).waitFor({ state: 'detached' });
      assert.ok((await ok(coordinator.call('listReports', { id: published.id }))).reports.every((report) => !report.open));
      published = await roundOf(published.id);
      const { from } = smallest.moves.find((move) => move.from?.host === one.visit.host);
      const still = published.visits.find((visit) => visit.id === one.visit.id);
      assert.ok(!still || still.host !== from.host || still.period !== from.period, 'the visit that cannot be is gone');
    });
  });
}

test('somebody telephones: the coordinator chooses the visit, looks, and leaves the plan as it is', async () => {
  for (const language of languages) {
    const t = (await texts(language)).board;
    await withVisitor({ device: 'screen', language, as: coordinator }, async ({ page }) => {
      await page.goto(`/koordinaator/voorud/${published.id}?lang=${language}`);
      await page.getByText(t.dropout.other).click();
      await page.locator('#dropout').selectOption({ index: 1 });
      await page.locator('.dropout-choice .button').click();
      const dialog = page.getByRole('dialog');
      await dialog.locator('.repair, .notice').first().waitFor();
      if (language !== 'et') await look(page, `repairs-${language}`, { dark: false });
      await accessible(page, `repairs ${language}`);
      if (await dialog.locator('.repair').count()) {
        await dialog.locator('.repair .button').last().click();
        await page.locator('.repair-preview').getByRole('button', { name: t.repair.leave }).click();
        await page.locator('.repair-preview').waitFor({ state: 'detached' });
      }
      assert.equal((await roundOf(published.id)).version, published.version);
    });
  }
});

test('before publishing, a visit on the board leads to the same ways out', async () => {
  const t = (await texts('et')).board;
  const round = await plannedRound('Veel avaldamata', 24);
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page }) => {
    await page.goto(`/koordinaator/voorud/${round.id}`);
    await page.locator('button.visit').first().click();
    await page.getByRole('dialog').getByRole('button', { name: t.dropout.find }).click();
    await page.locator('.repair .button').first().click();
    await page.locator('.repair-preview').getByRole('button', { name: t.repair.take, exact: true }).click();
    await toast(page, t.repair.taken).waitFor();
    await page.locator('button.visit').first().waitFor();
    assert.ok((await roundOf(round.id)).version > round.version);
  });
});

test('a day left uncovered becomes a need with one press', async () => {
  const t = (await texts('et')).board;
  const round = await plannedRound('Katmata päev', 30);
  const [row, centre] = [...round.centres.entries()].find(([, one]) => round.workers.filter((worker) => worker.home_centre === one.id).length === 1);
  const worker = round.workers.find((one) => one.home_centre === centre.id);
  const column = round.periods.findIndex((period) => !round.visits.some((visit) => visit.period === period.id && (visit.worker === worker.id || visit.host === centre.id)));
  const { first, last } = round.periods[column];
  await ok(coordinator.call('updateRound', { id: round.id }, { ifMatch: round.version, body: { workers: [{ id: worker.id, days_off: [{ first, last }] }] } }));
  const bare = async () => (await ok(coordinator.call('getCover', { id: round.id }))).days.find((day) => day.centre === centre.id && day.margin < 0);
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page }) => {
    await page.goto(`/koordinaator/voorud/${round.id}`);
    await page.locator(`[data-cell="${row} ${column}"]`).click({ position: { x: 4, y: 4 } });
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: t.cover.needPost }).first().click();
    await toast(page, t.cover.needPosted).waitFor();
    await dialog.getByRole('link', { name: t.cover.needThere }).waitFor();
    await look(page, 'cover-need');
    const { need } = await bare();
    assert.equal(await dialog.getByRole('link', { name: t.cover.needThere }).getAttribute('href'), `/vajadused/${need}`);
  });
});
