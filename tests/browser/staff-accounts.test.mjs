// The administrator makes an account of every role by the form; whoever it is for sets a password and gets to their own page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, letter, linkIn } from '../api/lib/server.mjs';
import { withVisitor } from './lib/browser.mjs';
import { look, settled } from './lib/look.mjs';
import { press, toast } from './lib/staff.mjs';
import { texts } from './lib/texts.mjs';

/** Each role, where it holds (null: everywhere; undefined: chosen already), and the page it opens. */
const roles = [
  { role: 'manager', scope: 'alavere', home: /\/keskus\/alavere$/ },
  { role: 'specialist', scope: '0890', home: /\/keskus\/[a-z]+$/ },
  { role: 'coordinator', home: /\/koordinaator$/ },
  { role: 'worker', scope: 'kehra', home: /\/minu$/ },
  { role: 'dpo', scope: null, home: /\/logi$/ },
  { role: 'admin', scope: null, home: /\/kontod$/ },
];
const password = 'pikk ja lihtne meeles';
const stamp = Date.now().toString(36);
const addressOf = (role) => `uus.${role}.${stamp}@naidis.example`;

test('accounts of every role, made in a browser', async () => {
  const t = (await texts('et')).admin;
  await withVisitor({ device: 'phone', as: await as('admin') }, async ({ page }) => {
    await page.goto('/kontod/uus');
    await settled(page);
    await press(page, t.create);
    await page.locator('.summary').getByRole('link', { name: t.errors.role }).waitFor();
    await look(page, 'staff-new-account');
    for (const { role, scope } of roles) {
      await page.goto('/kontod/uus');
      await settled(page);
      await page.locator('#email').fill(addressOf(role));
      await page.locator(`#role-${role}`).check();
      if (scope) await page.locator('#scope').selectOption(scope);
      if (scope === undefined) assert.equal(await page.locator('#scope').inputValue(), 'harju', 'the only group is chosen');
      if (scope === null) assert.equal(await page.locator('#scope').count(), 0);
      await press(page, t.create);
      await toast(page, t.created(addressOf(role))).waitFor();
      await page.waitForURL(/\/kontod$/);
    }
    await settled(page);
    await page.locator('#filter').fill(stamp);
    await page.waitForFunction((count) => document.querySelectorAll('tbody tr').length === count, roles.length);
    await look(page, 'staff-accounts');
  });
});

for (const { role, home } of roles) {
  test(`a new ${role} sets a password and is at the right page`, async () => {
    const t = await texts('et');
    const mail = await letter(addressOf(role));
    await withVisitor({ device: 'phone' }, async ({ page, watch }) => {
      await page.goto(linkIn(mail));
      await page.locator('#password').fill('lühike');
      await press(page, t.volunteer.passwordButton);
      await page.locator('#password-error').waitFor();
      await page.locator('#password').fill(password);
      await press(page, t.volunteer.passwordButton);
      await page.waitForURL(home);
      await settled(page);
      // The link works once; the password does from now on.
      await page.getByRole('button', { name: t.common.signOut }).click();
      await page.waitForURL(/\/$/);
      watch.expect(410);
      await page.goto(linkIn(mail));
      await page.locator('#password').fill(password);
      await press(page, t.volunteer.passwordButton);
      await page.getByText(t.volunteer.goneTitle).first().waitFor();
      await page.goto('/sisene');
      await page.locator('#email').fill(addressOf(role));
      await page.locator('#password').fill(password);
      await press(page, t.public.signIn);
      await page.waitForURL(home);
    });
  });
}
