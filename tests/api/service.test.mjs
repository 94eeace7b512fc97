// What concerns who runs the service: counters only for whoever shows the token, streams that end with their session, and
// the work that time brings about.
import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { rows } from './lib/database.mjs';
import { account, nobody, server, volunteer } from './lib/server.mjs';

test('the counters are for whoever shows the token, wherever they are', async () => {
  const token = 'metrics-token-of-the-tests'; // as in tests/with-server
  assert.equal((await nobody().call('getMetrics')).status, 404);
  assert.equal((await nobody().call('getMetrics', {}, { headers: { authorization: 'Bearer metrics-token' } })).status, 404);
  assert.equal((await nobody().call('getMetrics', {}, { headers: { authorization: token } })).status, 404);
  const shown = await nobody().call('getMetrics', {}, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(shown.status, 200);
  assert.match(shown.text, /vahetus_/);
});

// An open stream, as a promise of how it ends: the milliseconds until then.
function streamOf(client, topic, mostMs) {
  return new Promise((resolve, reject) => {
    const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const began = Date.now();
    const request = http.request({ host: server.host, port: server.port, path: `/api/v1/events?topic=${topic}`, headers: { cookie }, agent: false }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${response.statusCode}`));
      response.resume();
      response.on('close', () => resolve(Date.now() - began));
    });
    request.on('error', reject);
    setTimeout(() => request.destroy(new Error(`the stream is still open after ${mostMs} ms`)), mostMs).unref();
    request.end();
  });
}

test('an open event stream ends when its session is over', async () => {
  const client = await nobody().signIn(account('manager', 'kehra'));
  const session = rows('SELECT HEX(id) FROM session ORDER BY created_at DESC LIMIT 1')[0][0];
  rows(`UPDATE session SET expires_at = NOW(3) + INTERVAL 4 SECOND WHERE id = UNHEX('${session}')`);
  const lasted = await streamOf(client, 'centre:kehra', 20_000);
  assert.ok(lasted > 500 && lasted < 15_000, `${lasted} ms`);
  assert.equal((await client.call('getMe')).status, 401);
});

test('an open event stream ends when somebody signs out elsewhere', async () => {
  const client = await nobody().signIn(account('manager', 'loo'));
  const ended = streamOf(client, 'centre:loo', 20_000);
  await new Promise((resolve) => setTimeout(resolve, 500));
  assert.equal((await client.call('deleteSession')).status, 204);
  await ended;
});

test('the letter that asks whether a profile is to stay: its button keeps it, once', async () => {
  const { form } = await volunteer();
  const token = 'stay'.padEnd(43, 'x');
  rows(`INSERT INTO link (token_hash, purpose, about_id, expires_at) SELECT UNHEX(SHA2('${token}', 256)), 'stay', id, NOW() + INTERVAL 1 DAY FROM person WHERE email = '${form.email}'`);
  rows(`UPDATE person SET active_at = NOW() - INTERVAL 25 MONTH, stay_asked_at = NOW() - INTERVAL 1 DAY WHERE email = '${form.email}'`);
  assert.equal((await nobody().call('keepVolunteer', {}, { body: { token: 'y'.repeat(43) } })).status, 410);
  assert.equal((await nobody().call('keepVolunteer', {}, { body: { token } })).status, 204);
  assert.equal((await nobody().call('keepVolunteer', {}, { body: { token } })).body.code, 'link_used');
  assert.equal(rows(`SELECT COUNT(*) FROM person WHERE email = '${form.email}' AND stay_asked_at IS NULL AND active_at > NOW() - INTERVAL 1 HOUR`)[0][0], '1');
});
