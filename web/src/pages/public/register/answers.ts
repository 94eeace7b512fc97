// What somebody has answered so far. Only in this page's memory: never stored, gone with the tab.

import type { Schemas } from '../../../api';
import { readDate } from '../../../i18n/dates';
import { type Language, language } from '../../../i18n/language';
import { type Hours, hoursOfParts, type WeekParts } from '../../../lib/availability';
import type { Point } from '../../../lib/distance';
import { termsVersion } from '../../../lib/terms';
import { signal } from '../../../state/signal';

export type Settlement = Schemas['Settlement'];
export type Level = 'basic' | 'fluent';

export interface PlaceAnswers {
  typed: string;
  settlement: Settlement | null;
  /** Rounded to a kilometre; instead of a settlement. */
  position: Point | null;
  centres: ReadonlySet<string>;
  /** Somebody changed the ticks, so nearness does not change them any more. */
  touched: boolean;
}

export interface TimeAnswers {
  parts: WeekParts;
  /** Exact hours instead of parts of days. */
  exact: readonly Hours[] | null;
  commitment: Schemas['Commitment'] | null;
  perWeek: string;
}

export interface AbilityAnswers {
  languages: Readonly<Record<string, Level>>;
  skills: ReadonlySet<string>;
  /** Code to the last day of validity, '' for none. */
  certificates: ReadonlyMap<string, string>;
  ages: ReadonlySet<Schemas['AgeGroup']>;
  interests: ReadonlySet<string>;
  about: string;
}

export interface Answers {
  firstName: string;
  lastName: string;
  day: string;
  month: string;
  year: string;
  email: string;
  phone: string;
  guardianName: string;
  guardianEmail: string;
  guardianLanguage: Language;
  place: PlaceAnswers;
  time: TimeAnswers;
  able: AbilityAnswers;
  agreed: boolean;
  phoneCalls: boolean;
  photos: boolean;
  news: boolean;
  need: string | null;
}

const empty = (): Answers => ({
  firstName: '',
  lastName: '',
  day: '',
  month: '',
  year: '',
  email: '',
  phone: '',
  guardianName: '',
  guardianEmail: '',
  guardianLanguage: language.peek(),
  place: { typed: '', settlement: null, position: null, centres: new Set(), touched: false },
  time: { parts: new Set(), exact: null, commitment: null, perWeek: '' },
  able: {
    languages: {},
    skills: new Set(),
    certificates: new Map(),
    ages: new Set(),
    interests: new Set(),
    about: '',
  },
  agreed: false,
  phoneCalls: false,
  photos: false,
  news: false,
  need: null,
});

export const answers = signal<Answers>(empty());
/** Something was typed that the server does not have. */
export const unsent = signal(false);

export function answer(change: Partial<Answers>): void {
  answers.value = { ...answers.value, ...change };
  unsent.value = true;
}

export function forgetAnswers(): void {
  answers.value = empty();
  unsent.value = false;
}

export const birthDate = (a: Answers): string | null => readDate(a.day.trim(), a.month.trim(), a.year.trim());

/** The form says "saan hakkama" and "räägin vabalt"; the matcher counts in levels. */
const levelCodes = { basic: 'B1', fluent: 'C1' } as const;

export function homeOf(place: PlaceAnswers): Schemas['Home'] {
  return place.settlement ? { settlement: place.settlement.id } : { ...place.position };
}

export const hoursOf = (time: TimeAnswers): Hours[] =>
  time.exact ? [...time.exact] : hoursOfParts(time.parts);

export function abilityInput(able: AbilityAnswers) {
  return {
    languages: Object.fromEntries(
      Object.entries(able.languages).map(([code, level]) => [code, levelCodes[level]]),
    ),
    skills: [...able.skills],
    certificates: [...able.certificates].map(([code, until]) => ({ code, valid_until: until || null })),
    interests: [...able.interests],
    age_groups: [...able.ages],
  };
}

export const timeInput = (time: TimeAnswers) => ({
  availability: hoursOf(time),
  hours_per_week: time.perWeek.trim() === '' ? null : Number(time.perWeek),
  ...(time.commitment ? { commitment: time.commitment } : {}),
});

/** The answers as the API wants them. `minor` says whether a guardian is asked. */
export function volunteerInput(a: Answers, minor: boolean): Schemas['VolunteerInput'] {
  return {
    first_name: a.firstName.trim(),
    last_name: a.lastName.trim(),
    birth_date: birthDate(a) ?? '',
    email: a.email.trim(),
    language: language.peek(),
    home: homeOf(a.place),
    reach: { centres: [...a.place.centres] },
    ...timeInput(a.time),
    ...abilityInput(a.able),
    consents: { phone_calls: a.phoneCalls, photos: a.photos, news: a.news },
    terms: termsVersion,
    ...(a.phone.trim() ? { phone: a.phone.trim() } : {}),
    ...(a.able.about.trim() ? { about: a.able.about.trim() } : {}),
    ...(a.need ? { need: a.need } : {}),
    ...(minor
      ? {
          guardian: {
            name: a.guardianName.trim(),
            email: a.guardianEmail.trim(),
            language: a.guardianLanguage,
          },
        }
      : {}),
  };
}
