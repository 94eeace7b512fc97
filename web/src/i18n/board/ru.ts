import { plural } from '../plural';
import type { BoardTexts } from './et';

const visits = { one: '# день обмена', few: '# дня обмена', many: '# дней обмена', other: '# дня обмена' };
const changes = { one: '# изменение', few: '# изменения', many: '# изменений', other: '# изменения' };
const rings = { one: '# круг', few: '# круга', many: '# кругов', other: '# круга' };
const points = { one: 'балл', few: 'балла', many: 'баллов', other: 'балла' };
const guestsOf = { one: '# гость', few: '# гостя', many: '# гостей', other: '# гостя' };

const ru: BoardTexts = {
  short: 'людей мало',
  keys: 'Клавишами: стрелки ведут по клеткам, Enter открывает клетку, M берёт день обмена с собой (стрелки выбирают место, Enter кладёт, Esc оставляет как было), P закрепляет, Delete убирает, Ctrl+Z отменяет. Пальцем: задержите палец на дне обмена и перетащите.',
  keysRead: 'Клавишами: стрелки ведут по клеткам, Enter открывает клетку.',
  views: {
    centres: 'Центры',
    workers: 'Работники',
    map: 'Карта',
    cycles: 'Круги',
    fairness: 'Равенство и цели',
    compare: 'Сравнение',
  },
  edit: {
    undo: 'Отменить',
    redo: 'Повторить',
    steps: (n, change) => `${plural('ru', n, changes)}, всего ${change}`,
    gone: 'Кто-то тем временем изменил этот день обмена. Показано новое состояние.',
    stale: 'Кто-то тем временем изменил план. Показано новое состояние; внесите своё изменение ещё раз.',
    undone: (said) => `Отменено. ${said}`,
    notUndone: (why) => `Отменить нельзя. ${why}`,
    notRedone: (why) => `Повторить нельзя. ${why}`,
    same: 'так же хорошо',
    gain: (size, n) => `+${size} ${plural('ru', n, points)}`,
    loss: (size, n) => `−${size} ${plural('ru', n, points)}`,
    place: (host, period) => `${host}, ${period}`,
    moved: (name, place) => `${name} → ${place}`,
    swapped: (one, other) => `${one} и ${other} поменялись местами`,
    pinned: (name, place) => `${name}: закреплено (${place})`,
    unpinned: (name, place) => `${name}: откреплено (${place})`,
    added: (name, place) => `${name}: добавлено (${place})`,
    removed: (name, place) => `${name}: убрано (${place})`,
    alone: (centre, period) => `${centre} остаётся без людей (${period})`,
    short: (centre, period) => `${centre}: людей мало (${period})`,
    coveredAgain: (centre, period) => `${centre}: снова есть замена (${period})`,
  },
  carry: {
    asking: 'смотрю, можно ли …',
    here: 'сейчас он здесь',
    free: (worth) => `можно: ${worth}`,
    swap: (name, worth) => `местами меняется ${name}: ${worth}`,
    refused: 'сюда нельзя',
    outside: 'здесь нет клетки',
    taken: (name) => `${name}: взято с собой. Стрелки ведут, Enter кладёт, Esc оставляет как было.`,
    cancelled: 'Осталось на месте.',
  },
  cover: {
    required: 'должно быть на месте',
    present: 'на месте',
    margin: 'запас',
    sum: (own, away, guests) =>
      `Своих ${own}, из них в отъезде ${away}${guests > 0 ? `, вместо них ${plural('ru', guests, guestsOf)}` : ''}.`,
    closed: 'Центр тогда закрыт: никто не должен быть на месте, и гостя направить нельзя.',
    absence: 'Если кто-то заболеет',
    holds: (left) =>
      `Кто бы ни отсутствовал, на месте ${plural('ru', left, { one: 'остаётся # человек', few: 'остаются # человека', many: 'остаются # человек', other: 'остаются # человека' })}: этого достаточно.`,
    breaks: (n, all) =>
      n === all
        ? 'Кто бы ни отсутствовал, людей не хватит.'
        : `Из этих людей (${all}) не должны отсутствовать ${n}.`,
    left: (n) => `останется ${n}`,
    missing: (n) => `не хватит ${n}`,
    guest: 'гость',
    days: 'По дням',
    day: 'День',
    unknown: 'Дни работы и нужный состав не указаны; числа даны на неделю.',
    nobodySpare: 'отсутствовать нельзя никому',
    oneSpare: 'один может отсутствовать',
    ownMissing: (n) => `своих не хватает: ${n}`,
    leadMissing: (n) => `ответственных не хватает: ${n}`,
    needPost: 'Объявить, что нужна замена',
    needName: (day) => `${day}: объявить, что нужна замена`,
    needThere: 'Замену ищут',
    needPosted: 'Потребность записана; молодёжные работники её видят.',
    overlap: 'день передачи: гость ещё не заменяет',
    uncovered: (n) =>
      plural('ru', n, {
        one: '# рабочий день без замены',
        few: '# рабочих дня без замены',
        many: '# рабочих дней без замены',
        other: '# рабочего дня без замены',
      }),
  },
  cell: {
    people: 'Кто едет',
    away: (host) => `в отъезде: ${host}`,
    shut: 'Запретить здесь гостей',
    open: 'Разрешить здесь гостей',
    close: 'Закрыть',
    shutDone: (place) => `${place}: гости не направляются. Новый план это учтёт.`,
    openDone: (place) => `${place}: гостей снова можно направлять.`,
  },
  forbid: {
    visit: (period) => `Не может поехать: ${period}`,
    done: (name, period) =>
      `${name} не едет (${period}). Нынешний день обмена останется, пока вы его не перенесёте или не составите план заново.`,
  },
  broken: {
    title: (n) => `Больше не соответствует правилам: ${plural('ru', n, visits)}`,
    help: 'Перенесите их или составьте план заново.',
    closed: (name, place) => `${name}: ${place} – центр закрыт`,
    unavailable: (name, place) => `${name}: ${place} – работник тогда не может поехать`,
  },
  unanswered: {
    said: (n, all, day) => `Не ответили ${n} / ${all}; ответить можно до ${day}.`,
    see: 'Посмотреть ответы',
  },
  dropout: {
    title: (n) =>
      plural('ru', n, {
        one: '# молодёжный работник не может поехать',
        few: '# молодёжных работника не могут поехать',
        many: '# молодёжных работников не могут поехать',
        other: '# молодёжного работника не могут поехать',
      }),
    said: (name, reason) => `${name}: ${reason}.`,
    reasons: {
      ill: 'болезнь',
      family: 'семейная причина',
      work: 'нужен в своём центре',
      transport: 'нет возможности добраться',
      other: 'поездка не состоится',
    },
    at: (day) => `Сообщение от ${day}.`,
    find: 'Найти решения',
    other: 'Кто-то сообщил иначе?',
    who: 'Кто не может поехать?',
    choose: 'Выберите день обмена',
  },
  checks: {
    open: (n) => `Дни обмена без проверки, на которую полагается принимающая сторона: ${n}.`,
    see: 'Посмотреть, от кого',
    accepts: (host, who) => `${host}: сначала нужно признать проверку, которую провели в ${who}`,
  },
  repair: {
    title: (name, place) => `${name} не может поехать: ${place}`,
    lead: 'Сначала самое маленькое изменение. Ничего не изменится, пока вы не примете решение.',
    head: (n, cost) => `${plural('ru', n, changes)}, ${cost}`,
    within: 'Другие недели не меняются.',
    proved: 'При таком числе изменений лучше нет.',
    none: 'Решения, которое выполняет все правила, нет. Договоритесь, кто заменит в центре, или закройте его в этот день.',
    moves: (from, to) => `${from} → ${to}`,
    off: (from) => `${from} отпадает`,
    goes: (to) => `едет: ${to}`,
    fresh: 'меняется',
    preview: 'Показать в плане',
    previewName: (n) => `Показать в плане: решение ${n}`,
    previewTitle: (head) => `Просмотр: ${head}`,
    tells: (workers, centres) => `Письмо получат: ${workers}; центры: ${centres}.`,
    take: 'Принять',
    takeTell: 'Принять и сообщить',
    others: 'Другие решения',
    leave: 'Оставить как есть',
    taken: 'План изменён.',
    takenTold: 'План изменён. Письмо получат те, кого это касается.',
    stale: 'Кто-то изменил план. Найдите решения ещё раз.',
  },
  cycles: {
    title: 'Круги обмена',
    lead: (cycles, open) =>
      open === 0
        ? `${plural('ru', cycles, rings)}: вместо каждого уехавшего кто-то приезжает, пока круг не замкнётся.`
        : `${plural('ru', cycles, rings)} и ${plural('ru', open, { one: '# цепочка', few: '# цепочки', many: '# цепочек', other: '# цепочки' })}, которые не замыкаются.`,
    none: 'Здесь никто не едет.',
    open: 'не замыкается',
    legs: 'Кто едет',
    leg: (name, from, to) => `${name}: ${from} → ${to}`,
  },
  map: {
    period: 'Неделя',
    all: 'Все недели',
    place: (centre, guests, away) => `${centre}: ${plural('ru', guests, guestsOf)}, в отъезде ${away}`,
    lead: (n) => `На карте ${plural('ru', n, visits)}, они же в списке.`,
  },
  fairness: {
    visitsTitle: 'Дни обмена на работника',
    visitsSaid: (fewest, most, without) =>
      `${
        fewest === most
          ? `У каждого работника ${plural('ru', most, visits)}.`
          : `У работника от ${fewest} до ${most} дней обмена.`
      } ${without === 0 ? 'Без обмена не остаётся никто.' : `Без обмена остаются: ${without}.`}`,
    visits: 'Дней обмена',
    workers: 'Работников',
    without: 'Остаются без обмена',
    centresTitle: 'Направляют и принимают',
    centresSaid: (both, taking) => `И направляют, и принимают ${both} центров из ${taking}.`,
    centre: 'Центр',
    sent: 'Направляет',
    hosted: 'Принимает',
    goalsTitle: 'Учебные цели',
    goalsSaid: (met, wanted) =>
      wanted === 0
        ? 'Учебных целей пока никто не назвал.'
        : `Целей, которые план выполняет: ${met} из ${wanted}.`,
    goal: 'Цель',
    met: 'Выполнено',
    unmet: 'Кто остаётся без неё',
  },
  compare: {
    title: 'Два плана рядом',
    with: 'С чем сравнить?',
    opened: 'Как было, когда вы открыли страницу',
    saved: (name, when, worth) => `${name} (${when}, ценность ${worth})`,
    planned: 'Составленный план',
    keepName: 'Название нынешнего плана',
    keep: 'Сохранить',
    kept: (name) => `План «${name}» сохранён.`,
    choose: 'Взять этот план',
    chosen: 'Теперь действует этот план.',
    remove: 'Удалить этот план',
    listMissing: 'Не удалось прочитать сохранённые планы.',
    none: 'Планы одинаковы.',
    said: (n) =>
      `Разница – ${plural('ru', n, { one: '# перемещение', few: '# перемещения', many: '# перемещений', other: '# перемещения' })}: слева план для сравнения, справа нынешний.`,
    worker: 'Работник',
    before: 'Для сравнения',
    after: 'Сейчас',
    nothing: 'не едет',
    change: 'Что меняется',
    moved: 'другое место',
    movedPeriod: 'другая неделя',
    added: 'добавляется',
    removed: 'отпадает',
  },
  files: {
    label: 'Файлы',
    csv: 'Таблица (CSV)',
    xlsx: 'Таблица (Excel)',
    ics: 'Календарь для всех (.ics)',
    icsOf: (name) => `Календарь: ${name} (.ics)`,
    icsShort: 'Календарь',
  },
};

export default ru;
