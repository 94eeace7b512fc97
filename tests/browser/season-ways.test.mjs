// Ways between centres set by hand: listed with what was computed, added, changed, given back and taken back again.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { ok } from '../api/lib/client.mjs';
import { rows } from '../api/lib/database.mjs';
import { as } from '../api/lib/server.mjs';
import { withVisitor } from './lib/browser.mjs';
import { press as pressKey, tabTo } from './lib/keys.mjs';
import { look, settled } from './lib/look.mjs';
import {  } from './lib/rounds.mjs';
import { press, toast } from './lib/staff.mjs';
import { languages, texts } from './lib/texts.mjs';

let coordinator;
before(async () => {
  coordinator = await as('coordinator');
});
// The demonstration has ways of its own; others may count on them afterwards.
const known = rows('SELECT centre_code, other_code, metres, minutes FROM travel');
beforeEach(() => rows('DELETE FROM travel'));
after(() => {
  rows('DELETE FROM travel');
  for (const [one, other, metres, minutes] of known) rows(`INSERT INTO travel (centre_code, other_code, metres, minutes) VALUES ('${one}', '${other}', ${metres}, ${minutes})`);
});

const wayOf = async (one, other) => (await ok(coordinator.call('listTravel'))).travel.find((way) => (way.from === one && way.to === other) || (way.from === other && way.to === one));
const set = (from, to, metres, minutes) => ok(coordinator.call('setTravel', {}, { body: { from, to, metres, minutes } }));

test('by keys: a way is added with what was computed beside it, wrong fields are named, and it is changed', async () => {
  const t = (await texts('et')).ways;
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page }) => {
    await page.goto('/koordinaator/teed');
    await page.getByText(t.none).waitFor();
    await pressKey(page, 'main .button-primary');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: t.dialogAdd }).waitFor();
    await tabTo(page, '#km');
    await page.keyboard.type('palju');
    await page.keyboard.press('Enter');
    for (const field of ['from', 'to', 'km', 'minutes']) await dialog.locator(`#${field}-error`).waitFor();
    await look(page, 'season-ways-errors', { at: [1280], dark: false });
    await dialog.locator('#from').selectOption('randvere');
    await dialog.locator('#to').selectOption('maardu');
    const rule = await wayOf('maardu', 'randvere');
    await dialog.getByText(`${rule.rule_minutes} minutit`).waitFor();
    await dialog.locator('#km').fill('21,485');
    await dialog.locator('#minutes').fill('35');
    await dialog.locator('#minutes').press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    const row = page.locator('li.row', { hasText: 'Randvere' });
    await row.getByText(t.way('21,485', 35)).waitFor();
    assert.match(await row.innerText(), new RegExp(`Arvutatud: .*${rule.rule_minutes} minutit`));
    assert.deepEqual([(await wayOf('maardu', 'randvere')).metres, (await wayOf('maardu', 'randvere')).minutes], [21_485, 35]);
    await row.getByRole('button', { name: /^Muuda/ }).press('Enter');
    await dialog.getByRole('heading', { name: t.dialogChange(t.between('Maardu', 'Randvere')) }).waitFor();
    assert.equal(await dialog.locator('#km').inputValue(), '21,485');
    await dialog.locator('#minutes').fill(String(rule.rule_minutes));
    await dialog.locator('#minutes').press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await row.getByText(t.same).waitFor();
    assert.equal((await wayOf('maardu', 'randvere')).minutes, rule.rule_minutes);
  });
});

for (const device of ['phone', 'screen']) {
  test(`the computed way counts again, and with one press not: ${device}`, async () => {
    const texts_ = await texts('et');
    const t = texts_.ways;
    await set('maardu', 'randvere', 21_500, 35);
    await set('kehra', 'vaida', 42_000, 55);
    await withVisitor({ device, as: coordinator }, async ({ page }) => {
      await page.goto('/koordinaator/teed');
      await page.getByRole('heading', { name: t.byHand(2) }).waitFor();
      await page.locator('#ways-centre').selectOption('maardu');
      const table = page.getByRole('region', { name: /Maardu/ });
      await table.getByText(t.set).waitFor();
      assert.equal(await table.locator('tbody tr').count(), 18);
      await look(page, `season-ways-${device}`, { at: [device === 'phone' ? 360 : 1280] });
      const pair = t.between('Maardu', 'Randvere');
      await press(page, t.removeName(pair));
      await page.getByRole('heading', { name: t.byHand(1) }).waitFor();
      assert.equal((await wayOf('maardu', 'randvere')).by_hand, false);
      await toast(page, t.removed(pair)).getByRole('button', { name: texts_.common.undo }).click();
      await page.getByRole('heading', { name: t.byHand(2) }).waitFor();
      const back = await wayOf('maardu', 'randvere');
      assert.deepEqual([back.by_hand, back.metres, back.minutes], [true, 21_500, 35]);
    });
  });
}

test('what the server refuses is said, and nothing is called removed', async () => {
  const t = (await texts('et')).ways;
  await set('maardu', 'randvere', 21_500, 35);
  await withVisitor({ device: 'phone', as: coordinator }, async ({ page, watch }) => {
    watch.expect(409);
    await page.goto('/koordinaator/teed');
    await page.getByRole('heading', { name: t.byHand(1) }).waitFor();
    const problem = { type: 'about:blank', title: 'Seda ei saa praegu teha', status: 409, code: 'busy' };
    await page.route('**/api/v1/travel', (route) =>
      route.request().method() === 'POST' ? route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify(problem) }) : route.continue());
    const read = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/travel') && answer.request().method() === 'GET');
    const pair = t.between('Maardu', 'Randvere');
    await press(page, t.removeName(pair));
    await toast(page, problem.title).waitFor();
    await read;
    await settled(page);
    await toast(page, problem.title).waitFor();
    assert.equal(await toast(page, t.removed(pair)).count(), 0);
    await page.getByRole('heading', { name: t.byHand(1) }).waitFor();
  });
  assert.equal((await wayOf('maardu', 'randvere')).by_hand, true);
});

test('in Russian and English, on a phone', async () => {
  await set('maardu', 'randvere', 21_500, 35);
  for (const language of languages.filter((one) => one !== 'et')) {
    const t = (await texts(language)).ways;
    await withVisitor({ device: 'phone', language, as: coordinator }, async ({ page }) => {
      await page.goto(`/koordinaator/teed?lang=${language}`);
      await page.getByRole('heading', { name: t.byHand(1) }).waitFor();
      await settled(page);
      await look(page, `season-ways-${language}`, { dark: false });
      await press(page, t.changeName(t.between('Maardu', 'Randvere')));
      await page.getByRole('dialog').getByText(t.effect).waitFor();
      await look(page, `season-ways-dialog-${language}`, { at: [360], dark: false });
    });
  }
});
