// The types already ask for the same keys; this also looks at the words: nothing empty, nothing left in Estonian.
import assert from 'node:assert/strict';
import test from 'node:test';
import adminEn from '../src/i18n/admin/en';
import adminEt from '../src/i18n/admin/et';
import adminRu from '../src/i18n/admin/ru';
import boardEn from '../src/i18n/board/en';
import boardEt from '../src/i18n/board/et';
import boardRu from '../src/i18n/board/ru';
import commonEn from '../src/i18n/common/en';
import commonEt from '../src/i18n/common/et';
import commonRu from '../src/i18n/common/ru';
import coordinatorEn from '../src/i18n/coordinator/en';
import coordinatorEt from '../src/i18n/coordinator/et';
import coordinatorRu from '../src/i18n/coordinator/ru';
import documentsEn from '../src/i18n/documents/en';
import documentsEt from '../src/i18n/documents/et';
import documentsRu from '../src/i18n/documents/ru';
import exchangeEn from '../src/i18n/exchange/en';
import exchangeEt from '../src/i18n/exchange/et';
import exchangeRu from '../src/i18n/exchange/ru';
import managerEn from '../src/i18n/manager/en';
import managerEt from '../src/i18n/manager/et';
import managerRu from '../src/i18n/manager/ru';
import pairingsEn from '../src/i18n/pairings/en';
import pairingsEt from '../src/i18n/pairings/et';
import pairingsRu from '../src/i18n/pairings/ru';
import openEn from '../src/i18n/public/en';
import openEt from '../src/i18n/public/et';
import openRu from '../src/i18n/public/ru';
import registerEn from '../src/i18n/register/en';
import registerEt from '../src/i18n/register/et';
import registerRu from '../src/i18n/register/ru';
import roundsEn from '../src/i18n/rounds/en';
import roundsEt from '../src/i18n/rounds/et';
import roundsRu from '../src/i18n/rounds/ru';
import seasonEn from '../src/i18n/season/en';
import seasonEt from '../src/i18n/season/et';
import seasonRu from '../src/i18n/season/ru';
import staffEn from '../src/i18n/staff/en';
import staffEt from '../src/i18n/staff/et';
import staffRu from '../src/i18n/staff/ru';
import volunteerEn from '../src/i18n/volunteer/en';
import volunteerEt from '../src/i18n/volunteer/et';
import volunteerRu from '../src/i18n/volunteer/ru';
import waysEn from '../src/i18n/ways/en';
import waysEt from '../src/i18n/ways/et';
import waysRu from '../src/i18n/ways/ru';

type Texts = Record<string, unknown>;

const parts: Record<string, [Texts, Texts, Texts]> = {
  admin: [adminEt, adminRu, adminEn],
  common: [commonEt, commonRu, commonEn],
  public: [openEt, openRu, openEn],
  register: [registerEt, registerRu, registerEn],
  volunteer: [volunteerEt, volunteerRu, volunteerEn],
  documents: [documentsEt, documentsRu, documentsEn],
  exchange: [exchangeEt, exchangeRu, exchangeEn],
  manager: [managerEt, managerRu, managerEn],
  staff: [staffEt, staffRu, staffEn],
  coordinator: [coordinatorEt, coordinatorRu, coordinatorEn],
  pairings: [pairingsEt, pairingsRu, pairingsEn],
  rounds: [roundsEt, roundsRu, roundsEn],
  season: [seasonEt, seasonRu, seasonEn],
  ways: [waysEt, waysRu, waysEn],
  board: [boardEt, boardRu, boardEn],
};

function leaves(texts: Texts, at = ''): [string, unknown][] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null
      ? leaves(value as Texts, `${at}${key}.`)
      : [[at + key, value] as [string, unknown]],
  );
}

for (const [name, [et, ru, en]] of Object.entries(parts)) {
  test(`${name}: the same keys of the same kind in three languages`, () => {
    const kinds = (texts: Texts) => leaves(texts).map(([key, value]) => `${key} ${typeof value}`);
    assert.deepEqual(kinds(ru), kinds(et));
    assert.deepEqual(kinds(en), kinds(et));
  });
  test(`${name}: no empty text, Russian in Cyrillic`, () => {
    for (const [key, value] of leaves(ru)) {
      if (typeof value !== 'string') continue;
      assert.notEqual(value.trim(), '', key);
      const latin = value.replace(/Vahetus|Harju|PDF|\.ics|Natural Earth|[^\p{L}]/gu, '');
      assert.ok(latin === '' || /\p{Script=Cyrillic}/u.test(latin), `${key}: ${value}`);
    }
    for (const [key, value] of [...leaves(et), ...leaves(en)]) {
      if (typeof value === 'string') assert.notEqual(value.trim(), '', key);
    }
  });
}
