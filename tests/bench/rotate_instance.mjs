// Rounds for the planner's bench, invented from a seed: centres on a plane, fits less the way, goals, events, closed and
// unavailable periods, pins that leave room for a partner. As JSON for vahetus-match, and as the compact model (a binary
// for each worker, host and period) in CPLEX's LP format for a general solver.

const mask64 = (1n << 64n) - 1n;
const goals = 12;

/** SplitMix64 (Steele, Lea, Flood 2014); below(n) is a whole number in 0..n-1. */
const lots = (seed) => {
  let state = (BigInt(seed) * 77777n + 5n) & mask64;
  return (n) => {
    state = (state + 0x9e3779b97f4a7c15n) & mask64;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask64;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask64;
    return Number(((z ^ (z >> 31n)) * BigInt(n)) >> 64n);
  };
};

const bitsOf = (mask) => [...mask.toString(2)].filter((bit) => bit === "1").length;

const makeCentres = (below, { centres, workers, periods, balanced }) =>
  Array.from({ length: centres }, (_, h) => {
    const centre = { x: below(2400), y: below(2000), offers: 0, bonus: [], closed: [] };
    for (let n = 3 + below(3); n > 0; n--) centre.offers |= 1 << below(goals);
    centre.guests = 1 + (below(3) === 0 ? 1 : 0);
    const own = Math.floor((workers - h + centres - 1) / centres);
    centre.away = Math.max(1, Math.floor((own * 2) / 5));
    if (balanced) centre.guests = Math.min(centre.guests, centre.away);
    for (let t = 0; t < periods; t++) {
      centre.bonus[t] = below(5) === 0 ? 50 + below(250) : 0;
      centre.closed[t] = below(12) === 0;
    }
    return centre;
  });

const makeWorker = (below, centres, periods, w) => {
  const home = w % centres.length;
  const worker = { home, unavailable: [], fit: [], wants: [] };
  for (let t = 0; t < periods; t++) worker.unavailable[t] = below(20) < 3;
  let wanted = 0;
  for (let n = 3 + below(3); n > 0; n--) wanted |= 1 << below(goals);
  const kind = below(4);
  centres.forEach((host, h) => {
    if (h === home) return;
    const way = Math.floor(Math.hypot(host.x - centres[home].x, host.y - centres[home].y));
    const liked = 100 + below(400) + 120 * bitsOf(host.offers & wanted) + ((h & 3) === kind ? 100 : 0);
    worker.fit[h] = liked - Math.floor(way / 8);
  });
  for (let g = 0; g < goals; g++) if ((wanted >> g) & 1) worker.wants[g] = 150 + below(350);
  return worker;
};

/** About one pin for twenty workers; each reserves a partner who can go the other way. */
const makePins = (below, centres, workers, periods) => {
  const pins = [];
  const used = new Set();
  const reserved = new Set();
  workers.forEach((worker, w) => {
    if (below(20) !== 0) return;
    const a = worker.home;
    const h = below(centres.length);
    const t = below(periods);
    if (h === a || centres[h].closed[t] || centres[a].closed[t] || worker.unavailable[t]) return;
    if (used.has(`${h} ${t}`) || used.has(`${a} ${t}`) || reserved.has(w)) return;
    const partner = workers.findIndex((other, p) => other.home === h && !other.unavailable[t] && !reserved.has(p));
    if (partner < 0) return;
    reserved.add(w).add(partner);
    used.add(`${h} ${t}`).add(`${a} ${t}`);
    pins.push({ w, h, t });
  });
  return pins;
};

export const makeRound = (size) => {
  const below = lots(size.seed);
  const centres = makeCentres(below, size);
  const workers = Array.from({ length: size.workers }, (_, w) => makeWorker(below, centres, size.periods, w));
  return { ...size, target: size.visits * 900, centres, workers, pins: makePins(below, centres, workers, size.periods) };
};

const period = (t) => `p${String(t).padStart(2, "0")}`;

