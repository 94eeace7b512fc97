// A coordinator's season, as it goes: four questions, cover, weights, plans kept and compared, publishing, somebody ill.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { dayAfter, dayAhead, weekdayOf, workWeeks } from '../lib/days.mjs';
import { everybodyAgrees } from './lib/agreements.mjs';
import { ok } from './lib/client.mjs';
import { accounts, as, letter, letters, nobody } from './lib/server.mjs';

const weeks = workWeeks(4); // far enough away that what is published is still to come

async function planned(coordinator, id, seconds = 2) {
  await ok(coordinator.call('planRound', { id }, { body: { seconds } }), 202);
  for (let tries = 0; tries < 600; tries++) {
    const plan = await ok(coordinator.call('getPlan', { id }));
    if (plan.state === 'done' || plan.state === 'failed') return plan;
    await wait(100);
  }
  return assert.fail('planning took over a minute');
}

const made = async (coordinator, body) => ok(coordinator.call('createRound', {}, { body }), 201);

// One season, told once and looked at by all tests below.
let season;
async function prepared() {
  if (season) return season;
  const coordinator = await as('coordinator');
  const round = await made(coordinator, { name: 'Hooaja voor', kind: 'swap', periods: weeks, rules: { max_visits: 2, min_gap: 1, overlap_days: 1 } });
  season = { coordinator, id: round.id };
  return season;
}

test('a swap is balanced, every centre sends and hosts but those that cannot', async () => {
  const { coordinator, id } = await prepared();
  const round = await ok(coordinator.call('getRound', { id }));
  assert.equal(round.kind, 'swap');
  assert.equal(round.rules.balanced, true);
  assert.equal(round.rules.overlap_days, 1);
  for (const centre of round.centres) {
    const able = round.workers.some((one) => one.home_centre === centre.id && one.blocked.length < round.periods.length);
    assert.equal(centre.min_send, able ? 1 : 0, centre.id);
    assert.equal(centre.min_host, centre.min_send, centre.id);
    assert.ok(centre.staffing.length >= 4, `${centre.id} keeps what the last round knew of it`);
  }
  const shadow = await made(coordinator, { name: 'Varjuvoor', kind: 'shadow', periods: weeks.slice(0, 2) });
  assert.equal(shadow.rules.balanced, false);
  const lone = shadow.centres.find((one) => shadow.workers.filter((worker) => worker.home_centre === one.id).length === 1);
  assert.equal(lone.min_send, 0, 'a centre with one worker can spare nobody when no guest covers');
});

test('four questions: asked by letter, answered by a date, counted, drawn upon', async () => {
  const { coordinator, id } = await prepared();
  const before = await coordinator.call('getRound', { id });
  assert.equal((await coordinator.call('askWorkers', { id }, { ifMatch: before.headers.etag, body: { answer_by: '2020-01-01' } })).status, 422);
  const asked = await ok(coordinator.call('askWorkers', { id }, { ifMatch: before.headers.etag, body: { answer_by: dayAhead(7) } }));
  assert.equal(asked.state, 'collecting');
  assert.ok(asked.asked > 20);
  assert.equal(asked.answered, 0);

  const account = accounts.find((one) => one.role === 'worker');
  const worker = await nobody({ language: 'et' }).signIn(account);
  assert.match((await letter(account.email, (one) => /Neli küsimust|Четыре вопроса|Four questions/.test(one.subject))).text, /\/minu\/voorud/);
  const mine = (await ok(worker.call('listMyRounds'))).rounds.find((one) => one.id === id);
  assert.equal(mine.open, true);
  const bad = await worker.call('answerRound', { id }, { body: { takes_part: true, days_off: [{ first: weeks[0].last, last: weeks[0].first }], wants: ['nonsense'] } });
  assert.equal(bad.status, 422);
  assert.deepEqual(bad.body.errors.map((one) => one.field).sort(), ['/days_off/0/last', '/wants/0']);
  const answer = { takes_part: true, days_off: [{ first: weeks[1].first, last: weeks[1].first, at_work: true }], wants: ['music', 'photo'], max_minutes: 90 };
  const kept = await ok(worker.call('answerRound', { id }, { body: answer }));
  assert.deepEqual((await ok(worker.call('exportMe'))).rounds.find((one) => one.id === id), kept, 'the export has the answer');
  assert.deepEqual([kept.takes_part, kept.days_off, kept.wants, kept.max_minutes], [true, answer.days_off, answer.wants, 90]);

  const round = await ok(coordinator.call('getRound', { id }));
  assert.equal(round.answered, 1);
  const me = (await ok(worker.call('getMe'))).profile.id;
  const row = round.workers.find((one) => one.id === me);
  assert.ok(row.answered_at);
  assert.deepEqual(row.blocked, [{ period: 'N2', by: 'days_off' }]);
  assert.ok(row.wants[0].points > row.wants[1].points, 'the dearest wish is worth the most');
  // What others told is nobody's business but the planner's.
  assert.equal((await worker.call('getRound', { id })).status, 404);
  // Others hear nothing twice when asked again, and whoever answered hears nothing.
  const letterCount = (await letters(account.email)).filter((one) => one.subject.includes('Hooaja voor')).length;
  await ok(coordinator.call('askWorkers', { id }, { ifMatch: round.version, body: { answer_by: dayAhead(8) } }));
  await wait(1500); // what must not come: as long as the outbox needs for what must
  assert.equal((await letters(account.email)).filter((one) => one.subject.includes('Hooaja voor')).length, letterCount);
  season.answered = { worker, me, account };
});

