import { plural } from '../plural';

const minutes = (n: number) => plural('et', n, { one: '# minut', other: '# minutit' });

const et = {
  title: 'Vahemaad keskuste vahel',
  lead: 'Teekonna pikkus ja aeg arvutatakse linnulennult (× 1,3; 500 m minutis). Kus vahel on laht, raba või halb ühendus, kirjuta õige vahemaa ise: see loeb plaani punktides, lubatud sõiduajas ja lähetuse kavandis.',
  way: (km: string, n: number) => `${km} km, ${minutes(n)}`,
  byHand: (n: number) => `Käsitsi määratud vahemaad (${n})`,
  none: 'Käsitsi määratud vahemaid ei ole',
  noneHelp: 'Kõik vahemaad on arvutatud. Kui mõni neist on tegelikult pikem või lühem, lisa see siia.',
  add: 'Lisa vahemaa',
  between: (one: string, other: string) => `${one} – ${other}`,
  set: 'Käsitsi määratud',
  computed: 'Arvutatud',
  longer: (n: number) => `${minutes(n)} pikem kui arvutatud`,
  shorter: (n: number) => `${minutes(n)} lühem kui arvutatud`,
  same: 'aeg on sama mis arvutatud',
  change: 'Muuda',
  changeName: (pair: string) => `Muuda vahemaad: ${pair}`,
  remove: 'Kasuta arvutatut',
  removeName: (pair: string) => `Kasuta arvutatut: ${pair}`,
  removed: (pair: string) => `${pair}: kehtib jälle arvutatud vahemaa.`,
  allTitle: 'Kõik vahemaad ühest keskusest',
  centre: 'Keskus',
  choose: 'Vali keskus',
  to: 'Kuhu',
  shown: 'Kehtiv vahemaa',
  act: 'Muutmine',
  dialogAdd: 'Lisa vahemaa',
  dialogChange: (pair: string) => `Vahemaa: ${pair}`,
  one: 'Ühest keskusest',
  other: 'Teise keskusesse',
  oneMissing: 'Vali esimene keskus',
  otherMissing: 'Vali teine keskus',
  sameCentre: 'Vali kaks eri keskust',
  known: 'See vahemaa on juba käsitsi määratud; salvestades muudad seda.',
  computedIs: (what: string) => `Arvutatud: ${what}.`,
  km: 'Pikkus kilomeetrites',
  kmHint: 'Ühes suunas, näiteks 24,5.',
  kmWrong: 'Kirjuta pikkus kilomeetrites: 0,1 kuni 1000',
  minutes: 'Aeg minutites',
  minutesHint: 'Uksest ukseni, ühes suunas.',
  minutesWrong: 'Kirjuta aeg täisminutites: 1 kuni 1440',
  effect:
    'Vahemaa kehtib mõlemas suunas. Sellega arvestavad järgmine plaan ja lähetuste kavandid; vahetuspäevad ise ei muutu.',
  save: 'Salvesta',
  saved: (pair: string) => `${pair}: vahemaa on salvestatud.`,
};

export type WaysTexts = typeof et;
export default et;
