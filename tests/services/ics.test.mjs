// .ics files as another's parser (ical.js) reads them: what letters carry and what the calendar's address gives, over the weeks
// in which the clocks change, as visits and shifts change and fall away.
import assert from 'node:assert/strict';
import { after, before, test as plainTest } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import ICAL from 'ical.js';
import PostalMime from 'postal-mime';
import { HOSTS_RELY } from '../faults/lib/hosts.mjs';
import { confirmedVolunteer, Service } from '../faults/lib/service.mjs';
import { clockChange, dayAfter } from '../lib/days.mjs';
import { PostOffice } from './lib/post_office.mjs';

const test = (name, body) => plainTest(name, { timeout: 60_000 }, body);
let service;
let office;
let manager;

before(async () => {
  office = await new PostOffice().open();
  service = await Service.start({ settings: { smtp_port: office.port } });
  service.mail.seen = new Map(); // letters go to the office instead
  await service.startServer();
  await service.sql("UPDATE outbox SET state = 'failed', secret = NULL WHERE state = 'waiting'"); // the demonstration's own
  manager = await service.signedIn('manager', 'kehra');
});
after(async () => {
  await service?.stop();
  await office?.close();
});

// { method, events: [{ uid, sequence, status, start, end, summary, organizer, stamp, whole }] }
function read(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  assert.equal(calendar.name, 'vcalendar');
  assert.equal(calendar.getFirstPropertyValue('version'), '2.0');
  const events = calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    for (const name of ['uid', 'dtstamp', 'dtstart', 'sequence', 'status']) assert.equal(component.getAllProperties(name).length, 1, name);
    return {
      uid: event.uid,
      sequence: event.sequence,
      status: component.getFirstPropertyValue('status'),
      start: event.startDate.isDate ? event.startDate.toString() : event.startDate.toJSDate().toISOString(),
      end: event.endDate.isDate ? event.endDate.toString() : event.endDate.toJSDate().toISOString(),
      summary: event.summary,
      organizer: component.getFirstPropertyValue('organizer'),
    };
  });
  return { method: calendar.getFirstPropertyValue('method'), events };
}

// The files of the letter to `address` whose subject matches, by name.
async function filesTo(address, subject, seconds = 20) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await wait(30)) {
    for (const letter of office.to(address)) {
      const mail = await PostalMime.parse(Buffer.from(letter.raw, 'latin1'));
      if (!subject.test(mail.subject)) continue;
      office.letters.splice(office.letters.indexOf(letter), 1);
      return mail.attachments.map((one) => ({
        name: one.filename,
        type: one.mimeType,
        method: one.method,
        ...read(Buffer.from(one.content).toString('utf8')),
      }));
    }
  }
  throw new Error(`no letter ${subject} to ${address}; there are ${office.to(address).length}`);
}

// A volunteer signed in, whose letters go to the office.
async function volunteer(changes) {
  const email = `kalender.${process.pid}.${Math.random().toString(36).slice(2, 8)}@naidis.example`;
  service.mail.seen = { values: () => office.letters }; // where confirmedVolunteer looks for its letter
  return { client: await confirmedVolunteer(service, email, changes), email };
}

const dueNow = () => service.sql("UPDATE outbox SET not_before = NOW(3) WHERE state = 'waiting'");

async function feed(client) {
  const { url } = (await client.call('getMyCalendar')).body;
  const answer = await client.request('GET', new URL(url).pathname);
  assert.equal(answer.status, 200, answer.text);
  return read(answer.text);
}

test('a weekly shift keeps its hour over both changes of the clock, in letter and feed alike', async () => {
  const { client, email } = await volunteer();
  const body = { centre: 'kehra', activity: 'cooking', children: false, min_age: 13 };
  const [spring, autumn] = [clockChange(3, 8), clockChange(10, 8)];
  // The Sundays about both changes, and the hour in UTC: 14 in winter, 13 in summer, which begins and ends at night.
  const about = (change, hours) => hours.map((hour, at) => ({ date: dayAfter(change, 7 * (at - 1)), hour }));
  const sundays = [...about(spring, [14, 13, 13]), ...about(autumn, [13, 14, 14])].sort((a, b) => a.date.localeCompare(b.date));
  const shifts = sundays.map(({ date }) => ({ date, from: '16:00', to: '18:00', seats: 1 }));
  const need = await manager.call('createNeed', {}, { body: { ...body, shifts } });
  assert.equal(need.status, 201, need.text);
  let offer;
  do {
    offer = await client.call('createOffer', { id: need.body.id }, { body: { shifts: need.body.shifts.map((one) => one.id) } });
  } while (offer.status === 503); // the index may not know the need yet
  assert.equal(offer.status, 201, offer.text);
  assert.equal((await manager.call('answerOffer', { id: offer.body.id }, { body: { answer: 'accept' } })).status, 200);
  const [file] = await filesTo(email, /^Sind oodatakse/);
  assert.equal(file.name, 'vahetus.ics');
  assert.equal(file.method ?? 'PUBLISH', 'PUBLISH');
  assert.deepEqual(file.events.map((one) => one.start), sundays.map(({ date, hour }) => `${date}T${hour}:00:00.000Z`));
  assert.deepEqual(file.events.map((one) => (new Date(one.end) - new Date(one.start)) / 3_600_000), [2, 2, 2, 2, 2, 2]);
  const clock = new Intl.DateTimeFormat('et', { timeZone: 'Europe/Tallinn', hour: '2-digit', minute: '2-digit' });
  for (const event of file.events) assert.equal(clock.format(new Date(event.start)), '16:00');
  assert.ok(file.events.every((one) => one.status === 'CONFIRMED' && one.organizer.startsWith('mailto:')));

  const subscribed = await feed(client);
  const times = (events) => events.map(({ uid, start, end, summary }) => ({ uid, start, end, summary })).sort((a, b) => a.start.localeCompare(b.start));
  assert.deepEqual(times(subscribed.events), times(file.events), 'the same events under the same names');

  // One of them falls away: the same UID, a later SEQUENCE, METHOD:CANCEL.
  const change = (await client.call('listMyPlacements')).body.placements.find((one) => one.from === `${spring}T13:00:00Z`);
  const before = file.events.find((one) => one.uid.startsWith(change.id));
  const cancelled = await manager.call('cancelPlacement', { id: change.id }, { body: {} });
  assert.equal(cancelled.status, 200, cancelled.text);
  const [cancellation, ...others] = await filesTo(email, /^Kord on tühistatud/);
  assert.equal(others.length, 0);
  assert.equal(cancellation.name, 'vahetus-cancel.ics');
  assert.equal(cancellation.method, 'CANCEL');
  assert.equal(cancellation.events.length, 1);
  const [gone] = cancellation.events;
  assert.equal(gone.uid, before.uid);
  assert.equal(gone.start, before.start);
  assert.equal(gone.status, 'CANCELLED');
  assert.ok(gone.sequence > before.sequence, `${gone.sequence} > ${before.sequence}`);
  assert.ok(gone.organizer.startsWith('mailto:'), 'CANCEL has an organizer (RFC 5546 3.2.5)');
  const later = await feed(client);
  assert.equal(later.events.find((one) => one.uid === before.uid).status, 'CANCELLED');
  assert.equal(later.events.filter((one) => one.status === 'CONFIRMED').length, 5);
});

