import { plural } from '../plural';
import type { BoardTexts } from './et';

const visits = { one: '# visit', other: '# visits' };
const people = { one: '# person stays', other: '# people stay' };

const en: BoardTexts = {
  short: 'too few people',
  keys: 'Keys: arrows go from cell to cell, Enter opens the cell, M takes a visit along (arrows choose the place, Enter puts it down, Esc leaves it), P pins, Delete removes, Ctrl+Z undoes. By touch: hold a visit, then drag.',
  keysRead: 'Keys: arrows go from cell to cell, Enter opens the cell.',
  views: {
    centres: 'Centres',
    workers: 'Workers',
    map: 'Map',
    cycles: 'Cycles',
    fairness: 'Fairness and goals',
    compare: 'Comparison',
  },
  edit: {
    undo: 'Undo',
    redo: 'Redo',
    steps: (n, change) => `${plural('en', n, { one: '# change', other: '# changes' })}, in all ${change}`,
    gone: 'Somebody changed this visit meanwhile. The new state is shown.',
    stale: 'Somebody changed the plan meanwhile. The new state is shown; make your change again.',
    undone: (said) => `Taken back. ${said}`,
    notUndone: (why) => `It cannot be taken back. ${why}`,
    notRedone: (why) => `It cannot be done again. ${why}`,
    same: 'just as good',
    gain: (size, n) => `+${size} ${plural('en', n, { one: 'point', other: 'points' })}`,
    loss: (size, n) => `−${size} ${plural('en', n, { one: 'point', other: 'points' })}`,
    place: (host, period) => `${host}, ${period}`,
    moved: (name, place) => `${name} → ${place}`,
    swapped: (one, other) => `${one} and ${other} changed places`,
    pinned: (name, place) => `${name} is pinned (${place})`,
    unpinned: (name, place) => `${name} is unpinned (${place})`,
    added: (name, place) => `${name} added (${place})`,
    removed: (name, place) => `${name} removed (${place})`,
    alone: (centre, period) => `${centre} is left alone (${period})`,
    short: (centre, period) => `${centre}: too few people (${period})`,
    coveredAgain: (centre, period) => `${centre} is covered again (${period})`,
  },
  carry: {
    asking: 'seeing whether it can go here …',
    here: 'this is where it is now',
    free: (worth) => `can go here: ${worth}`,
    swap: (name, worth) => `changes places with ${name}: ${worth}`,
    refused: 'cannot go here',
    outside: 'no cell here',
    taken: (name) => `${name} taken along. Arrows move, Enter puts down, Esc leaves it.`,
    cancelled: 'Left where it was.',
  },
  cover: {
    required: 'have to be there',
    present: 'are there',
    margin: 'margin',
    sum: (own, away, guests) =>
      `Own people ${own}, of them away ${away}${guests > 0 ? `, covered by ${plural('en', guests, { one: '# guest', other: '# guests' })}` : ''}.`,
    closed: 'The centre is closed then: nobody has to be there and no guest can be sent.',
    absence: 'If somebody falls ill',
    holds: (left) => `Whoever is missing, ${plural('en', left, people)}: that is enough.`,
    breaks: (n, all) =>
      n === all
        ? 'Whoever is missing, there are too few people.'
        : `Of these ${all} people, ${n} must not be missing.`,
    left: (n) => `${n} left`,
    missing: (n) => `${n} missing`,
    guest: 'guest',
    days: 'Day by day',
    day: 'Day',
    unknown: 'No open days and staff are noted for this centre; the numbers are for the week.',
    nobodySpare: 'nobody may be missing',
    oneSpare: 'one may be missing',
    ownMissing: (n) => `${n} of its own missing`,
    leadMissing: (n) => `${n} leads missing`,
    needPost: 'Post a need for cover',
    needName: (day) => `${day}: post a need for cover`,
    needThere: 'Cover is looked for',
    needPosted: 'The need is posted; youth workers see it.',
    overlap: 'overlap day: the guest does not cover yet',
    uncovered: (n) => plural('en', n, { one: '# open day is uncovered', other: '# open days are uncovered' }),
  },
  cell: {
    people: 'Who travels',
    away: (host) => `away: ${host}`,
    shut: 'Forbid guests here',
    open: 'Allow guests here',
    close: 'Close',
    shutDone: (place) => `${place}: no guests are sent. The next plan keeps to it.`,
    openDone: (place) => `${place}: guests may be sent again.`,
  },
  forbid: {
    visit: (period) => `Cannot go: ${period}`,
    done: (name, period) =>
      `${name} does not go (${period}). The present visit stays until you move it or plan again.`,
  },
  broken: {
    title: (n) =>
      plural('en', n, { one: '# visit breaks the rules now', other: '# visits break the rules now' }),
    help: 'Move them or plan again.',
    closed: (name, place) => `${name}: ${place} – the centre is closed`,
    unavailable: (name, place) => `${name}: ${place} – the worker cannot go then`,
  },
  unanswered: {
    said: (n, all, day) => `Not answered ${n} / ${all}; answers are taken until ${day}.`,
    see: 'See the answers',
  },
  dropout: {
    title: (n) => plural('en', n, { one: '# youth worker cannot go', other: '# youth workers cannot go' }),
    said: (name, reason) => `${name} ${reason}.`,
    reasons: {
      ill: 'has fallen ill',
      family: 'cannot go for a family reason',
      work: 'is needed at their own centre',
      transport: 'cannot get there',
      other: 'cannot go',
    },
    at: (day) => `Told on ${day}.`,
    find: 'Find ways out',
    other: 'Did somebody tell you otherwise?',
    who: 'Who cannot go?',
    choose: 'Choose a visit',
  },
  checks: {
    open: (n) =>
      plural('en', n, {
        one: '# visit has no check yet that its host relies on.',
        other: '# visits have no check yet that their hosts rely on.',
      }),
    see: 'See from whom',
    accepts: (host, who) => `${host} first has to accept the check made by ${who}`,
  },
  repair: {
    title: (name, place) => `${name} cannot go: ${place}`,
    lead: 'The smallest change comes first. Nothing changes before you take one.',
    head: (n, cost) => `${plural('en', n, { one: '# change', other: '# changes' })}, ${cost}`,
    within: 'No other week changes.',
    proved: 'With as few changes there is nothing better.',
    none: 'There is no way out that keeps all rules. Agree who covers at the centre, or keep it closed on that day.',
    moves: (from, to) => `${from} → ${to}`,
    off: (from) => `${from} falls away`,
    goes: (to) => `goes to ${to}`,
    fresh: 'changes',
    preview: 'See it in the plan',
    previewName: (n) => `See it in the plan: way out ${n}`,
    previewTitle: (head) => `Preview: ${head}`,
    tells: (workers, centres) => `A mail goes to ${workers}; centres ${centres}.`,
    take: 'Take it',
    takeTell: 'Take it and tell',
    others: 'Other ways out',
    leave: 'Leave it as it is',
    taken: 'The plan is changed.',
    takenTold: 'The plan is changed. Those concerned get a mail.',
    stale: 'Somebody changed the plan in the meantime. Find ways out again.',
  },
  cycles: {
    title: 'Cycles of the exchange',
    lead: (cycles, open) =>
      open === 0
        ? `${plural('en', cycles, { one: '# cycle', other: '# cycles' })}: for whoever leaves somebody comes, until it closes.`
        : `${plural('en', cycles, { one: '# cycle', other: '# cycles' })} and ${plural('en', open, { one: '# chain', other: '# chains' })} that do not close.`,
    none: 'Nobody travels here.',
    open: 'does not close',
    legs: 'Who travels',
    leg: (name, from, to) => `${name}: ${from} → ${to}`,
  },
  map: {
    period: 'Week',
    all: 'All weeks',
    place: (centre, guests, away) =>
      `${centre}: ${plural('en', guests, { one: '# guest', other: '# guests' })}, ${away} away`,
    lead: (n) => `${plural('en', n, visits)} on the map and the same in a list.`,
  },
  fairness: {
    visitsTitle: 'Visits for each worker',
    visitsSaid: (fewest, most, without) =>
      `${
        fewest === most
          ? `Each worker has ${plural('en', most, visits)}.`
          : `A worker has ${fewest} to ${plural('en', most, visits)}.`
      } ${without === 0 ? 'Nobody goes without.' : `${plural('en', without, { one: '# youth worker goes', other: '# youth workers go' })} without.`}`,
    visits: 'Visits',
    workers: 'Workers',
    without: 'Without a visit',
    centresTitle: 'Sent and hosted',
    centresSaid: (both, taking) => `${both} of ${taking} centres both send and host.`,
    centre: 'Centre',
    sent: 'Sends',
    hosted: 'Hosts',
    goalsTitle: 'Learning goals',
    goalsSaid: (met, wanted) =>
      wanted === 0 ? 'Nobody has named a learning goal yet.' : `The plan meets ${met} of ${wanted} goals.`,
    goal: 'Goal',
    met: 'Met',
    unmet: 'Who goes without',
  },
  compare: {
    title: 'Two plans side by side',
    with: 'Compare with what?',
    opened: 'As it was when you opened the page',
    saved: (name, when, worth) => `${name} (${when}, worth ${worth})`,
    planned: 'Plan made',
    keepName: 'Name of the present plan',
    keep: 'Keep it',
    kept: (name) => `The plan “${name}” is kept.`,
    choose: 'Take up this plan',
    chosen: 'This plan is the present one now.',
    remove: 'Delete this plan',
    listMissing: 'The plans that were kept could not be read.',
    none: 'The plans are the same.',
    said: (n) =>
      `They differ by ${plural('en', n, { one: '# move', other: '# moves' })}: on the left the one compared with, on the right the present plan.`,
    worker: 'Worker',
    before: 'Compared with',
    after: 'Now',
    nothing: 'does not go',
    change: 'What changes',
    moved: 'another place',
    movedPeriod: 'another week',
    added: 'comes in',
    removed: 'goes out',
  },
  files: {
    label: 'Files',
    csv: 'Table (CSV)',
    xlsx: 'Table (Excel)',
    ics: 'Calendar for all (.ics)',
    icsOf: (name) => `Calendar: ${name} (.ics)`,
    icsShort: 'Calendar',
  },
};

export default en;
