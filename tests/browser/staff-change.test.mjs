// A need that changes: by its page, with somebody else faster, with a session that ends in between. Nothing typed is lost.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { account, as, nobody } from '../api/lib/server.mjs';
import { dayAhead } from '../lib/days.mjs';
import { withVisitor } from './lib/browser.mjs';
import { accessible, look, settled } from './lib/look.mjs';
import { cook, press, toast } from './lib/staff.mjs';
import { texts } from './lib/texts.mjs';
import { postNeed, soon } from './lib/world.mjs';

const twoDays = () => [
  { date: dayAhead(15), from: '16:00', to: '18:00', seats: 2 },
  { date: dayAhead(16), from: '16:00', to: '18:00', seats: 1 },
];
const read = async (manager, need) => (await manager.call('getNeed', { id: need.id })).body;

/** Somebody comes to the need's first shift. */
async function placed(manager, need) {
  const helper = await cook('kehra');
  const ask = () => helper.client.call('createOffer', { id: need.id }, { body: { shifts: [need.shifts[0].id] } });
  const offer = await soon(ask, (answer) => answer.status === 201);
  assert.equal((await manager.call('answerOffer', { id: offer.body.id }, { body: { answer: 'accept' } })).status, 200);
}

for (const device of ['phone', 'screen']) {
  test(`seats, a shift less, a shift more, other wishes: ${device}`, async () => {
    const t = await texts('et');
    const { edit } = t.staff;
    const manager = await as('manager', 'kehra');
    const need = await postNeed(manager, { children: false, shifts: twoDays() });
    await placed(manager, need);
    await withVisitor({ device, as: manager }, async ({ page }) => {
      page.on('dialog', (dialog) => dialog.accept());
      await page.goto(`/keskus/kehra/vajadused/${need.id}`);
      await settled(page);
      await page.getByRole('link', { name: edit.link, exact: true }).click();
      await page.getByRole('heading', { level: 1, name: edit.title }).waitFor();
      await page.getByText(edit.cannotRemove).waitFor();
      const [first, second] = await page.locator('.edit-shift').all();
      await first.getByRole('button', { name: t.manager.form.more }).click();
      await second.getByRole('button', { name: new RegExp(`^${edit.remove}`) }).click();
      await second.getByText(edit.removed).waitFor();
      await page.locator('details.more > summary').first().click();
      await page.locator(`[data-day="${dayAhead(17)}"]`).click();
      await page.locator('details.more > summary').last().click();
      await page.getByText(edit.childrenFixed).waitFor();
      await page.locator('#contact').fill('Mari');
      await look(page, `staff-edit-${device}`, { at: [device === 'phone' ? 360 : 1280] });
      await press(page, edit.save);
      await toast(page, edit.saved).waitFor();
      await page.waitForURL(new RegExp(`${need.id}$`));
    });
    const now = await read(manager, need);
    assert.equal(now.contact, 'Mari');
    assert.deepEqual(now.shifts.map((one) => one.seats).sort(), [1, 3]);
    assert.ok(now.shifts.every((one) => one.id !== need.shifts[1].id), 'the shift that was dropped is gone');
  });
}

test('somebody else was faster: what they changed is told, what was typed here stays', async () => {
  const t = await texts('et');
  const { edit } = t.staff;
  const manager = await as('manager', 'kehra');
  const need = await postNeed(manager, { children: false, shifts: twoDays(), contact: 'Piret' });
  await withVisitor({ device: 'phone', as: manager }, async ({ page, watch }) => {
    page.on('dialog', (dialog) => dialog.accept());
    watch.expect(412);
    await page.goto(`/keskus/kehra/vajadused/${need.id}/muuda`);
    await settled(page);
    await page.locator('details.more > summary').last().click();
    await page.locator('#contact').fill('Mari');
    const body = { min_age: 18, contact: 'Kati' };
    assert.equal((await manager.call('updateNeed', { id: need.id }, { body, ifMatch: need.version })).status, 200);
    await press(page, edit.save);
    const notice = page.getByRole('alert');
    await notice.getByText(edit.staleTitle).waitFor();
    assert.match(await notice.innerText(), /vanus/);
    assert.match(await notice.innerText(), new RegExp(edit.clash('võtab vastu').slice(0, 20)));
    await accessible(page, 'staff-edit-stale');
    assert.equal(await page.locator('#contact').inputValue(), 'Mari');
    assert.equal(await page.locator('#minAge').inputValue(), '18');
    await press(page, edit.save);
    await toast(page, edit.saved).waitFor();
  });
  const now = await read(manager, need);
  assert.equal(now.contact, 'Mari');
  assert.equal(now.min_age, 18);
});

test('a session that ends while somebody types: they sign in on the page and go on; after signing out nothing is left', async () => {
  const t = await texts('et');
  const { again, edit } = t.staff;
  const own = account('manager', 'kehra');
  const mine = await nobody().signIn(own);
  const manager = await as('manager', 'kehra');
  const need = await postNeed(manager, { children: false, shifts: twoDays() });
  await withVisitor({ device: 'phone', as: mine }, async ({ page, watch }) => {
    page.on('dialog', (dialog) => dialog.accept());
    watch.expect(401);
    await page.goto(`/keskus/kehra/vajadused/${need.id}/muuda`);
    await settled(page);
    await page.locator('#activity').selectOption('photo');
    await mine.call('deleteSession');
    await press(page, edit.save);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: again.title }).waitFor();
    await accessible(page, 'staff-again');
    assert.equal(await dialog.locator('#again-email').inputValue(), own.email);
    await page.keyboard.press('Escape');
    await page.getByText(again.bar).waitFor();
    assert.equal(await page.locator('#activity').inputValue(), 'photo');
    await press(page, again.enter);
    await dialog.locator('#again-password').fill('ei ole see');
    await dialog.getByRole('button', { name: again.enter }).click();
    await dialog.locator('.summary').waitFor();
    await dialog.locator('#again-password').fill(own.password);
    await dialog.getByRole('button', { name: again.enter }).click();
    await toast(page, again.done).waitFor();
    await press(page, edit.save);
    await toast(page, edit.saved).waitFor();

    await page.goto('/keskus/kehra/uus');
    await settled(page);
    await page.locator('#activity').selectOption('cooking');
    await page.locator('details.more > summary').click();
    await page.locator('#contact').fill('Piret');
    await page.locator('#note').fill('Uks on hoovi pool');
    await page.waitForFunction(() => Object.keys(sessionStorage).some((key) => key.startsWith('vahetus-draft')));
    const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
    assert.doesNotMatch(kept, /Piret|hoovi|@/, 'nothing about anybody is written to the browser');
    await press(page, t.common.signOut);
    await page.waitForURL(/\/$/);
    assert.equal(await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('vahetus-draft')).length), 0);
  });
  assert.equal((await read(manager, need)).activity, 'photo');
});
