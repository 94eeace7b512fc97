// What a coordinator tells a round before it is planned: the four questions by a day, opening and staff, points; on a phone
// and at a desk, by keys, in three languages, with what the server refuses named at its field.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { accounts, as, nobody } from '../api/lib/server.mjs';
import { dayAhead, workWeeks } from '../lib/days.mjs';
import { withVisitor } from './lib/browser.mjs';
import { press as pressKey, tabTo } from './lib/keys.mjs';
import { look, settled, wordsWhole } from './lib/look.mjs';
import { press, toast } from './lib/staff.mjs';
import { languages, texts } from './lib/texts.mjs';
import { soon } from './lib/world.mjs';

let coordinator;
before(async () => {
  coordinator = await as('coordinator');
});

const weeks = workWeeks(3);

async function newRound(name) {
  const made = await coordinator.call('createRound', {}, { body: { name, kind: 'swap', periods: weeks } });
  assert.equal(made.status, 201, made.text);
  return made.body.id;
}

const roundOf = async (id) => (await coordinator.call('getRound', { id })).body;

async function opens(page, id, part) {
  await page.goto(`/koordinaator/voorud/${id}/${part}`);
  await page.locator('main h2').first().waitFor();
  await settled(page);
}

/** A worker with an account answers through the API. */
async function answersOne(id) {
  const account = accounts.find((one) => one.role === 'worker');
  const worker = await nobody().signIn(account);
  const body = { takes_part: true, days_off: [{ first: weeks[1].first, last: weeks[1].first, at_work: true }], wants: ['music', 'photo'], max_minutes: 60 };
  const answer = await worker.call('answerRound', { id }, { body });
  assert.equal(answer.status, 200, answer.text);
  return (await worker.call('getMe')).body.profile;
}

for (const device of ['phone', 'screen']) {
  test(`four questions: asked by a day, seen as they come in: ${device}`, async () => {
    const t = (await texts('et')).season;
    const id = await newRound(`Küsimused, ${device}`);
    await withVisitor({ device, as: coordinator }, async ({ page, watch }) => {
      watch.expect(422);
      await opens(page, id, 'vastused');
      await page.getByText(t.answers.none).waitFor();
      await page.locator('#answer_by').fill('2020-01-01');
      await press(page, t.ask.send);
      const error = page.locator('#answer_by-error');
      await error.waitFor();
      assert.equal(await page.locator('.summary a').innerText(), await error.innerText(), 'the same sentence above and at the field');
      await page.locator('.summary a').click();
      await page.locator('#answer_by:focus').waitFor();
      const by = dayAhead(9);
      await page.locator('#answer_by').fill(by);
      await press(page, t.ask.send);
      await toast(page, t.ask.sent).waitFor();
      const asked = (await roundOf(id)).asked;
      assert.ok(asked > 20);
      await page.getByText(t.answers.progress(0, asked)).waitFor();
      assert.equal((await roundOf(id)).answer_by, by);
      const profile = await answersOne(id);
      await page.getByText(t.answers.progress(1, asked)).waitFor();
      const row = page.locator('.answers-given li', { hasText: `${profile.first_name} ${profile.last_name}` });
      await row.getByText(t.answers.farMinutes(60)).waitFor();
      assert.match(await row.innerText(), /tööl/);
      await look(page, `season-answers-${device}`, { at: [device === 'phone' ? 360 : 1280] });
      await press(page, t.ask.again);
      await toast(page, t.ask.sent).waitFor();
    });
  });
}

test('opening and staff by keys: a day opens like the one before, what cannot be is named at its field, and it is kept', async () => {
  const t = await texts('et');
  const s = t.season.staffing;
  const id = await newRound('Lahtiolek');
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page, watch }) => {
    watch.expect(422);
    await opens(page, id, 'lahtiolek');
    const before = (await roundOf(id)).centres;
    const [centre] = before.filter((one) => one.takes_part);
    await pressKey(page, 'details.staffing summary');
    await page.locator(`#open-${centre.id}-1`).waitFor();
    const shut = [1, 2, 3, 4, 5, 6, 7].find((day) => !centre.staffing.some((one) => one.day === day));
    await pressKey(page, `#open-${centre.id}-${shut}`, 'Space');
    await tabTo(page, `#staff-${centre.id}-${shut}`);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('1');
    await tabTo(page, `#own-${centre.id}-${shut}`);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('3');
    await look(page, 'season-staffing', { at: [1280] });
    await press(page, t.coordinator.round.saveChanges(1));
    const wrong = page.locator(`#own-${centre.id}-${shut}-error`);
    await wrong.waitFor();
    assert.equal(await page.locator(`#own-${centre.id}-${shut}`).getAttribute('aria-invalid'), 'true');
    await page.locator('.summary a').click();
    await page.locator(`#own-${centre.id}-${shut}:focus`).waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('1');
    await press(page, t.coordinator.round.saveChanges(1));
    await toast(page, t.coordinator.round.saved).waitFor();
    await wrong.waitFor({ state: 'detached' });
    const now = (await roundOf(id)).centres.find((one) => one.id === centre.id);
    assert.equal(now.staffing.length, centre.staffing.length + 1);
    const added = now.staffing.find((one) => one.day === shut);
    assert.deepEqual([added.staff, added.own, added.leads], [1, 1, centre.staffing.findLast((one) => one.day < shut)?.leads ?? centre.staffing[0].leads]);
    for (const part of ['name', 'guests', 'away', 'offers', 'closed', 'languages']) assert.deepEqual(now[part], centre[part], `${part} stays`);
  });
});

