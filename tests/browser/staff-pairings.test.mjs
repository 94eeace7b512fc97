// Pairing everybody, at a desk and on a phone: begun, read in every view, a pair kept out and pinned, sent and taken back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as } from '../api/lib/server.mjs';
import { withVisitor } from './lib/browser.mjs';
import { press as pressKey, tabTo } from './lib/keys.mjs';
import { accessible, fitsWidth, look, settled } from './lib/look.mjs';
import { cook, press, toast } from './lib/staff.mjs';
import { languages, texts } from './lib/texts.mjs';

const chosen = '.pair input[type=checkbox]';

/** Begins a proposal from the list and waits until it can be read. */
async function proposes(page, t) {
  await page.goto('/koordinaator/sobitamine');
  await settled(page);
  await press(page, t.pairings.start);
  await page.waitForURL(/sobitamine\/[0-9a-f-]{36}$/);
  await page.locator('.pairing-worth').waitFor({ timeout: 60_000 });
  await settled(page);
  return page.url().split('/').at(-1);
}

const view = (page, t, name) => press(page, t.pairings.views[name], { exact: true });

test('a coordinator at a desk: every view, what an edit costs, sending and taking back', async () => {
  await cook('kehra', { availability: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '08:00', to: '22:00' })) });
  await withVisitor({ device: 'desk', as: await as('coordinator') }, async ({ page }) => {
    const t = await texts('et');
    await page.goto('/koordinaator/sobitamine');
    await settled(page);
    await page.getByText(t.pairings.emptyTitle).or(page.locator('.row')).first().waitFor();
    await accessible(page, 'pairings-list');
    await proposes(page, t);
    await page.locator('.pair').first().waitFor();
    await accessible(page, 'pairings-need');
    await look(page, 'pairings-need');
    for (const name of ['person', 'open', 'advice', 'compare']) {
      await view(page, t, name);
      await settled(page);
      await accessible(page, `pairings-${name}`);
      await look(page, `pairings-${name}`);
    }

    await view(page, t, 'need');
    const pairs = await page.locator('.pair-group .pair').count();
    assert.ok(pairs > 0);
    const first = page.locator('.pair-group .pair').first();
    const name = (await first.locator('h4').textContent()).trim();
    await first.getByRole('button', { name: new RegExp(`^${t.pairings.pin}`) }).click();
    await toast(page, t.pairings.edit.pin(name)).waitFor();
    await page.locator('.pair-group .pair', { hasText: t.pairings.pinned }).first().waitFor();
    await page.locator('.pair-group .pair', { hasText: t.pairings.pinned }).first().getByRole('button', { name: new RegExp(`^${t.pairings.forbid}`) }).click();
    await toast(page, t.pairings.edit.forbid(name)).waitFor();
    await page.locator('.pairing-forbidden .pair').waitFor();
    await look(page, 'pairings-forbidden');
    await page.locator('.pairing-forbidden').getByRole('button', { name: t.pairings.allowName(name) }).click();
    await toast(page, t.pairings.edit.release(name)).waitFor();
    await page.locator('.pairing-forbidden').waitFor({ state: 'detached' });

    // The last of the list are not within a day: such invitations would go out at once, and could not be taken back.
    const boxes = page.locator(chosen);
    const all = await boxes.count();
    const count = Math.min(2, all);
    for (let i = all - count; i < all; i++) await boxes.nth(i).check();
    await press(page, t.pairings.send(count));
    const dialog = page.getByRole('dialog');
    await dialog.getByText(t.pairings.sendTitle).waitFor();
    await accessible(page, 'pairings-send');
    await look(page, 'pairings-send');
    await dialog.getByRole('button', { name: t.pairings.sendYes, exact: true }).click();
    await toast(page, t.pairings.sentToast(count)).waitFor();
    await press(page, new RegExp(`^${t.common.undo}`));
    await toast(page, t.pairings.tookBack(count)).waitFor();
    await page.locator('.pair', { hasText: t.pairings.invitation.sent }).first().waitFor({ state: 'detached' });
  });
});

test('by keys alone, on a phone, in three languages', async () => {
  for (const language of languages) {
    const t = await texts(language);
    await withVisitor({ device: 'phone', language, as: await as('coordinator') }, async ({ page }) => {
      await page.goto('/koordinaator/sobitamine');
      await settled(page);
      await page.locator('.row a').first().click();
      await page.locator('.pair').first().waitFor();
      await fitsWidth(page, `pairings-phone-${language}`);
      await look(page, `pairings-phone-${language}`, { at: [360] });
      await tabTo(page, '.segments button:nth-of-type(3)');
      await pressKey(page, '.segments button:nth-of-type(3)');
      await page.getByText(t.pairings.openLead).or(page.getByText(t.pairings.openNone)).waitFor();
      await fitsWidth(page, `pairings-open-phone-${language}`);
    });
  }
});

test("a specialist pairs for the municipality and sees none of the group's pages", async () => {
  await withVisitor({ device: 'desk', as: await as('specialist', '0141') }, async ({ page }) => {
    const t = await texts('et');
    await page.goto('/keskus');
    await settled(page);
    await page.getByRole('link', { name: t.manager.nav.pairings }).click();
    await settled(page);
    assert.equal(await page.getByRole('link', { name: t.coordinator.nav.rounds }).count(), 0);
    await proposes(page, t);
    await page.getByText(/Anija/).first().waitFor();
  });
});