test('a visit that moves keeps its UID, one that is taken out is cancelled', async () => {
  const coordinator = await service.signedIn('coordinator');
  // Saturday and Sunday of each change, in the order in which they come.
  const periods = [clockChange(3, 2), clockChange(10, 2)].sort().map((change, at) => ({ id: `N${at + 1}`, first: dayAfter(change, -1), last: change }));
  const [here, there] = periods.map(({ first, last }) => [first, dayAfter(last, 1)]);
  const made = await coordinator.call('createRound', {}, { body: { name: 'Kellakeeramise voor', periods, rules: { max_visits: 2, balanced: false, min_gap: 0 } } });
  assert.equal(made.status, 201, made.text);
  const { id, workers } = made.body;
  const worker = workers.find((one) => one.home_centre === 'kehra');
  const [[email]] = await service.sql(`SELECT email FROM person WHERE id = UNHEX(REPLACE('${worker.id}', '-', ''))`);
  const round = () => coordinator.call('getRound', { id });
  // One visit is all there is: no centre has to send or host.
  const free = made.body.centres.map((one) => ({ ...one, name: undefined, min_send: 0, min_host: 0 }));
  const relaxed = await coordinator.call('updateRound', { id }, { ifMatch: made.headers.etag, body: { centres: free } });
  assert.ok(relaxed.status < 300, relaxed.text);
  const edit = async (operation, path, body) => {
    const { headers } = await round();
    const edited = await coordinator.call(operation, { id, ...path }, { ifMatch: operation === 'addVisit' ? undefined : headers.etag, body });
    assert.ok(edited.status < 300, edited.text);
  };
  // A check of today lasts over both changes of the clock; how long the demonstration's own last depends on the day.
  await service.sql(`INSERT INTO background_check (id, person_id, checked_on, municipality_code, result, valid_until)
    SELECT UNHEX(REPLACE(UUID(), '-', '')), id, UTC_DATE(), '0141', 'permitted', UTC_DATE() + INTERVAL 1 YEAR FROM person WHERE id = UNHEX(REPLACE('${worker.id}', '-', ''))`);
  await edit('addVisit', {}, { worker: worker.id, host: 'loo', period: 'N1' });
  // Employer and host agree; tests/api/rounds.test.mjs goes that way on foot.
  await service.sql('UPDATE visit SET employer_agreed_at = NOW(3), host_agreed_at = NOW(3)');
  await service.sql(HOSTS_RELY);
  const published = await coordinator.call('publishRound', { id }, { ifMatch: (await round()).headers.etag, body: {} });
  assert.ok(published.status < 300, published.text);
  const [first] = await filesTo(email, /Kellakeeramise voor/);
  assert.equal(first.events.length, 1);
  assert.deepEqual([first.events[0].start, first.events[0].end], here, 'whole days, the end outside');

  const visit = (await round()).body.visits[0];
  await edit('updateVisit', { visit: visit.id }, { period: 'N2' });
  await dueNow();
  const [moved, ...none] = await filesTo(email, /muutusid|изменились|have changed/);
  assert.equal(none.length, 0, 'nothing has fallen away');
  assert.equal(moved.events[0].uid, first.events[0].uid);
  assert.ok(moved.events[0].sequence > first.events[0].sequence);
  assert.deepEqual([moved.events[0].start, moved.events[0].end], there);

  await edit('deleteVisit', { visit: visit.id });
  await dueNow();
  const [cancelled, ...rest] = await filesTo(email, /muutusid|изменились|have changed/);
  assert.equal(rest.length, 0, 'no other visit stands');
  assert.equal(cancelled.method, 'CANCEL');
  assert.equal(cancelled.events[0].uid, first.events[0].uid);
  assert.ok(cancelled.events[0].sequence > moved.events[0].sequence);
  assert.deepEqual([cancelled.events[0].start, cancelled.events[0].end], there);
});
