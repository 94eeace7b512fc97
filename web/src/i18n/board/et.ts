import { plural } from '../plural';

const workers = { one: '# noorsootöötaja', other: '# noorsootöötajat' };
const visits = { one: '# vahetuspäev', other: '# vahetuspäeva' };
const people = { one: '# inimene', other: '# inimest' };

const et = {
  short: 'inimesi napib',
  keys: 'Klahvidega: nooled liiguvad ruudust ruutu, Enter avab ruudu, M võtab vahetuspäeva kaasa (nooltega koht, Enter paneb maha, Esc jätab sinnapaika), P lukustab, Delete eemaldab, Ctrl+Z võtab tagasi. Näpuga: hoia vahetuspäeval ja lohista.',
  keysRead: 'Klahvidega: nooled liiguvad ruudust ruutu, Enter avab ruudu.',
  views: {
    centres: 'Keskused',
    workers: 'Töötajad',
    map: 'Kaart',
    cycles: 'Ringid',
    fairness: 'Õiglus ja eesmärgid',
    compare: 'Võrdlus',
  },
  edit: {
    undo: 'Võta tagasi',
    redo: 'Tee uuesti',
    steps: (n: number, change: string) =>
      `${plural('et', n, { one: '# muudatus', other: '# muudatust' })}, kokku ${change}`,
    gone: 'Keegi muutis seda vahetuspäeva vahepeal. Näed uut seisu.',
    stale: 'Keegi muutis plaani vahepeal. Näed uut seisu; tee oma muudatus uuesti.',
    undone: (said: string) => `Tagasi võetud. ${said}`,
    notUndone: (why: string) => `Tagasi võtta ei saa. ${why}`,
    notRedone: (why: string) => `Uuesti teha ei saa. ${why}`,
    same: 'sama hea',
    gain: (size: string, n: number) => `+${size} ${plural('et', n, { one: 'punkt', other: 'punkti' })}`,
    loss: (size: string, n: number) => `−${size} ${plural('et', n, { one: 'punkt', other: 'punkti' })}`,
    place: (host: string, period: string) => `${host}, ${period}`,
    moved: (name: string, place: string) => `${name} → ${place}`,
    swapped: (one: string, other: string) => `${one} ja ${other} vahetasid kohad`,
    pinned: (name: string, place: string) => `${name} on lukus (${place})`,
    unpinned: (name: string, place: string) => `${name} on lukust lahti (${place})`,
    added: (name: string, place: string) => `${name} lisatud (${place})`,
    removed: (name: string, place: string) => `${name} eemaldatud (${place})`,
    alone: (centre: string, period: string) => `${centre} jääb üksi (${period})`,
    short: (centre: string, period: string) => `${centre}: inimesi napib (${period})`,
    coveredAgain: (centre: string, period: string) => `${centre} on jälle kaetud (${period})`,
  },
  carry: {
    asking: 'vaatan, kas saab …',
    here: 'siin see praegu on',
    free: (worth: string) => `saab: ${worth}`,
    swap: (name: string, worth: string) => `kohad vahetab ${name}: ${worth}`,
    refused: 'siia ei saa',
    outside: 'siin ei ole ühtegi ruutu',
    taken: (name: string) => `${name} on kaasas. Nooled liiguvad, Enter paneb maha, Esc jätab sinnapaika.`,
    cancelled: 'Jäi sinnapaika.',
  },
  cover: {
    required: 'peab kohal olema',
    present: 'on kohal',
    margin: 'varu',
    sum: (own: number, away: number, guests: number) =>
      `Oma inimesi ${own}, neist ära ${away}${guests > 0 ? `, asemel ${plural('et', guests, { one: '# külaline', other: '# külalist' })}` : ''}.`,
    closed: 'Keskus on siis kinni: kedagi ei pea kohal olema ja külalist ei saa siia saata.',
    absence: 'Kui keegi haigestub',
    holds: (left: number) => `Kes tahes puudub, kohale jääb ${plural('et', left, people)}: sellest piisab.`,
    breaks: (n: number, all: number) =>
      n === all ? 'Kes tahes puudub, inimesi jääb puudu.' : `Neist ${all} inimesest ei tohi puududa ${n}.`,
    left: (n: number) => `kohale jääb ${n}`,
    missing: (n: number) => `puudu ${n}`,
    guest: 'külaline',
    days: 'Päevade kaupa',
    day: 'Päev',
    unknown: 'Lahtiolekupäevi ja vajalikku koosseisu ei ole kirja pandud; arvud on nädala kohta.',
    nobodySpare: 'keegi puududa ei tohi',
    oneSpare: 'ühe puudumine ei loe',
    ownMissing: (n: number) => `oma inimesi puudu ${n}`,
    leadMissing: (n: number) => `vastutajaid puudu ${n}`,
    needPost: 'Kuuluta katjavajadus',
    needName: (day: string) => `${day}: kuuluta katjavajadus`,
    needThere: 'Katjat otsitakse',
    needPosted: 'Vajadus on kirjas; noorsootöötajad näevad seda.',
    overlap: 'ülekattepäev: külaline veel ei asenda',
    uncovered: (n: number) =>
      plural('et', n, { one: '# lahtiolekupäev on katmata', other: '# lahtiolekupäeva on katmata' }),
  },
  cell: {
    people: 'Kes liigub',
    away: (host: string) => `ära: ${host}`,
    shut: 'Keela siin külalised',
    open: 'Luba siin külalised',
    close: 'Sulge',
    shutDone: (place: string) => `${place}: külalisi ei saadeta. Uus plaan arvestab seda.`,
    openDone: (place: string) => `${place}: külalisi tohib jälle saata.`,
  },
  forbid: {
    visit: (period: string) => `Ei saa minna: ${period}`,
    done: (name: string, period: string) =>
      `${name} ei lähe (${period}). Praegune vahetuspäev jääb, kuni selle tõstad või plaani uuesti koostad.`,
  },
  broken: {
    title: (n: number) =>
      plural('et', n, {
        one: '# vahetuspäev ei käi enam reeglitega kokku',
        other: '# vahetuspäeva ei käi enam reeglitega kokku',
      }),
    help: 'Tõsta need mujale või koosta plaan uuesti.',
    closed: (name: string, place: string) => `${name}: ${place} – keskus on kinni`,
    unavailable: (name: string, place: string) => `${name}: ${place} – töötaja ei saa siis minna`,
  },
  unanswered: {
    said: (n: number, all: number, day: string) => `Vastamata ${n} / ${all}; vastata saab kuni ${day}.`,
    see: 'Vaata vastuseid',
  },
  dropout: {
    title: (n: number) => (n === 1 ? 'Üks noorsootöötaja ei saa minna' : `${n} noorsootöötajat ei saa minna`),
    said: (name: string, reason: string) => `${name} ${reason}.`,
    reasons: {
      ill: 'jäi haigeks',
      family: 'ei saa minna perega seotud põhjusel',
      work: 'on vajalik oma keskuses',
      transport: 'ei pääse kohale',
      other: 'ei saa minna',
    },
    at: (day: string) => `Teatas ${day}.`,
    find: 'Otsi lahendusi',
    other: 'Keegi andis teada muul moel?',
    who: 'Kes ei saa minna?',
    choose: 'Vali vahetuspäev',
  },
  checks: {
    open: (n: number) =>
      plural('et', n, {
        one: '# vahetuspäeval ei ole veel kontrolli, millele vastuvõtja tugineb.',
        other: '# vahetuspäeval ei ole veel kontrolli, millele vastuvõtja tugineb.',
      }),
    see: 'Vaata, kellelt',
    accepts: (host: string, who: string) => `${host} peab enne tunnustama kontrolli, mille tegi ${who}`,
  },
  repair: {
    title: (name: string, place: string) => `${name} ei saa minna: ${place}`,
    lead: 'Kõige väiksem muudatus on ees. Midagi ei muutu enne, kui lahenduse kasutusele võtad.',
    head: (n: number, cost: string) =>
      `${plural('et', n, { one: '# muudatus', other: '# muudatust' })}, ${cost}`,
    within: 'Teised nädalad ei muutu.',
    proved: 'Nii väheste muudatustega paremat ei ole.',
    none: 'Lahendust, mis täidab kõik reeglid, ei ole. Otsi keskusele katja või jätke see sel päeval kinni.',
    moves: (from: string, to: string) => `${from} → ${to}`,
    off: (from: string) => `${from} jääb ära`,
    goes: (to: string) => `läheb: ${to}`,
    fresh: 'muutub',
    preview: 'Vaata plaanis',
    previewName: (n: number) => `Vaata plaanis: ${n}. lahendus`,
    previewTitle: (head: string) => `Eelvaade: ${head}`,
    tells: (workers: string, centres: string) => `Kirja saavad ${workers}; keskused ${centres}.`,
    take: 'Võta kasutusele',
    takeTell: 'Võta kasutusele ja teata',
    others: 'Teised lahendused',
    leave: 'Jäta nagu on',
    taken: 'Plaan on muudetud.',
    takenTold: 'Plaan on muudetud. Kirja saavad need, keda see puudutab.',
    stale: 'Keegi muutis plaani vahepeal. Otsi lahendusi uuesti.',
  },
  cycles: {
    title: 'Vahetuse ringid',
    lead: (cycles: number, open: number) =>
      open === 0
        ? `${plural('et', cycles, { one: '# ring', other: '# ringi' })}: iga minija asemele tuleb keegi, kuni ring saab täis.`
        : `${plural('et', cycles, { one: '# ring', other: '# ringi' })} ja ${plural('et', open, { one: '# ahel', other: '# ahelat' })}, mis ringiks ei sulgu.`,
    none: 'Siin ei liigu keegi.',
    open: 'ei sulgu',
    legs: 'Kes liigub',
    leg: (name: string, from: string, to: string) => `${name}: ${from} → ${to}`,
  },
  map: {
    period: 'Nädal',
    all: 'Kõik nädalad',
    place: (centre: string, guests: number, away: number) =>
      `${centre}: ${plural('et', guests, { one: '# külaline', other: '# külalist' })}, ära ${away}`,
    lead: (n: number) => `${plural('et', n, visits)} kaardil ja samad loetelus.`,
  },
  fairness: {
    visitsTitle: 'Vahetuspäevi töötaja kohta',
    visitsSaid: (fewest: number, most: number, without: number) =>
      `${
        fewest === most
          ? `Igal töötajal on ${plural('et', most, visits)}.`
          : `Töötajal on ${fewest} kuni ${plural('et', most, visits)}.`
      } ${without === 0 ? 'Ilma ei jää keegi.' : `Ilma jääb ${plural('et', without, workers)}.`}`,
    visits: 'Vahetuspäevi',
    workers: 'Töötajaid',
    without: 'Ilma jäävad',
    centresTitle: 'Saadetud ja vastu võetud',
    centresSaid: (both: number, taking: number) =>
      `Nii saadab kui ka võtab vastu ${both} keskust ${taking}-st.`,
    centre: 'Keskus',
    sent: 'Saadab',
    hosted: 'Võtab vastu',
    goalsTitle: 'Õppimiseesmärgid',
    goalsSaid: (met: number, wanted: number) =>
      wanted === 0
        ? 'Keegi ei ole veel õppimiseesmärke kirja pannud.'
        : `Plaan täidab ${met} eesmärki ${wanted}-st.`,
    goal: 'Eesmärk',
    met: 'Täidetud',
    unmet: 'Kes jääb ilma',
  },
  compare: {
    title: 'Kaks plaani kõrvuti',
    with: 'Millega võrrelda?',
    opened: 'Seis, kui lehe avasid',
    saved: (name: string, when: string, worth: string) => `${name} (${when}, väärtus ${worth})`,
    planned: 'Koostatud plaan',
    keepName: 'Praeguse plaani nimi',
    keep: 'Jäta alles',
    kept: (name: string) => `Plaan „${name}“ on alles jäetud.`,
    choose: 'Võta see plaan kasutusele',
    chosen: 'See plaan on nüüd kasutusel.',
    remove: 'Kustuta see plaan',
    listMissing: 'Alles jäetud plaane ei õnnestunud lugeda.',
    none: 'Plaanid on ühesugused.',
    said: (n: number) =>
      `Erinevus on ${plural('et', n, { one: '# liigutus', other: '# liigutust' })}: vasakul võrreldav, paremal praegune plaan.`,
    worker: 'Töötaja',
    before: 'Võrreldav',
    after: 'Praegu',
    nothing: 'ei lähe',
    change: 'Mis muutub',
    moved: 'teine koht',
    movedPeriod: 'teine nädal',
    added: 'lisandub',
    removed: 'jääb ära',
  },
  files: {
    label: 'Failid',
    csv: 'Tabel (CSV)',
    xlsx: 'Tabel (Excel)',
    ics: 'Kalender kõigile (.ics)',
    icsOf: (name: string) => `Kalender: ${name} (.ics)`,
    icsShort: 'Kalender',
  },
};

export type BoardTexts = typeof et;
export default et;
