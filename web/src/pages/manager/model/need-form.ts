// A need as it is being written: what the form holds, the shifts it means, and the request it becomes.
import type { Need, Schemas } from '../../../api';
import { addDays, dayNumber, isoDate, wallTime } from '../../../i18n/dates';
import type { Language } from '../../../i18n/language';
import { minutesOf, readClock } from '../../../lib/clock';

export type AgeGroup = Schemas['AgeGroup'];
export type NeedInput = Schemas['NeedInput'];
type Languages = Schemas['Languages'];

export interface Times {
  from: string;
  to: string;
}

export interface NeedForm {
  activity: string;
  when: 'dates' | 'weekly';
  /** Days chosen one by one. */
  dates: readonly string[];
  /** Weekdays, 1 is Monday. */
  days: readonly number[];
  first: string;
  last: string;
  /** Days of the pattern on which nothing is needed. */
  except: readonly string[];
  /** As typed; `16.00` and `16` are both fine. */
  from: string;
  to: string;
  /** Days whose times differ from the rest. */
  ownTimes: Readonly<Record<string, Times>>;
  seats: number;
  for: Schemas['NeedFor'];
  responsible: boolean;
  requiredSkills: readonly string[];
  preferredSkills: readonly string[];
  certificates: readonly string[];
  requiredLanguages: Languages;
  preferredLanguages: Languages;
  minAge: number;
  children: boolean;
  ageGroups: readonly AgeGroup[];
  contact: string;
  /** The worker who answers for minors; empty: whoever posts. */
  answerer: string;
  bring: readonly string[];
  note: string;
  noteLanguage: Language;
}

/** Good defaults: one helper on open evenings, from 13, with children, nothing else asked. */
export function emptyForm(today: string, language: Language): NeedForm {
  return {
    activity: '',
    when: 'dates',
    dates: [],
    days: [],
    first: today,
    last: addDays(today, 27),
    except: [],
    from: '16.00',
    to: '19.00',
    ownTimes: {},
    seats: 1,
    for: 'volunteer',
    responsible: false,
    requiredSkills: [],
    preferredSkills: [],
    certificates: [],
    requiredLanguages: {},
    preferredLanguages: {},
    minAge: 13,
    children: true,
    ageGroups: [],
    contact: '',
    answerer: '',
    bring: [],
    note: '',
    noteLanguage: language,
  };
}

export interface PlannedShift {
  date: string;
  from: string;
  to: string;
  /** Its time of day has passed already. */
  past: boolean;
}

const withMark = (clock: string) => clock.replace(':', '.');
const clockOf = (moment: string) => {
  const w = wallTime(moment);
  return `${String(w.hour).padStart(2, '0')}:${String(w.minute).padStart(2, '0')}`;
};

/** The days of a weekly pattern, its exceptions included; at most `limit`. */
export function patternDays(form: Pick<NeedForm, 'days' | 'first' | 'last'>, limit = 120): string[] {
  const found: string[] = [];
  for (let date = form.first; date <= form.last && found.length < limit; date = addDays(date, 1)) {
    if (form.days.includes(wallTime(date).weekday)) found.push(date);
  }
  return found;
}

/** What will be asked for, day by day; null while the times cannot be read. `now` is a moment. */
export function plannedShifts(form: NeedForm, now: string): PlannedShift[] | null {
  const chosen =
    form.when === 'dates'
      ? [...form.dates].sort()
      : patternDays(form).filter((d) => !form.except.includes(d));
  const wall = wallTime(now);
  const today = isoDate(wall);
  const shifts: PlannedShift[] = [];
  for (const date of chosen) {
    const own = form.when === 'dates' ? form.ownTimes[date] : undefined;
    const from = readClock(own?.from ?? form.from);
    const to = readClock(own?.to ?? form.to, true);
    if (!from || !to) return null;
    const past = date < today || (date === today && minutesOf(from) <= wall.hour * 60 + wall.minute);
    shifts.push({ date, from, to, past });
  }
  return shifts;
}

export type FormError = 'activity' | 'days' | 'times' | 'order' | 'past' | 'span';

/** What keeps the form from being posted, in the order of its fields. */
export function formErrors(form: NeedForm, now: string): FormError[] {
  const errors: FormError[] = [];
  if (!form.activity) errors.push('activity');
  if (form.when === 'weekly' && form.last < form.first) errors.push('span');
  const shifts = plannedShifts(form, now);
  if (shifts === null) errors.push('times');
  else if (shifts.length === 0) errors.push('days');
  else if (shifts.some((s) => minutesOf(s.to) <= minutesOf(s.from))) errors.push('order');
  else if (shifts.every((s) => s.past)) errors.push('past');
  return errors;
}

