// A volunteer with a phone, in each language: from the open needs to a page of one's own, a yes to an invitation, and out again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, letter, linkIn } from '../api/lib/server.mjs';
import { weekdayAhead } from '../lib/days.mjs';
import { withVisitor } from './lib/browser.mjs';
import { look } from './lib/look.mjs';
import { heading, newcomer, register } from './lib/registration.mjs';
import { languages, texts } from './lib/texts.mjs';
import { invite, postNeed, urgentShift } from './lib/world.mjs';

const wednesday = 3;
const [afternoon, evening] = [1, 2];
// In Estonian the shift is weeks away, so that the ten seconds of undo pass; the others hear at once.
const shifts = () => [{ date: weekdayAhead(wednesday, 14), from: '16:00', to: '18:00', seats: 2 }];

async function person(page) {
  const { profile } = await (await page.request.get('/api/v1/me')).json();
  return profile.id;
}

async function lands(page, t) {
  await page.goto('/');
  await heading(page, t.public.title).waitFor();
  await page.locator('.rows .row').first().waitFor();
  assert.ok((await page.locator('.rows .row').count()) >= 20, 'the demonstration has open needs');
}

/** Narrows the list to a place and a day and opens it again. */
async function filters(page, t) {
  const all = await page.locator('.rows .row').count();
  if (!(await page.locator('#place').isVisible())) await page.locator('search summary').tap();
  await page.locator('#place').selectOption('kehra');
  await page.waitForURL(/keskus=kehra/);
  await page.waitForFunction((before) => document.querySelectorAll('.rows .row').length < before, all);
  for (const row of await page.locator('.rows .row').all()) assert.match(await row.innerText(), /Kehra/);
  await page.getByRole('button', { name: t.public.clear }).tap();
  await page.waitForFunction((before) => document.querySelectorAll('.rows .row').length === before, all);
}

/** "Tulen appi" on the first need that fits, other than the one with an invitation. */
async function offersHelp(page, t, asked) {
  const row = page.getByRole('list', { name: t.volunteer.fitting }).locator(`.row:has(a:not([href$="${asked.id}"]))`).first();
  const title = await row.getByRole('heading').innerText();
  await row.getByRole('link').tap();
  await heading(page, title).waitFor();
  await page.getByRole('button', { name: t.public.offer }).waitFor();
  const times = page.locator('#shifts input');
  if ((await times.count()) > 1) await times.first().tap();
  await page.getByRole('button', { name: t.public.offer }).tap();
  await page.getByText(t.public.offerSent).waitFor();
  await page.getByRole('link', { name: t.public.offerMine }).tap();
  await page.getByRole('heading', { name: t.volunteer.offers }).waitFor();
}

async function saysYes(page, t, mail, name) {
  await page.goto(linkIn(mail));
  await page.getByRole('button', { name: t.volunteer.yes }).waitFor();
  assert.ok(!page.url().includes(linkIn(mail).split('#')[1]), 'the secret stays in the address');
  if (name) await look(page, name);
  await page.getByRole('button', { name: t.volunteer.yes }).tap();
  await page.getByText(t.volunteer.accepted).waitFor();
}

async function subscribes(page) {
  const address = await page.locator('#calendar-address').inputValue();
  const file = await page.request.get(new URL(address).pathname);
  assert.equal(file.status(), 200);
  assert.match(await file.text(), /BEGIN:VCALENDAR[\s\S]*BEGIN:VEVENT/);
}

async function comesBackByLink(page, t, watch, email, name) {
  await page.getByRole('button', { name: t.common.signOut }).tap();
  await heading(page, t.public.title).waitFor();
  await page.goto('/sisene');
  await page.locator('#link-email').fill(email);
  await page.getByRole('button', { name: t.public.sendLink }).tap();
  await heading(page, t.public.mailTitle).waitFor();
  const link = linkIn(await letter(email, (one) => /sisene\/link/.test(one.text)));
  await page.goto(link);
  if (name) await look(page, name);
  await page.getByRole('button', { name: t.volunteer.linkButton }).tap();
  await page.waitForURL('**/minu');
  watch.expect(410);
  await page.goto('about:blank');
  await page.goto(link);
  await page.getByRole('button', { name: t.volunteer.linkButton }).tap();
  await heading(page, t.volunteer.goneTitle).waitFor();
  await page.goto('/minu');
}

async function pausesAndLeaves(page, t) {
  await page.getByRole('button', { name: t.volunteer.pause }).tap();
  await page.locator('.notice-warn', { hasText: t.volunteer.paused }).waitFor();
  await page.getByRole('button', { name: t.volunteer.resume }).tap();
  await page.getByRole('button', { name: t.volunteer.pause }).waitFor();
  await page.getByRole('button', { name: t.volunteer.remove }).tap();
  await page.getByRole('dialog').getByRole('button', { name: t.volunteer.removeYes }).tap();
  await page.getByText(t.volunteer.removed).waitFor();
  assert.equal((await page.request.get('/api/v1/me')).status(), 401);
}

for (const language of languages) {
  test(`a volunteer's whole way on a phone (${language})`, async () => {
    const t = await texts(language);
    const pictures = language === 'et';
    const shot = (page, name) => (pictures ? look(page, name) : look(page, `${language}-${name}`, { at: [360], dark: false }));
    const manager = await as('manager', 'kehra');
    const asked = await postNeed(manager, { activity: 'sport', preferred_skills: ['cooking'], children: language !== 'en', shifts: pictures ? shifts() : [urgentShift(2)] });

    await withVisitor({ language }, async ({ page, watch }) => {
      await lands(page, t);
      assert.equal(await page.locator('html').getAttribute('lang'), language);
      await shot(page, 'needs');
      await filters(page, t);
      await page.getByRole('link', { name: t.common.wantToHelp }).tap();
      const who = newcomer({ times: pictures ? [[wednesday, afternoon], [wednesday, evening]] : [], languages: { [language]: 'fluent' } });
      await register(page, t, who, (step) => shot(page, `register-${step}`));

      const confirmation = await letter(who.email);
      await page.goto(linkIn(confirmation));
      await heading(page, t.volunteer.confirmTitle).waitFor();
      await shot(page, 'confirm');
      await page.getByRole('button', { name: t.volunteer.confirmButton }).tap();
      await heading(page, t.volunteer.hello(who.firstName)).waitFor();
      const [sent] = await invite(manager, asked, [await person(page)]);
      assert.ok(sent.id);

      await page.reload();
      await page.locator('.reasons').first().waitFor();
      await shot(page, 'mine');
      await offersHelp(page, t, asked);
      const mail = await letter(who.email, (one) => /\/kutse/.test(one.text), 25);
      await saysYes(page, t, mail, pictures && 'invitation');
      await page.goto('/minu');
      await page.getByRole('button', { name: t.volunteer.cannotCome }).waitFor();
      await shot(page, 'mine-agreed');
      await subscribes(page);
      await comesBackByLink(page, t, watch, who.email, pictures && 'sign-in-link');
      await page.locator('#calendar-address').waitFor();
      await pausesAndLeaves(page, t);
    });
  });
}
