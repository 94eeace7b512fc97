// The rest of a need: everything has a good default, so it stays folded until somebody wants it.
import { useState } from 'preact/hooks';
import type { Schemas } from '../../../api';
import { Button } from '../../../components/Button';
import { Combobox } from '../../../components/Combobox';
import { errorOf, type FieldError } from '../../../components/ErrorSummary';
import { Checkbox, Group, Radios, Select, TextArea, TextField } from '../../../components/Field';
import { languageNames, languages } from '../../../i18n/language';
import { manager, staff } from '../../../i18n/parts';
import { fold } from '../../../lib/fold';
import { codeName, nameIn, region } from '../../../state/region';
import type { AgeGroup, NeedForm } from '../model/need-form';

type Wish = 'none' | 'good' | 'manages' | 'fluent';
const wishes: readonly Wish[] = ['none', 'good', 'manages', 'fluent'];
const ages = [13, 14, 16, 18, 21, 26];
const optionsShown = 8;

interface Props {
  form: NeedForm;
  errors: readonly FieldError[];
  onChange: (part: Partial<NeedForm>) => void;
  /** What cannot change any more once a need stands: whom it is for, and with people in it whether children are there. */
  fixed?: { children: boolean };
}

function wishOf(form: NeedForm, code: string): Wish {
  const must = form.requiredLanguages[code];
  if (must) return must >= 'C1' ? 'fluent' : 'manages';
  return form.preferredLanguages[code] ? 'good' : 'none';
}

function withWish(form: NeedForm, code: string, wish: Wish): Partial<NeedForm> {
  const requiredLanguages: Schemas['Languages'] = { ...form.requiredLanguages };
  const preferredLanguages: Schemas['Languages'] = { ...form.preferredLanguages };
  delete requiredLanguages[code];
  delete preferredLanguages[code];
  if (wish === 'good') preferredLanguages[code] = 'B1';
  if (wish === 'manages') requiredLanguages[code] = 'B1';
  if (wish === 'fluent') requiredLanguages[code] = 'C1';
  return { requiredLanguages, preferredLanguages };
}

function LanguageFields({ form, onChange }: Omit<Props, 'errors'>) {
  const t = manager.t.form;
  return (
    <Group name="languages" label={t.languages}>
      <div class="field-grid">
        {(region.value?.languages ?? []).map(({ code, names }) => (
          <Select
            key={code}
            name={`language-${code}`}
            label={nameIn(names)}
            value={wishOf(form, code)}
            choices={wishes.map((value) => ({ value, label: t.languageWish[value] }))}
            onValue={(wish) => onChange(withWish(form, code, wish))}
          />
        ))}
      </div>
    </Group>
  );
}

function SkillFields({ form, onChange }: Omit<Props, 'errors'>) {
  const t = manager.t.form;
  const [typed, setTyped] = useState('');
  const chosen = [...form.requiredSkills, ...form.preferredSkills];
  const wanted = fold(typed);
  const options = (region.value?.skills ?? [])
    .filter((s) => !chosen.includes(s.code) && (form.for !== 'volunteer' || !s.worker_only))
    .filter((s) => Object.values(s.names).some((n) => fold(n).includes(wanted)))
    .slice(0, optionsShown);
  const remove = (code: string): Partial<NeedForm> => ({
    requiredSkills: form.requiredSkills.filter((c) => c !== code),
    preferredSkills: form.preferredSkills.filter((c) => c !== code),
  });
  const flip = (code: string) => {
    const left = remove(code);
    const must = form.requiredSkills.includes(code);
    if (must) onChange({ ...left, preferredSkills: [...(left.preferredSkills ?? []), code] });
    else onChange({ ...left, requiredSkills: [...(left.requiredSkills ?? []), code] });
  };
  return (
    <Group name="skills" label={t.skills}>
      <Combobox
        name="add-skill"
        label={t.addSkill}
        hint={t.addSkillHint}
        typed={typed}
        onTyped={setTyped}
        options={options}
        optionKey={(s) => s.code}
        optionLabel={(s) => nameIn(s.names)}
        onChoose={(s) => {
          setTyped('');
          onChange({ preferredSkills: [...form.preferredSkills, s.code] });
        }}
      />
      <ul class="plain chosen-skills">
        {chosen.map((code) => {
          const must = form.requiredSkills.includes(code);
          const name = codeName(code);
          return (
            <li key={code}>
              <b>{name}</b>
              <Button
                small
                aria-label={must ? `${t.must}. ${t.makeGood(name)}` : `${t.good}. ${t.makeMust(name)}`}
                onClick={() => flip(code)}
              >
                {must ? t.must : t.good}
              </Button>
              <Button
                small
                kind="quiet"
                aria-label={t.removeSkill(name)}
                onClick={() => onChange(remove(code))}
              >
                ×
              </Button>
            </li>
          );
        })}
      </ul>
    </Group>
  );
}

interface ChecksProps {
  name: string;
  label: string;
  items: readonly { value: string; label: string }[];
  chosen: readonly string[];
  onChosen: (chosen: string[]) => void;
}

