// Clients that register, post needs and offer help while the service breaks under them. Each write has an Idempotency-Key and is asked
// again with the same key until it is answered, as a browser does it.
import { setTimeout as wait } from 'node:timers/promises';
import { dayAhead } from '../../lib/days.mjs';
import { form } from './service.mjs';

let writes = 0;

export class Load {
  // `people` are signed-in volunteers, `manager` a signed-in manager of kehra; `pause_ms` between two writes of a client.
  constructor(service, { clients = 10, pause_ms = 60, manager, people = [] }) {
    Object.assign(this, { service, clients, pause_ms, manager, people });
    this.registered = new Map(); // e-mail -> status of the answer, undefined while there is none
    this.needs = new Map(); // contact -> id
    this.offers = new Map(); // person's place and need -> id
    this.offered = [];
    this.retried = 0;
    this.refusals = new Map(); // what was answered instead, how often
    this.wrong = [];
    this.running = [];
  }

  // One write until it is answered for good. 503 and a lost connection mean: again, with the same key.
  async #write(client, operation, path, body, wanted) {
    const key = `faults-${process.pid}-${++writes}`;
    for (const begun = Date.now(); Date.now() - begun < 90_000; this.retried++) {
      let answer;
      try {
        answer = await client.call(operation, path, { body, key });
      } catch (error) {
        if (!error.code) throw error; // not the connection: the answer differs from openapi.yaml
        this.#count(error.code);
        await wait(50 + Math.random() * 100);
        continue;
      }
      if (answer.status === wanted) return answer;
      this.#count(`${answer.status} ${answer.body?.code}`);
      const again = answer.status === 503 || answer.body?.code === 'idempotency_in_flight';
      if (!again) throw new Error(`${operation}: ${answer.status} ${answer.text}`);
      if (answer.status === 503 && !answer.headers['retry-after']) throw new Error(`${operation}: 503 without Retry-After`);
      await wait(50 + Math.random() * 100);
    }
    throw new Error(`${operation} was never answered in 90 s`);
  }

  #count(what) {
    this.refusals.set(what, (this.refusals.get(what) ?? 0) + 1);
  }

  async #register(number) {
    const email = `koormus.${process.pid}.${number}.${++writes}@naidis.example`;
    this.registered.set(email, undefined);
    await this.#write(this.service.client(), 'createVolunteer', {}, form(email), 202);
    this.registered.set(email, 202);
  }

  async #post() {
    const contact = `koormus ${process.pid} ${++writes}`;
    this.needs.set(contact, undefined);
    const body = { centre: 'kehra', activity: 'cooking', required_skills: ['cooking'], contact, shifts: [{ date: dayAhead(20), from: '16:00', to: '18:00', seats: 2 }] };
    const answer = await this.#write(this.manager, 'createNeed', {}, body, 201);
    this.needs.set(contact, answer.body.id);
    for (const person of this.people.keys()) this.offered.push({ person, need: answer.body });
  }

  async #offer() {
    const next = this.offered.shift();
    if (!next) return this.#post();
    const name = `${next.person} ${next.need.id}`;
    this.offers.set(name, undefined);
    const answer = await this.#write(this.people[next.person], 'createOffer', { id: next.need.id }, { shifts: [next.need.shifts[0].id] }, 201);
    this.offers.set(name, answer.body.id);
  }

  start() {
    this.stopping = false;
    this.running = Array.from({ length: this.clients }, async (_, number) => {
      while (!this.stopping) {
        try {
          if (this.manager && number === 0) await this.#post();
          else if (this.people.length > 0 && number === 1) await this.#offer();
          else await this.#register(number);
        } catch (error) {
          this.wrong.push(error.message);
        }
        await wait(this.pause_ms * (0.5 + Math.random()));
      }
    });
    return this;
  }

  // Nothing new; what is under way is asked for until it is answered.
  async stop() {
    this.stopping = true;
    await Promise.all(this.running);
  }
}
