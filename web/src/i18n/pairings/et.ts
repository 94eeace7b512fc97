import { plural } from '../plural';

const seats = { one: '# koht', other: '# kohta' };
const people = { one: '# inimene', other: '# inimest' };

const et = {
  title: 'Sobitamine',
  lead: 'Kõik inimesed ja kõik lahtised vajadused korraga. Arvuti teeb ettepaneku ja põhjendab seda, otsustad sina: enne kui sa kutsed saadad, ei saa keegi kirja.',
  start: 'Tee uus ettepanek',
  startHelp: 'Ettepanek tehakse selle järgi, mis praegu kehtib. Kokkulepitud korrad jäävad, nagu nad on.',
  emptyTitle: 'Ühtegi ettepanekut veel ei ole',
  empty: 'Siia tulevad sinu ettepanekud. Need hoitakse alles 90 päeva.',
  listLine: (filled: number, all: number) =>
    `${plural('et', all, { one: '# lahtine koht', other: '# lahtist kohta' })}, inimene on pakutud ${filled}-le`,
  sent: (n: number) => plural('et', n, { one: '# kutse saadetud', other: '# kutset saadetud' }),
  state: { working: 'Koostamisel', ready: 'Ettepanek', failed: 'Ebaõnnestus', cancelled: 'Katkestatud' },
  of: (scope: string, when: string) => `${scope}, ${when}`,
  progress: 'Sobitamise edenemine',
  working: 'Loen inimesi ja vajadusi ning otsin parimat lahendust.',
  stop: 'Peata',
  stopping: 'Peatan …',
  failed: 'Sobitamine ei õnnestunud. Proovi uuesti.',
  cancelled: 'Sobitamine katkestati, enne kui midagi leiti.',
  again: 'Tee uus ettepanek',
  filled: (filled: number, all: number) => `${filled} / ${all}`,
  filledLabel: (filled: number, all: number) =>
    `${plural('et', all, { one: '# lahtisest kohast', other: '# lahtisest kohast' })} on inimene pakutud ${filled}-le`,
  proved: 'Tõestatult parim: rohkem kohti täita ei saa.',
  provedSeats: (points: number) =>
    `Tõestatult ei saa rohkem kohti täita; sobivus võib olla kuni ${plural('et', points, { one: '# punkti', other: '# punkti' })} parem.`,
  gap: (n: number) =>
    `Otsing peatati enne lõppu: üle ${plural('et', n, { one: '# koha', other: '# koha' })} rohkem täita kindlasti ei saa.`,
  lookedAt: (n: number, needs: number) =>
    `Vaadatud: ${plural('et', n, people)}, ${plural('et', needs, { one: '# vajadus', other: '# vajadust' })}.`,
  view: 'Vaade',
  views: {
    need: 'Vajaduste kaupa',
    person: 'Inimeste kaupa',
    open: 'Täitmata kohad',
    advice: 'Keda otsida',
    compare: 'Võrdle',
  },
  print: 'Prindi',
  nobody: 'Kellelegi ei ole midagi pakkuda. Vaata täitmata kohtade juurest, mis puudu on.',
  seats: (n: number) => plural('et', n, seats),
  pinned: 'Lukustatud',
  pin: 'Lukusta',
  unpin: 'Vabasta',
  forbid: 'Ära paku',
  pinName: (name: string, need: string) => `Lukusta: ${name}, ${need}`,
  unpinName: (name: string, need: string) => `Vabasta: ${name}, ${need}`,
  forbidName: (name: string, need: string) => `Ära paku: ${name}, ${need}`,
  choose: (name: string, need: string) => `Vali kutsumiseks: ${name}, ${need}`,
  chooseAll: 'Vali kõik, keda saab kutsuda',
  changed: 'Vahepeal muutunud',
  elsewhere: 'Juba kutsutud',
  invitation: {
    sent: 'Kutse ootab vastust',
    accepted: 'Tuleb',
    declined: 'Keeldus',
    expired: 'Kutse aegus',
    withdrawn: 'Kutse võeti tagasi',
  },
  flags: {
    check_needed: 'Taustakontroll puudub',
    ask_time: 'Aeg küsimata',
    over_hours: 'Üle nädalatundide',
    minor: 'Alaealine',
  },
  forbidden: 'Mida ei pakuta',
  forbiddenLine: (name: string, need: string) => `${name}: ${need}`,
  allow: 'Luba jälle',
  allowName: (name: string) => `Luba jälle: ${name}`,
  edit: {
    pin: (name: string) => `${name} on lukustatud.`,
    forbid: (name: string) => `Seda kohta enam ei pakuta: ${name}.`,
    release: (name: string) => `${name} on vabastatud.`,
    same: 'See ei maksnud midagi.',
    cost: (n: number, points: number) =>
      `${n === 0 ? 'Sama palju kohti' : n > 0 ? `${plural('et', n, seats)} rohkem` : `${plural('et', -n, seats)} vähem`}, sobivus ${points > 0 ? '+' : ''}${plural('et', points, { one: '# punkt', other: '# punkti' })}.`,
    moved: (added: number, removed: number) =>
      `Muutus veel: ${plural('et', added, { one: '# paar juurde', other: '# paari juurde' })}, ${plural('et', removed, { one: '# paar ära', other: '# paari ära' })}.`,
    dropped: (names: string) => `Ei saanud enam lukus hoida: ${names}.`,
    undo: 'Võta tagasi',
  },
  openFilter: 'Keskus',
  openAll: 'Kõik keskused',
  openNone: 'Kõigile lahtistele kohtadele on inimene olemas.',
  openLead: 'Nendele kohtadele kedagi pakkuda ei ole. Iga koha juures on näha, mis inimesi takistab.',
  missingNobody: 'Sobivat liiki inimesi ei ole üldse.',
  compareWith: 'Millega võrrelda?',
  today: 'Praeguste kutsetega',
  compareSame: (n: number) => plural('et', n, { one: '# paar on sama', other: '# paari on samad' }),
  compareAgreed: (n: number) =>
    plural('et', n, { one: '# kokkulepitud koht jääb', other: '# kokkulepitud kohta jäävad' }),
  compareNew: 'Uued',
  compareLost: 'Praegu kutsutud, aga ettepanekus ei ole',
  compareLostOther: 'Teises ettepanekus, aga siin ei ole',
  compareNone: 'Ei ühtegi.',
  send: (n: number) => plural('et', n, { one: 'Saada # kutse', other: 'Saada # kutset' }),
  sendTitle: 'Kas saadan kutsed?',
  sendTo: (n: number, names: string) =>
    `${plural('et', n, { one: 'Kirja saab # inimene', other: 'Kirja saab # inimest' })}: ${names}.`,
  sendMore: (n: number) => plural('et', n, { one: 'ja veel # inimene', other: 'ja veel # inimest' }),
  sendWait: 'Kirjad lähevad teele 10 sekundi pärast; seni saad need tagasi võtta.',
  sendUrgent: (n: number) =>
    plural('et', n, {
      one: '# kutse on kiire ja läheb teele kohe.',
      other: '# kutset on kiired ja lähevad teele kohe.',
    }),
  sendYes: 'Saada',
  sentToast: (n: number) => plural('et', n, { one: '# kutse on saadetud.', other: '# kutset on saadetud.' }),
  sentNone: 'Ühtegi kutset ei saadetud.',
  refusedTitle: 'Neid ei saanud kutsuda',
  refusedLine: (name: string, text: string) => `${name}: ${text}`,
  tookBack: (n: number) =>
    plural('et', n, { one: '# kutse on tagasi võetud.', other: '# kutset on tagasi võetud.' }),
  late: (n: number) => plural('et', n, { one: '# kiri oli juba teel.', other: '# kirja olid juba teel.' }),
  atMost: (n: number) => `Korraga saab saata kuni ${n} kutset.`,
  staleEdit: 'Ettepanekut on vahepeal muudetud. Siin on uus seis, proovi uuesti.',
};

export type PairingTexts = typeof et;
export default et;
