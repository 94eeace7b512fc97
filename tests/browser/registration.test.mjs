// "Soovin aidata" in the details that a person notices: names found however they are typed, answers kept, the young kept safe.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { letter, linkIn } from '../api/lib/server.mjs';
import { withVisitor } from './lib/browser.mjs';
import { focused, press, tabTo, type } from './lib/keys.mjs';
import { look } from './lib/look.mjs';
import { abilities, heading, newcomer, nextButton, onward, register, terms, when, where, who } from './lib/registration.mjs';
import { texts } from './lib/texts.mjs';

const yearsAgo = (years) => String(new Date().getUTCFullYear() - years);

/** Requests that a page makes to change something. */
function changes(page) {
  const made = [];
  page.on('request', (request) => request.method() !== 'GET' && made.push(request));
  return made;
}

async function toWhere(page, t) {
  await page.goto('/liitu');
  await heading(page, t.register.steps.kes).waitFor();
  await who(page, newcomer());
  await onward(page, t, 'kus');
}

test('a settlement is found in Latin and Cyrillic letters, with and without dots', async () => {
  const t = await texts('et');
  await withVisitor({}, async ({ page }) => {
    await toWhere(page, t);
    for (const [typed, name] of [['juri', 'Jüri'], ['Маарду', 'Maardu'], ['MAARD', 'Maardu'], ['järve', 'Järveküla'], ['кехра', 'Kehra'], ['jõelähtme', 'Loo'], ['виимси', 'Viimsi']]) {
      await page.locator('#home').fill(typed);
      const options = page.getByRole('option');
      await options.filter({ hasText: name }).first().waitFor();
      assert.ok((await options.first().innerText()).startsWith(name), `"${typed}" does not lead to ${name} first`);
    }
    await page.locator('#home').fill('qqqq');
    await page.locator('p.hint', { hasText: t.register.homeNothing }).waitFor();
    await nextButton(page, t).tap();
    await page.locator('.summary').waitFor();
    assert.ok(await focused(page, '.summary'), 'the summary of errors takes the focus');
    await look(page, 'register-kus-errors');
    await page.locator('.summary a').first().tap();
    assert.ok(await focused(page, '#home'), 'the summary leads to the field');
  });
});

test('"use my location" sends a place rounded to a kilometre', async () => {
  const t = await texts('et');
  const exact = { latitude: 59.336217, longitude: 25.321946 };
  await withVisitor({ geolocation: exact, permissions: ['geolocation'] }, async ({ page }) => {
    const made = changes(page);
    await toWhere(page, t);
    await page.getByRole('button', { name: t.register.useLocation }).tap();
    await page.getByText(t.register.located).waitFor();
    assert.ok(await page.locator('#centre-kehra').isChecked(), 'the nearest centre is ticked');
    await look(page, 'register-kus-located', { at: [360] });
    await onward(page, t, 'millal');
    await onward(page, t, 'oskused');
    await abilities(page, newcomer());
    await onward(page, t, 'tingimused');
    await terms(page);
    await onward(page, t, 'kontroll');
    await page.getByRole('button', { name: t.register.send }).tap();
    await heading(page, t.register.mailTitle).waitFor();
    const { home } = made[0].postDataJSON();
    const kmNorth = Math.abs(home.lat - exact.latitude) * 111.2;
    const kmEast = Math.abs(home.lon - exact.longitude) * 111.2 * Math.cos((exact.latitude * Math.PI) / 180);
    assert.ok(kmNorth <= 0.51 && kmEast <= 0.51, `${JSON.stringify(home)} is not the nearest point of a grid of one kilometre`);
    assert.ok(kmNorth + kmEast > 0.01, 'the exact place was sent');
  });
});

