import { plural } from '../plural';

const toWorkers = { one: '# noorsootöötaja', other: '# noorsootöötajat' };

const et = {
  ask: {
    title: 'Neli küsimust noorsootöötajatele',
    lead: 'Kas osaled? Mis päevadel sa ei saa? Mida tahad õppida? Kui kaugele oled valmis sõitma? Plaan arvestab vastuseid ise.',
    by: 'Millal on viimane päev vastata?',
    byHint:
      'Kes ei ole vastanud, saab meeldetuletuse neli päeva ja üks päev varem. Kuni selle päevani saab vastust muuta.',
    byMissing: 'Vali viimane päev vastata',
    tells: (n: number) => `Kirja saab ${plural('et', n, toWorkers)}.`,
    tellsAgain: (n: number) =>
      n === 0
        ? 'Kõik on vastanud: kirja ei saa keegi.'
        : `Uue kirja saab ${plural('et', n, toWorkers)}, kes ei ole veel vastanud.`,
    back: 'Plaan jääb alles, aga voor läheb tagasi vastuste kogumise juurde.',
    send: 'Saada küsimused',
    again: 'Muuda päeva ja küsi uuesti',
    sent: 'Küsimused on teele saadetud.',
    planning: 'Plaani parajasti koostatakse. Küsida saad siis, kui see on valmis.',
    nobody: 'Selles voorus ei osale praegu keegi. Vali osalejad noorsootöötajate lehel.',
  },
  answers: {
    title: 'Vastused',
    progress: (answered: number, asked: number) => `Vastanud ${answered} / ${asked}`,
    until: (day: string) => `Vastata saab kuni ${day}.`,
    over: (day: string) => `Vastamise aeg lõppes ${day}.`,
    none: 'Küsimusi ei ole veel saadetud',
    noneHelp: 'Siia tulevad vastused: kes osaleb, millal ei saa, mida tahab õppida ja kui kaugele sõidab.',
    waiting: (n: number) => `Vastamata (${n})`,
    given: (n: number) => `Vastanud (${n})`,
    notAsked: (n: number) => `Küsimata (${n})`,
    on: (day: string) => `Vastas ${day}`,
    out: 'Seekord ei osale',
    off: 'Ei saa',
    offNone: 'saab alati',
    atWork: (days: string) => `${days} (oma keskuses tööl)`,
    wants: 'Tahab õppida',
    wantsNone: 'ei nimetanud midagi',
    far: 'Sõidab',
    farAny: 'ükskõik kui kaugele',
    farMinutes: (n: number) => plural('et', n, { one: 'kuni # minut', other: 'kuni # minutit' }),
  },
  approval: {
    title: 'Mis on veel puudu ja kellelt',
    lead: 'Plaan avaldatakse, kui saatja ja vastuvõtja on iga vahetuspäevaga nõus ja vastuvõtja omavalitsus on töötaja taustakontrolli teinud või tunnustanud nii, et see kehtib vahetuspäevade lõpuni.',
    leadPublished:
      'Plaan on avaldatud. Siin on see, mis pärast seda muutus ja vajab veel kinnitust või kontrolli.',
    noPlan:
      'Kui plaan on olemas, näed siin keskuste kaupa, kes peab veel nõustuma ja kelle kontroll on puudu.',
    ready: (ready: number, all: number) => `Valmis ${ready} / ${all}`,
    missing: (n: number, centres: number) =>
      `Puudu on ${plural('et', n, { one: '# asi', other: '# asja' })} ${plural('et', centres, { one: '# keskuselt', other: '# keskuselt' })}. Ees on need, kellelt on kõige rohkem oodata.`,
    all: 'Kõik on olemas: mõlemad pooled on nõus ja kontrollid on vastuvõtjatel tunnustatud.',
    allPublished: 'Midagi ei ole puudu.',
    toPlan: 'Ava plaan',
    tells: (centres: number) =>
      `Kirja saavad ${plural('et', centres, { one: '# keskuse', other: '# keskuse' })} juhatajad ja nende omavalitsuste spetsialistid.`,
    remind: 'Tuleta neile meelde',
    remindedToast: 'Meeldetuletus läks teele.',
    withCheck: (who: string, until: string) => `tunnustada: kontrollis ${who}, kehtib kuni ${until}`,
    done: (n: number) =>
      plural('et', n, { one: '# keskuselt on kõik olemas:', other: '# keskuselt on kõik olemas:' }),
    tasks: {
      send: (n: number) => `Saatjana vastamata (${n})`,
      host: (n: number) => `Vastuvõtjana vastamata (${n})`,
      accept: (n: number) => `Kontroll tunnustamata (${n})`,
      origin: (n: number) => `Päritoluriigi tõend nägemata (${n})`,
      renew: (n: number) => `Kontroll uuendamata (${n})`,
    },
  },
  staffing: {
    title: 'Lahtiolek ja koosseis',
    lead: 'Mis päevadel keskus on lahti, kes siis kohal peab olema ja mitu külalist korraga mahub. Selle järgi arvestab plaan, mitu inimest saab keskusest korraga ära olla.',
    unknown: 'lahtiolekupäevi ei ole kirjas',
    guestsSaid: (n: number) => plural('et', n, { one: 'kuni # külaline', other: 'kuni # külalist' }),
    staffSaid: (n: number) =>
      plural('et', n, { one: 'kohal vähemalt # inimene', other: 'kohal vähemalt # inimest' }),
    guests: 'Külalisi korraga',
    open: 'On lahti',
    openName: (day: string) => `${day}: on lahti`,
    opens: 'Avatakse',
    closes: 'Suletakse',
    staff: 'Kohal vähemalt',
    own: 'neist oma inimesi',
    leads: 'neist vastutajaid',
    meaning:
      'Oma inimest külaline ei asenda. Vastutaja on see, kelle kohta on noorsootöötajate lehel märgitud, et ta võib päeva juhtida.',
    same: 'Tee kõik lahtiolekupäevad esimese järgi',
    closedDays: 'Erandkorras kinni',
    closedHint: 'Riigipühad, ühine puhkus, remont.',
    closedDay: 'Päev',
    closedAdd: 'Lisa päev',
    closedRemove: (day: string) => `Eemalda ${day}`,
    out: 'Need keskused selles voorus ei osale:',
  },
  points: {
    title: 'Punktid',
    lead: 'Plaan kogub punkte: iga vahetuspäev annab neid selle tabeli järgi ja parim plaan on see, mille summa on suurim. Kaalu ise, mis teie piirkonnas rohkem loeb. 0 tähendab, et see ei loe.',
    caption: 'Mille eest vahetuspäev punkte saab',
    part: 'Mille eest',
    points: 'Punkte',
    pointsName: (part: string) => `${part}: punkte`,
    usual: (usual: string, most: string) => `Tavaliselt ${usual}, kõige rohkem ${most}.`,
    help: {
      visit: 'Iga käik teise keskusse on midagi väärt.',
      other_municipality: 'Lisapunktid, kui vastuvõtja on teises omavalitsuses: uued kolleegid.',
      unseen_pair: 'Lisapunktid, kui nende kahe keskuse vahel ei ole varem käidud.',
      seen_pair: 'Võtab maha iga varasema käigu eest samade keskuste vahel, kuni kolm korda.',
      language: 'Lisapunktid, kui töötaja räägib keelt, milles seal töötatakse.',
      travel: 'Võtab maha iga teel oldud minuti eest.',
      ledger: 'Lisapunktid, kui saatja on varem rohkem vastu võtnud kui saatnud ja vastuvõtja vastupidi.',
    } as Record<string, string>,
    goals: 'Õppimiseesmärgid tulevad lisaks: mida tähtsamal kohal eesmärk on, seda rohkem punkte.',
    usualAll: 'Pane tavalised punktid',
    tryTitle: 'Proovi: mida üks käik väärt on',
    tryHint: 'Loevad salvestatud punktid.',
    who: 'Kes läheb?',
    where: 'Kuhu?',
    sum: 'Kokku',
    goal: (skill: string) => `Õpieesmärk: ${skill}`,
    way: (distance: string, minutes: number) =>
      `Tee on ${distance}, ${plural('et', minutes, { one: 'umbes # minut', other: 'umbes # minutit' })}.`,
    barred: 'Seda käiku plaan ei kasuta.',
  },
};

export type SeasonTexts = typeof et;
export default et;
