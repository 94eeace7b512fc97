// "Sobib" through the API: what each centre's manager sees and presses.
import assert from 'node:assert/strict';
import { accounts, nobody } from './server.mjs';

const seenOf = ({ id, host, period }) => ({ id, host, period });
// A host accepts what others checked in the same press.
const hostSees = (visit) => ({ ...seenOf(visit), ...(visit.check?.accept && { accept: visit.check.accept }) });

/** What one centre is still to say: { employer, host }, each as agreeVisits takes it. */
export function openOf(round, centre, { accepting = true } = {}) {
  const home = new Map(round.workers.map((one) => [one.id, one.home_centre]));
  const needsHost = (one) => !one.host_agreed || (accepting && one.check?.accept);
  return {
    employer: round.visits.filter((one) => home.get(one.worker) === centre && !one.employer_agreed).map(seenOf),
    host: round.visits.filter((one) => one.host === centre && needsHost(one)).map(accepting ? hostSees : seenOf),
  };
}

/** Every centre agrees to all that it sends and hosts and accepts checks that others made, or with `accepting` false does not. */
export async function everybodyAgrees(id, options) {
  for (const account of accounts.filter((one) => one.role === 'manager')) {
    const manager = await nobody().signIn(account);
    const round = await manager.call('getRound', { id });
    assert.equal(round.status, 200, round.text);
    for (const [side, visits] of Object.entries(openOf(round.body, account.scope, options))) {
      if (visits.length === 0) continue;
      const answer = await manager.call('agreeVisits', { id }, { body: { centre: account.scope, side, visits } });
      assert.equal(answer.status, 200, answer.text);
    }
  }
}