test('points: weighed within bounds, told part by part, spent by the planner', async () => {
  const { coordinator, id } = await prepared();
  let round = await ok(coordinator.call('getRound', { id }));
  assert.deepEqual(round.weights.map((one) => one.part), ['visit', 'other_municipality', 'unseen_pair', 'seen_pair', 'language', 'travel', 'ledger']);
  const refused = await coordinator.call('updateRound', { id }, { ifMatch: round.version, body: { weights: [{ part: 'travel', points: 5000 }, { part: 'luck', points: 1 }] } });
  assert.equal(refused.status, 422);
  assert.deepEqual(refused.body.errors.map((one) => [one.field, one.code]), [['/weights/0/points', 'too_large'], ['/weights/1/part', 'unknown_value']]);
  const worker = round.workers.find((one) => one.home_centre === 'kehra');
  const fitOf = () => ok(coordinator.call('explainFit', { id }, { query: { worker: worker.id, host: 'loo' } }));
  const before = await fitOf();
  assert.equal(before.points, before.parts.reduce((sum, part) => sum + part.points, 0));
  round = await ok(coordinator.call('updateRound', { id }, { ifMatch: round.version, body: { weights: [{ part: 'other_municipality', points: 250 }] } }));
  assert.deepEqual(round.weights.filter((one) => one.points !== one.standard).map((one) => one.part), ['other_municipality']);
  assert.equal((await fitOf()).points - before.points, 150, 'Loo is of another municipality than Kehra');

  // A way set by hand, both ways, and back to the rule.
  const travel = async () => (await ok(coordinator.call('listTravel'))).travel.find((one) => one.from === 'kehra' && one.to === 'loo');
  const rule = await travel();
  assert.equal(rule.by_hand, false);
  await ok(coordinator.call('setTravel', {}, { body: { from: 'loo', to: 'kehra', metres: 40_000, minutes: rule.minutes + 10 } }));
  assert.deepEqual([(await travel()).minutes, (await travel()).by_hand], [rule.minutes + 10, true]);
  assert.equal((await fitOf()).minutes, rule.minutes + 10);
  assert.equal((await coordinator.call('setTravel', {}, { body: { from: 'loo', to: 'kehra', minutes: 5 } })).status, 422);
  await ok(coordinator.call('setTravel', {}, { body: { from: 'loo', to: 'kehra' } }));
  assert.equal((await travel()).by_hand, false);
});

