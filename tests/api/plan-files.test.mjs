// The plan as files: a table that any program reads, a workbook, calendars of all and of one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { workWeeks } from '../lib/days.mjs';
import { as, server } from './lib/server.mjs';

async function plannedRound(coordinator) {
  const made = await coordinator.call('createRound', {}, { body: { name: 'Failide voor', periods: workWeeks(2), rules: { max_visits: 2, balanced: true, min_gap: 0 } } });
  const { id } = made.body;
  assert.equal((await coordinator.call('planRound', { id }, { body: { seconds: 2 } })).status, 202);
  for (let tries = 0; tries < 300; tries++) {
    const { state, visits } = (await coordinator.call('getPlan', { id })).body;
    if (state === 'done' && visits.length > 0) return (await coordinator.call('getRound', { id })).body;
    await wait(100);
  }
  return assert.fail('planning took over 30 s');
}

const cookies = (client) => [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

/** The file with its bytes; the client of the tests reads texts alone. */
async function file(client, id, name, language = 'et') {
  const answer = await fetch(`${server.url}/api/v1/rounds/${id}/files/${name}`, { headers: { cookie: cookies(client), 'accept-language': language } });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
}

test('a plan as a table, a workbook and calendars', async () => {
  const coordinator = await as('coordinator');
  const round = await plannedRound(coordinator);
  const { id, visits } = round;
  const worker = round.workers.find((one) => one.id === visits[0].worker);

  const table = await file(coordinator, id, 'plan.csv', 'en');
  assert.equal(table.status, 200);
  assert.equal(table.headers.get('content-disposition'), 'attachment; filename="plan.csv"');
  const lines = table.bytes.toString('utf8').split('\r\n');
  assert.equal(lines[0], '\uFEFFPeriod,First day,Last day,Youth worker,From,To,Pinned');
  assert.equal(lines.length, visits.length + 2, 'a head, a line a visit, an end of line');
  assert.ok(lines.some((line) => line.includes(worker.name)));

  const book = await file(coordinator, id, 'plan.xlsx');
  assert.equal(book.status, 200);
  assert.equal(book.bytes.subarray(0, 4).toString('latin1'), 'PK\u0003\u0004');
  assert.ok(book.bytes.includes('xl/worksheets/sheet2.xml'), 'the board and the list');

  const all = (await file(coordinator, id, 'plan.ics')).bytes.toString('utf8').replace(/\r\n /g, '');
  assert.equal(all.match(/BEGIN:VEVENT/g).length, visits.length);
  assert.match(all, /STATUS:TENTATIVE/, 'nothing is published yet');
  const one = (await file(coordinator, id, `plan.ics?worker=${worker.id}`)).bytes.toString('utf8').replace(/\r\n /g, '');
  assert.equal(one.match(/BEGIN:VEVENT/g).length, visits.filter((visit) => visit.worker === worker.id).length);
  assert.ok(one.includes(worker.name));
});

test('files of a plan are the coordinator\'s alone, and only those that there are', async () => {
  const coordinator = await as('coordinator');
  const manager = await as('manager');
  const { id } = (await coordinator.call('listRounds')).body.rounds[0];
  assert.equal((await file(coordinator, id, 'plan.doc')).status, 404);
  assert.equal((await file(coordinator, '01900000-0000-7000-8000-000000000000', 'plan.csv')).status, 404);
  assert.equal((await file(coordinator, id, 'plan.ics?worker=nobody')).status, 422);
  assert.equal((await file(manager, id, 'plan.csv')).status, 403);
});
