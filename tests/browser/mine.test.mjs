// "Minu leht" to its corners: offers taken back, a no with its reason, data changed, taken along and paused, the calendar's address.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { as, volunteer } from '../api/lib/server.mjs';
import { withVisitor } from './lib/browser.mjs';
import { focused } from './lib/keys.mjs';
import { look } from './lib/look.mjs';
import { heading, newcomer, onward, who } from './lib/registration.mjs';
import { texts } from './lib/texts.mjs';
import { invite, postNeed, soon, urgentShift } from './lib/world.mjs';

const atKehra = { reach: { max_m: null, centres: ['kehra'] } };
const invitations = async (client) => (await client.call('listMyInvitations')).body.invitations;

test('"Tulen appi" and taking it back', async () => {
  const t = await texts('et');
  const manager = await as('manager', 'kehra');
  const need = await postNeed(manager, { children: false });
  const { client } = await volunteer(atKehra);
  await withVisitor({ as: client }, async ({ page }) => {
    await page.goto(`/vajadused/${need.id}`);
    await page.getByRole('button', { name: t.public.offer }).tap();
    await page.getByText(t.public.offerSent).waitFor();
    assert.ok(await focused(page, '.notice-good'), 'the focus stays with what came of the press');
    await look(page, 'need-offered', { at: [360] });
    await page.getByRole('link', { name: t.public.offerMine }).tap();
    await page.getByRole('button', { name: t.volunteer.offerWithdraw }).tap();
    await page.getByText(t.volunteer.offerWithdrawn).waitFor();
    await page.getByRole('button', { name: t.volunteer.offerWithdraw }).waitFor({ state: 'detached' });
    assert.ok(await focused(page, 'h1'), 'the focus is not lost with the row');
    await page.goto(`/vajadused/${need.id}`);
    await page.getByRole('button', { name: t.public.offer }).waitFor();
  });
  assert.ok((await invitations(client)).every((one) => one.state !== 'sent'));
});

test('a no with a reason, by keys; the reason reaches the centre', async () => {
  const t = await texts('ru');
  const manager = await as('manager', 'kehra');
  const need = await postNeed(manager, { children: false, shifts: [urgentShift()] });
  const { client } = await volunteer(atKehra);
  const { id } = (await client.call('getMe')).body.profile;
  await invite(manager, need, [id]);
  await soon(() => invitations(client), (list) => list.some((one) => one.state === 'sent'));
  await withVisitor({ device: 'screen', language: 'ru', as: client }, async ({ page }) => {
    await page.goto('/minu');
    const no = page.getByRole('button', { name: t.volunteer.no });
    await no.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem').first().waitFor();
    assert.ok(await focused(page, '[role="menuitem"]:first-child'));
    await look(page, 'mine-no', { at: [1280], dark: false });
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('menuitem').count(), 0);
    await page.keyboard.press('ArrowDown');
    await page.getByRole('menuitem').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByText(t.volunteer.declined).waitFor();
  });
  const answered = (await manager.call('listNeedInvitations', { id: need.id })).body.invitations.find((one) => one.person === id);
  assert.equal(answered.state, 'declined');
  assert.equal(answered.reason, 'too_far');
});

test('changing my data keeps what was not touched: languages, skills, hours', async () => {
  const t = await texts('en');
  const { client } = await volunteer({
    ...atKehra,
    languages: { et: 'C1', ru: 'B1', fi: 'B1' },
    skills: ['cooking', 'music'],
    availability: [{ day: 3, from: '15:30', to: '18:15' }],
    commitment: 'weekly',
    hours_per_week: 4,
  });
  const before = (await client.call('getMe')).body.profile;
  await withVisitor({ language: 'en', as: client }, async ({ page }) => {
    await page.goto('/minu/andmed');
    await page.locator('#phone').fill('+372 5123 4567');
    await look(page, 'mine-edit');
    await page.locator('#lastName').fill('');
    await page.getByRole('button', { name: t.common.save }).tap();
    await page.locator('.summary a', { hasText: t.register.errors.lastName }).tap();
    assert.ok(await focused(page, '#lastName'));
    await page.locator('#lastName').fill('Uuenimi');
    await page.getByRole('button', { name: t.common.save }).tap();
    await page.waitForURL('**/minu');
    await page.getByText(t.volunteer.saved).waitFor();
  });
  const after = (await client.call('getMe')).body.profile;
  assert.equal(after.last_name, 'Uuenimi');
  assert.equal(after.phone?.replaceAll(' ', ''), '+37251234567');
  for (const key of ['languages', 'skills', 'availability', 'commitment', 'hours_per_week', 'home', 'reach']) assert.deepEqual(after[key], before[key], key);
});

