// A need as it is being changed: what differs from what stands, and what to do when somebody else was faster.
import type { Need, Schemas } from '../../../api';
import type { Language } from '../../../i18n/language';
import { minutesOf } from '../../../lib/clock';
import { copyOf, type NeedForm, plannedShifts } from './need-form';

type Change = Schemas['NeedChange'];
type Shift = Need['shifts'][number];

/** What of a coming shift changes; others stay as they are. */
export type ShiftEdits = Readonly<Record<string, { seats?: number; removed?: boolean }>>;

/** The form of a need as it stands. Its days are those to be added, so none are chosen. */
export function formOf(need: Need, now: string, language: Language): NeedForm {
  return { ...copyOf(need, now, language), when: 'dates', dates: [], ownTimes: {} };
}

export const comingShifts = (need: Need, nowMs: number): Shift[] =>
  need.shifts.filter((s) => Date.parse(s.to) > nowMs);

export const heldSeats = (shift: Shift): number => shift.filled + shift.awaiting;

/** The fields of a change with what they say; the order is the form's. */
const parts: [keyof Change, (form: NeedForm) => unknown][] = [
  ['activity', (f) => f.activity],
  ['min_age', (f) => f.minAge],
  ['children', (f) => f.children],
  ['age_groups', (f) => f.ageGroups],
  ['required_languages', (f) => f.requiredLanguages],
  ['preferred_languages', (f) => f.preferredLanguages],
  ['required_skills', (f) => f.requiredSkills],
  ['preferred_skills', (f) => f.preferredSkills],
  ['required_certificates', (f) => f.certificates],
  ['contact', (f) => f.contact.trim() || null],
  ['responsible', (f) => f.answerer.trim() || null],
  ['bring', (f) => f.bring],
  ['note', (f) => (f.note.trim() ? { text: f.note.trim(), language: f.noteLanguage } : null)],
];

const same = (a: unknown, b: unknown) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
/** Lists of codes and languages mean the same in any order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return [...value].sort();
  if (value && typeof value === 'object') return Object.entries(value).sort();
  return value;
}

/** The fields in which two forms differ. */
export const differences = (a: NeedForm, b: NeedForm): (keyof Change)[] =>
  parts.filter(([, of]) => !same(of(a), of(b))).map(([name]) => name);

/** The request; null when nothing changed. */
export function needChange(
  need: Need,
  before: NeedForm,
  form: NeedForm,
  edits: ShiftEdits,
  now: string,
): Change | null {
  const changed = new Set(differences(before, form));
  const change: Change = Object.fromEntries(
    parts.filter(([name]) => changed.has(name)).map(([name, of]) => [name, of(form)]),
  );
  const add = (plannedShifts(form, now) ?? []).filter((s) => !s.past);
  if (add.length > 0)
    change.shifts_add = add.map(({ date, from, to }) => ({ date, from, to, seats: form.seats }));
  const coming = comingShifts(need, Date.parse(now));
  const removed = coming.filter((s) => edits[s.id]?.removed);
  if (removed.length > 0) change.shifts_remove = removed.map((s) => s.id);
  if (removed.some((s) => heldSeats(s) > 0)) change.cancel_people = true;
  const seats = coming.filter((s) => {
    const edit = edits[s.id];
    return edit?.seats !== undefined && !edit.removed && edit.seats !== s.seats;
  });
  if (seats.length > 0)
    change.shifts_change = seats.map((s) => ({ id: s.id, seats: edits[s.id]?.seats ?? s.seats }));
  return Object.keys(change).length > 0 ? change : null;
}

export type EditError = 'activity' | 'times' | 'order' | 'past' | 'noShifts';

/** What keeps the changes from being saved. */
export function editErrors(need: Need, form: NeedForm, edits: ShiftEdits, now: string): EditError[] {
  const errors: EditError[] = [];
  if (!form.activity) errors.push('activity');
  const planned = plannedShifts(form, now);
  if (planned === null) errors.push('times');
  else if (planned.some((s) => minutesOf(s.to) <= minutesOf(s.from))) errors.push('order');
  else if (planned.length > 0 && planned.every((s) => s.past)) errors.push('past');
  const left = need.shifts.filter((s) => !edits[s.id]?.removed).length + (planned?.length ?? 1);
  if (left === 0) errors.push('noShifts');
  return errors;
}

export interface Rebased {
  form: NeedForm;
  edits: ShiftEdits;
  /** Fields that the other changed, and among them those that were changed here too. */
  theirs: (keyof Change | 'shifts')[];
  clash: (keyof Change)[];
}

const shiftsOf = (need: Need) => need.shifts.map((s) => `${s.id} ${s.seats}`).sort();

const formKeys: Partial<Record<keyof Change, (keyof NeedForm)[]>> = {
  activity: ['activity'],
  min_age: ['minAge'],
  children: ['children'],
  age_groups: ['ageGroups'],
  required_languages: ['requiredLanguages'],
  preferred_languages: ['preferredLanguages'],
  required_skills: ['requiredSkills'],
  preferred_skills: ['preferredSkills'],
  required_certificates: ['certificates'],
  contact: ['contact'],
  responsible: ['answerer'],
  bring: ['bring'],
  note: ['note', 'noteLanguage'],
};

/** Somebody was faster: their need with the changes of this form over it, and who changed what. */
export function rebase(
  base: Need,
  latest: Need,
  form: NeedForm,
  edits: ShiftEdits,
  now: string,
  language: Language,
): Rebased {
  const before = formOf(base, now, language);
  const after = formOf(latest, now, language);
  const mine = differences(before, form);
  const theirs = differences(before, after);
  const merged: NeedForm = { ...form };
  for (const name of theirs) {
    if (mine.includes(name)) continue;
    for (const key of formKeys[name] ?? []) Object.assign(merged, { [key]: after[key] });
  }
  const known = new Set(latest.shifts.map((s) => s.id));
  const left = Object.fromEntries(Object.entries(edits).filter(([id]) => known.has(id)));
  return {
    form: merged,
    edits: left,
    theirs: same(shiftsOf(base), shiftsOf(latest)) ? theirs : [...theirs, 'shifts'],
    clash: theirs.filter((name) => mine.includes(name) && differences(form, after).includes(name)),
  };
}
