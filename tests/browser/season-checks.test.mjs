// R1 for visits, as people press it: the host sees who checked and until when and accepts in the press of "Sobib"; the
// coordinator sees on one page what is missing from whom; on a phone and at a desk, in three languages.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { everybodyAgrees } from '../api/lib/agreements.mjs';
import { ok } from '../api/lib/client.mjs';
import { rows } from '../api/lib/database.mjs';
import { as } from '../api/lib/server.mjs';
import { withVisitor } from './lib/browser.mjs';
import { look, settled } from './lib/look.mjs';
import { ask, bytes, published, smallRound, weeks } from './lib/rounds.mjs';
import { press, toast } from './lib/staff.mjs';
import { languages, texts } from './lib/texts.mjs';

let coordinator;
before(async () => {
  coordinator = await as('coordinator');
});

const roundOf = (id) => ok(coordinator.call('getRound', { id }));

/** To Loo one from Kehra and one from Viimsi, whose check ends too early; from Loo one to Kehra. */
async function asked(name) {
  const { id, workers } = await smallRound(coordinator, name, [['kehra', 'loo', 'N1'], ['viimsi', 'loo', 'N2'], ['loo', 'kehra', 'N3']]);
  rows(`UPDATE background_check SET valid_until = '${weeks[1].first}' WHERE person_id = ${bytes(workers.viimsi.id)}`);
  await ask(coordinator, id);
  return { id, ...workers };
}

const close = async (id) => {
  // What stays unpublished would stand on the managers' page of the next test.
  rows(`UPDATE round SET state = 'draft' WHERE id = ${bytes(id)}`);
};

test('the host reads who checked, accepts in the press, and records a check where none lasts', async () => {
  const t = await texts('et');
  const m = t.rounds.agreements;
  const { id, kehra, viimsi } = await asked('Tunnustatakse');
  await withVisitor({ device: 'phone', as: await as('manager', 'loo') }, async ({ page }) => {
    await page.goto('/keskus/voorud');
    const section = page.locator('section', { has: page.locator('h2', { hasText: 'Tunnustatakse' }) });
    const row = (name) => section.locator('li.row', { hasText: name });
    await row(kehra.name).getByText(t.staff.visitCheck.state.acceptable).waitFor();
    assert.match(await row(kehra.name).innerText(), /Kontrollis Anija vald, kehtib kuni/);
    assert.match(await row(viimsi.name).innerText(), /aga vahetuspäevad lõpevad/);
    await look(page, 'season-checks-host');
    await press(page, m.agreeAccept(1), { exact: true });
    await row(kehra.name).getByText(t.staff.visitCheck.state.relied).waitFor();
    await toast(page, m.doneAccepted(1)).waitFor();
    let visits = (await roundOf(id)).visits;
    assert.deepEqual(visits.filter((one) => one.host === 'loo').map((one) => [one.host_agreed, one.check.state]).sort(), [[true, 'ends_early'], [true, 'relied']]);
    await press(page, m.recordName(viimsi.name));
    const dialog = page.getByRole('dialog');
    await dialog.locator('#result-permitted').check();
    await dialog.getByRole('button', { name: t.manager.check.save }).click();
    await dialog.waitFor({ state: 'hidden' });
    await row(viimsi.name).getByText(t.staff.visitCheck.state.relied).waitFor();
    visits = (await roundOf(id)).visits;
    assert.ok(visits.filter((one) => one.host === 'loo').every((one) => one.check.state === 'relied'));
  });
  await close(id);
});

