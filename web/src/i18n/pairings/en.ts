import { plural } from '../plural';
import type { PairingTexts } from './et';

const seats = { one: '# seat', other: '# seats' };
const people = { one: '# person', other: '# people' };

const en: PairingTexts = {
  title: 'Pairing',
  lead: 'Everybody and every open need at once. The computer proposes and says why; you decide: nobody gets a letter before you send the invitations.',
  start: 'Make a new proposal',
  startHelp: 'It is made from what is true now. Agreed shifts stay as they are.',
  emptyTitle: 'There is no proposal yet',
  empty: 'Your proposals will be here. They are kept for 90 days.',
  listLine: (filled, all) =>
    `${plural('en', all, { one: '# open seat', other: '# open seats' })}, somebody is proposed for ${filled}`,
  sent: (n) => plural('en', n, { one: '# invitation sent', other: '# invitations sent' }),
  state: { working: 'In the making', ready: 'Proposal', failed: 'Failed', cancelled: 'Cancelled' },
  of: (scope, when) => `${scope}, ${when}`,
  progress: 'Progress of pairing',
  working: 'Reading people and needs, looking for the best solution.',
  stop: 'Stop',
  stopping: 'Stopping …',
  failed: 'Pairing did not succeed. Try again.',
  cancelled: 'Pairing was stopped before anything was found.',
  again: 'Make a new proposal',
  filled: (filled, all) => `${filled} / ${all}`,
  filledLabel: (filled, all) =>
    `somebody is proposed for ${filled} of ${plural('en', all, { one: '# open seat', other: '# open seats' })}`,
  proved: 'Proved the best: no more seats can be filled.',
  provedSeats: (points) =>
    `Proved that no more seats can be filled; the fit could be better by at most ${plural('en', points, { one: '# point', other: '# points' })}.`,
  gap: (n) =>
    `The search was stopped early: for certain no more than ${plural('en', n, seats)} could be filled besides.`,
  lookedAt: (n, needs) =>
    `Looked at: ${plural('en', n, people)}, ${plural('en', needs, { one: '# need', other: '# needs' })}.`,
  view: 'View',
  views: {
    need: 'By need',
    person: 'By person',
    open: 'Open seats',
    advice: 'Whom to look for',
    compare: 'Compare',
  },
  print: 'Print',
  nobody: 'There is nothing to propose to anybody. The open seats say what is missing.',
  seats: (n) => plural('en', n, seats),
  pinned: 'Pinned',
  pin: 'Pin',
  unpin: 'Release',
  forbid: 'Do not propose',
  pinName: (name, need) => `Pin: ${name}, ${need}`,
  unpinName: (name, need) => `Release: ${name}, ${need}`,
  forbidName: (name, need) => `Do not propose: ${name}, ${need}`,
  choose: (name, need) => `Choose to invite: ${name}, ${need}`,
  chooseAll: 'Choose everybody who can be invited',
  changed: 'Has changed meanwhile',
  elsewhere: 'Invited already',
  invitation: {
    sent: 'Invitation waits for an answer',
    accepted: 'Coming',
    declined: 'Said no',
    expired: 'Invitation expired',
    withdrawn: 'Invitation taken back',
  },
  flags: {
    check_needed: 'No background check',
    ask_time: 'Times not asked',
    over_hours: 'Over the hours of a week',
    minor: 'Minor',
  },
  forbidden: 'What is not proposed',
  forbiddenLine: (name, need) => `${name}: ${need}`,
  allow: 'Allow again',
  allowName: (name) => `Allow again: ${name}`,
  edit: {
    pin: (name) => `${name} is pinned.`,
    forbid: (name) => `No longer proposed here: ${name}.`,
    release: (name) => `${name} is released.`,
    same: 'It cost nothing.',
    cost: (n, points) =>
      `${n === 0 ? 'As many seats' : n > 0 ? `${plural('en', n, seats)} more` : `${plural('en', -n, seats)} fewer`}, fit ${points > 0 ? '+' : ''}${plural('en', points, { one: '# point', other: '# points' })}.`,
    moved: (added, removed) =>
      `Also changed: ${plural('en', added, { one: '# pair added', other: '# pairs added' })}, ${plural('en', removed, { one: '# pair gone', other: '# pairs gone' })}.`,
    dropped: (names) => `Could no longer be pinned: ${names}.`,
    undo: 'Undo',
  },
  openFilter: 'Centre',
  openAll: 'All centres',
  openNone: 'There is somebody for every open seat.',
  openLead: 'There is nobody to propose for these seats. Each says what keeps people out.',
  missingNobody: 'There is nobody of the kind at all.',
  compareWith: 'Compare with what?',
  today: "Today's invitations",
  compareSame: (n) => plural('en', n, { one: '# pair is the same', other: '# pairs are the same' }),
  compareAgreed: (n) => plural('en', n, { one: '# agreed seat stays', other: '# agreed seats stay' }),
  compareNew: 'New',
  compareLost: 'Invited now, but not in the proposal',
  compareLostOther: 'In the other proposal, but not here',
  compareNone: 'None.',
  send: (n) => plural('en', n, { one: 'Send # invitation', other: 'Send # invitations' }),
  sendTitle: 'Send the invitations?',
  sendTo: (n, names) =>
    `${plural('en', n, { one: '# person gets a letter', other: '# people get a letter' })}: ${names}.`,
  sendMore: (n) => plural('en', n, { one: 'and # more', other: 'and # more' }),
  sendWait: 'The letters leave in 10 seconds; until then you can take them back.',
  sendUrgent: (n) =>
    plural('en', n, {
      one: '# invitation is urgent and leaves at once.',
      other: '# invitations are urgent and leave at once.',
    }),
  sendYes: 'Send',
  sentToast: (n) => plural('en', n, { one: '# invitation is sent.', other: '# invitations are sent.' }),
  sentNone: 'No invitation was sent.',
  refusedTitle: 'These could not be invited',
  refusedLine: (name, text) => `${name}: ${text}`,
  tookBack: (n) =>
    plural('en', n, { one: '# invitation is taken back.', other: '# invitations are taken back.' }),
  late: (n) => plural('en', n, { one: '# letter had left already.', other: '# letters had left already.' }),
  atMost: (n) => `At most ${n} invitations can be sent at once.`,
  staleEdit: 'The proposal has been changed meanwhile. Here it is as it stands now; try again.',
};

export default en;
