// Looks at a page as a judge: axe-core in light and dark, nothing wider than the phone, a picture of each width.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const out = fileURLToPath(new URL('../out/', import.meta.url));
mkdirSync(out, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
export const widths = [360, 1280];
/** Of a longer page the picture shows the beginning. */
const tallest = 2600;

/** Waits until the page stands still: nothing on its way, nothing moving, fonts there. */
export async function settled(page) {
  await page.waitForFunction(() => {
    const busy = document.querySelector('[aria-busy="true"], .skeleton');
    const moving = document.getAnimations().some((one) => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Infinity);
    return document.readyState === 'complete' && document.querySelector('main h1') && !busy && !moving && document.fonts.status === 'loaded';
  });
}

function sentence(violation) {
  const nodes = violation.nodes.slice(0, 4).map((node) => `      ${node.target.join(' ')}: ${node.any.concat(node.all, node.none).map((one) => one.message).join('; ')}`);
  return `    ${violation.id}: ${violation.help}\n${nodes.join('\n')}`;
}

/** axe-core finds nothing on the page as it is; `runOnly` as axe-core takes it. */
export async function accessible(page, name, runOnly = { type: 'tag', values: rules }) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const found = await page.evaluate(async (only) => {
    const { violations } = await window.axe.run(document, { runOnly: only, resultTypes: ['violations'] });
    return violations;
  }, runOnly);
  // Marks of neighbouring centres may lie close on a map: WCAG 2.5.8 lets them, since the list beside it does the same.
  const onMap = (node) => node.target.join(' ').includes('map-mark');
  const violations = found
    .map((one) => (one.id === 'target-size' ? { ...one, nodes: one.nodes.filter((node) => !onMap(node)) } : one))
    .filter((one) => one.nodes.length > 0);
  assert.equal(violations.length, 0, `${name}: axe-core found\n${violations.map(sentence).join('\n')}`);
}

/** Nothing makes the whole page scroll sideways; says what sticks out, and else what makes it wide: without it the page would be narrower. */
export async function fitsWidth(page, name) {
  const wide = await page.evaluate(() => {
    const { scrollingElement } = document;
    const room = document.documentElement.clientWidth;
    const width = scrollingElement.scrollWidth;
    if (width <= room) return [];
    const scrolls = (element) => element && element !== document.body && (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const named = (element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;
    const all = [...document.body.querySelectorAll('*')];
    const right = (element) => element.getBoundingClientRect().right;
    const out = all.filter((element) => right(element) > room + 0.5 && !scrolls(element.parentElement)).map((element) => `${named(element)} to ${Math.round(right(element))} of ${room}`);
    const narrowWithout = (element) => {
      const before = element.style.display;
      element.style.display = 'none';
      const narrower = scrollingElement.scrollWidth < width;
      element.style.display = before;
      return narrower;
    };
    const cause = all.filter((element) => element.style && narrowWithout(element)).slice(-5);
    return [`the page: ${width} of ${room}`, ...(out.length > 0 ? out : cause.map((element) => `${named(element)} makes it so: ${element.outerHTML.slice(0, 200)}`))];
  });
  assert.deepEqual(wide.slice(0, 6), [], `${name}: wider than its window`);
}

/** Presses that are called the same are told apart by what they stand in: a group, row or description that is read out with them. */
export async function toldApart(page, name) {
  const alike = await page.evaluate(() => {
    const known = new Map();
    const places = '[role="group"], fieldset, tr, li, dialog';
    const said = (ids) => (ids ?? '').split(' ').filter(Boolean).map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    for (const press of document.querySelectorAll('main button')) {
      if (press.getClientRects().length === 0) continue;
      const words = [press.getAttribute('aria-label') ?? press.textContent.trim(), said(press.getAttribute('aria-describedby'))];
      for (let around = press.closest(places); around; around = around.parentElement.closest(places))
        words.push(said(around.getAttribute('aria-labelledby')) || around.getAttribute('aria-label') || around.querySelector('legend, th, h2, h3')?.textContent);
      known.set(words.join(' | '), (known.get(words.join(' | ')) ?? 0) + 1);
    }
    return [...known].filter(([, count]) => count > 1).map(([words, count]) => `${count} x ${words}`);
  });
  assert.deepEqual(alike.slice(0, 6), [], `${name}: presses that sound the same`);
}

/** Nothing that names a field or a press is broken inside a word: says which words are, and where. */
export async function wordsWhole(page, name) {
  const broken = await page.evaluate(() => {
    const found = [];
    for (const element of document.querySelectorAll('main label, main legend, main button, main th, main h2, main h3, main dt')) {
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        if (node.parentElement.getBoundingClientRect().width <= 2) continue; // for hearing alone
        for (const { 0: word, index } of node.data.matchAll(/[\p{L}\p{N}]+/gu)) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          const tops = new Set([...range.getClientRects()].filter((box) => box.width > 1).map((box) => Math.round(box.top)));
          if (tops.size > 1) found.push(`${word} in "${element.textContent.trim()}"`);
        }
      }
    }
    return found;
  });
  assert.deepEqual([...new Set(broken)].slice(0, 6), [], `${name}: broken inside a word`);
}

async function picture(page, name) {
  const { width, height } = await page.evaluate(() => {
    scrollTo(0, 0);
    return { width: innerWidth, height: document.documentElement.scrollHeight };
  });
  const clip = { x: 0, y: 0, width, height: Math.min(height, tallest) };
  await page.screenshot({ path: `${out}${name}.png`, fullPage: true, clip, animations: 'disabled', caret: 'hide', scale: 'css' });
}

/** The page at both widths, judged (`apart`: presses of the same name must be told apart) in light and dark, with pictures NAME-360.png, NAME-360-dark.png, NAME-1280.png ... */
export async function look(page, name, { at = widths, dark = true, apart = true } = {}) {
  const before = page.viewportSize();
  for (const width of at) {
    if (page.viewportSize().width !== width) await page.setViewportSize({ width, height: width < 600 ? 740 : 900 });
    for (const colorScheme of dark ? ['light', 'dark'] : ['light']) {
      const called = `${name}-${width}${colorScheme === 'dark' ? '-dark' : ''}`;
      await page.emulateMedia({ colorScheme });
      await settled(page);
      // Between light and dark nothing but colours can change.
      await (colorScheme === 'light' ? accessible(page, called) : accessible(page, called, { type: 'rule', values: ['color-contrast'] }));
      if (colorScheme === 'light') {
        await fitsWidth(page, called);
        if (apart) await toldApart(page, called);
      }
      await picture(page, called);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  if (page.viewportSize().width !== before.width) await page.setViewportSize(before);
}
