import { plural } from '../plural';
import type { RoundsTexts } from './et';

const en: RoundsTexts = {
  orders: {
    title: 'Drafts of secondment orders',
    none: 'Nobody goes from this centre in this round.',
    hint: 'A draft to print and sign. Each worker has a sheet.',
    print: 'Print',
    heading: 'Draft of a secondment order',
    text: (employer, worker, home) => `${employer} sends ${worker} (${home}) on a youth worker exchange.`,
    swap: 'The worker covers working days at the host centre; on the first day they are shown round.',
    shadow: 'The worker shadows colleagues at the host centre and does not count as its cover.',
    when: 'Days',
    where: 'Host centre',
    way: 'The way there',
    agreed: 'Agreed',
    bothAgreed: 'employer and host agree',
    notAgreed: 'waits for an answer',
    goal: (what) => `Goal of learning: ${what}.`,
    pay: 'The salary goes on; the employer pays the way by its own rules.',
    day: 'Date',
    sign: 'Signature',
    open: 'Drafts of secondment orders',
  },
  agreements: {
    title: 'Agreements',
    lead: 'An exchange round is published when the sending and the host centre agree to each visit.',
    none: 'No round waits for an agreement now',
    noneHelp: 'When the coordinator asks, you get a mail and see the plan here.',
    goes: 'Who goes from us',
    comes: 'Who comes to us',
    agree: 'Agree',
    agreed: 'agreed',
    takeBack: 'Take the agreement back',
    done: 'Noted, thank you!',
    takenBack: 'The agreement is taken back.',
    agreeAccept: (n) => plural('en', n, { one: 'Agree, accept # check', other: 'Agree, accept # checks' }),
    accept: (n) => plural('en', n, { one: 'Accept # check', other: 'Accept # checks' }),
    acceptHelp:
      'A check that you accept counts here too, with the same dates. Your municipality decides. If you do not accept it, make a check yourselves.',
    doneAccepted: (n) =>
      `Noted, thank you! ${plural('en', n, { one: '# check is accepted.', other: '# checks are accepted.' })}`,
    record: 'Record a check',
    recordName: (name) => `Record a check: ${name}`,
    withoutCheck: 'You may agree already; the plan is published once there is a check.',
    withoutCheckLate:
      'You may agree already; a check that lasts to the end of the visit must be there before it begins.',
    changed: (name) => `${name}: the plan changed after it was published`,
    unchecked: (name) => `${name}: a check is missing or not accepted`,
    readAgain: (names) =>
      `The plan was read again${names && `; what changed: ${names}`}. Look it over and press again.`,
    cover: 'Who may cover at other centres',
    coverHelp: 'The employer’s agreement. Without it a worker is not asked to cover elsewhere.',
  },
};

export default en;
