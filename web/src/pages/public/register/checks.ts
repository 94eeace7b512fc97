// What each step asks for before the next one. The server checks everything again.
import type { FieldError } from '../../../components/ErrorSummary';
import { ageOn, today } from '../../../i18n/dates';
import { register } from '../../../i18n/parts';
import { looksLikeEmail } from '../../../lib/address';
import { type AbilityAnswers, type Answers, birthDate, type PlaceAnswers, type TimeAnswers } from './answers';

export type Step = 'kes' | 'kus' | 'millal' | 'oskused' | 'tingimused' | 'kontroll';
export const steps: readonly Step[] = ['kes', 'kus', 'millal', 'oskused', 'tingimused', 'kontroll'];

export const youngestAge = 13;
export const adultAge = 18;

export function ageOf(a: Answers): number | null {
  const birth = birthDate(a);
  return birth ? ageOn(birth, today()) : null;
}

export function isMinor(a: Answers): boolean {
  const age = ageOf(a);
  return age !== null && age >= youngestAge && age < adultAge;
}

type Rule = (text: string) => boolean;
const filled: Rule = (text) => text !== '';
const who = { firstName: filled, lastName: filled };
const contact = { email: looksLikeEmail, phone: (text: string) => /^(\+?[0-9 ()-]{5,20})?$/.test(text) };
const guardian = { guardianName: filled, guardianEmail: looksLikeEmail };
const perWeek: Rule = (text) => /^([1-9]|[1-5]\d|60)?$/.test(text);

type Key = keyof typeof register.t.errors;
const wrong = (field: string, key: Key): FieldError => ({ field, message: register.t.errors[key] });

function failed<F extends Key & keyof Answers>(rules: Record<F, Rule>, a: Answers): FieldError[] {
  const fields = Object.keys(rules) as F[];
  return fields.filter((field) => !rules[field](String(a[field]).trim())).map((field) => wrong(field, field));
}

function checkGuardian(a: Answers): FieldError[] {
  const errors = failed(guardian, a);
  const same = a.guardianEmail.trim().toLowerCase() === a.email.trim().toLowerCase();
  return errors.length === 0 && same ? [wrong('guardianEmail', 'guardianSame')] : errors;
}

function checkWho(a: Answers): FieldError[] {
  const birth = birthDate(a);
  return [
    ...failed(who, a),
    ...(birth ? [] : [wrong('day', 'birth')]),
    ...(birth && birth > today() ? [wrong('day', 'birthFuture')] : []),
    ...failed(contact, a),
    ...(isMinor(a) ? checkGuardian(a) : []),
  ];
}

export function checkPlace(place: PlaceAnswers): FieldError[] {
  return [
    ...(place.settlement || place.position ? [] : [wrong('home', 'home')]),
    ...(place.centres.size > 0 ? [] : [wrong('centres', 'centres')]),
  ];
}

export function checkTime(time: TimeAnswers): FieldError[] {
  const late = (time.exact ?? []).flatMap((h, i) => (h.to > h.from ? [] : [wrong(`to-${i}`, 'hours')]));
  return [...late, ...(perWeek(time.perWeek.trim()) ? [] : [wrong('perWeek', 'perWeek')])];
}

export function checkAbility(able: AbilityAnswers): FieldError[] {
  return Object.keys(able.languages).length > 0 ? [] : [wrong('languages', 'languages')];
}

export function checkStep(step: Step, a: Answers): FieldError[] {
  switch (step) {
    case 'kes':
      return checkWho(a);
    case 'kus':
      return checkPlace(a.place);
    case 'millal':
      return checkTime(a.time);
    case 'oskused':
      return checkAbility(a.able);
    case 'tingimused':
      return a.agreed ? [] : [wrong('agreed', 'terms')];
    case 'kontroll':
      return [];
  }
}

/** The first step that still lacks something: nobody comes past it by typing an address. */
export const firstOpenStep = (a: Answers): Step =>
  steps.find((step) => checkStep(step, a).length > 0) ?? 'kontroll';

/** Which step and field a field of the API belongs to. */
export const stepOfField: Record<string, [Step, string]> = {
  first_name: ['kes', 'firstName'],
  last_name: ['kes', 'lastName'],
  birth_date: ['kes', 'day'],
  email: ['kes', 'email'],
  phone: ['kes', 'phone'],
  guardian: ['kes', 'guardianName'],
  'guardian/name': ['kes', 'guardianName'],
  'guardian/email': ['kes', 'guardianEmail'],
  home: ['kus', 'home'],
  reach: ['kus', 'centres'],
  availability: ['millal', 'availability'],
  hours_per_week: ['millal', 'perWeek'],
  languages: ['oskused', 'languages'],
  skills: ['oskused', 'skills'],
  certificates: ['oskused', 'certificates'],
  about: ['oskused', 'about'],
  terms: ['tingimused', 'agreed'],
  consents: ['tingimused', 'agreed'],
};