const listed = <T>(list: readonly T[]): T[] | undefined => (list.length > 0 ? [...list] : undefined);
const named = (languages: Languages) => (Object.keys(languages).length > 0 ? languages : undefined);

/** The request; shifts whose time has passed are left out. */
export function needInput(form: NeedForm, centre: string, now: string): NeedInput {
  const input: NeedInput = {
    centre,
    activity: form.activity,
    for: form.for,
    purpose: form.responsible ? 'cover' : 'help',
    role: form.responsible ? 'responsible' : 'helper',
    min_age: form.minAge,
    children: form.children,
    urgency: 2,
  };
  const optional: Partial<NeedInput> = {
    required_skills: listed(form.requiredSkills),
    preferred_skills: listed(form.preferredSkills),
    required_certificates: listed(form.certificates),
    required_languages: named(form.requiredLanguages),
    preferred_languages: named(form.preferredLanguages),
    age_groups: listed(form.ageGroups),
    bring: listed(form.bring),
    contact: form.contact.trim() || undefined,
    responsible: form.answerer.trim() || undefined,
    note: form.note.trim() ? { text: form.note.trim(), language: form.noteLanguage } : undefined,
  };
  for (const [name, value] of Object.entries(optional))
    if (value !== undefined) Object.assign(input, { [name]: value });
  const shifts = plannedShifts(form, now) ?? [];
  const seats = form.seats;
  if (form.when === 'dates') {
    input.shifts = shifts.filter((s) => !s.past).map(({ date, from, to }) => ({ date, from, to, seats }));
    return input;
  }
  const past = shifts.filter((s) => s.past).map((s) => s.date);
  const except = [...new Set([...form.except, ...past])]
    .filter((d) => d >= form.first && d <= form.last)
    .sort();
  input.weekly = [
    {
      days: [...form.days].sort(),
      from: readClock(form.from) ?? form.from,
      to: readClock(form.to, true) ?? form.to,
      first: form.first,
      last: form.last,
      ...(except.length > 0 ? { except } : {}),
      seats,
    },
  ];
  return input;
}

/** How often each value comes, most first. */
function commonest(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

/** An earlier need again: the same wishes, its shifts moved by whole weeks until the first is still to come. */
export function copyOf(need: Need, now: string, language: Language): NeedForm {
  const today = isoDate(wallTime(now));
  const form = emptyForm(today, language);
  const days = need.shifts.map((s) => ({
    date: isoDate(wallTime(s.from)),
    from: clockOf(s.from),
    to: clockOf(s.to),
  }));
  days.sort((a, b) => a.date.localeCompare(b.date));
  const first = days[0];
  const dayOf = (date: string) => {
    const w = wallTime(date);
    return dayNumber(w.year, w.month, w.day);
  };
  const weeks = first ? Math.max(0, Math.floor((dayOf(today) - dayOf(first.date)) / 7) + 1) : 0;
  const usual = commonest(days.map((d) => `${d.from}-${d.to}`)).split('-');
  const ownTimes: Record<string, Times> = {};
  for (const d of days) {
    if (d.from === usual[0] && d.to === usual[1]) continue;
    ownTimes[addDays(d.date, 7 * weeks)] = { from: withMark(d.from), to: withMark(d.to) };
  }
  return {
    ...form,
    activity: need.activity,
    dates: [...new Set(days.map((d) => addDays(d.date, 7 * weeks)))],
    from: withMark(usual[0] || '16:00'),
    to: withMark(usual[1] || '19:00'),
    ownTimes,
    seats: Math.max(1, ...need.shifts.map((s) => s.seats)),
    for: need.for,
    responsible: need.role === 'responsible',
    requiredSkills: need.required_skills,
    preferredSkills: need.preferred_skills,
    certificates: need.required_certificates,
    requiredLanguages: need.required_languages,
    preferredLanguages: need.preferred_languages,
    minAge: need.min_age,
    children: need.children,
    ageGroups: need.age_groups,
    contact: need.contact ?? '',
    answerer: need.responsible ?? '',
    bring: need.bring ?? [],
    note: need.note?.text ?? '',
    noteLanguage: need.note?.language ?? language,
  };
}
