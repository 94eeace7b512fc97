// The coordinator, on a phone and at a desk: a new round, what it rests on, its plan, changes by hand with the broken rule
// named, publishing, and what a worker then has.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everybodyAgrees } from '../api/lib/agreements.mjs';
import { accounts, as, nobody } from '../api/lib/server.mjs';
import { weekdayAhead } from '../lib/days.mjs';
import { withVisitor } from './lib/browser.mjs';
import { accessible, look, settled } from './lib/look.mjs';
import { press, toast } from './lib/staff.mjs';
import { texts } from './lib/texts.mjs';

/** Makes a round by its form and answers its id. */
async function makesRound(page, t, name) {
  const form = t.coordinator.create;
  await page.goto('/koordinaator/voorud/uus');
  await settled(page);
  await press(page, form.save);
  await page.locator('.summary').getByRole('link', { name: form.errors.name }).waitFor();
  await page.locator('#name').fill(name);
  await page.locator('#from').fill(weekdayAhead(1, 35));
  await page.locator('#to').fill(weekdayAhead(5, 67));
  await press(page, form.save);
  await page.waitForURL(/voorud\/[0-9a-f-]{36}\/keskused$/);
  await settled(page);
  return page.url().split('/').at(-2);
}

/** A new round begins with the numbers of the one before: `guests` has to be another. */
async function setsCentres(page, t, guests) {
  const r = t.coordinator.round;
  await page.locator('#guests-maardu').fill(`${guests}`);
  await page.locator('fieldset.setting-centre', { has: page.locator('#part-loo') }).locator('.toggles button, [aria-pressed]').first().click();
  await page.locator('#part-pyynsi').uncheck();
  await page.getByRole('group', { name: r.onceName('Vaida noortekeskus') }).getByLabel(r.sends).uncheck();
  await page.getByText(r.unsaved(4)).waitFor();
  await press(page, r.saveChanges(4));
  await toast(page, r.saved).waitFor();
  const { centres } = await (await page.request.get(`/api/v1/rounds/${page.url().split('/').at(-2)}`)).json();
  const vaida = centres.find((centre) => centre.id === 'vaida');
  assert.deepEqual([vaida.min_send, vaida.min_host], [0, 1], 'relaxed by name');
}

/** Somebody's goal and a week in which they cannot go; the worker's name is answered. */
async function setsWorker(page, t, id) {
  const r = t.coordinator.round;
  await page.goto(`/koordinaator/voorud/${id}/tootajad`);
  await settled(page);
  const row = page.locator('fieldset.setting-worker').first();
  const name = (await row.locator('legend').textContent()).trim();
  await row.locator('[aria-pressed]').first().click();
  await row.locator('.skills-button').click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('label.want', { hasText: 'fotograafia' }).or(dialog.locator('label.want').first()).first().locator('select').selectOption('much');
  await accessible(page, 'staff-goals');
  await dialog.getByRole('button', { name: r.done }).click();
  await press(page, r.saveChanges(1));
  await toast(page, r.saved).waitFor();
  return name;
}

/** Starts a long search and ends it by hand, unless it is proved sooner: the best plan so far stays. */
async function plans(page, t, id) {
  const { plan } = t.coordinator;
  await page.goto(`/koordinaator/voorud/${id}`);
  await settled(page);
  await page.locator('#seconds').selectOption('60');
  await press(page, plan.make);
  const verified = page.getByText(plan.verified);
  await page.locator('.job .plan-line').or(verified).first().waitFor({ timeout: 40_000 });
  if (!(await verified.isVisible())) await page.getByRole('button', { name: plan.stop }).click({ timeout: 2000 }).catch(() => undefined);
  await verified.waitFor({ timeout: 70_000 });
  await page.locator('button.visit').first().waitFor();
}

const firstVisit = (page) => page.locator('button.visit').first();

