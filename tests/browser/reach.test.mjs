// Registration as it reaches people: what a screen reader is told, 320 px and text twice as large, more space between letters,
// no motion, the system's own colours.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withVisitor } from './lib/browser.mjs';
import { focused } from './lib/keys.mjs';
import { fitsWidth, look, settled } from './lib/look.mjs';
import { heading, newcomer, nextButton, onward, register, terms, when, where, who } from './lib/registration.mjs';
import { tree } from './lib/tree.mjs';
import { languages, texts } from './lib/texts.mjs';

const steps = ['kes', 'kus', 'millal', 'oskused', 'tingimused', 'kontroll'];

/** Every control has a name of its own, and nothing that can be reached is hidden from a screen reader. */
async function named(page, step) {
  const { controls } = await tree(page);
  const nameless = controls.filter((one) => one.name.trim() === '');
  assert.deepEqual(nameless, [], `${step}: without a name`);
  const seen = new Map();
  for (const one of controls.filter(({ role }) => ['textbox', 'combobox', 'gridcell', 'button', 'link'].includes(role))) {
    const key = `${one.role} ${one.name}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  assert.deepEqual([...seen].filter(([, count]) => count > 1), [], `${step}: the same name twice`);
}

for (const language of languages) {
  test(`what a screen reader is told at each step (${language})`, async () => {
    const t = await texts(language);
    const person = newcomer({ birth: ['17', '5', String(new Date().getUTCFullYear() - 15)] });
    await withVisitor({ language }, async ({ page }) => {
      await page.goto('/liitu');
      await page.waitForFunction(() => document.querySelector('#firstName')?.autocomplete === 'given-name');
      await nextButton(page, t).tap();
      await page.locator('.summary').waitFor();
      const wrong = (await tree(page)).controls.filter((one) => one.invalid);
      assert.deepEqual(wrong.map((one) => one.name), [t.register.firstName, t.register.lastName, t.register.day, t.register.month, t.register.year, t.register.email]);
      for (const one of wrong) assert.ok(one.description.length > 10, `${one.name} does not say what is wrong: "${one.description}"`);
      assert.match(wrong.at(-1).description, new RegExp(t.register.errors.email.slice(0, 20)));

      const fill = { kes: who, kus: where, millal: when, oskused: async () => undefined, tingimused: terms };
      for (const [i, step] of steps.entries()) {
        await heading(page, t.register.steps[step]).waitFor();
        await settled(page);
        await named(page, step);
        if (i > 0) {
          assert.ok(await focused(page, 'h1'), `${step}: the focus is at the heading`);
          const { focus } = await tree(page);
          assert.deepEqual([focus.role, focus.name, focus.description], ['heading', t.register.steps[step], t.common.stepOf(i + 1, 6)]);
        }
        if (step === 'kontroll') break;
        await fill[step](page, person);
        if (step === 'kes') {
          await page.locator('#guardianName').fill('Proovi Vanem');
          await page.locator('#guardianEmail').fill(`vanem.${person.email}`);
        }
        if (step === 'millal') await knowsWeek(page);
        if (step === 'oskused') {
          await nextButton(page, t).tap();
          await page.locator('.summary').waitFor();
          await page.locator('.summary a').tap();
          assert.ok(await focused(page, '#languages'));
          assert.ok((await tree(page)).focus.description.includes(t.register.errors.languages));
          await page.locator(`#language-${language}-fluent`).tap();
        }
        if (step === 'tingimused') {
          await page.locator('#agreed').tap();
          await nextButton(page, t).tap();
          const { controls } = await tree(page);
          assert.ok(controls.find((one) => one.invalid).description.includes(t.register.errors.terms));
          await page.locator('#agreed').tap();
        }
        await onward(page, t, steps[i + 1]);
      }
    });
  });
}

