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
