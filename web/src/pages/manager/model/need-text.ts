// A need's text composed of translated blocks, so that all three languages stand at once.
import type { Names, Region } from '../../../api';
import type { Language } from '../../../i18n/language';
import type { NeedForm } from './need-form';

interface Blocks {
  for: Record<NeedForm['for'], string>;
  ages: (list: string) => string;
  from: (age: number) => string;
  must: string;
  good: string;
  languages: string;
  bring: string;
  contact: (name: string) => string;
  level: (level: string) => string;
}

const free = (level: string) => level >= 'C1';

const blocks: Record<Language, Blocks> = {
  et: {
    for: {
      volunteer: 'Ootame vabatahtlikku',
      worker: 'Ootame noorsootöötajat',
      either: 'Ootame vabatahtlikku või noorsootöötajat',
    },
    ages: (list) => `Noored: ${list}`,
    from: (age) => `Vanus alates ${age}`,
    must: 'Vajalik',
    good: 'Hea, kui oskad',
    languages: 'Keeled',
    bring: 'Võta kaasa',
    contact: (name) => `Sind võtab vastu ${name}`,
    level: (level) => (free(level) ? 'räägin vabalt' : 'saan hakkama'),
  },
  ru: {
    for: {
      volunteer: 'Ждём волонтёра',
      worker: 'Ждём молодёжного работника',
      either: 'Ждём волонтёра или молодёжного работника',
    },
    ages: (list) => `Возраст молодёжи: ${list}`,
    from: (age) => `Возраст помощника: от ${age}`,
    must: 'Нужно',
    good: 'Хорошо, если умеете',
    languages: 'Языки',
    bring: 'Возьмите с собой',
    contact: (name) => `Вас встретит: ${name}`,
    level: (level) => (free(level) ? 'говорю свободно' : 'справляюсь'),
  },
  en: {
    for: {
      volunteer: 'We are looking for a volunteer',
      worker: 'We are looking for a youth worker',
      either: 'We are looking for a volunteer or a youth worker',
    },
    ages: (list) => `Young people: ${list}`,
    from: (age) => `Aged ${age} or over`,
    must: 'Needed',
    good: 'Good to have',
    languages: 'Languages',
    bring: 'Bring along',
    contact: (name) => `${name} meets you`,
    level: (level) => (free(level) ? 'fluent' : 'can manage'),
  },
};

const byAge = (a: string, b: string) => Number.parseInt(a, 10) - Number.parseInt(b, 10);

export interface NeedText {
  title: string;
  lines: string[];
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The text in one language; facts that were not given have no line. */
export function needText(form: NeedForm, region: Region, language: Language): NeedText {
  const b = blocks[language];
  const names = new Map<string, Names>();
  for (const list of [region.bring, region.languages, region.certificates, region.interests, region.skills]) {
    for (const { code, names: of } of list) names.set(code, of);
  }
  const name = (code: string) => names.get(code)?.[language] ?? code;
  const line = (label: string, items: readonly string[]) =>
    items.length > 0 ? [`${label}: ${items.join(', ')}.`] : [];
  const wishes = Object.entries({ ...form.preferredLanguages, ...form.requiredLanguages });
  return {
    title: form.activity ? capital(name(form.activity)) : '',
    lines: [
      `${b.for[form.for]}.`,
      ...(form.ageGroups.length > 0
        ? [
            `${b.ages(
              [...form.ageGroups]
                .sort(byAge)
                .map((g) => g.replace('-', '–'))
                .join(', '),
            )}.`,
          ]
        : []),
      ...(form.minAge > 13 ? [`${b.from(form.minAge)}.`] : []),
      ...line(b.must, [...form.requiredSkills, ...form.certificates].map(name)),
      ...line(b.good, form.preferredSkills.map(name)),
      ...line(
        b.languages,
        wishes.map(([code, level]) => `${name(code)} (${b.level(level)})`),
      ),
      ...line(b.bring, form.bring.map(name)),
      ...(form.contact.trim() ? [`${b.contact(form.contact.trim())}.`] : []),
    ],
  };
}
