import { plural } from '../plural';
import type { SeasonTexts } from './et';

const workers = { one: '# youth worker gets', other: '# youth workers get' };

const en: SeasonTexts = {
  ask: {
    title: 'Four questions to the youth workers',
    lead: 'Do you take part? On which days can you not? What do you want to learn? How far would you travel? The plan takes the answers into account by itself.',
    by: 'What is the last day to answer?',
    byHint:
      'Whoever has not answered is reminded four days and one day before. Until that day an answer can be changed.',
    byMissing: 'Choose the last day to answer',
    tells: (n) => `${plural('en', n, workers)} a mail.`,
    tellsAgain: (n) =>
      n === 0
        ? 'Everybody has answered: nobody gets a mail.'
        : `${plural('en', n, { one: '# youth worker who has', other: '# youth workers who have' })} not answered yet get a new mail.`,
    back: 'The plan stays, but the round goes back to collecting answers.',
    send: 'Send the questions',
    again: 'Change the day and ask again',
    sent: 'The questions are on their way.',
    planning: 'A plan is being made. You can ask when it is ready.',
    nobody: 'Nobody takes part in this round yet. Choose who does on the page of the youth workers.',
  },
  answers: {
    title: 'Answers',
    progress: (answered, asked) => `Answered ${answered} / ${asked}`,
    until: (day) => `Answers are taken until ${day}.`,
    over: (day) => `The time to answer ended on ${day}.`,
    none: 'The questions have not been sent yet',
    noneHelp:
      'The answers come here: who takes part, when they cannot, what they want to learn and how far they travel.',
    waiting: (n) => `Not answered (${n})`,
    given: (n) => `Answered (${n})`,
    notAsked: (n) => `Not asked (${n})`,
    on: (day) => `Answered on ${day}`,
    out: 'Not this time',
    off: 'Cannot',
    offNone: 'can always',
    atWork: (days) => `${days} (at work in their own centre)`,
    wants: 'Wants to learn',
    wantsNone: 'named nothing',
    far: 'Travels',
    farAny: 'any distance',
    farMinutes: (n) => plural('en', n, { one: 'up to # minute', other: 'up to # minutes' }),
  },
  approval: {
    title: 'What is still missing, and from whom',
    lead: 'The plan is published when the sending and the host centre agree to each visit, and the municipality of the host has made or accepted a background check of the worker that is valid to the end of the visit.',
    leadPublished: 'The plan is published. Here is what changed since and still waits for a yes or a check.',
    noPlan: 'Once there is a plan you see here, centre by centre, whose yes and whose check is missing.',
    ready: (ready, all) => `Ready ${ready} / ${all}`,
    missing: (n, centres) =>
      `${plural('en', n, { one: '# thing is missing', other: '# things are missing' })} from ${plural('en', centres, { one: '# centre', other: '# centres' })}. Those with the most to do come first.`,
    all: 'Everything is there: both sides agree, and the hosts have accepted the checks.',
    allPublished: 'Nothing is missing.',
    toPlan: 'Open the plan',
    tells: (centres) =>
      `The managers of ${plural('en', centres, { one: '# centre', other: '# centres' })} and the specialists of their municipalities get a mail.`,
    remind: 'Remind them',
    remindedToast: 'The reminder is on its way.',
    withCheck: (who, until) => `to accept: checked by ${who}, valid until ${until}`,
    done: (n) => plural('en', n, { one: '# centre has done all:', other: '# centres have done all:' }),
    tasks: {
      send: (n) => `Has not agreed to send (${n})`,
      host: (n) => `Has not agreed to host (${n})`,
      accept: (n) => `Check not accepted (${n})`,
      origin: (n) => `Certificate of origin not seen (${n})`,
      renew: (n) => `Check to be renewed (${n})`,
    },
  },
  staffing: {
    title: 'Opening and staff',
    lead: 'On which days a centre is open, who must be there then, and how many guests fit at a time. From this the plan knows how many people a centre can spare.',
    unknown: 'no opening days are known',
    guestsSaid: (n) => plural('en', n, { one: 'up to # guest', other: 'up to # guests' }),
    staffSaid: (n) => plural('en', n, { one: 'at least # person there', other: 'at least # people there' }),
    guests: 'Guests at a time',
    open: 'Is open',
    openName: (day) => `${day}: is open`,
    opens: 'Opens',
    closes: 'Closes',
    staff: 'There at least',
    own: 'of them its own',
    leads: 'of them leads',
    meaning:
      'A guest does not stand in for its own people. A lead is somebody of whom the page of the youth workers says that they may lead a day.',
    same: 'Make all opening days like the first',
    closedDays: 'Closed for once',
    closedHint: 'Public holidays, a common leave, repairs.',
    closedDay: 'Day',
    closedAdd: 'Add the day',
    closedRemove: (day) => `Remove ${day}`,
    out: 'These centres do not take part in the round:',
  },
  points: {
    title: 'Points',
    lead: 'A plan collects points: each visit earns them by this table, and the best plan is the one with the largest sum. Weigh for yourself what counts more in your region. 0 means that it does not count.',
    caption: 'What a visit earns points for',
    part: 'What for',
    points: 'Points',
    pointsName: (part) => `${part}: points`,
    usual: (usual, most) => `Usually ${usual}, at most ${most}.`,
    help: {
      visit: 'Every visit to another centre is worth something.',
      other_municipality: 'More when the host is in another municipality: new colleagues.',
      unseen_pair: 'More when nobody has gone between these two centres before.',
      seen_pair: 'Less for each earlier visit between the same centres, three times at most.',
      language: 'More when the worker speaks a language that the host works in.',
      travel: 'Less for each minute on the way.',
      ledger: 'More when the sender has hosted more than it sent before, and the host the other way round.',
    },
    goals: 'Learning goals come on top: the higher a goal stands, the more points.',
    usualAll: 'Put the usual points',
    tryTitle: 'Try it: what one visit is worth',
    tryHint: 'The saved points count.',
    who: 'Who goes?',
    where: 'Where?',
    sum: 'Sum',
    goal: (skill) => `Learning goal: ${skill}`,
    way: (distance, minutes) =>
      `The way is ${distance}, ${plural('en', minutes, { one: 'about # minute', other: 'about # minutes' })}.`,
    barred: 'The plan does not use this visit.',
  },
};

export default en;