/** The week is a grid of rows and columns with headers (the corner is a cell, too), one stop for Tab. */
async function knowsWeek(page) {
  const { nodes } = await tree(page);
  const count = (role) => nodes.filter((one) => one.role === role).length;
  assert.deepEqual([count('grid'), count('rowheader'), count('columnheader'), count('gridcell')], [1, 7, 3, 1 + 21]);
  assert.equal(await page.locator('.grid [tabindex="0"]').count(), 1);
  await page.locator('[data-cell="0-0"]').focus();
  for (const [key, cell] of [['ArrowUp', '6-0'], ['End', '6-2'], ['ArrowDown', '0-2'], ['Home', '0-0'], ['ArrowLeft', '0-2']]) {
    await page.keyboard.press(key);
    assert.ok(await focused(page, `[data-cell="${cell}"]`), `${key} leads to ${cell}`);
  }
}

/** Nothing that is cut off: a box that hides what does not fit holds all it has. */
async function nothingCut(page, name) {
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll('main *, header *')]
      .filter((one) => one.clientWidth > 2 && one.childElementCount === 0 && one.textContent.trim() !== '')
      .filter((one) => /hidden|clip/.test(getComputedStyle(one).overflow) || /^(BUTTON|LABEL)$/.test(one.tagName))
      .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 2)
      .map((one) => `${one.tagName} ${one.className} "${one.textContent}" ${one.scrollWidth} x ${one.scrollHeight} in ${one.clientWidth} x ${one.clientHeight}`),
  );
  assert.deepEqual(cut, [], `${name}: text is cut off`);
}

// WCAG 1.4.12: lines 1.5, paragraphs 2, letters 0.12 and words 0.16 times the size of the text.
const spacing = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }';

test('320 px, text twice as large, more space: every step can be read and nothing scrolls sideways', async () => {
  for (const language of ['ru', 'et']) {
    const t = await texts(language);
    await withVisitor({ language, viewport: { width: 320, height: 640 } }, async ({ page }) => {
      await page.goto('/');
      await settled(page);
      await fitsWidth(page, `needs at 320 (${language})`);
      await page.goto('/liitu');
      await register(page, t, newcomer({ times: [[1, 1]] }), async (step) => {
        await settled(page);
        await fitsWidth(page, `${step} at 320 (${language})`);
        await nothingCut(page, `${step} at 320 (${language})`);
        await spaced(page, spacing);
        await fitsWidth(page, `${step} with more space (${language})`);
        await nothingCut(page, `${step} with more space (${language})`);
        await spaced(page, 'html { font-size: 36px }');
        await fitsWidth(page, `${step} twice as large (${language})`);
        if (language === 'ru') await look(page, `ru-large-${step}`, { at: [360], dark: false });
        await spaced(page, spacing);
        if (language === 'ru' && step === 'oskused') await look(page, 'ru-register-oskused-spaced', { at: [320], dark: false });
        await spaced(page, '');
      });
    });
  }
});

/** As a reader's own style sheet would; the page's policy lets nobody write style into its markup. */
const spaced = (page, css) =>
  page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, css);

test('without motion nothing moves; in the system\'s own colours choices are still told apart', async () => {
  const t = await texts('et');
  await withVisitor({ forcedColors: 'active', reducedMotion: 'reduce' }, async ({ page }) => {
    await page.goto('/liitu');
    await register(page, t, newcomer({ times: [[1, 1], [2, 0]] }), async (step) => {
      await settled(page);
      const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((one) => {
        const { transitionDuration, animationName } = getComputedStyle(one);
        return /[1-9]/.test(transitionDuration) || animationName !== 'none';
      }).length);
      assert.equal(moving, 0, `${step}: something moves`);
      await look(page, `forced-${step}`, { at: [360], dark: false });
      if (step !== 'millal') return;
      const colours = await page.evaluate(() => ['1', '0'].map((column) => getComputedStyle(document.querySelector(`[data-cell="0-${column}"]`)).backgroundColor));
      assert.notEqual(colours[0], colours[1]);
    });
  });
});
