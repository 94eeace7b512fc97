// The staff's pages: a need fills live, and every page is looked at, in three languages. Their journeys: staff-*.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { as, volunteer } from '../api/lib/server.mjs';
import { withVisitor } from './lib/browser.mjs';
import { fitsWidth, look, settled } from './lib/look.mjs';
import { texts } from './lib/texts.mjs';
import { postNeed } from './lib/world.mjs';

test('a manager sees a yes at once: the bar of the need fills without a reload', async () => {
  const manager = await as('manager', 'kehra');
  const need = await postNeed(manager, { children: false });
  const { client } = await volunteer({ reach: { max_m: null, centres: ['kehra'] } });
  await withVisitor({ device: 'screen', as: manager }, async ({ page }) => {
    await page.goto(`/keskus/kehra/vajadused/${need.id}`);
    await settled(page);
    assert.match(await page.locator('main').innerText(), /0 kohta 1-st/);
    const offer = await client.call('createOffer', { id: need.id }, { body: { shifts: [need.shifts[0].id] } });
    assert.equal(offer.status, 201, offer.text);
    assert.equal((await manager.call('answerOffer', { id: offer.body.id }, { body: { answer: 'accept' } })).status, 200);
    await page.getByText(/1 koht 1-st|1 kohta 1-st/).first().waitFor();
  });
});

test('the manager\'s pages at both widths, light and dark', async () => {
  const manager = await as('manager', 'maardu');
  const needs = (await manager.call('listCentreNeeds', { centre: 'maardu' })).body.needs;
  await withVisitor({ device: 'screen', as: manager }, async ({ page }) => {
    for (const [name, path] of [['today', ''], ['week', '/nadal'], ['needs', '/vajadused'], ['need', `/vajadused/${needs[0].id}`], ['new-need', '/uus'], ['agreements', '/voorud']]) {
      await page.goto(`/keskus/maardu${path}`);
      await look(page, `manager-${name}`);
    }
  });
});

test('the coordinator\'s, the administrator\'s and the data protection officer\'s pages', async () => {
  const coordinator = await as('coordinator');
  const rounds = (await coordinator.call('listRounds')).body.rounds;
  const pages = [['coordinator', 'needs', ''], ['coordinator', 'rounds', '/voorud'], ['coordinator', 'workers', '/tootajad'], ['coordinator', 'round', `/voorud/${rounds.at(-1).id}`]];
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page }) => {
    for (const [who, name, path] of pages) {
      await page.goto(`/koordinaator${path}`);
      await look(page, `${who}-${name}`);
    }
  });
  for (const [role, path] of [['admin', '/kontod'], ['dpo', '/logi']]) {
    await withVisitor({ device: 'screen', as: await as(role) }, async ({ page }) => {
      await page.goto(path);
      // In the log every press with the same id does the same.
      await look(page, role, { apart: role !== 'dpo' });
    });
  }
});

test('a map keeps its marks inside when the window becomes narrow, and stays in view when it becomes wide', async () => {
  await withVisitor({ device: 'screen', as: await as('coordinator') }, async ({ page }) => {
    const map = page.locator('.map');
    const sizes = { wide: { width: 1280, height: 900 }, narrow: { width: 360, height: 740 } };
    for (const [first, second] of [['wide', 'narrow'], ['narrow', 'wide']]) {
      await page.setViewportSize(sizes[first]);
      await page.goto('/koordinaator');
      await map.locator('.map-mark').first().waitFor();
      await page.setViewportSize(sizes[second]);
      await settled(page);
      await fitsWidth(page, `coordinator-needs made ${first}`);
      assert.equal(await map.evaluate((element) => getComputedStyle(element).position), second === 'wide' ? 'sticky' : 'relative');
    }
  });
});

for (const language of ['ru', 'en']) {
  test(`the staff's pages speak ${language} and fit a phone`, async () => {
    const t = await texts(language);
    const manager = await as('manager', 'kehra');
    const need = (await manager.call('listCentreNeeds', { centre: 'kehra' }, { query: { state: 'open' } })).body.needs[0];
    const home = '/keskus/kehra';
    const paths = ['', '/nadal', '/vajadused', '/uus', `/vajadused/${need.id}`, `/vajadused/${need.id}/muuda`];
    await withVisitor({ device: 'phone', language, as: manager }, async ({ page }) => {
      for (const path of paths) {
        await page.goto(home + path);
        await look(page, `manager-${language}-${paths.indexOf(path)}`, { at: [360], dark: false });
        assert.equal(await page.evaluate(() => document.documentElement.lang), language);
      }
      await page.getByRole('heading', { level: 1, name: t.staff.edit.title }).waitFor();
    });
    const coordinator = await as('coordinator');
    const round = (await coordinator.call('listRounds')).body.rounds.at(-1);
    await withVisitor({ device: 'phone', language, as: coordinator }, async ({ page }) => {
      for (const path of ['', '/voorud', '/voorud/uus', `/voorud/${round.id}`, `/voorud/${round.id}/keskused`, `/voorud/${round.id}/tootajad`, '/tootajad']) {
        await page.goto(`/koordinaator${path}`);
        await look(page, `coordinator-${language}${path.replaceAll('/', '-').replace(round.id, 'round')}`, { at: [360], dark: false });
      }
    });
  });
}

test('twice as large letters break no page of the staff', async () => {
  const manager = await as('manager', 'kehra');
  const need = (await manager.call('listCentreNeeds', { centre: 'kehra' }, { query: { state: 'open' } })).body.needs[0];
  // 200 % zoom of a window of 1280 px leaves 640 px.
  await withVisitor({ device: 'screen', as: manager, viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }, async ({ page }) => {
    for (const path of ['', '/nadal', '/uus', `/vajadused/${need.id}`, `/vajadused/${need.id}/muuda`]) {
      await page.goto(`/keskus/kehra${path}`);
      await settled(page);
      await fitsWidth(page, `zoomed ${path}`);
    }
  });
});

const pagesOf = (pdf) => (pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;

test('the week for the wall is one sheet of A4, heading and table together', async () => {
  const manager = await as('manager', 'pyynsi');
  await withVisitor({ device: 'screen', as: manager }, async ({ page }) => {
    await page.goto('/keskus/pyynsi/nadal');
    await settled(page);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    assert.equal(pagesOf(pdf), 1);
    const [, width, height] = /\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)/.exec(pdf.toString('latin1'));
    assert.ok(Math.abs(width - 595) < 2 && Math.abs(height - 842) < 2, `A4, upright, not ${width} x ${height} points`);
  });
});
