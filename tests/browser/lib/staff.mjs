// What the staff's journeys have in common: people to invite, the moment at which they may answer, toasts.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { rows } from '../../api/lib/database.mjs';
import { volunteer } from '../../api/lib/server.mjs';

let count = 0;
/** A first name that nobody else has: letters only, as names are. */
export function onlyName() {
  const letters = (process.pid * 1000 + ++count).toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[digit]);
  return `Proov${letters}`;
}

/** Somebody who ticked the centre and cooks: { client, person, name, full }. */
export async function cook(centre, changes = {}) {
  const name = onlyName();
  const { client, form } = await volunteer({ first_name: name, reach: { max_m: null, centres: [centre] }, ...changes });
  const person = (await client.call('getMe')).body.profile.id;
  return { client, person, name, full: `${name} ${form.last_name}` };
}

/** The invitation as its person sees it: not before its ten seconds of undo are over. */
export async function invitationOf(one, need) {
  for (let tries = 0; tries < 250; tries++) {
    const { body } = await one.client.call('listMyInvitations');
    const found = body.invitations.find((invitation) => invitation.need.id === need && invitation.state === 'sent');
    if (found) return found;
    await wait(100);
  }
  return assert.fail(`no invitation came to ${one.name}`);
}

/** A shift that nobody holds yet is under way from now on: what only the clock could do otherwise. */
export function beginNow(shift) {
  const id = shift.replaceAll('-', '');
  rows(
    `UPDATE shift SET starts_at = UTC_TIMESTAMP() - INTERVAL 1 HOUR, ends_at = UTC_TIMESTAMP() + INTERVAL 1 HOUR WHERE id = UNHEX('${id}')`,
  );
}

export const toast = (page, text) => page.locator('.toast', { hasText: text });

/** Presses a button by its name; a phone is touched. */
export const press = (page, name, options = {}) => page.getByRole('button', { name, ...options }).click();