test('a check that was overtaken is named, the plan is read again, and the next press succeeds', async () => {
  const m = (await texts('et')).rounds.agreements;
  const { id, kehra } = await asked('Vahepeal');
  await withVisitor({ device: 'phone', as: await as('manager', 'loo') }, async ({ page, watch }) => {
    watch.expect(404, 409);
    await page.goto('/keskus/voorud');
    const agree = page.getByRole('button', { name: m.agreeAccept(1), exact: true });
    await agree.waitFor();
    // The municipality of Kehra has written down a newer check meanwhile.
    rows(`UPDATE background_check SET id = UNHEX(REPLACE(UUID(), '-', '')) WHERE person_id = ${bytes(kehra.id)}`);
    await agree.click();
    await toast(page, m.readAgain(kehra.name)).waitFor();
    assert.ok((await roundOf(id)).visits.every((one) => !one.host_agreed), 'all of the press or nothing');
    await agree.click();
    await toast(page, m.doneAccepted(1)).waitFor();
    assert.equal((await roundOf(id)).visits.find((one) => one.worker === kehra.id).check.state, 'relied');
  });
  await close(id);
});

for (const device of ['phone', 'screen']) {
  test(`what is missing from whom, on one page: ${device}`, async () => {
    const t = await texts('et');
    const a = t.season.approval;
    const { id, viimsi } = await asked(`Puudu, ${device}`);
    await withVisitor({ device, as: coordinator }, async ({ page }) => {
      await page.goto(`/koordinaator/voorud/${id}/kooskolastus`);
      await page.getByRole('heading', { name: a.title }).waitFor();
      await page.getByText(a.ready(0, 3)).waitFor();
      await page.getByText(a.missing(7, 3)).waitFor();
      const centre = (name) => page.locator('.approval-centre', { has: page.locator('h3', { hasText: name }) });
      await centre('Viimsi').getByText(a.tasks.renew(1)).waitFor();
      assert.match(await centre('Viimsi').innerText(), new RegExp(viimsi.name));
      assert.match(await centre('Loo').innerText(), /tunnustada: kontrollis Anija vald/);
      await look(page, `season-approval-${device}`, { at: [device === 'phone' ? 360 : 1280] });
      await press(page, a.remind);
      await toast(page, a.remindedToast).waitFor();
      await everybodyAgrees(id);
      await page.getByText(a.ready(2, 3)).waitFor();
      await page.getByText(a.missing(1, 1)).waitFor();
      await page.getByText(a.done(2)).waitFor();
      // Publishing is not offered while a check is missing: the link says how many, and leads back here.
      await page.goto(`/koordinaator/voorud/${id}`);
      await page.locator('.board-actions').getByRole('link', { name: t.board.checks.open(1) }).waitFor();
      assert.equal(await page.getByRole('button', { name: t.coordinator.plan.publish, exact: true }).count(), 0);
      rows(`UPDATE background_check SET valid_until = CURDATE() + INTERVAL 300 DAY WHERE person_id = ${bytes(viimsi.id)}`);
      await page.goto(`/koordinaator/voorud/${id}/kooskolastus`);
      await page.getByText(a.tasks.accept(1)).waitFor();
      await everybodyAgrees(id);
      await page.getByText(a.all).waitFor();
      await page.getByRole('link', { name: a.toPlan }).click();
      await page.getByRole('button', { name: t.coordinator.plan.publish, exact: true }).click();
      await page.getByRole('button', { name: t.coordinator.plan.publishYes }).click();
      await toast(page, t.coordinator.plan.publishedToast).waitFor();
    });
    assert.equal((await roundOf(id)).state, 'published');
  });
}