test('another language and a way back keep every answer', async () => {
  const t = await texts('et');
  const ru = await texts('ru');
  await withVisitor({}, async ({ page }) => {
    await page.goto('/liitu');
    await who(page, newcomer({ lastName: 'Õunapuu' }));
    await onward(page, t, 'kus');
    await where(page, newcomer());
    await onward(page, t, 'millal');
    await when(page, newcomer({ times: [[1, 0], [3, 2], [7, 1]] }));

    await page.getByRole('button', { name: 'Русский' }).tap();
    await heading(page, ru.register.steps.millal).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'ru');
    assert.match(await page.title(), new RegExp(ru.register.steps.millal));
    assert.equal(await page.locator('.grid [aria-pressed="true"]').count(), 3);

    await page.goBack();
    await heading(page, ru.register.steps.kus).waitFor();
    assert.equal(await page.locator('#home').inputValue(), 'Kehra');
    await page.locator('a.back').tap();
    await heading(page, ru.register.steps.kes).waitFor();
    assert.equal(await page.locator('#lastName').inputValue(), 'Õunapuu');
    assert.equal(await page.locator('#year').inputValue(), '1990');
    await onward(page, ru, 'kus');
    await onward(page, ru, 'millal');
    assert.equal(await page.locator('.grid [aria-pressed="true"]').count(), 3);
  });
});

test('under 13: a kind word, the nearest centre, and nothing leaves the page', async () => {
  const t = await texts('et');
  await withVisitor({}, async ({ page }) => {
    const made = changes(page);
    await page.goto('/liitu');
    await who(page, newcomer({ birth: ['1', '6', yearsAgo(11)] }));
    await nextButton(page, t).tap();
    await heading(page, t.register.youngTitle).waitFor();
    await page.locator('#home').fill('juri');
    await page.getByRole('option', { name: 'Jüri' }).first().tap();
    await page.getByText(t.register.youngNearest).waitFor();
    await look(page, 'register-young');
    await page.getByRole('button', { name: t.register.youngWrong }).tap();
    await heading(page, t.register.steps.kes).waitFor();
    assert.equal(await page.locator('#firstName').inputValue(), '', 'the child is forgotten');
    assert.deepEqual(made, []);
    assert.deepEqual(await page.evaluate(() => Object.keys({ ...localStorage, ...sessionStorage })), []);
  });
});

test('at 15 a guardian is named, gets a letter in their language, and permits a centre', async () => {
  const t = await texts('et');
  const ru = await texts('ru');
  const child = newcomer({ firstName: 'Noor', birth: ['9', '1', yearsAgo(15)] });
  const guardian = `vanem.${child.email}`;
  await withVisitor({}, async ({ page }) => {
    await page.goto('/liitu');
    await who(page, child);
    await nextButton(page, t).tap();
    await page.locator('.summary a', { hasText: t.register.errors.guardianName }).waitFor();
    await look(page, 'register-guardian', { at: [360] });
    await page.locator('#guardianName').fill('Proovi Lapsevanem');
    await page.locator('#guardianEmail').fill(child.email);
    await nextButton(page, t).tap();
    await page.locator('.summary a', { hasText: t.register.errors.guardianSame }).waitFor();
    await page.locator('#guardianEmail').fill(guardian);
    await page.locator('#guardianLanguage').selectOption('ru');
    await onward(page, t, 'kus');
    await where(page, child);
    await onward(page, t, 'millal');
    await onward(page, t, 'oskused');
    await abilities(page, child);
    await onward(page, t, 'tingimused');
    await terms(page);
    await onward(page, t, 'kontroll');
    await page.getByText(guardian).waitFor();
    await page.getByRole('button', { name: t.register.send }).tap();
    await heading(page, t.register.mailTitle).waitFor();
    await page.goto(linkIn(await letter(child.email)));
    await page.getByRole('button', { name: t.volunteer.confirmButton }).tap();
    await page.getByText(t.volunteer.guardianWaits('Proovi Lapsevanem')).waitFor();
  });
  const mail = await letter(guardian);
  assert.match(mail.text, /[а-я]{4}/i, 'the guardian reads Russian');
  await withVisitor({ language: 'ru' }, async ({ page }) => {
    await page.goto(linkIn(mail));
    await heading(page, ru.volunteer.guardianTitle('Noor')).waitFor();
    await look(page, 'guardian');
    await page.locator('#permit-kehra').tap();
    await page.getByRole('button', { name: ru.volunteer.guardianSave }).tap();
    await page.getByText(ru.volunteer.guardianSaved).waitFor();
    await page.reload();
    // The secret has left the address, so a reload asks for the link again rather than show what it opened.
    await heading(page, ru.volunteer.goneTitle).waitFor();
  });
});

