// How a page comes: its text with the document, all else in one go behind it, what is typed meanwhile kept, script within its budget.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { withVisitor } from './lib/browser.mjs';
import { heading, newcomer, onward, register } from './lib/registration.mjs';
import { languages, texts } from './lib/texts.mjs';

const dist = fileURLToPath(new URL('../../web/dist', import.meta.url));
const budget = 30_000;
/** Faces are drawn late on purpose (font-display: swap); the icon is the tab's. */
const late = /\.(woff2|svg)$/;

/** Where the visitor may be only orders a list that is there already; the second step's places come while the first is filled in. */
const unhurried = { '/': '/api/v1/where', '/liitu': '/api/v1/region' };

/** Address, what stands there, what is there once the page is whole. */
const pages = [
  ['/', (page, t) => heading(page, t.public.title).waitFor(), '.rows .row'],
  ['/liitu', (page, t) => heading(page, t.register.steps.kes).waitFor(), '#firstName'],
  ['/sisene', (page, t) => heading(page, t.public.signInTitle).waitFor(), '#link-email'],
  ['/andmekaitse', (page, t) => heading(page, t.documents.privacyTitle).waitFor(), 'main h2'],
  ['/ligipaasetavus', (page, t) => heading(page, t.documents.accessibilityTitle).waitFor(), 'main h2'],
  ['/kinnita#AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', (page, t) => heading(page, t.volunteer.confirmTitle).waitFor(), 'main button'],
];

/** The script has taken the page over: what Preact hangs on the root. */
const running = (page) => page.waitForFunction(() => Object.keys(document.getElementById('app')).length > 0);

for (const language of languages) {
  test(`what a page loads stands in its document: two trips to the server, not more (${language})`, async () => {
    const t = await texts(language);
    for (const [path, there, ready] of language === 'et' ? pages : pages.slice(0, 2)) {
      await withVisitor({ language }, async ({ page }) => {
        const asked = [];
        page.on('request', (request) => asked.push(new URL(request.url()).pathname + new URL(request.url()).search));
        const [document] = await Promise.all([page.waitForResponse((one) => one.request().isNavigationRequest()), page.goto(path)]);
        const html = await document.text();
        await there(page, t);
        await page.locator(ready).first().waitFor();
        await running(page);
        const unnamed = asked.slice(1).filter((url) => !html.includes(`"${url}"`) && !late.test(url) && url !== unhurried[path]);
        assert.deepEqual(unnamed, [], `${path} loads what its document does not name`);
        const twice = asked.filter((url, at) => asked.indexOf(url) < at && !late.test(url));
        assert.deepEqual(twice, [], `${path} loads something twice`);
      });
    }
  });
}

test('without script: the text, the fields, what to do, and the other languages', async () => {
  for (const language of languages) {
    const t = await texts(language);
    await withVisitor({ language, javaScriptEnabled: false }, async ({ page, watch }) => {
      watch.expectNoScript();
      await page.goto('/liitu');
      await heading(page, t.register.steps.kes).waitFor();
      await page.getByText(t.register.leads.kes).waitFor();
      await page.getByLabel(t.register.firstName).waitFor();
      await page.getByText(/JavaScript/).waitFor();
      await page.goto('/andmekaitse');
      assert.ok((await page.locator('main').innerText()).length > 1000, 'the privacy notice reads whole');
      assert.equal(await page.getByText(/JavaScript/).count(), 0);
    });
  }
  const ru = await texts('ru');
  await withVisitor({ language: 'et', javaScriptEnabled: false }, async ({ page, watch }) => {
    watch.expectNoScript();
    await page.goto('/');
    await page.locator('noscript, .notice').getByText('Русский').tap();
    await heading(page, ru.public.title).waitFor();
  });
});

test('the language: a link first, then the choice made here, then what the browser asks for', async () => {
  const lang = (page) => page.locator('html').getAttribute('lang');
  await withVisitor({ language: 'ru' }, async ({ page }) => {
    await page.goto('/sisene');
    assert.equal(await lang(page), 'ru');
    await page.goto('/sisene?lang=en');
    assert.equal(await lang(page), 'en');
    await page.goto('/');
    assert.equal(await lang(page), 'en', 'a link that names a language is a choice');
    await running(page);
    await page.getByRole('button', { name: 'Eesti' }).tap();
    await page.waitForFunction(() => document.documentElement.lang === 'et');
    await page.reload();
    assert.equal(await lang(page), 'et');
  });
});

test('on a slow line: the text stands still, what is typed early counts, and nothing goes into an address', async () => {
  const t = await texts('et');
  await withVisitor({}, async ({ page }) => {
    const held = [];
    let holding = true;
    await page.route('**/*.js', (route) => (holding ? held.push(route) : route.continue()));
    await page.goto('/liitu', { waitUntil: 'commit' });
    await heading(page, t.register.steps.kes).waitFor();
    await page.evaluate(() => Object.assign(window, { before: [...document.querySelectorAll('h1, #email, footer')] }));
    await page.locator('#firstName').fill('Varajane');
    await page.locator('#lastName').fill('Tippija');
    await page.getByRole('button', { name: t.common.next }).tap();
    assert.equal(new URL(page.url()).search, '', 'the form went off without its script');
    assert.ok(held.length > 0);
    holding = false;
    for (const route of held) await route.continue();
    await running(page);
    assert.ok(await page.evaluate(() => window.before.every((one) => one.isConnected)), 'the page was drawn anew over its own text');
    assert.equal(await page.locator('#firstName').getAttribute('autocomplete'), 'given-name');
    for (const [field, value] of Object.entries({ day: '17', month: '5', year: '1990', email: 'vara@naidis.example' })) await page.locator(`#${field}`).fill(value);
    await onward(page, t, 'kus');
    await page.goBack();
    assert.equal(await page.locator('#firstName').inputValue(), 'Varajane');
  });
});

/** Gzipped bytes of all script that a visit fetched. */
async function scriptOf(language, visit) {
  const files = new Set();
  await withVisitor({ language }, async ({ page }) => {
    page.on('request', (request) => /\.js$/.test(request.url()) && files.add(new URL(request.url()).pathname));
    await visit(page, await texts(language));
  });
  return [...files].reduce((sum, file) => sum + statSync(`${dist}${file}.gz`).size, 0);
}

test('script, all that is loaded: 30 KB for the public pages, 30 KB for the whole registration', async () => {
  // The build weighs all three languages; Russian letters take most.
  const registration = await scriptOf('ru', async (page, t) => {
    await page.goto('/liitu');
    await register(page, t, newcomer(), async (step) => {
      if (step !== 'millal') return;
      await page.getByRole('button', { name: t.register.exact }).tap();
      await page.getByRole('button', { name: t.register.useParts }).tap();
    });
  });
  assert.ok(registration <= budget, `registration: ${registration} of ${budget} bytes`);
  const list = await scriptOf('ru', async (page, t) => {
    await page.goto('/');
    await page.locator('.rows .row-link a').first().tap();
    await page.getByRole('heading', { name: t.public.times }).waitFor();
    await page.goto('/sisene');
    await heading(page, t.public.signInTitle).waitFor();
    await running(page);
  });
  assert.ok(list <= budget, `public pages: ${list} of ${budget} bytes`);
});
