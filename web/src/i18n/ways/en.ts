import { plural } from '../plural';
import type { WaysTexts } from './et';

const minutes = (n: number) => plural('en', n, { one: '# minute', other: '# minutes' });

const en: WaysTexts = {
  title: 'Travel between centres',
  lead: 'The length and time of a way are computed from the straight line (× 1.3; 500 m a minute). Where a bay, a bog or a bad connection lies between, write the real way: it counts in the points of a plan, in how far people are willing to go, and in the secondment order.',
  way: (km, n) => `${km} km, ${minutes(n)}`,
  byHand: (n) => `Set by hand (${n})`,
  none: 'No way is set by hand',
  noneHelp: 'All ways are computed. If one is longer or shorter in fact, add it here.',
  add: 'Add a way',
  between: (one, other) => `${one} – ${other}`,
  set: 'Set by hand',
  computed: 'Computed',
  longer: (n) => `${minutes(n)} longer than computed`,
  shorter: (n) => `${minutes(n)} shorter than computed`,
  same: 'as long as computed',
  change: 'Change',
  changeName: (pair) => `Change the way: ${pair}`,
  remove: 'Use the computed one',
  removeName: (pair) => `Use the computed one: ${pair}`,
  removed: (pair) => `${pair}: the computed way counts again.`,
  allTitle: 'All ways from one centre',
  centre: 'Centre',
  choose: 'Choose a centre',
  to: 'To',
  shown: 'The way that counts',
  act: 'Changing it',
  dialogAdd: 'Add a way',
  dialogChange: (pair) => `The way: ${pair}`,
  one: 'From one centre',
  other: 'To another centre',
  oneMissing: 'Choose the centre where the way begins',
  otherMissing: 'Choose the other centre',
  sameCentre: 'Choose two different centres',
  known: 'This way is set by hand already; saving changes it.',
  computedIs: (what) => `Computed: ${what}.`,
  km: 'Length in kilometres',
  kmHint: 'One way, for example 24.5.',
  kmWrong: 'Write the length in kilometres: 0.1 to 1000',
  minutes: 'Time in minutes',
  minutesHint: 'From door to door, one way.',
  minutesWrong: 'Write the time in whole minutes: 1 to 1440',
  effect:
    'The way counts in both directions. The next plan and the secondment orders draw on it; visits themselves do not change.',
  save: 'Save',
  saved: (pair) => `${pair}: the way is saved.`,
};

export default en;
