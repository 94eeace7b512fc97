// Whom a centre should look for, as its manager sees it: from today's page, in three languages, copied to share.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { rows } from '../api/lib/database.mjs';
import { as } from '../api/lib/server.mjs';
import { weekdayAhead } from '../lib/days.mjs';
import { withVisitor } from './lib/browser.mjs';
import { press } from './lib/keys.mjs';
import { accessible, look, settled } from './lib/look.mjs';
import { toast } from './lib/staff.mjs';
import { languages, texts } from './lib/texts.mjs';
import { postNeed } from './lib/world.mjs';

/** Six Thursdays on which nobody can come: a language at a level that nobody has. */
async function postSix(manager) {
  const shifts = [0, 1, 2, 3, 4, 5].map((weeks) => ({ date: weekdayAhead(4, 10 + 7 * weeks), from: '16:00', to: '18:00', seats: 1 }));
  return postNeed(manager, { required_languages: { fi: 'C2' }, shifts });
}

async function propose(coordinator) {
  const made = await coordinator.call('createPairing', {}, { body: {} });
  assert.equal(made.status, 202, made.text);
  for (let tries = 0; tries < 600; tries++) {
    const { body } = await coordinator.call('getPairing', { id: made.body.id });
    if (body.summary.state !== 'working') return assert.equal(body.summary.state, 'ready');
    await wait(100);
  }
  return assert.fail('no proposal in a minute');
}

const opens = async (page, t) => {
  await page.goto('/keskus/kehra');
  await settled(page);
  await page.getByRole('link', { name: t.manager.recruiting.title }).click();
  await page.waitForURL(/\/keskus\/kehra\/otsi$/);
  await settled(page);
};

test('before there is a proposal the page says how one comes', async () => {
  const ready = "UPDATE pairing SET state = 'cancelled' WHERE state = 'ready'";
  const before = rows("SELECT HEX(id) FROM pairing WHERE state = 'ready'").map(([id]) => `UNHEX('${id}')`);
  rows(ready);
  try {
    await withVisitor({ device: 'phone', as: await as('manager', 'kehra') }, async ({ page }) => {
      const t = await texts('et');
      await page.goto('/keskus/kehra');
      await settled(page);
      await look(page, 'staff-today', { dark: false });
      await opens(page, t);
      await page.getByText(t.manager.recruiting.noProposal).waitFor();
      await look(page, 'staff-recruiting-none', { at: [360], dark: false });
    });
  } finally {
    if (before.length > 0) rows(`UPDATE pairing SET state = 'ready' WHERE id IN (${before.join()})`);
  }
});

test("the call is read and copied, in three languages; a neighbour's manager sees none of it", async () => {
  const manager = await as('manager', 'kehra');
  const need = await postSix(manager);
  await propose(await as('coordinator'));
  for (const language of languages) {
    await withVisitor({ device: 'phone', language, as: manager, permissions: ['clipboard-read', 'clipboard-write'] }, async ({ page }) => {
      const t = await texts(language);
      await opens(page, t);
      const advice = page.locator('.advice', { has: page.locator(`a[href$="${need.id}"]`) });
      await advice.waitFor();
      assert.match(await advice.getByRole('heading').innerText(), /\b6\b/, 'six seats by one person');
      await look(page, `staff-recruiting-${language}`);
      for (const other of languages) {
        await page.locator('#call-language').selectOption(other);
        const call = await advice.locator(`blockquote[lang="${other}"]`).innerText();
        assert.match(call, /\?keskus=kehra/);
        await advice.getByRole('button', { name: t.staff.advice.copy }).click();
        await toast(page, t.staff.advice.copied).first().waitFor();
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), call);
      }
    });
  }
  await withVisitor({ device: 'screen', as: await as('manager', 'viimsi') }, async ({ page }) => {
    const t = await texts('et');
    await page.goto('/keskus/viimsi/otsi');
    await settled(page);
    assert.equal(await page.locator('.advice', { hasText: 'Kehra' }).count(), 0);
    await accessible(page, 'staff-recruiting-neighbour');
    assert.equal(await page.getByRole('heading', { name: t.manager.recruiting.title }).count(), 1);
  });
});

test('by keys alone, and when the clipboard is closed', async () => {
  await withVisitor({ device: 'screen', as: await as('manager', 'kehra') }, async ({ page }) => {
    const t = await texts('et');
    await page.goto('/keskus/kehra/otsi');
    await settled(page);
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('closed')) } }));
    await press(page, '.advice button');
    await toast(page, t.staff.advice.notCopied).waitFor();
    await press(page, '.advice a');
    await page.waitForURL(/vajadused\/[0-9a-f-]{36}$/);
  });
});