// Counts cover anew from the round alone.
function coverOf(round) {
  const days = new Map();
  const workers = new Map(round.workers.map((one) => [one.id, one]));
  for (const centre of round.centres) {
    for (const period of round.periods) {
      for (let at = period.first; at <= period.last; at = dayAfter(at, 1)) {
        const open = centre.staffing.find((one) => one.day === weekdayOf(at));
        if (!open || centre.closed_days.includes(at)) continue;
        const overlap = round.kind === 'swap' && at < dayAfter(period.first, round.rules.overlap_days);
        const here = round.visits.filter((one) => one.period === period.id);
        const off = (one) => one.days_off.some((days) => !days.at_work && days.first <= at && at <= days.last);
        const own = round.workers.filter((one) => one.home_centre === centre.id && !off(one)).length - here.filter((one) => workers.get(one.worker).home_centre === centre.id).length;
        const guests = round.kind === 'swap' && !overlap ? here.filter((one) => one.host === centre.id).length : 0;
        days.set(`${centre.id} ${at}`, Math.min(own + guests - open.staff, own - open.own));
      }
    }
  }
  return days;
}

test('a plan leaves no centre short; plans are kept, compared and chosen', async () => {
  const { coordinator, id } = await prepared();
  const plan = await planned(coordinator, id);
  assert.equal(plan.verified, true, JSON.stringify(plan.why));
  const round = await ok(coordinator.call('getRound', { id }));
  assert.equal(round.state, 'proposed');
  const counts = new Map(round.centres.map((one) => [one.id, [0, 0]]));
  const home = new Map(round.workers.map((one) => [one.id, one.home_centre]));
  for (const visit of round.visits) {
    counts.get(home.get(visit.worker))[0]++;
    counts.get(visit.host)[1]++;
    assert.equal(visit.check_lasts, true);
  }
  for (const centre of round.centres) assert.ok(counts.get(centre.id)[0] >= centre.min_send && counts.get(centre.id)[1] >= centre.min_host, centre.id);
  const cover = await ok(coordinator.call('getCover', { id }));
  assert.equal(cover.uncovered, 0);
  const counted = coverOf(round);
  assert.equal(cover.days.length, counted.size);
  for (const day of cover.days) assert.equal(day.margin, counted.get(`${day.centre} ${day.day}`), `${day.centre} ${day.day}`);

  const kept = await ok(coordinator.call('keepProposal', { id }, { body: { name: 'Esimene' } }), 201);
  assert.deepEqual([kept.current, kept.legal, kept.planned, kept.objective], [true, true, false, plan.objective]);
  const gone = round.visits[0];
  const removal = await coordinator.call('editVisits', { id }, { ifMatch: round.version, body: { remove: [gone.id] } });
  assert.equal(removal.status, 409, 'a swap stays balanced');
  assert.equal(removal.body.rule.rule, 'balanced');
  // A whole cycle goes at once: follow who comes to whose home in that period.
  const cycle = [gone];
  for (let next = gone.host; next !== home.get(gone.worker); ) {
    const visit = round.visits.find((one) => one.period === gone.period && home.get(one.worker) === next && !cycle.includes(one));
    cycle.push(visit);
    next = visit.host;
  }
  const edited = await coordinator.call('editVisits', { id }, { ifMatch: round.version, body: { remove: cycle.map((one) => one.id) } });
  if (edited.status === 409) assert.ok(['min_send', 'min_host'].includes(edited.body.rule.rule), edited.text);
  else {
    assert.equal(edited.body.visits.length, round.visits.length - cycle.length);
    const difference = await ok(coordinator.call('comparePlans', { id }, { query: { from: kept.id } }));
    assert.equal(difference.moves.length, cycle.length);
    assert.ok(difference.moves.every((one) => one.to === null));
    assert.equal(difference.from_objective - difference.to_objective, -edited.body.change);
  }
  const list = (await ok(coordinator.call('listProposals', { id }))).proposals;
  assert.deepEqual(list.map((one) => [one.name, one.planned]), [['Esimene', false], [null, true]]);
  assert.ok(list[1].bound >= list[1].objective);
  const now = await ok(coordinator.call('getRound', { id }));
  const chosen = await ok(coordinator.call('chooseProposal', { id, proposal: kept.id }, { ifMatch: now.version }));
  assert.equal(chosen.objective, plan.objective);
  assert.deepEqual((await ok(coordinator.call('comparePlans', { id }, { query: { from: kept.id } }))).moves, []);
  await ok(coordinator.call('deleteProposal', { id, proposal: list[1].id }), 204);
  assert.equal((await coordinator.call('getProposal', { id, proposal: list[1].id })).status, 404);
  assert.equal((await ok(coordinator.call('getProposal', { id, proposal: kept.id }))).visits.length, chosen.visits.length);
});