export const toJson = (round) => ({
  periods: round.centres[0].closed.map((_, t) => period(t)),
  goals: Array.from({ length: goals }, (_, g) => `g${g}`),
  rules: { max_visits: round.visits, balanced: round.balanced, fair_target: round.target, fair_weight: 1 },
  centres: round.centres.map((centre, h) => ({
    id: `c${h}`,
    guests: centre.guests,
    away: centre.away,
    offers: Array.from({ length: goals }, (_, g) => g).filter((g) => (centre.offers >> g) & 1).map((g) => `g${g}`),
    closed: centre.closed.flatMap((closed, t) => (closed ? [period(t)] : [])),
    bonus: Object.fromEntries(centre.bonus.flatMap((bonus, t) => (bonus ? [[period(t), bonus]] : []))),
  })),
  workers: round.workers.map((worker, w) => ({
    id: `w${w}`,
    home: `c${worker.home}`,
    unavailable: worker.unavailable.flatMap((away, t) => (away ? [period(t)] : [])),
    wants: Object.fromEntries(worker.wants.flatMap((worth, g) => (worth ? [[`g${g}`, worth]] : []))),
    fit: Object.fromEntries(worker.fit.flatMap((fit, h) => (fit === undefined ? [] : [[`c${h}`, fit]]))),
  })),
  pins: round.pins.map(({ w, h, t }) => ({ worker: `w${w}`, host: `c${h}`, period: period(t) })),
});

// ---- The compact model

const sum = (terms) => terms.map(([factor, name]) => `${factor < 0 ? "-" : "+"} ${Math.abs(factor)} ${name}`).join("\n ");

const row = (terms, sense, limit) => (terms.length ? [`${sum(terms)} ${sense} ${limit}`] : []);

const workerRows = (round, w, visits) => {
  const worker = round.workers[w];
  const mine = visits.filter((visit) => visit.w === w);
  const one = (some) => some.map((visit) => [1, visit.name]);
  const worth = mine.map((visit) => [visit.worth, visit.name]);
  worker.wants.forEach((value, g) => worth.push([value, `y_${w}_${g}`]));
  return [
    ...row(one(mine), "<=", round.visits),
    ...Array.from({ length: round.periods - 1 }, (_, t) => one(mine.filter((v) => v.t === t || v.t === t + 1))).flatMap(
      (terms) => row(terms, "<=", 1),
    ),
    ...round.centres.flatMap((_, h) => row(one(mine.filter((visit) => visit.h === h)), "<=", 1)),
    ...worker.wants.flatMap((_, g) => {
      const meet = mine.filter((visit) => (round.centres[visit.h].offers >> g) & 1);
      return row([[1, `y_${w}_${g}`], ...meet.map((visit) => [-1, visit.name])], "<=", 0);
    }),
    ...row([[1, `u_${w}`], ...worth], ">=", round.target),
  ];
};

const cellRows = (round, h, t, visits) => {
  const come = visits.filter((visit) => visit.h === h && visit.t === t);
  const leave = visits.filter((visit) => round.workers[visit.w].home === h && visit.t === t);
  const with_ = (factor, some) => some.map((visit) => [factor, visit.name]);
  return [
    ...row(with_(1, come), "<=", round.centres[h].guests),
    ...row(with_(1, leave), "<=", round.centres[h].away),
    ...(round.balanced ? row([...with_(1, come), ...with_(-1, leave)], "=", 0) : []),
  ];
};

export const toLp = (round) => {
  const visits = [];
  round.workers.forEach((worker, w) =>
    worker.fit.forEach((fit, h) => {
      for (let t = 0; t < round.periods; t++)
        if (!round.centres[h].closed[t] && !worker.unavailable[t])
          visits.push({ w, h, t, name: `x_${w}_${h}_${t}`, worth: fit + round.centres[h].bonus[t] });
    }),
  );
  const goalsMet = round.workers.flatMap((worker, w) => worker.wants.map((worth, g) => [worth, `y_${w}_${g}`]));
  const objective = [
    ...visits.map((visit) => [visit.worth, visit.name]),
    ...goalsMet.filter((term) => term),
    ...round.workers.map((_, w) => [-1, `u_${w}`]),
  ];
  const rows = [
    ...round.workers.flatMap((_, w) => workerRows(round, w, visits)),
    ...round.centres.flatMap((_, h) =>
      Array.from({ length: round.periods }, (__, t) => t).flatMap((t) => cellRows(round, h, t, visits)),
    ),
    ...round.pins.map(({ w, h, t }) => `x_${w}_${h}_${t} = 1`),
  ];
  return [
    "Maximize",
    ` obj: ${sum(objective)}`,
    "Subject To",
    ...rows.map((text, i) => ` r${i}: ${text}`),
    "Bounds",
    ...goalsMet.filter((term) => term).map(([, name]) => ` ${name} <= 1`),
    "Binaries",
    ...visits.map((visit) => ` ${visit.name}`),
    "End",
    "",
  ].join("\n");
};
