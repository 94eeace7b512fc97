// What a check needs (R6, R1), as its people see it: the code entered behind a letter, masked on one's own page, shown once
// by a press; a certificate of origin; and what else is kept how long (R10).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, letter, tokenIn } from '../api/lib/server.mjs';
import { dayAhead } from '../lib/days.mjs';
import { withVisitor } from './lib/browser.mjs';
import { look, settled } from './lib/look.mjs';
import { beginNow, cook, press, toast } from './lib/staff.mjs';
import { languages, texts } from './lib/texts.mjs';
import { postNeed, soon } from './lib/world.mjs';

const asks = (mail) => /isikukoodi|личный код|personal code/i.test(mail.subject);

// EVS 585 of somebody born on 17 May 1990; made up.
function codeOf(serial) {
  const digits = `3900517${String(serial).padStart(3, '0')}`;
  const rest = (weights) => [...digits].reduce((sum, digit, at) => sum + digit * weights[at], 0) % 11;
  const first = rest([1, 2, 3, 4, 5, 6, 7, 8, 9, 1]);
  return digits + (first < 10 ? first : rest([3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 10);
}

/** Somebody who offered to help and was accepted: { client, name, full, person, need, token }. */
async function accepted(changes = {}, need = {}) {
  const manager = await as('manager', 'kehra');
  const helper = await cook('kehra', changes);
  const posted = await postNeed(manager, { shifts: [{ date: dayAhead(1), from: '16:00', to: '18:00', seats: 1 }], ...need });
  const offer = await soon(() => helper.client.call('createOffer', { id: posted.id }, { body: { shifts: [posted.shifts[0].id] } }), ({ status }) => status === 201);
  assert.equal((await manager.call('answerOffer', { id: offer.body.id }, { body: { answer: 'accept' } })).status, 200);
  return { ...helper, need: posted, manager };
}

for (const [number, language] of languages.entries()) {
  test(`the personal code, from the letter to the checker (${language})`, async () => {
    const t = await texts(language);
    const one = await accepted({ language });
    const email = (await one.client.call('getMe')).body.email;
    const token = tokenIn(await letter(email, asks));
    const code = codeOf(300 + number);
    const masked = `${code.slice(0, 3)}******${code.slice(9)}`;
    await withVisitor({ language, as: one.client }, async ({ page, watch }) => {
      watch.expect(422); // a code with a slip in it
      await page.goto(`/isikukood?lang=${language}#${token}`);
      await page.getByRole('heading', { level: 1, name: t.volunteer.code.title }).waitFor();
      assert.ok(!page.url().includes(token), 'the secret stays in the address');
      await press(page, t.volunteer.code.send);
      await page.locator('.summary').getByRole('link', { name: t.volunteer.code.missing }).waitFor();
      await page.locator('#personal_code').fill(`${code.slice(0, 10)}${(Number(code[10]) + 3) % 10}`);
      await press(page, t.volunteer.code.send);
      await page.locator('#personal_code-error').waitFor();
      await look(page, `code-enter-${language}`, { dark: language === 'et' });
      await page.locator('#personal_code').fill(code.replace(/^(.{6})/, '$1 '));
      await page.locator('#foreign_citizen').check();
      await press(page, t.volunteer.code.send);
      await page.getByText(masked).waitFor();
      await look(page, `code-entered-${language}`, { dark: false });
      await page.locator('#content').getByRole('link', { name: t.volunteer.code.mine }).click();
      await page.getByText(masked).waitFor();
      await settled(page);
      await look(page, `code-mine-${language}`, { dark: false, at: [360] });
    });
    await withVisitor({ language, device: language === 'ru' ? 'screen' : 'phone', as: one.manager }, async ({ page }) => {
      await page.goto(`/keskus/kehra?lang=${language}`);
      const row = page.locator('li', { hasText: t.manager.today.waitsCheck(one.full) });
      await row.getByRole('button', { name: t.manager.shift.recordCheck }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(masked).waitFor();
      assert.equal(await dialog.getByText(code).count(), 0);
      await look(page, `code-check-${language}`, { dark: false });
      await dialog.getByRole('button', { name: t.staff.code.show }).click();
      await dialog.getByText(code).waitFor();
      await dialog.locator('#issued_on').fill(dayAhead(-30));
      await dialog.locator('details form').getByRole('button', { name: t.staff.origin.save }).click();
      await toast(page, t.staff.origin.saved(one.full)).waitFor();
      await dialog.getByRole('radio', { name: t.manager.check.permitted }).check();
      await dialog.getByRole('button', { name: t.manager.check.save }).click();
      await dialog.waitFor({ state: 'hidden' });
    });
    assert.equal((await one.client.call('listMyPlacements')).body.placements[0].state, 'agreed');
    assert.deepEqual((await one.client.call('listMyCodes')).body.codes, []);
  });
}

test('a shift with somebody in it is cancelled and posted anew in one step', async () => {
  const t = await texts('et');
  const one = await accepted({}, { children: false, shifts: [{ date: dayAhead(3), from: '16:00', to: '18:00', seats: 1 }] });
  await withVisitor({ as: one.manager }, async ({ page }) => {
    await page.goto(`/keskus/kehra/vajadused/${one.need.id}/muuda`);
    await press(page, new RegExp(`^${t.staff.edit.redo}`));
    await page.getByText(t.staff.edit.removedHeld(1)).waitFor();
    await page.locator(`[data-day="${dayAhead(4)}"]`).click();
    await look(page, 'need-redo', { dark: false });
    await press(page, t.staff.edit.save);
    await toast(page, t.staff.edit.saved).waitFor();
  });
  const shifts = (await one.manager.call('getNeed', { id: one.need.id })).body.shifts;
  assert.deepEqual(shifts.map((shift) => shift.filled), [0]);
  assert.equal((await one.client.call('listMyPlacements')).body.placements[0].state, 'cancelled');
  await letter((await one.client.call('getMe')).body.email, (mail) => /tühista|jääb ära/i.test(mail.subject));
});

test('my hours on paper; the dry run of the nightly work', async () => {
  const t = await texts('et');
  const one = await cook('kehra');
  const manager = await as('manager', 'kehra');
  const need = await postNeed(manager, { children: false });
  beginNow(need.shifts[0].id);
  const offer = await soon(() => one.client.call('createOffer', { id: need.id }, { body: { shifts: [need.shifts[0].id] } }), ({ status }) => status === 201);
  await manager.call('answerOffer', { id: offer.body.id }, { body: { answer: 'accept' } });
  const [placement] = (await one.client.call('listMyPlacements')).body.placements;
  assert.equal((await manager.call('recordAttendance', { id: placement.id }, { body: { state: 'done', hours: 1.5 } })).status, 200);
  await withVisitor({ as: one.client }, async ({ page }) => {
    await page.goto('/minu');
    await page.getByRole('link', { name: t.volunteer.hoursSheet }).click();
    await page.getByRole('heading', { level: 1, name: t.staff.certificate.ownTitle }).waitFor();
    await page.locator('.certificate-sum').getByText('1,5').waitFor();
    await look(page, 'my-hours', { dark: false });
  });
  await withVisitor({ as: await as('dpo') }, async ({ page }) => {
    await page.goto('/logi');
    await page.getByRole('link', { name: t.admin.retention.title }).click();
    await page.getByRole('cell', { name: t.admin.retention.rules.placement }).or(page.getByRole('rowheader', { name: t.admin.retention.rules.placement })).waitFor();
    await look(page, 'retention', { dark: false });
  });
});