test('after publishing a visit moves: the new host is asked on its page, the coordinator sees who is missing', async () => {
  const t = await texts('et');
  const m = t.rounds.agreements;
  const { id, workers } = await published(coordinator, 'Muutub hiljem', [['kehra', 'loo', 'N1']]);
  const [visit] = (await roundOf(id)).visits;
  await ok(coordinator.call('updateVisit', { id, visit: visit.id }, { ifMatch: (await roundOf(id)).version, body: { host: 'viimsi', period: 'N2' } }));
  await withVisitor({ device: 'screen', as: coordinator }, async ({ page }) => {
    await page.goto(`/koordinaator/voorud/${id}/kooskolastus`);
    await page.getByText(t.season.approval.leadPublished).waitFor();
    const centre = (name) => page.locator('.approval-centre', { has: page.locator('h3', { hasText: name }) });
    await centre('Viimsi').getByText(t.season.approval.tasks.host(1)).waitFor();
    await centre('Kehra').getByText(t.season.approval.tasks.send(1)).waitFor();
    await withVisitor({ device: 'phone', as: await as('manager', 'viimsi') }, async ({ page: phone }) => {
      await phone.goto('/keskus/voorud');
      const section = phone.locator('section', { has: phone.locator('h2', { hasText: m.changed('Muutub hiljem') }) });
      await section.getByText(workers.kehra.name).waitFor();
      await look(phone, 'season-checks-changed', { at: [360] });
      await section.getByRole('button', { name: m.agreeAccept(1), exact: true }).click();
      await phone.getByRole('heading', { name: 'Muutub hiljem', exact: true }).waitFor();
      assert.equal(await phone.getByRole('button', { name: m.takeBack }).count(), 0, 'what is published is not taken back');
    });
    await centre('Viimsi').waitFor({ state: 'detached' });
    await page.getByText(t.season.approval.done(1)).waitFor();
  });
  const [now] = (await roundOf(id)).visits;
  assert.deepEqual([now.host_agreed, now.check.state], [true, 'relied']);
});

test('of a published round in which only a check lapsed nobody is asked for an answer', async () => {
  const t = await texts('et');
  const name = 'Kontroll lõppes';
  const { id, workers } = await published(coordinator, name, [['kehra', 'loo', 'N1']]);
  rows(`UPDATE background_check SET valid_until = '${weeks[0].first}' WHERE person_id = ${bytes(workers.kehra.id)}`);
  await withVisitor({ device: 'phone', as: await as('manager', 'loo') }, async ({ page }) => {
    await page.goto('/keskus/loo');
    const row = page.locator('.area-decide .row', { hasText: name });
    await row.getByText(t.manager.today.waitsVisitCheck(name)).waitFor();
    assert.equal(await page.getByText(t.manager.today.waitsAgreement(name)).count(), 0);
    await look(page, 'season-checks-today', { at: [360], dark: false });
    await row.getByRole('link', { name: t.manager.today.seePlan }).tap();
    await page.getByRole('heading', { name: t.rounds.agreements.unchecked(name) }).waitFor();
    assert.equal(await page.getByRole('heading', { name: t.rounds.agreements.changed(name) }).count(), 0);
    // A person of two visits has the press beside each; it does the same.
    await look(page, 'season-checks-lapsed', { at: [360], dark: false, apart: false });
    // Written down, it waits for nobody.
    const section = page.locator('section', { has: page.getByRole('heading', { name: t.rounds.agreements.unchecked(name) }) });
    await section.getByRole('button', { name: t.rounds.agreements.recordName(workers.kehra.name) }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('#result-permitted').check();
    await dialog.getByRole('button', { name: t.manager.check.save }).click();
    await page.getByRole('heading', { name, exact: true }).waitFor();
    await page.goto('/keskus/loo');
    await settled(page);
    assert.equal(await row.count(), 0);
  });
  await close(id);
});

test('both pages in Russian and English', async () => {
  const { id } = await asked('Keeled');
  for (const language of languages.filter((one) => one !== 'et')) {
    const t = await texts(language);
    await withVisitor({ device: 'phone', language, as: coordinator }, async ({ page }) => {
      await page.goto(`/koordinaator/voorud/${id}/kooskolastus?lang=${language}`);
      await page.getByRole('heading', { name: t.season.approval.title }).waitFor();
      await look(page, `season-approval-${language}`, { dark: false });
    });
    await withVisitor({ device: 'phone', language, as: await as('manager', 'loo') }, async ({ page }) => {
      await page.goto(`/keskus/voorud?lang=${language}`);
      await page.getByRole('button', { name: t.rounds.agreements.agreeAccept(1), exact: true }).waitFor();
      await settled(page);
      await look(page, `season-checks-host-${language}`, { dark: false, at: [360], apart: false });
    });
  }
  await close(id);
});
