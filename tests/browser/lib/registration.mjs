// Filling in "Soovin aidata" as a person with a phone does: by touch, one step after the other.
import assert from 'node:assert/strict';

let count = 0;
/** Answers of somebody new; names are invented. */
export function newcomer(changes = {}) {
  const number = `${process.pid}${++count}`;
  return {
    firstName: 'Proovi',
    lastName: 'Vabatahtlik',
    birth: ['17', '5', '1990'],
    email: `leht.${number}.${Date.now().toString(36)}@naidis.example`,
    typed: 'kehra',
    settlement: 'Kehra',
    times: [],
    languages: { et: 'fluent' },
    skills: ['cooking'],
    ...changes,
  };
}

export const nextButton = (page, t) => page.getByRole('button', { name: t.common.next });
export const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true });

/** Presses "Edasi" and waits for the step that follows. */
export async function onward(page, t, step) {
  await nextButton(page, t).tap();
  await heading(page, t.register.steps[step]).waitFor();
}

export async function who(page, person) {
  await page.locator('#firstName').fill(person.firstName);
  await page.locator('#lastName').fill(person.lastName);
  const [day, month, year] = person.birth;
  await page.locator('#day').fill(day);
  await page.locator('#month').fill(month);
  await page.locator('#year').fill(year);
  await page.locator('#email').fill(person.email);
}

export async function where(page, person) {
  await page.locator('#home').fill(person.typed);
  await page.getByRole('option', { name: person.settlement }).first().tap();
  await page.locator('.centres input:checked').first().waitFor();
}

/** `times` are cells of the week as [weekday, part]: [1, 0] is Monday morning. */
export async function when(page, person) {
  for (const [weekday, part] of person.times) {
    const cell = page.locator(`[data-cell="${weekday - 1}-${part}"]`);
    await cell.tap();
    assert.equal(await cell.getAttribute('aria-pressed'), 'true');
  }
}

export async function abilities(page, person) {
  for (const [code, level] of Object.entries(person.languages)) await page.locator(`#language-${code}-${level}`).tap();
  for (const skill of person.skills) {
    const box = page.locator(`#skill-${skill}`);
    if (!(await box.isVisible())) await page.locator('details', { has: box }).locator('summary').tap();
    await box.tap();
  }
}

export async function terms(page) {
  await page.locator('#agreed').tap();
}

/**
 * From the first step to the page that says to look into the mailbox. `at` is called at each step; without `press` it is
 * `at` that sends, without `wait` nothing is expected after that.
 */
export async function register(page, t, person, at = async () => undefined, { press = true, wait = true } = {}) {
  const filling = { kes: who, kus: where, millal: when, oskused: abilities, tingimused: terms };
  const order = ['kes', 'kus', 'millal', 'oskused', 'tingimused', 'kontroll'];
  for (const [i, step] of order.slice(0, -1).entries()) {
    await heading(page, t.register.steps[step]).waitFor();
    await filling[step](page, person);
    await at(step);
    await onward(page, t, order[i + 1]);
  }
  await at('kontroll');
  if (press) await page.getByRole('button', { name: t.register.send }).tap();
  if (!wait) return;
  await heading(page, t.register.mailTitle).waitFor();
  await at('kiri');
}
