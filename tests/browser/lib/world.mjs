// What others do while somebody is at a page, done through the API.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { dayAhead, hourAhead } from '../../lib/days.mjs';

/** A two hour shift in the daytime that begins within a day: such needs are urgent and their invitations go out at once. */
export function urgentShift(seats = 1) {
  for (let ahead = 3; ; ahead++) {
    const { date, hour } = hourAhead(ahead);
    if (hour >= 8 && hour <= 19) return { date, from: `${String(hour).padStart(2, '0')}:00`, to: `${hour + 2}:00`.padStart(5, '0'), seats };
  }
}

export async function postNeed(manager, changes = {}) {
  const shifts = [{ date: dayAhead(20), from: '16:00', to: '18:00', seats: 1 }];
  const answer = await manager.call('createNeed', {}, { body: { centre: 'kehra', activity: 'cooking', shifts, ...changes } });
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}

/** Asks again until `done` accepts the answer, at most 5 s: what is written reaches memory within moments. */
export async function soon(ask, done) {
  let last;
  for (let tries = 0; tries < 50; tries++) {
    last = await ask();
    if (done(last)) return last;
    await wait(100);
  }
  return assert.fail(`never came true: ${JSON.stringify(last.body ?? last).slice(0, 800)}`);
}

/** Invites people once the matcher knows that the need fits them. */
export async function invite(manager, need, people) {
  const known = (answer) => people.every((id) => answer.body.candidates?.some((one) => one.person === id));
  await soon(() => manager.call('listCandidates', { id: need.id }, { query: { top: 200 } }), known);
  const answer = await manager.call('createInvitations', { id: need.id }, { body: { people } });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.invitations;
}