/** Where it cannot go and by which rule; somewhere else and back; pinned. */
async function editsByHand(page, t) {
  const { visit } = t.coordinator;
  await firstVisit(page).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('details.refusals summary').click();
  await dialog.getByText(visit.rules.own_centre).first().waitFor();
  await accessible(page, 'staff-visit');
  const move = dialog.locator('.move').first();
  if (await move.isVisible()) {
    await move.click();
    await dialog.waitFor({ state: 'hidden' });
    await page.locator('.toast').getByRole('button', { name: new RegExp(`^${t.common.undo}`) }).click();
    await toast(page, t.board.edit.undone('').trim()).waitFor();
    await firstVisit(page).click();
  }
  await dialog.getByRole('button', { name: visit.pin, exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  await firstVisit(page).click();
  await dialog.getByRole('button', { name: visit.unpin }).click();
  await dialog.waitFor({ state: 'hidden' });
  await firstVisit(page).click();
  await dialog.getByRole('button', { name: visit.pin, exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Everybody's replacement must come: taking one visit away breaks that, and the dialog says so where it was pressed. */
async function isRefused(page, t) {
  const { visit } = t.coordinator;
  await page.locator('button.visit').nth(1).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: visit.remove }).click();
  await dialog.getByRole('alert').getByText(visit.broken).waitFor();
  assert.match(await dialog.getByRole('alert').innerText(), new RegExp(visit.rules.balanced));
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
}

/** From a cell of the table: centre and week are chosen already. */
async function addsInCell(page, t) {
  const { board, visit } = t.coordinator;
  await page.locator('[data-cell="0 0"]').click({ position: { x: 4, y: 4 } });
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: board.add }).click();
  const host = await dialog.locator('#add-host').evaluate((select) => select.selectedOptions[0].text);
  assert.equal(host.replace(/ noortekeskus$/, ''), await page.locator('.board tbody th').first().innerText());
  await dialog.getByRole('button', { name: board.addYes, exact: true }).click();
  await dialog.getByRole('alert').getByText(visit.broken).waitFor();
  await page.keyboard.press('Escape');
}

async function publishes(page, t, coordinator, id) {
  const { plan } = t.coordinator;
  await press(page, plan.ask);
  await toast(page, plan.askedToast).waitFor();
  await everybodyAgrees(id);
  await page.reload();
  await settled(page);
  await press(page, plan.publish);
  await press(page, plan.publishYes);
  await toast(page, plan.publishedToast).waitFor();
  await page.locator('.notice-good').waitFor();
  assert.equal(await page.locator('button.visit').count(), 0, 'what is published is not changed');
}

const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The worker of the first visit: their page names it, and their calendar has it. */
async function worksWith(t, round) {
  const visit = round.visits[0];
  const worker = round.workers.find((one) => one.id === visit.worker);
  const [first, last] = plain(worker.name).split(' ');
  const own = accounts.find((one) => one.role === 'worker' && one.email.startsWith(`${first}.${last}`));
  assert.ok(own, `an account of ${worker.name}`);
  const client = await nobody().signIn(own);
  const host = round.centres.find((one) => one.id === visit.host).name;
  await withVisitor({ device: 'phone', as: client }, async ({ page }) => {
    await page.goto('/minu');
    await page.getByText(host).first().waitFor();
    await accessible(page, 'worker-visits');
  });
  const { url } = (await client.call('getMyCalendar')).body;
  const file = await (await fetch(url)).text();
  assert.match(file, /^BEGIN:VCALENDAR/);
  assert.ok(file.replace(/\r\n /g, '').includes(host), `${host} stands in the calendar`);
}

for (const device of ['phone', 'screen']) {
  test(`a round from its first week to everybody's calendar: ${device}`, async () => {
    const t = await texts('et');
    const coordinator = await as('coordinator');
    let id = '';
    const guests = device === 'phone' ? 3 : 4;
    await withVisitor({ device, as: coordinator }, async ({ page, watch }) => {
      page.on('dialog', (dialog) => dialog.accept());
      watch.expect(409, 422);
      id = await makesRound(page, t, `Proovivoor, ${device}`);
      await setsCentres(page, t, guests);
      await setsWorker(page, t, id);
      await plans(page, t, id);
      if (device === 'phone') await page.locator('.worker-line').first().waitFor();
      else await addsInCell(page, t);
      await editsByHand(page, t);
      await isRefused(page, t);
      await look(page, `staff-plan-${device}`, { at: [device === 'phone' ? 360 : 1280] });
      await publishes(page, t, coordinator, id);
    });
    const round = (await coordinator.call('getRound', { id })).body;
    assert.equal(round.state, 'published');
    assert.equal(round.centres.find((one) => one.id === 'maardu').guests, guests);
    assert.equal(round.centres.find((one) => one.id === 'pyynsi').takes_part, false);
    assert.ok(round.visits.some((one) => one.pinned));
    await worksWith(t, round);
  });
}

