// What one instance writes, every instance's memory learns: a second server on the same database ranks a new need, too.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { dayAhead } from '../lib/days.mjs';
import { Client } from './lib/client.mjs';
import { account, as, server } from './lib/server.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const changes = 20;

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Another vahetusd on the same database. */
async function secondInstance() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = readFileSync(`${server.dir}/vahetusd.conf`, 'utf8').replace(/^listen_port = .*$/m, `listen_port = ${port}`).replace(/^public_url = .*$/m, `public_url = ${url}`);
  const file = `${server.dir}/second.conf`;
  writeFileSync(file, config, { mode: 0o600 });
  const child = spawn(`${root}services/vahetusd`, ['--config', file], { cwd: root, stdio: 'ignore' });
  return { child, other: { url, host: '127.0.0.1', port, dir: server.dir } };
}

/** Milliseconds from the answer that made a need until this client's memory ranks people for it. */
async function learnt(client, need) {
  const since = performance.now();
  for (let tries = 0; tries < 1000; tries++) {
    const found = await client.call('listCandidates', { id: need }, { query: { top: 1 }, judged: false });
    if (found.status === 200 && found.body.fitting > 0) return performance.now() - since;
    await wait(5);
  }
  return assert.fail('the need never came');
}

test('a change reaches the memory of every instance', async (t) => {
  const { child, other } = await secondInstance();
  try {
    const first = await as('manager', 'kehra');
    let second;
    for (let tries = 0; tries < 300 && !second; tries++) {
      second = await new Client(other).signIn(account('manager', 'kehra')).catch(() => undefined);
      if (!second) await wait(100);
    }
    assert.ok(second, 'the second instance does not answer');
    const times = { own: [], other: [] };
    const date = dayAhead(15);
    for (let i = 0; i < changes; i++) {
      const made = await first.call('createNeed', {}, { body: { centre: 'kehra', activity: 'cooking', children: false, shifts: [{ date, from: '16:00', to: '18:00' }] } });
      assert.equal(made.status, 201, made.text);
      const [own, elsewhere] = await Promise.all([learnt(first, made.body.id), learnt(second, made.body.id)]);
      times.own.push(own);
      times.other.push(elsewhere);
    }
    for (const [where, list] of Object.entries(times)) {
      list.sort((a, b) => a - b);
      t.diagnostic(`${where} instance: p50 ${list[changes / 2].toFixed(0)} ms, most ${list.at(-1).toFixed(0)} ms`);
    }
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
});
