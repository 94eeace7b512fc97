// A round of 200 centres and 52 weeks for board_bench.mjs, answered in place of the server's, so that the page alone is
// measured; after each change an event has the page read the round and its plan again, as the service does.
const uuid = (n) => `01900000-0000-7000-9000-${String(n).padStart(12, '0')}`;
const pad = (n, width) => String(n).padStart(width, '0');

export const size = { centres: 200, workers: 600, periods: 52 };
export const id = '01900000-0000-7000-8000-000000000001';

function period(n) {
  const first = new Date(Date.UTC(2027, 0, 4 + 7 * n));
  const last = new Date(first.getTime() + 4 * 86_400_000);
  return { id: `2027-W${pad(n + 1, 2)}`, first: first.toISOString().slice(0, 10), last: last.toISOString().slice(0, 10) };
}

/** In each week every other centre changes a worker with its neighbour: 100 changes, 10,400 cells. */
export function generatedRound() {
  const periods = Array.from({ length: size.periods }, (_, n) => period(n));
  const centres = Array.from({ length: size.centres }, (_, n) => ({ id: `k${n}`, name: `Katsekoht ${pad(n, 3)} noortekeskus`, takes_part: true, guests: 2, away: 1, min_send: 0, min_host: 0, offers: [], closed: n % 9 === 0 ? [periods[n % 52].id] : [] }));
  const workers = Array.from({ length: size.workers }, (_, n) => ({ id: uuid(n), name: `Noorsootöötaja ${pad(n, 3)}`, home_centre: `k${n % size.centres}`, takes_part: true, unavailable: [], wants: [] }));
  const visits = [];
  periods.forEach((at, t) => {
    for (let c = t % 2; c < size.centres - 1; c += 4) {
      const turn = (t % 3) * size.centres;
      for (const [home, host] of [[c, c + 1], [c + 1, c]]) visits.push({ id: uuid(10_000 + visits.length), worker: uuid(turn + home), host: `k${host}`, period: at.id, pinned: false, employer_agreed: false, host_agreed: false, points: 400 });
    }
  });
  const rules = { max_visits: 26, balanced: true, min_gap: 1, fair_target: 0, fair_weight: 0 };
  return { id, version: 1, name: 'Suur voor', kind: 'swap', state: 'proposed', periods, rules, weights: [], centres, workers, visits, asked: 0, answered: 0 };
}

const order = (round) => {
  const at = new Map(round.periods.map((p, n) => [p.id, n]));
  return (a, b) => at.get(a.period) - at.get(b.period) || (a.worker < b.worker ? -1 : 1);
};

/** Answers the round's part of the API on `page`; `quiet()` waits until nothing has been asked for a while. */
export async function served(page) {
  const round = generatedRound();
  const worth = { objective: 2_000_000, bound: 2_100_000 };
  let streams = [];
  let asked = 0;

  const plan = () => ({ state: 'done', result: 'feasible', ...worth, progress: 100, seconds_left: null, started: null, verified: true, visits: round.visits, staffing: [], why: [] });
  /** A third is free, a third refused; where somebody is, the last third is a swap. */
  const moves = (visit) => {
    const there = new Map(round.visits.filter((v) => v.id !== visit).map((v) => [`${v.host} ${v.period}`, v.id]));
    return round.centres.flatMap((c, i) =>
      round.periods.map((p, t) => {
        const kind = (i + t) % 3;
        const other = kind === 1 ? (there.get(`${c.id} ${p.id}`) ?? null) : null;
        return { host: c.id, period: p.id, legal: kind === 0, change: i - t, swap_with: other, broken: kind === 0 || other ? null : { rule: 'guests', text: '', worker: null, centre: c.id, period: p.id } };
      }),
    );
  };
  const changed = () => {
    round.version += 1;
    for (const tell of streams) tell();
    streams = [];
  };
  const edited = (id, { swap_with: other, ...change }) => {
    const one = round.visits.find((v) => v.id === id);
    const two = round.visits.find((v) => v.id === other);
    const parts = new Map([[id, two ? { host: two.host, period: two.period } : change]]);
    if (two) parts.set(other, { host: one.host, period: one.period });
    round.visits = round.visits.map((v) => ({ ...v, ...parts.get(v.id) })).sort(order(round));
    changed();
    return { round_version: round.version, objective: worth.objective, change: -120, visits: round.visits };
  };
  const settings = ({ centres = [], workers = [] }) => {
    const put = (list, given) => list.map((one) => ({ ...one, ...given.find((g) => g.id === one.id) }));
    round.centres = put(round.centres, centres);
    round.workers = put(round.workers, workers);
    changed();
    return round;
  };

  const answerTo = (request) => {
    const path = new URL(request.url()).pathname;
    if (path.endsWith('/moves')) return { visit: path.split('/').at(-2), moves: moves(path.split('/').at(-2)) };
    if (path.endsWith('/plan')) return plan();
    if (path.endsWith('/cover')) return { days: [], uncovered: 0, unknown: [] };
    if (path.includes('/visits/')) return edited(path.split('/').at(-1), request.postDataJSON());
    return request.method() === 'PATCH' ? settings(request.postDataJSON()) : round;
  };
  await page.route(`**/api/v1/rounds/${id}**`, (route) => {
    asked = Date.now();
    return route.fulfill({ json: answerTo(route.request()) });
  });
  // The stream is held until there is something to tell, and asked for again at once.
  await page.route('**/api/v1/events**', async (route) => {
    await new Promise((tell) => streams.push(tell));
    await route.fulfill({ contentType: 'text/event-stream', body: `retry: 1\nevent: round\ndata: {"id":"${id}"}\n\n` }).catch(() => undefined);
  });
  const quiet = async (ms = 500) => {
    while (Date.now() - asked < ms) await page.waitForTimeout(50);
  };
  return { round, quiet };
}
