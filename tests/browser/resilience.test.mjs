// A bad line, impatient fingers and a shared phone: nothing is lost on the way, nothing counts twice, nothing personal stays behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { letter, letters, linkIn, volunteer } from '../api/lib/server.mjs';
import { withVisitor } from './lib/browser.mjs';
import { heading, newcomer, nextButton, onward, register, when, where, who } from './lib/registration.mjs';
import { texts } from './lib/texts.mjs';

const isRegistration = (request) => request.method() === 'POST' && request.url().endsWith('/api/v1/volunteers');

/** Everything that the browser keeps of this site. */
const kept = (page) => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie);

test('two presses on "send" register once', async () => {
  const t = await texts('et');
  const person = newcomer();
  await withVisitor({}, async ({ page }) => {
    const sent = [];
    page.on('request', (request) => isRegistration(request) && sent.push(request));
    await page.goto('/liitu');
    await register(page, t, person, async (step) => {
      if (step !== 'kontroll') return;
      await page.getByRole('button', { name: t.register.send }).evaluate((button) => [button.click(), button.click()]);
    }, { press: false });
    assert.equal(sent.length, 1);
  });
  await letter(person.email);
  assert.equal((await letters(person.email)).length, 1);
});

test('an answer that was lost, then a reload: the same answers are the same registration', async () => {
  const t = await texts('et');
  const person = newcomer();
  await withVisitor({}, async ({ page, watch }) => {
    watch.expectLost();
    const keys = [];
    let answersLost = 0;
    await page.route('**/api/v1/volunteers', async (route) => {
      keys.push(route.request().headers()['idempotency-key']);
      if (keys.length > 1) return route.continue();
      await route.fetch();
      answersLost += 1;
      return route.abort('connectionreset');
    });
    await page.goto('/liitu');
    await register(page, t, person, async (step) => {
      if (step !== 'kontroll') return;
      await page.getByRole('button', { name: t.register.send }).tap();
      await page.getByText(t.common.offline).waitFor();
      assert.ok(!(await kept(page)).includes(person.email), 'an address is kept in the browser');
      page.on('dialog', (dialog) => dialog.accept());
      await page.reload();
      await page.getByText(t.register.lost).waitFor();
      await heading(page, t.register.steps.kes).waitFor();
      assert.equal(await page.locator('#firstName').inputValue(), '', 'what was typed came back by itself');
    }, { press: false, wait: false });
    await page.goto('/liitu');
    await register(page, t, person);
    assert.equal(answersLost, 1);
    assert.equal(keys.length, 2);
    assert.equal(keys[0], keys[1]);
    assert.equal(await page.evaluate(() => sessionStorage.length), 0, 'the key is forgotten once there is an answer');
  });
  await letter(person.email);
  assert.equal((await letters(person.email)).length, 1);
});

test('a step without a connection goes on, and the answers stay', async () => {
  const t = await texts('ru');
  await withVisitor({ language: 'ru' }, async ({ page, context, watch }) => {
    watch.expectOffline();
    await page.goto('/liitu');
    await who(page, newcomer());
    await onward(page, t, 'kus');
    await where(page, newcomer());
    await context.setOffline(true);
    await onward(page, t, 'millal');
    await when(page, newcomer({ times: [[2, 1]] }));
    await page.goBack();
    await heading(page, t.register.steps.kus).waitFor();
    assert.equal(await page.locator('#home').inputValue(), 'Kehra');
    await page.goForward();
    await heading(page, t.register.steps.millal).waitFor();
    assert.equal(await page.locator('.grid [aria-pressed="true"]').count(), 1);
    await onward(page, t, 'oskused');
    await context.setOffline(false);
  });
});

test('a shared phone: after sending, nothing of the person can be found by the next one', async () => {
  const t = await texts('et');
  const person = newcomer({ firstName: 'Salajane' });
  await withVisitor({}, async ({ page }) => {
    await page.goto('/liitu');
    await register(page, t, person);
    await page.getByRole('link', { name: t.register.mailWrong }).tap();
    await heading(page, t.register.steps.kes).waitFor();
    assert.equal(await page.locator('#firstName').inputValue(), 'Salajane', 'an address can be mended right away');
    await nextButton(page, t).tap();
    await heading(page, t.register.steps.kontroll).waitFor();
    await page.getByRole('button', { name: t.register.send }).tap();
    await heading(page, t.register.mailTitle).waitFor();
    await page.goBack();
    await heading(page, t.register.steps.kes).waitFor();
    assert.equal(await page.locator('#firstName').inputValue(), '');
    await page.reload();
    await heading(page, t.register.steps.kes).waitFor();
    await page.waitForFunction(() => document.querySelector('#firstName').autocomplete === 'given-name');
    assert.equal(await page.locator('#firstName').inputValue(), '', 'the browser filled the field again');
    await page.goto('/liitu/kiri');
    await page.getByText(t.register.mailKept).waitFor();
    assert.ok(!(await page.content()).includes(person.email));
    assert.doesNotMatch(await kept(page), /Salajane|naidis/);
  });
});

test('a link counts once, and on any device', async () => {
  const t = await texts('et');
  const person = newcomer();
  await withVisitor({}, async ({ page }) => {
    await page.goto('/liitu');
    await register(page, t, person);
  });
  const link = linkIn(await letter(person.email));
  await withVisitor({ device: 'screen' }, async ({ page }) => {
    await page.goto(link);
    await page.getByRole('button', { name: t.volunteer.confirmButton }).click();
    await heading(page, t.volunteer.hello(person.firstName)).waitFor();
  });
  await withVisitor({}, async ({ page, watch }) => {
    watch.expect(404, 410, 422);
    await page.goto(link);
    await page.getByRole('button', { name: t.volunteer.confirmButton }).tap();
    await heading(page, t.volunteer.goneTitle).waitFor();
    await page.getByRole('link', { name: t.volunteer.goneButton }).tap();
    await heading(page, t.public.signInTitle).waitFor();
    await page.goto(`${link.slice(0, link.indexOf('#'))}#abc`);
    await page.getByText(t.volunteer.noToken).waitFor();
  });
});

test('a profile that was changed elsewhere is shown anew before it is changed again', async () => {
  const t = await texts('et');
  const { client } = await volunteer();
  await withVisitor({ as: client }, async ({ page, watch }) => {
    watch.expect(412);
    await page.goto('/minu/andmed');
    await page.locator('#phone').fill('+372 5000 0001');
    const { version } = (await client.call('getMe')).body.profile;
    const other = await client.call('updateMe', {}, { body: { phone: '+372 5000 0002' }, headers: { 'If-Match': `"${version}"` } });
    assert.equal(other.status, 200, other.text);
    await page.getByRole('button', { name: t.common.save }).tap();
    await page.getByText(t.volunteer.stale).waitFor();
    assert.equal((await page.locator('#phone').inputValue()).replaceAll(' ', ''), '+37250000002');
  });
});
