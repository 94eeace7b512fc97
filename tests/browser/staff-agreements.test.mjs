// "Sobib": a coordinator asks, employers and hosts agree on the page that a letter leads to, and the round is published.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { everybodyAgrees } from '../api/lib/agreements.mjs';
import { account, as, nobody } from '../api/lib/server.mjs';
import { workWeeks } from '../lib/days.mjs';
import { withVisitor } from './lib/browser.mjs';
import { look, settled } from './lib/look.mjs';
import { texts } from './lib/texts.mjs';

async function openRound(coordinator) {
  const made = await coordinator.call('createRound', {}, { body: { name: 'Kevadvoor', periods: workWeeks(4) } });
  assert.equal(made.status, 201, made.text);
  return made.body.id;
}

/** Who cannot say "Sobib" is not asked for it. */
async function coordinatorIsNotAsked(coordinator, centre) {
  const { today } = (await texts('et')).manager;
  await withVisitor({ device: 'phone', as: coordinator }, async ({ page }) => {
    await page.goto(`/keskus/${centre}`);
    await settled(page);
    assert.equal(await page.locator('.row', { hasText: today.waitsAgreement('Kevadvoor') }).count(), 0);
  });
}

/** A manager opens the page that "Täna" and the letter lead to and presses "Sobib" for those who go and those who come. */
async function agreeByPage(centre) {
  const { manager: { today }, rounds: { agreements: t } } = await texts('et');
  await withVisitor({ device: 'phone', as: await as('manager', centre) }, async ({ page }) => {
    await page.goto(`/keskus/${centre}`);
    await page.locator('.row', { hasText: today.waitsAgreement('Kevadvoor') }).getByRole('link', { name: today.seePlan }).tap();
    await page.waitForURL(`**/keskus/${centre}/voorud`);
    // The host's press also says how many checks it accepts.
    const agree = page.getByRole('button', { name: new RegExp(`^${t.agree}`) });
    await agree.first().waitFor();
    await look(page, 'manager-agreement');
    for (let presses = 0; presses < 2 && (await agree.count()) > 0; presses++) {
      const before = await page.getByRole('button', { name: t.takeBack }).count();
      await agree.first().click();
      await page.getByRole('button', { name: t.takeBack }).nth(before).waitFor();
    }
  });
}

test('a coordinator plans, is told the broken rule, pins and publishes', async () => {
  const t = (await texts('et')).coordinator;
  const coordinator = await as('coordinator');
  const id = await openRound(coordinator);
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page }) => {
    await page.goto(`/koordinaator/voorud/${id}`);
    await settled(page);
    await page.getByRole('button', { name: t.plan.make }).click();
    await page.getByText(t.plan.verified).waitFor({ timeout: 40_000 });
    await look(page, 'coordinator-plan');
    const visits = page.locator('table.board button.visit');
    assert.ok((await visits.count()) > 10, 'the board has names');
    await visits.first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/Kuhu ei saa ja miks/).waitFor();
    await dialog.getByText(/Kuhu ei saa ja miks/).click();
    await dialog.getByText(t.visit.rules.own_centre).first().waitFor();
    await dialog.getByRole('button', { name: t.visit.pin, exact: true }).click();
    await page.locator('table.board').getByText(t.board.pinned).first().waitFor();
    await page.getByRole('button', { name: t.plan.ask }).click();
    await page.getByText(t.plan.askedToast).waitFor();
    await coordinatorIsNotAsked(coordinator, 'kehra');
    await agreeByPage('kehra');
    const half = (await coordinator.call('getRound', { id })).body;
    assert.ok(half.visits.some((one) => one.employer_agreed) && half.visits.some((one) => one.host_agreed));
    await everybodyAgrees(id);
    await page.reload();
    await page.getByRole('button', { name: t.plan.publish }).click();
    await page.getByRole('button', { name: t.plan.publishYes }).click();
    await page.getByText(t.plan.publishedToast).waitFor();
  });
  const round = (await coordinator.call('getRound', { id })).body;
  assert.equal(round.state, 'published');
  assert.equal(round.visits.filter((one) => one.pinned).length, 1);
  const worker = await nobody().signIn(account('worker'));
  await withVisitor({ device: 'phone', as: worker }, async ({ page }) => {
    await page.goto('/minu');
    await look(page, 'worker-mine');
  });
});