test('opening and staff on a phone: guests, a day closed for once, all days like the first', async () => {
  const t = await texts('et');
  const s = t.season.staffing;
  const id = await newRound('Lahtiolek telefonis');
  const [centre] = (await roundOf(id)).centres.filter((one) => one.takes_part && one.staffing.length > 1);
  await withVisitor({ device: 'phone', as: coordinator }, async ({ page }) => {
    await opens(page, id, 'lahtiolek');
    await page.locator('details.staffing', { hasText: centre.name.replace(/ noortekeskus$/, '') }).locator('summary').tap();
    await page.locator(`#guests-${centre.id}`).fill('2');
    await page.locator(`#opens-${centre.id}-${centre.staffing[0].day}`).fill('12:30');
    await press(page, s.same);
    await page.locator(`#closed-day-${centre.id}`).fill(weeks[0].last);
    await press(page, s.closedAdd);
    await look(page, 'season-staffing', { at: [360] });
    await press(page, t.coordinator.round.saveChanges(1));
    await toast(page, t.coordinator.round.saved).waitFor();
  });
  const now = (await roundOf(id)).centres.find((one) => one.id === centre.id);
  assert.equal(now.guests, 2);
  assert.ok(now.closed_days.includes(weeks[0].last));
  assert.ok(now.staffing.length === centre.staffing.length && now.staffing.every((one) => one.opens === '12:30'));
});

test('who may lead a day is told of each worker', async () => {
  const t = await texts('et');
  const id = await newRound('Vastutajad');
  const worker = (await roundOf(id)).workers.find((one) => one.takes_part);
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page }) => {
    await page.goto(`/koordinaator/voorud/${id}/tootajad`);
    await settled(page);
    await page.locator(`#lead-${worker.id}`).setChecked(!worker.lead);
    await look(page, 'season-leads', { dark: false });
    await press(page, t.coordinator.round.saveChanges(1));
    await toast(page, t.coordinator.round.saved).waitFor();
  });
  assert.equal((await roundOf(id)).workers.find((one) => one.id === worker.id).lead, !worker.lead);
});

test('points by keys: read, weighed within bounds, tried on a visit, put back', async () => {
  const t = await texts('et');
  const p = t.season.points;
  const id = await newRound('Punktid');
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page, watch }) => {
    watch.expect(422);
    await opens(page, id, 'punktid');
    await page.locator('#try-host').selectOption('loo');
    const [worker] = (await roundOf(id)).workers.filter((one) => one.home_centre === 'kehra');
    await page.locator('#try-worker').selectOption(worker.id);
    const sum = page.locator('.points-sum td');
    const fit = async () => (await coordinator.call('explainFit', { id }, { query: { worker: worker.id, host: 'loo' } })).body;
    const said = (n) => new RegExp(`^[+−]?${String(Math.abs(n)).split('').join('\\D?')}$`);
    const worth = (one) => one.points + (one.goals ?? []).reduce((all, goal) => all + goal.points, 0);
    await page.waitForFunction((text) => document.querySelector('.points-sum td')?.textContent.replace(/\D/g, '') === text, String(Math.abs(worth(await fit()))));
    assert.match(await sum.innerText(), said(worth(await fit())));
    await tabTo(page, '#weight-travel');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('5000');
    await pressKey(page, '.save-bar .button-primary');
    await page.locator('#weight-travel-error').waitFor();
    await page.locator('.summary a').press('Enter');
    await page.locator('#weight-travel:focus').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('9');
    await tabTo(page, '#weight-ledger');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('0');
    await pressKey(page, '.save-bar .button-primary');
    await toast(page, t.coordinator.round.saved).waitFor();
    const weights = (await roundOf(id)).weights;
    assert.deepEqual(weights.filter((one) => one.points !== one.standard).map((one) => [one.part, one.points]), [['travel', 9], ['ledger', 0]]);
    await look(page, 'season-points');
    await press(page, p.usualAll);
    await press(page, t.coordinator.round.saveChanges(2));
    // (The toast of the first time may still be there.)
    await soon(() => roundOf(id), ({ weights }) => weights.every((one) => one.points === one.standard));
  });
});

test('the three pages in Russian and English, on a phone and at a desk', async () => {
  const id = await newRound('Keeled');
  await coordinator.call('askWorkers', { id }, { ifMatch: (await roundOf(id)).version, body: { answer_by: dayAhead(9) } });
  for (const language of languages.filter((one) => one !== 'et')) {
    await withVisitor({ device: 'screen', language, as: coordinator }, async ({ page }) => {
      for (const part of ['vastused', 'lahtiolek', 'punktid']) {
        await page.goto(`/koordinaator/voorud/${id}/${part}?lang=${language}`);
        await page.locator('main h2').first().waitFor();
        if (part === 'lahtiolek') await page.locator('details.staffing summary').first().click();
        await look(page, `season-${part}-${language}`, { dark: false });
      }
    });
  }
});

test('on the narrowest phone no name of a field or press is broken inside a word, in any language', async () => {
  const id = await newRound('Kitsas telefon');
  for (const language of languages) {
    await withVisitor({ device: 'phone', language, as: coordinator }, async ({ page }) => {
      await page.setViewportSize({ width: 360, height: 740 });
      for (const part of ['lahtiolek', 'punktid', 'vastused', 'kooskolastus', 'tasakaal', 'keskused', 'tootajad', 'reeglid']) {
        await page.goto(`/koordinaator/voorud/${id}/${part}?lang=${language}`);
        await page.locator('nav.tabs').waitFor();
        await settled(page);
        if (part === 'lahtiolek') await page.locator('details.staffing summary').first().click();
        await settled(page);
        await wordsWhole(page, `${part}, ${language}`);
        if (part === 'lahtiolek') await look(page, `season-staffing-narrow-${language}`, { at: [360], dark: false });
      }
    });
  }
});
