import { plural } from '../plural';

/** A centre's pages of rounds: "Sobib", and drafts of secondment orders. */
const et = {
  orders: {
    title: 'Lähetuste kavandid',
    none: 'Sellest keskusest ei lähe selles voorus keegi.',
    hint: 'Kavand, mille saad trükkida ja allkirjastada. Iga töötaja on omal lehel.',
    print: 'Trüki',
    heading: 'Lähetuse kavand',
    text: (employer: string, worker: string, home: string) =>
      `${employer} lähetab: ${worker} (${home}) noorsootöötajate vahetusse.`,
    swap: 'Lähetatu katab vastuvõtvas keskuses sealse töötaja tööpäevi; esimesel päeval näidatakse talle keskust.',
    shadow: 'Lähetatu on vastuvõtvas keskuses töövarjuna; keskuse katvuse eest ta ei vastuta.',
    when: 'Päevad',
    where: 'Vastuvõttev keskus',
    way: 'Tee ühes suunas',
    agreed: 'Kooskõlastus',
    bothAgreed: 'tööandja ja vastuvõtja: sobib',
    notAgreed: 'ootab vastust',
    goal: (what: string) => `Õppimise eesmärk: ${what}.`,
    pay: 'Töötasu säilib; sõidu hüvitab tööandja oma korra järgi.',
    day: 'Kuupäev',
    sign: 'Allkiri',
    open: 'Lähetuste kavandid',
  },
  agreements: {
    title: 'Kooskõlastus',
    lead: 'Vahetusvoor avaldatakse, kui saatev ja vastuvõttev keskus on iga vahetuspäevaga nõus.',
    none: 'Praegu ei oota ükski voor kooskõlastust',
    noneHelp: 'Kui koordinaator küsib, saad kirja ja näed plaani siin.',
    goes: 'Meilt lähevad',
    comes: 'Meile tulevad',
    agree: 'Sobib',
    agreed: 'sobib',
    takeBack: 'Siiski ei sobi',
    done: 'Kirjas, aitäh!',
    takenBack: 'Kirjas: siiski ei sobi.',
    agreeAccept: (n: number) =>
      plural('et', n, { one: 'Sobib, tunnustame # kontrolli', other: 'Sobib, tunnustame # kontrolli' }),
    accept: (n: number) =>
      plural('et', n, { one: 'Tunnustame # kontrolli', other: 'Tunnustame # kontrolli' }),
    acceptHelp:
      'Tunnustatud kontroll kehtib ka siin, samade kuupäevadega. Otsus on sinu omavalitsuse oma. Kui te seda ei tunnusta, tehke kontroll ise.',
    doneAccepted: (n: number) =>
      `Kirjas, aitäh! ${plural('et', n, { one: '# kontroll on tunnustatud.', other: '# kontrolli on tunnustatud.' })}`,
    record: 'Kirjuta kontrolli tulemus',
    recordName: (name: string) => `Kirjuta kontrolli tulemus: ${name}`,
    withoutCheck: '„Sobib“ võid vajutada juba praegu; plaan avaldatakse siis, kui kontroll on olemas.',
    withoutCheckLate:
      '„Sobib“ võid vajutada juba praegu; kontroll, mis kehtib vahetuspäevade lõpuni, peab olema enne nende algust.',
    changed: (name: string) => `${name}: plaan muutus pärast avaldamist`,
    unchecked: (name: string) => `${name}: kontroll on puudu või tunnustamata`,
    readAgain: (names: string) =>
      `Plaan on uuesti loetud${names && `; vahepeal muutus: ${names}`}. Vaata üle ja vajuta uuesti.`,
    cover: 'Kes võib teistes keskustes asendada',
    coverHelp: 'Tööandja otsus. Ilma selleta töötajat mujale asendama ei kutsuta.',
  },
};

export type RoundsTexts = typeof et;
export default et;
