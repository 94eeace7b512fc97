// A centre's manager, on a phone and at a desk: from a new need to who came, by the pages alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as } from '../api/lib/server.mjs';
import { dayAhead } from '../lib/days.mjs';
import { withVisitor } from './lib/browser.mjs';
import { accessible, look, settled } from './lib/look.mjs';
import { beginNow, cook, invitationOf, press, toast } from './lib/staff.mjs';
import { texts } from './lib/texts.mjs';
import { postNeed, soon } from './lib/world.mjs';

/** The form says what is missing, keeps what is there over a reload, and posts. Answers the need's id. */
async function postByForm(page, t, device) {
  const form = t.manager.form;
  await page.goto('/keskus/kehra/uus');
  await settled(page);
  await press(page, form.publish);
  const summary = page.locator('.summary');
  await summary.getByRole('link', { name: form.errors.activity }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'activity');
  await page.locator('#activity').selectOption('cooking');
  await page.locator(`[data-day="${dayAhead(9)}"]`).click();
  await page.reload();
  await page.getByText(t.staff.draft.found).waitFor();
  assert.equal(await page.locator('#activity').inputValue(), 'cooking');
  await page.locator('details.more > summary').click();
  await page.locator('#add-skill').fill('kok');
  await page.getByRole('option', { name: 'kokandus', exact: true }).click();
  await press(page, new RegExp(form.makeMust('kokandus')));
  await page.locator('#contact').fill('Piret');
  if (device === 'phone') await look(page, 'staff-new-need');
  await press(page, form.publish);
  await page.waitForURL(/vajadused\/[0-9a-f-]{36}$/);
  await toast(page, form.published).waitFor();
  assert.equal(await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('vahetus-draft')).length), 0);
  return page.url().split('/').at(-1);
}

async function asksWhyNot(page, t, stranger) {
  const need = t.manager.need;
  await page.locator('#why-name').fill(stranger.name);
  await press(page, need.whySearch);
  const answer = page.locator('.why', { hasText: stranger.name });
  await answer.getByText(need.whyNot).waitFor();
  assert.match(await answer.innerText(), /kokandus/);
}

/** Invites, takes it back while nobody knows, invites again. */
async function invitesTwice(page, t, helper) {
  const need = t.manager.need;
  const button = page.getByRole('button', { name: need.inviteName(helper.name) });
  for (let tries = 0; tries < 3 && !(await button.isVisible()); tries++) await press(page, need.showMore);
  await button.click();
  await toast(page, need.invitedToast(1, helper.name)).waitFor();
  await press(page, new RegExp(`^${t.common.undo}`));
  await toast(page, need.undone).waitFor();
  assert.equal((await helper.client.call('listMyInvitations')).body.invitations.filter((one) => one.state === 'sent').length, 0);
  await button.click();
  await toast(page, need.invitedToast(1, helper.name)).waitFor();
}

/** Records the check that the person waits for, from the row in which they stand. */
async function recordsCheck(page, t, helper) {
  const { check, shift } = t.manager;
  const row = page.locator('.person', { hasText: helper.full });
  await row.getByRole('button', { name: shift.recordCheck }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: check.save }).click();
  await dialog.locator('.summary').getByText(check.errorResult).waitFor();
  await accessible(page, 'staff-check-dialog');
  await dialog.locator('#result-permitted').check();
  await dialog.getByRole('button', { name: check.save }).click();
  await page.locator('.toast').waitFor();
  await dialog.waitFor({ state: 'hidden' });
}

for (const device of ['phone', 'screen']) {
  test(`from a new need to an agreed shift: ${device}`, async () => {
    const t = await texts('et');
    const manager = await as('manager', 'kehra');
    const helper = await cook('kehra');
    const stranger = await cook('kehra', { skills: ['sport'] });
    await withVisitor({ device, as: manager }, async ({ page }) => {
      page.on('dialog', (dialog) => dialog.accept());
      const id = await postByForm(page, t, device);
      await page.locator('.candidate').first().waitFor();
      await asksWhyNot(page, t, stranger);
      await invitesTwice(page, t, helper);
      await page.locator('.candidate', { hasText: helper.name }).getByText(t.manager.need.invitation.sent).waitFor();
      const invitation = await invitationOf(helper, id);
      const yes = await helper.client.call('answerInvitation', { token: invitation.id }, { body: { answer: 'accept' } });
      assert.equal(yes.status, 200, yes.text);
      // No reload: the page hears of it.
      await page.locator('.person', { hasText: helper.full }).getByText(t.manager.shift.waitsCheck).waitFor();
      await page.locator('.need-bar .tag', { hasText: t.manager.need.state.waits }).waitFor();
      await recordsCheck(page, t, helper);
      await page.getByText(t.manager.need.allShifts(1, 1)).first().waitFor();
      await page.locator('.need-bar .tag', { hasText: t.manager.need.state.filled }).waitFor();
      await look(page, `staff-need-filled-${device}`, { at: [device === 'phone' ? 360 : 1280] });
      await page.goto('/keskus/kehra');
      await settled(page);
      await page.getByText(t.manager.today.accepted(helper.full)).waitFor();
    });
  });
}

