// Rounds of a few visits set by hand, through the API.
import assert from 'node:assert/strict';
import { everybodyAgrees } from '../../api/lib/agreements.mjs';
import { ok } from '../../api/lib/client.mjs';
import { rows } from '../../api/lib/database.mjs';
import { workWeeks } from '../../lib/days.mjs';

export const bytes = (id) => `UNHEX('${id.replaceAll('-', '')}')`;
export const weeks = workWeeks(3, 42);

/** The check of the worker's own municipality is fresh, and no other one is there. */
function freshCheck(worker) {
  const home = `SELECT municipality_code FROM centre WHERE code = '${worker.home_centre}'`;
  rows(`DELETE FROM background_check WHERE person_id = ${bytes(worker.id)} AND municipality_code <> (${home})`);
  rows(`UPDATE background_check SET checked_on = CURDATE() - INTERVAL 20 DAY, valid_until = CURDATE() + INTERVAL 300 DAY WHERE person_id = ${bytes(worker.id)}`);
}

/** `visits` as [home, host, period], each by the first worker of the home: { id, workers: { home: worker } }. */
export async function smallRound(coordinator, name, visits) {
  const rules = { max_visits: 3, min_gap: 0, balanced: false, repeat: true };
  const made = await ok(coordinator.call('createRound', {}, { body: { name, kind: 'shadow', periods: weeks, rules } }), 201);
  const { id } = made;
  const centres = made.centres.map((one) => ({ ...one, name: undefined, min_send: 0, min_host: 0, away: 3, guests: 3, staffing: [] }));
  await ok(coordinator.call('updateRound', { id }, { ifMatch: made.version, body: { centres } }));
  const workers = {};
  for (const [home, host, period] of visits) {
    workers[home] = made.workers.find((one) => one.home_centre === home);
    freshCheck(workers[home]);
    await ok(coordinator.call('addVisit', { id }, { body: { worker: workers[home].id, host, period } }), 201);
  }
  return { id, workers };
}

export async function ask(coordinator, id) {
  const { version } = await ok(coordinator.call('getRound', { id }));
  return ok(coordinator.call('askAgreement', { id }, { ifMatch: version }));
}

export async function published(coordinator, name, visits) {
  const made = await smallRound(coordinator, name, visits);
  await ask(coordinator, made.id);
  await everybodyAgrees(made.id);
  const { version } = await ok(coordinator.call('getRound', { id: made.id }));
  await ok(coordinator.call('publishRound', { id: made.id }, { ifMatch: version }));
  return made;
}