test('published: the ledger balances, orders and journals are there, a late answer is refused', async () => {
  const { coordinator, id } = await prepared();
  const { worker } = season.answered;
  const late = await worker.call('answerRound', { id }, { body: { takes_part: false } });
  assert.equal(late.body.code, 'answers_closed');
  let round = await coordinator.call('getRound', { id });
  await ok(coordinator.call('askAgreement', { id }, { ifMatch: round.headers.etag }));
  await everybodyAgrees(id);
  round = await coordinator.call('getRound', { id });
  const published = await ok(coordinator.call('publishRound', { id }, { ifMatch: round.headers.etag }));
  assert.equal(published.state, 'published');
  const ledger = (await ok(coordinator.call('getLedger', { id }))).municipalities;
  const sum = (member) => ledger.reduce((all, one) => all + one[member], 0);
  assert.ok(sum('days_sent') > 0);
  assert.equal(sum('days_sent'), sum('days_hosted'));
  assert.equal(sum('before_sent'), sum('before_hosted'));
  for (const one of ledger) assert.equal(one.balance, one.days_hosted + one.before_hosted - one.days_sent - one.before_sent);

  const manager = await as('manager', 'kehra');
  const orders = await ok(manager.call('listOrders', { id }));
  assert.ok(orders.orders.length > 0);
  assert.ok(orders.orders.every((one) => one.home === 'kehra'));
  assert.ok(orders.orders[0].visits.every((one) => one.days.length > 0 && one.metres > 0 && one.employer_agreed));
  // Who is not the planner sees who goes where, and nothing that workers told.
  const seen = await ok(manager.call('getRound', { id }));
  assert.ok(seen.workers.every((one) => one.days_off.length === 0 && one.blocked.length === 0 && one.check_valid_until === null && !('lead' in one)));
});

test('"Jäin haigeks": the coordinator hears, the smallest repairs are offered and done, and people are told once', async () => {
  const { coordinator, id } = await prepared();
  let found;
  for (const account of accounts.filter((one) => one.role === 'worker')) {
    const client = await nobody().signIn(account);
    const visit = (await ok(client.call('listMyVisits'))).visits.find((one) => one.round === id);
    if (visit) found = { account, client, visit };
    if (visit) break;
  }
  assert.ok(found, 'a worker with an account has a visit');
  const journal = await ok(found.client.call('updateJournal', { visit: found.visit.id }, { body: { goal: 'Näha, kuidas teised filmi teevad.' } }));
  assert.equal(journal.goal, 'Näha, kuidas teised filmi teevad.');
  const exported = await ok(found.client.call('exportMe'));
  assert.ok(exported.visits.some((one) => one.id === found.visit.id), 'the export has the visit');
  assert.equal(exported.journals.find((one) => one.visit === found.visit.id).goal, journal.goal, 'and what was written of it');
  assert.equal((await found.client.call('updateJournal', { visit: found.visit.id }, { body: { learned: 'Juba nüüd' } })).body.code, 'visit_ahead');
  const stranger = await nobody().signIn(accounts.find((one) => one.role === 'worker' && one.email !== found.account.email));
  assert.equal((await stranger.call('getJournal', { visit: found.visit.id })).status, 404);
  assert.equal((await stranger.call('reportVisit', { visit: found.visit.id }, { body: { reason: 'ill' } })).status, 404);

  assert.equal((await ok(found.client.call('reportVisit', { visit: found.visit.id }, { body: { reason: 'ill' } }))).report, 'ill');
  await ok(found.client.call('reportVisit', { visit: found.visit.id }, { body: { reason: 'ill' } }));
  const chief = accounts.find((one) => one.role === 'coordinator');
  await letter(chief.email, (one) => one.text.includes('/koordinaator/voorud'));
  const reports = (await ok(coordinator.call('listReports', { id }))).reports;
  assert.deepEqual(reports.map((one) => [one.visit, one.reason, one.open]), [[found.visit.id, 'ill', true]]);

  const { repairs } = await ok(coordinator.call('listRepairs', { id, visit: found.visit.id }));
  assert.ok(repairs.length > 0);
  const before = await ok(coordinator.call('getRound', { id }));
  for (const repair of repairs) {
    assert.ok(repair.text.length > 10);
    assert.ok(repair.moves.every((one) => one.from || one.to));
    assert.equal(repair.moves.filter((one) => one.from).length, repair.changes, repair.text);
  }
  const [smallest] = repairs;
  const done = await coordinator.call('editVisits', { id }, { ifMatch: before.version, body: smallest.edit });
  assert.equal(done.status, 200, `${done.text}\n${smallest.text}`);
  assert.equal(done.body.objective, smallest.objective);
  assert.equal(done.body.change, smallest.change);
  assert.equal((await ok(coordinator.call('listReports', { id }))).reports[0].open, false);
  assert.equal((await ok(coordinator.call('getCover', { id }))).uncovered, 0);
  const after = await ok(found.client.call('exportMe'));
  assert.ok(!after.visits.some((one) => one.id === found.visit.id) && after.journals.some((one) => one.visit === found.visit.id), 'what was written of a visit stays with its writer');
});

