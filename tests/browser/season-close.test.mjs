// The end of a round: the ledger of its municipalities as sentence, chart and table, and closing, by keys and by touch.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ok } from '../api/lib/client.mjs';
import { rows } from '../api/lib/database.mjs';
import { as } from '../api/lib/server.mjs';
import { withVisitor } from './lib/browser.mjs';
import { press as pressKey } from './lib/keys.mjs';
import { look, settled } from './lib/look.mjs';
import { bytes, published, smallRound, weeks } from './lib/rounds.mjs';
import { press, toast } from './lib/staff.mjs';
import { languages, texts } from './lib/texts.mjs';

let coordinator;
before(async () => {
  coordinator = await as('coordinator');
});

const visits = [['kehra', 'loo', 'N1'], ['loo', 'kehra', 'N2'], ['viimsi', 'kehra', 'N3']];
const roundOf = (id) => ok(coordinator.call('getRound', { id }));
const cellsOf = (page, table) => page.getByRole('region', { name: table }).locator('tbody tr').evaluateAll((lines) => lines.map((line) => [...line.cells].map((cell) => cell.textContent)));
const figure = (text) => Number(text.replace('−', '-').replace(/[^\d-]/g, ''));

for (const device of ['phone', 'screen']) {
  test(`the ledger says the same in figures as the API, now, before and together: ${device}`, async () => {
    const t = (await texts('et')).season.ledger;
    await published(coordinator, `Enne, ${device}`, visits);
    const { id } = await published(coordinator, `Tasakaal, ${device}`, visits.slice(0, 2));
    const { municipalities } = await ok(coordinator.call('getLedger', { id }));
    await withVisitor({ device, as: coordinator }, async ({ page }) => {
      await page.goto(`/koordinaator/voorud/${id}/tasakaal`);
      await page.getByRole('heading', { name: t.daysTitle }).waitFor();
      const current = await page.locator('.tabs [aria-current]').boundingBox();
      assert.ok(current.x >= 0 && current.x + current.width <= page.viewportSize().width, 'the last page of the round is seen in the line of pages');
      for (const [span, of] of [['all', (one, part) => one[`days_${part}`] + one[`before_${part}`]], ['now', (one, part) => one[`days_${part}`]], ['before', (one, part) => one[`before_${part}`]]]) {
        await press(page, t.spans[span], { exact: true });
        await page.getByRole('region', { name: `${t.daysTitle}: ${t.spans[span]}` }).waitFor();
        const shown = await cellsOf(page, `${t.daysTitle}: ${t.spans[span]}`);
        assert.equal(shown.length, municipalities.length);
        const sums = (index) => shown.map((cells) => figure(cells[index])).sort((a, b) => a - b);
        const wanted = (part) => municipalities.map((one) => of(one, part)).sort((a, b) => a - b);
        assert.deepEqual([sums(1), sums(2)], [wanted('sent'), wanted('hosted')]);
        assert.deepEqual(sums(3).reduce((a, b) => a + b, 0), 0, 'what one gives another takes');
      }
      await press(page, t.spans.all, { exact: true });
      await look(page, `season-ledger-${device}`, { at: [device === 'phone' ? 360 : 1280] });
    });
  });
}

test('a draft has no page to close it; its ledger says that it is the plan’s', async () => {
  const t = await texts('et');
  const { id } = await smallRound(coordinator, 'Veel mustand', visits);
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page }) => {
    await page.goto(`/koordinaator/voorud/${id}/tasakaal`);
    await page.getByText(t.season.ledger.draft).waitFor();
    assert.equal(await page.getByRole('link', { name: t.coordinator.round.tabs.closing }).count(), 0);
    await page.goto(`/koordinaator/voorud/${id}/lopetamine`);
    await page.getByText(t.season.closing.notYet).waitFor();
  });
});

test('closing by keys: what is left stands above, the dialog warns of visits ahead, and then nothing can be changed', async () => {
  const t = await texts('et');
  const c = t.season.closing;
  const { id, workers } = await published(coordinator, 'Lõpetatav', visits);
  rows(`UPDATE background_check SET valid_until = '${weeks[0].first}' WHERE person_id = ${bytes(workers.kehra.id)}`);
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page }) => {
    await page.goto(`/koordinaator/voorud/${id}`);
    await page.getByRole('link', { name: t.coordinator.round.tabs.closing }).click();
    await page.getByText(c.visitsSaid(0, 3)).waitFor();
    // The link says out of its line what is left.
    await page.getByRole('link', { name: `${c.left(1)}: ${c.waiting}`, exact: true }).waitFor();
    await page.getByText(c.whatTold, { exact: true }).waitFor();
    await look(page, 'season-closing');
    await pressKey(page, 'main .button-danger');
    const dialog = page.getByRole('dialog');
    await dialog.getByText(c.early(3)).waitFor();
    await dialog.getByText(c.final).waitFor();
    // Escape leaves it as it was.
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    assert.equal((await roundOf(id)).state, 'published');
    await pressKey(page, 'main .button-danger');
    await dialog.getByText(c.early(3)).waitFor();
    await pressKey(page, 'dialog .button-danger');
    await dialog.waitFor({ state: 'hidden' });
    await toast(page, c.done).waitFor();
    await page.locator('main').getByText(t.coordinator.round.over).waitFor();
    assert.equal(await page.getByRole('button', { name: c.close, exact: true }).count(), 0);
    await page.locator('.tabs').getByRole('link', { name: t.coordinator.round.tabs.plan }).click();
    await page.locator('table.board').waitFor();
    await page.locator('main').getByText(t.coordinator.round.over).waitFor();
    assert.equal(await page.getByRole('button', { name: t.coordinator.board.add }).count(), 0, 'no visit is added to what is over');
  });
  assert.equal((await roundOf(id)).state, 'closed');
});

test('both pages in Russian and English, on a phone', async () => {
  const { id } = await published(coordinator, 'Keeled lõpus', visits);
  for (const language of languages.filter((one) => one !== 'et')) {
    const t = (await texts(language)).season;
    await withVisitor({ device: 'phone', language, as: coordinator }, async ({ page }) => {
      await page.goto(`/koordinaator/voorud/${id}/tasakaal?lang=${language}`);
      await page.getByRole('heading', { name: t.ledger.daysTitle }).waitFor();
      await settled(page);
      await look(page, `season-ledger-${language}`, { dark: false });
      await page.goto(`/koordinaator/voorud/${id}/lopetamine`);
      await page.getByText(t.closing.whatTold, { exact: true }).waitFor();
      await look(page, `season-closing-${language}`, { dark: false });
    });
  }
});