test('who came: the hours, corrected, and a certificate for paper', async () => {
  const t = await texts('et');
  const { shift } = t.manager;
  const { person } = t.staff;
  const manager = await as('manager', 'kehra');
  const helper = await cook('kehra');
  const need = await postNeed(manager, { children: false });
  const offer = await soon(() => helper.client.call('createOffer', { id: need.id }, { body: { shifts: [need.shifts[0].id] } }), (answer) => answer.status === 201);
  beginNow(need.shifts[0].id);
  assert.equal((await manager.call('answerOffer', { id: offer.body.id }, { body: { answer: 'accept' } })).status, 200);
  await withVisitor({ device: 'phone', as: manager }, async ({ page }) => {
    await page.goto('/keskus/kehra');
    await settled(page);
    const row = page.locator('.person', { hasText: helper.full });
    await row.getByRole('button', { name: shift.wasThereName(helper.full) }).click();
    await toast(page, shift.thanks(helper.full, '2')).waitFor();
    await row.getByRole('button', { name: person.menuOf(helper.full) }).click();
    await page.getByRole('menuitem', { name: person.hours }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('#hours').fill('kaks');
    await dialog.getByRole('button', { name: t.common.save }).click();
    await dialog.locator('#hours-error').waitFor();
    await dialog.locator('#hours').fill('2,5');
    await dialog.getByRole('button', { name: t.common.save }).click();
    await row.getByText(shift.done('2,5')).waitFor();
    await row.getByRole('button', { name: person.menuOf(helper.full) }).click();
    await page.getByRole('menuitem', { name: person.certificate }).click();
    await page.getByRole('heading', { level: 1, name: t.staff.certificate.title }).waitFor();
    await page.locator('.certificate-sum').getByText('2,5').waitFor();
    await look(page, 'staff-certificate');
  });
});

test('somebody who cannot come is taken off the shift, and its place opens', async () => {
  const t = await texts('et');
  const { person } = t.staff;
  const manager = await as('manager', 'kehra');
  const helper = await cook('kehra');
  const need = await postNeed(manager, { children: false });
  const offer = await soon(() => helper.client.call('createOffer', { id: need.id }, { body: { shifts: [need.shifts[0].id] } }), (answer) => answer.status === 201);
  assert.equal((await manager.call('answerOffer', { id: offer.body.id }, { body: { answer: 'accept' } })).status, 200);
  await withVisitor({ device: 'phone', as: manager }, async ({ page }) => {
    await page.goto(`/keskus/kehra/vajadused/${need.id}`);
    await settled(page);
    await page.getByRole('button', { name: person.menuOf(helper.full) }).click();
    await page.getByRole('menuitem', { name: person.cancel }).click();
    await page.locator('#cancel-reason').selectOption('ill');
    await press(page, person.cancelYes);
    await toast(page, person.cancelled(helper.full)).waitFor();
    await page.getByText(t.manager.need.allShifts(0, 1)).first().waitFor();
  });
});

test('while rounds are read or cannot be read, nobody is told that nothing waits', async () => {
  const t = await texts('et');
  await withVisitor({ device: 'phone', as: await as('manager', 'kehra') }, async ({ page, watch }) => {
    watch.expect(500);
    const json = (route, status, body) => route.fulfill({ status, contentType: 'application/json', body: JSON.stringify(body) });
    // Nothing else waits here.
    await page.route('**/centres/kehra/answers', (route) => json(route, 200, { answers: [] }));
    await page.route('**/centres/kehra/roster?*', (route) => json(route, 200, { shifts: [] }));
    const held = [];
    await page.route('**/api/v1/rounds', (route) => held.push(route));
    await page.goto('/keskus/kehra');
    const area = page.locator('.area-decide');
    await page.getByText(t.manager.today.noAnswers).waitFor();
    assert.equal(await area.getByText(t.manager.today.allDone).count(), 0);
    await page.unroute('**/api/v1/rounds');
    await page.route('**/api/v1/rounds', (route) => json(route, 500, { title: 'Viga', status: 500, code: 'broken' }));
    for (const route of held) await json(route, 500, { title: 'Viga', status: 500, code: 'broken' });
    await area.getByRole('alert').waitFor();
    assert.equal(await area.getByText(t.manager.today.allDone).count(), 0);
    await page.unroute('**/api/v1/rounds');
    await page.route('**/api/v1/rounds', (route) => json(route, 200, { rounds: [] }));
    await area.getByRole('button', { name: t.common.tryAgain }).click();
    await area.getByText(t.manager.today.allDone).waitFor();
  });
});

test('a check that another municipality made is accepted with a press', async () => {
  const t = await texts('et');
  const { accept } = t.staff;
  const anija = await as('manager', 'kehra');
  const viimsi = await as('manager', 'viimsi');
  const helper = await cook('kehra', { reach: { max_m: null, centres: ['kehra', 'viimsi'] } });
  const needs = [await postNeed(anija), await postNeed(viimsi, { centre: 'viimsi', shifts: [{ date: dayAhead(21), from: '16:00', to: '18:00', seats: 1 }] })];
  for (const [i, client] of [anija, viimsi].entries()) {
    const offer = await soon(() => helper.client.call('createOffer', { id: needs[i].id }, { body: { shifts: [needs[i].shifts[0].id] } }), (answer) => answer.status === 201);
    assert.equal((await client.call('answerOffer', { id: offer.body.id }, { body: { answer: 'accept' } })).status, 200);
  }
  const made = await anija.call('createCheck', {}, { body: { person: helper.person, result: 'permitted', checked_on: dayAhead(-40), checker: '0141' } });
  assert.equal(made.status, 201, made.text);
  await withVisitor({ device: 'phone', as: viimsi }, async ({ page }) => {
    await page.goto(`/keskus/viimsi/vajadused/${needs[1].id}`);
    await settled(page);
    await page.getByRole('button', { name: t.manager.shift.recordCheck }).click();
    await page.getByRole('dialog').getByRole('heading', { name: accept.title }).waitFor();
    await accessible(page, 'staff-accept-check');
    await press(page, accept.button);
    await page.getByText(t.manager.need.allShifts(1, 1)).first().waitFor();
  });
});