function Checks({ name, label, items, chosen, onChosen }: ChecksProps) {
  return (
    <Group name={name} label={label}>
      <div class="choices-inline">
        {items.map(({ value, label: text }) => (
          <Checkbox
            key={value}
            name={`${name}-${value}`}
            label={text}
            checked={chosen.includes(value)}
            onValue={(on) => onChosen(on ? [...chosen, value] : chosen.filter((v) => v !== value))}
          />
        ))}
      </div>
    </Group>
  );
}

const codes = (list: readonly { code: string; names: Schemas['Names'] }[] | undefined) =>
  (list ?? []).map(({ code, names }) => ({ value: code, label: nameIn(names) }));

function NoteFields({ form, errors, onChange }: Props) {
  const t = manager.t.form;
  return (
    <>
      <TextArea
        name="note"
        label={t.note}
        hint={t.noteHint}
        error={errorOf(errors, 'note')}
        optional
        rows={3}
        maxLength={1000}
        value={form.note}
        onValue={(note) => onChange({ note })}
      />
      {form.note.trim() !== '' && (
        <Radios
          name="noteLanguage"
          label={t.noteLanguage}
          inline
          value={form.noteLanguage}
          choices={languages.map((value) => ({ value, label: languageNames[value] }))}
          onValue={(noteLanguage) => onChange({ noteLanguage })}
        />
      )}
    </>
  );
}

/** What holds unless somebody says otherwise, in one line. */
function restLine(form: NeedForm): string {
  const t = manager.t.form.default;
  const bits = [
    t.for[form.for],
    manager.t.form.ageFrom(form.minAge),
    form.children ? t.children : t.noChildren,
  ];
  const skills = [
    ...form.requiredSkills,
    ...form.preferredSkills,
    ...Object.keys(form.requiredLanguages),
  ].map(codeName);
  return [...bits, ...skills].join(' · ');
}

function WhoFields({ form, onChange }: Pick<Props, 'form' | 'onChange'>) {
  const t = manager.t.form;
  return (
    <>
      <Radios
        name="for"
        label={t.who}
        inline
        value={form.for}
        choices={(['volunteer', 'worker', 'either'] as const).map((value) => ({
          value,
          label: t.forWhom[value],
        }))}
        onValue={(value) => onChange({ for: value, ...(value === 'worker' ? {} : { responsible: false }) })}
      />
      {form.for === 'worker' && (
        <Checkbox
          name="responsible"
          label={t.responsible}
          hint={t.responsibleHint}
          checked={form.responsible}
          onValue={(responsible) => onChange({ responsible })}
        />
      )}
    </>
  );
}

export function MoreFields(props: Props) {
  const { form, errors, onChange, fixed } = props;
  const t = manager.t.form;
  return (
    <details class="more">
      <summary>
        <span class="more-title">{t.rest}</span>
        <span class="soft">{restLine(form)}</span>
        <span class="more-change">{t.restSummary}</span>
      </summary>
      {!fixed && <WhoFields form={form} onChange={onChange} />}
      {fixed?.children ? (
        <p class="field">
          <b>{form.children ? t.default.children : t.default.noChildren}</b>
          <br />
          <span class="hint">{staff.t.edit.childrenFixed}</span>
        </p>
      ) : (
        <Checkbox
          name="children"
          label={t.children}
          hint={t.childrenHint}
          checked={form.children}
          onValue={(children) => onChange({ children })}
        />
      )}
      <Select
        name="minAge"
        label={t.minAge}
        error={errorOf(errors, 'minAge')}
        value={String(form.minAge)}
        choices={[...new Set([...ages, form.minAge])]
          .sort((a, b) => a - b)
          .map((n) => ({ value: String(n), label: t.ageFrom(n) }))}
        onValue={(n) => onChange({ minAge: Number(n) })}
      />
      <Checks
        name="ageGroups"
        label={t.ageGroups}
        items={(region.value?.age_groups ?? []).map((value) => ({ value, label: value.replace('-', '–') }))}
        chosen={form.ageGroups}
        onChosen={(ageGroups) => onChange({ ageGroups: ageGroups as AgeGroup[] })}
      />
      <LanguageFields form={form} onChange={onChange} />
      <SkillFields form={form} onChange={onChange} />
      <Checks
        name="certificates"
        label={t.certificates}
        items={codes(region.value?.certificates)}
        chosen={form.certificates}
        onChosen={(certificates) => onChange({ certificates })}
      />
      <TextField
        name="contact"
        label={t.contact}
        hint={t.contactHint}
        error={errorOf(errors, 'contact')}
        optional
        width="middle"
        maxLength={60}
        autocomplete="off"
        value={form.contact}
        onValue={(contact) => onChange({ contact })}
      />
      <TextField
        name="answerer"
        label={t.answerer}
        hint={t.answererHint}
        error={errorOf(errors, 'answerer')}
        optional
        width="middle"
        maxLength={120}
        autocomplete="off"
        value={form.answerer}
        onValue={(answerer) => onChange({ answerer })}
      />
      <Checks
        name="bring"
        label={t.bring}
        items={codes(region.value?.bring)}
        chosen={form.bring}
        onChosen={(bring) => onChange({ bring })}
      />
      <NoteFields {...props} />
    </details>
  );
}