test('my data as a file, who has seen them, a new calendar address, a pause', async () => {
  const t = await texts('et');
  const { client } = await volunteer(atKehra);
  await withVisitor({ as: client, permissions: ['clipboard-read', 'clipboard-write'] }, async ({ page }) => {
    await page.goto('/minu');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: t.volunteer.export }).tap()]);
    assert.equal(file.suggestedFilename(), 'vahetus.json');
    const data = JSON.parse(await readFile(await file.path(), 'utf8'));
    assert.ok(JSON.stringify(data).includes((await client.call('getMe')).body.profile.first_name));

    const address = page.locator('#calendar-address');
    const old = await address.inputValue();
    await page.getByRole('button', { name: t.volunteer.copy, exact: true }).tap();
    await page.getByText(t.volunteer.copied).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), old);
    await page.getByRole('button', { name: t.volunteer.rotate }).tap();
    await page.getByText(t.volunteer.rotated).waitFor();
    assert.notEqual(await address.inputValue(), old);
    assert.equal((await page.request.get(new URL(await address.inputValue()).pathname)).status(), 200);
    assert.notEqual((await page.request.get(new URL(old).pathname)).status(), 200, 'the old address still works');

    await page.getByRole('button', { name: t.volunteer.pause }).tap();
    await page.locator('.notice-warn', { hasText: t.volunteer.paused }).waitFor();
    await look(page, 'mine-paused', { at: [360] });
    await page.getByRole('button', { name: t.volunteer.resume }).tap();
    await page.getByText(t.volunteer.resumed).waitFor();
    await page.getByRole('link', { name: t.volunteer.views }).tap();
    await heading(page, t.volunteer.views).waitFor();
    await look(page, 'mine-views', { at: [360], dark: false });
  });
});

test('"use my location", refused: says what to do instead', async () => {
  for (const language of ['et', 'ru']) {
    const t = await texts(language);
    await withVisitor({ language, permissions: [] }, async ({ page }) => {
      await page.goto('/liitu');
      await who(page, newcomer());
      await onward(page, t, 'kus');
      await page.getByRole('button', { name: t.register.useLocation }).tap();
      await page.getByText(t.register.locateFailed).waitFor();
      await look(page, `${language}-location-refused`, { at: [360], dark: false });
    });
  }
  const t = await texts('et');
  await withVisitor({ permissions: ['geolocation'], geolocation: { latitude: 59.336, longitude: 25.322 } }, async ({ page }) => {
    await page.goto('/');
    await page.locator('.rows .row').first().waitFor();
    if (!(await page.locator('#place').isVisible())) await page.locator('search summary').tap();
    await page.getByRole('button', { name: t.public.near }).tap();
    await page.locator('.rows .row', { hasText: 'km' }).first().waitFor();
    assert.match(await page.locator('.rows .row').first().innerText(), /Kehra/);
    await page.setViewportSize({ width: 1024, height: 640 });
    await page.setViewportSize({ width: 360, height: 740 });
    assert.ok(!(await page.locator('#place').isVisible()), 'folded on a phone');
    await page.setViewportSize({ width: 1024, height: 640 });
    await page.locator('#place').waitFor();
    await page.getByRole('button', { name: t.public.nearOff }).tap();
    await page.getByRole('button', { name: t.public.near }).waitFor();
  });
});