test('without a connection it says so, keeps what was typed, and sends it later', async () => {
  const t = await texts('et');
  await withVisitor({}, async ({ page, context, watch }) => {
    await page.goto('/liitu');
    const person = newcomer({ times: [[2, 1]] });
    await register(page, t, person, async (step) => {
      if (step !== 'kontroll') return;
      watch.expectOffline();
      await context.setOffline(true);
      await page.getByRole('button', { name: t.register.send }).tap();
      await page.getByText(t.common.offline).waitFor();
      await look(page, 'register-offline', { at: [360], dark: false });
      await page.getByText(person.email).waitFor();
      const asked = new Promise((resolve) => page.once('dialog', (dialog) => resolve(dialog.type()) || dialog.dismiss()));
      page.evaluate(() => location.reload()).catch(() => undefined);
      assert.equal(await asked, 'beforeunload', 'a reload warns first');
      await context.setOffline(false);
    });
    assert.ok(linkIn(await letter(person.email)));
  });
});

test('by keys alone: Tab, Enter, Space, arrows', async () => {
  const t = await texts('en');
  const person = newcomer();
  await withVisitor({ device: 'screen', language: 'en' }, async ({ page }) => {
    await page.goto('/');
    await heading(page, t.public.title).waitFor();
    await press(page, 'a.skip');
    await press(page, 'a[href="/liitu"]');
    await heading(page, t.register.steps.kes).waitFor();
    await type(page, '#firstName', person.firstName);
    await type(page, '#lastName', person.lastName);
    const [day, month, year] = person.birth;
    await type(page, '#day', day);
    await type(page, '#month', month);
    await type(page, '#year', year);
    await type(page, '#email', person.email);
    await page.keyboard.press('Enter');

    await heading(page, t.register.steps.kus).waitFor();
    await type(page, '#home', 'aru');
    await page.getByRole('option', { name: 'Aruküla' }).first().waitFor();
    const active = () => page.locator('[role="option"][aria-selected="true"]').innerText();
    for (let tries = 0; !(await active()).startsWith('Aruküla') && tries < 10; tries++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('#centre-arukula:checked').waitFor({ state: 'attached' });
    await press(page, '#centre-raasiku', 'Space');
    await press(page, 'form .button-primary');

    await heading(page, t.register.steps.millal).waitFor();
    await press(page, '[data-cell="0-0"]', 'Space');
    for (const key of ['ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    assert.ok(await focused(page, '[data-cell="1-1"]'), 'arrows walk over the week');
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.press('Space');
    await page.keyboard.press('Space');
    assert.deepEqual(await page.locator('.grid [aria-pressed="true"]').evaluateAll((cells) => cells.map((cell) => cell.dataset.cell)), ['0-0', '1-1']);
    await tabTo(page, '[name="commitment"]');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await type(page, '#perWeek', '4');
    await press(page, 'form .button-primary');

    await heading(page, t.register.steps.oskused).waitFor();
    await tabTo(page, '[name="language-en"]');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.ok(await page.locator('#language-en-fluent').isChecked());
    await press(page, '#skill-dance, #skill-music, [id^="skill-"]', 'Space');
    assert.equal(await page.locator('[id^="skill-"]:checked').count(), 1);
    await press(page, 'form .button-primary');

    await heading(page, t.register.steps.tingimused).waitFor();
    await press(page, '#agreed', 'Space');
    await press(page, 'form .button-primary');
    await heading(page, t.register.steps.kontroll).waitFor();
    await press(page, 'form .button-primary');
    await heading(page, t.register.mailTitle).waitFor();
  });
});
