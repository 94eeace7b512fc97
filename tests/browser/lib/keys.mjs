// A person without a mouse or a touch screen: Tab, Enter, Space, arrows and letters, nothing else.
import assert from 'node:assert/strict';

const mostStops = 80;

/** The focused element shows that it has the focus and stands inside the window. */
async function assertFocusSeen(page, what) {
  const seen = await page.evaluate(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const label = element.labels?.[0];
    // A row that is one link shows it around all of itself.
    const marks = [element, label, element.closest('.row-link')].filter(Boolean).map((one) => getComputedStyle(one));
    const drawn = marks.some((one) => (one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) > 0) || one.boxShadow !== 'none');
    const { top, bottom, width } = element.getBoundingClientRect();
    return { drawn, inside: bottom > 0 && top < innerHeight && width > 0, name: element.outerHTML.slice(0, 120), outline: style.outline };
  });
  assert.ok(seen.drawn, `${what}: the focus cannot be seen on ${seen.name} (${seen.outline})`);
  assert.ok(seen.inside, `${what}: the focus is outside the window on ${seen.name}`);
}

export const focused = (page, selector) => page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);

/** Presses Tab until what `selector` names has the focus; every stop on the way shows that it has it. */
export async function tabTo(page, selector) {
  for (let stop = 0; stop < mostStops; stop++) {
    if (await focused(page, selector)) return assertFocusSeen(page, selector);
    await page.keyboard.press('Tab');
    await assertFocusSeen(page, `on the way to ${selector}`);
  }
  return assert.fail(`${mostStops} times Tab did not lead to ${selector}`);
}

export async function type(page, selector, text) {
  await tabTo(page, selector);
  await page.keyboard.type(text);
}

/** Goes there and presses Enter or Space. */
export async function press(page, selector, key = 'Enter') {
  await tabTo(page, selector);
  await page.keyboard.press(key);
}