test('"Jäin haigeks": of as many changes what stays within the week comes first', async () => {
  const { coordinator } = await prepared();
  const { id } = await made(coordinator, { name: 'Lõtk', kind: 'shadow', periods: weeks.slice(0, 3), rules: { max_visits: 2 } });
  await planned(coordinator, id);
  const { visits } = await ok(coordinator.call('getRound', { id }));
  // Room in one week: whoever mends the plan in another could fill it as well, and need not.
  let freed;
  for (const one of visits) {
    const { version } = await ok(coordinator.call('getRound', { id }));
    if ((await coordinator.call('editVisits', { id }, { ifMatch: version, body: { remove: [one.id] } })).status === 200) freed = one;
    if (freed) break;
  }
  assert.ok(freed, 'a visit can be spared');
  const order = ({ changes, within_period, objective }) => [changes, within_period ? 0 : 1, -objective];
  const comesBefore = (a, b) => {
    const at = order(a).findIndex((value, i) => value !== order(b)[i]);
    return at >= 0 && order(a)[at] < order(b)[at];
  };
  let both = 0;
  for (const visit of visits.filter(({ period }) => period !== freed.period).slice(0, 8)) {
    const { repairs } = await ok(coordinator.call('listRepairs', { id, visit: visit.id }));
    const isWithin = ({ moves }) => moves.every(({ from, to }) => [from, to].every((at) => !at || at.period === visit.period));
    for (const repair of repairs) assert.equal(repair.within_period, isWithin(repair), repair.text);
    repairs.slice(1).forEach((repair, at) => assert.ok(comesBefore(repairs[at], repair), `${repairs[at].text}\n${repair.text}`));
    const [first] = repairs;
    const wider = repairs.find((one) => one.changes === first.changes && !one.within_period);
    if (!first?.within_period || !wider) continue;
    assert.ok(wider.change > first.change, 'what fills the room elsewhere comes later, and is worth more');
    assert.equal(first.proved, false, 'that nothing is worth more is not said of what something is worth more than');
    both++;
  }
  assert.ok(both > 0, 'some are mended within the week, and better with changes elsewhere');
});

test('an uncovered day becomes a cover need with one press, once', async () => {
  const { coordinator, id } = await prepared();
  const covered = (await ok(coordinator.call('getCover', { id }))).days[0];
  assert.equal((await coordinator.call('createCoverNeed', { id }, { body: { centre: covered.centre, day: covered.day } })).body.code, 'day_covered');
  assert.equal((await coordinator.call('createCoverNeed', { id }, { body: { centre: covered.centre, day: '2020-01-01' } })).status, 404);
  // In a draft a worker of a centre of two is off work while the other is away: nobody is left on the overlap day.
  const round = await made(coordinator, { name: 'Katteta päev', periods: weeks.slice(0, 1), rules: { balanced: true, overlap_days: 0 } });
  const lone = round.centres.find((one) => round.workers.filter((worker) => worker.home_centre === one.id).length === 1);
  const worker = round.workers.find((one) => one.home_centre === lone.id);
  const off = { first: weeks[0].first, last: weeks[0].last };
  await ok(coordinator.call('updateRound', { id: round.id }, { ifMatch: round.version, body: { workers: [{ id: worker.id, days_off: [off] }] } }));
  const cover = await ok(coordinator.call('getCover', { id: round.id }));
  const bare = cover.days.find((one) => one.centre === lone.id);
  assert.equal(bare.margin, -1);
  assert.equal(bare.absent, 1);
  const need = await ok(coordinator.call('createCoverNeed', { id: round.id }, { body: { centre: bare.centre, day: bare.day } }), 201);
  assert.deepEqual([need.purpose, need.for, need.role, need.shifts.length, need.shifts[0].seats], ['cover', 'worker', 'responsible', 1, 1]);
  assert.equal((await coordinator.call('createCoverNeed', { id: round.id }, { body: { centre: bare.centre, day: bare.day } })).body.code, 'cover_posted');
  assert.equal((await ok(coordinator.call('getCover', { id: round.id }))).days.find((one) => one.centre === bare.centre && one.day === bare.day).need, need.id);
});

test('the next round: nobody goes where they have been, unseen pairs and the ledger count, the last is closed', async () => {
  const { coordinator, id } = await prepared();
  const first = await ok(coordinator.call('getRound', { id }));
  const next = await made(coordinator, { name: 'Järgmine voor', kind: 'swap', periods: weeks.slice(0, 3), rules: { max_visits: 1 } });
  const visit = first.visits[0];
  const worker = next.workers.find((one) => one.id === visit.worker);
  assert.ok(worker.seen.includes(visit.host));
  const fit = await ok(coordinator.call('explainFit', { id: next.id }, { query: { worker: visit.worker, host: visit.host } }));
  assert.deepEqual([fit.allowed, fit.barred], [false, 'seen']);
  assert.ok(fit.text.length > 10);
  assert.ok(fit.parts.find((one) => one.part === 'seen_pair').points < 0);
  assert.equal(fit.parts.find((one) => one.part === 'unseen_pair').points, 0);
  assert.ok((await ok(coordinator.call('getLedger', { id: next.id }))).municipalities.some((one) => one.before_sent > 0));
  const plan = await planned(coordinator, next.id);
  const seen = new Map(next.workers.map((one) => [one.id, one.seen]));
  for (const one of plan.visits) assert.ok(!seen.get(one.worker).includes(one.host), `${one.worker} goes to ${one.host} again`);

  assert.equal((await coordinator.call('closeRound', { id: next.id }, { ifMatch: '*' })).status, 409);
  const closed = await ok(coordinator.call('closeRound', { id }, { ifMatch: first.version }));
  assert.equal(closed.state, 'closed');
  assert.equal((await coordinator.call('editVisits', { id }, { ifMatch: closed.version, body: { remove: [visit.id] } })).status, 409);
});

test('an impossible round says why, and what would let it be planned, the cheapest first', async () => {
  const { coordinator } = await prepared();
  const round = await made(coordinator, { name: 'Võimatu voor', kind: 'shadow', periods: weeks.slice(0, 1), rules: { max_visits: 1 } });
  const lone = round.centres.find((one) => round.workers.filter((worker) => worker.home_centre === one.id).length === 1);
  await ok(coordinator.call('updateRound', { id: round.id }, { ifMatch: round.version, body: { centres: round.centres.map((one) => ({ ...one, name: undefined, min_host: 0, min_send: one.id === lone.id ? 1 : 0 })) } }));
  const plan = await planned(coordinator, round.id);
  assert.equal(plan.result, 'infeasible');
  assert.ok(plan.why.some((one) => one.rule === 'min_send' && one.centre === lone.id));
  assert.ok(plan.relaxations.length > 0);
  assert.ok(plan.relaxations.every((one) => one.text.length > 10 && Number.isInteger(one.objective)));
  assert.equal((await ok(coordinator.call('getRound', { id: round.id }))).state, 'draft');
});
