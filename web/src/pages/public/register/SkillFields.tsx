import type { Schemas } from '../../../api';
import { errorOf, type FieldError } from '../../../components/ErrorSummary';
import { Group, TextArea, TextField } from '../../../components/Field';
import { register } from '../../../i18n/parts';
import { region, titleIn } from '../../../state/region';
import type { AbilityAnswers, Level } from './answers';

interface Props {
  able: AbilityAnswers;
  onAble: (able: AbilityAnswers) => void;
  errors: readonly FieldError[];
}

function toggled<T>(set: ReadonlySet<T>, item: T): Set<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

interface ChipsProps<T extends string> {
  name: string;
  choices: readonly { value: T; label: string }[];
  chosen: { has: (value: T) => boolean };
  onToggle: (value: T) => void;
}

/** Boxes to tick, side by side: short words read faster so. */
export function Chips<T extends string>({ name, choices, chosen, onToggle }: ChipsProps<T>) {
  return (
    <div class="chips">
      {choices.map(({ value, label }) => (
        <div class="chip" key={value}>
          <input
            type="checkbox"
            id={`${name}-${value}`}
            checked={chosen.has(value)}
            onChange={() => onToggle(value)}
          />
          <label for={`${name}-${value}`}>{label}</label>
        </div>
      ))}
    </div>
  );
}

const levels = ['none', 'basic', 'fluent'] as const;
const firstLanguages = new Set(['et', 'ru', 'en']);

function LanguageLevel({ code, name, able, onAble }: Omit<Props, 'errors'> & { code: string; name: string }) {
  const t = register.t;
  const now = able.languages[code] ?? 'none';
  const put = (level: 'none' | Level) => {
    const { [code]: _, ...others } = able.languages;
    onAble({ ...able, languages: level === 'none' ? others : { ...others, [code]: level } });
  };
  return (
    <fieldset class="level">
      <legend>{name}</legend>
      <div class="segments">
        {levels.map((level) => (
          <div class={`segment segment-${level}`} key={level}>
            <input
              type="radio"
              id={`language-${code}-${level}`}
              name={`language-${code}`}
              checked={now === level}
              onChange={() => put(level)}
            />
            <label for={`language-${code}-${level}`}>{t.levels[level]}</label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function Skills({ able, onAble }: Omit<Props, 'errors'>) {
  const t = register.t;
  const groups = new Map<string, Schemas['Skill'][]>();
  for (const skill of region.value?.skills ?? []) {
    if (skill.worker_only) continue;
    groups.set(skill.group, [...(groups.get(skill.group) ?? []), skill]);
  }
  return (
    <Group name="skills" label={t.skills} optional>
      {[...groups].map(([group, skills], i) => {
        const count = skills.filter((skill) => able.skills.has(skill.code)).length;
        return (
          <details class="fold" key={group} open={i === 1 || count > 0}>
            <summary>
              {t.groups[group] ?? group}
              {count > 0 && <span class="fold-count"> · {t.skillsChosen(count)}</span>}
            </summary>
            <Chips
              name="skill"
              choices={skills.map((skill) => ({ value: skill.code, label: titleIn(skill.names) }))}
              chosen={able.skills}
              onToggle={(code) => onAble({ ...able, skills: toggled(able.skills, code) })}
            />
          </details>
        );
      })}
    </Group>
  );
}

function Certificates({ able, onAble }: Omit<Props, 'errors'>) {
  const t = register.t;
  const all = region.value?.certificates ?? [];
  const put = (code: string, until: string | null) => {
    const certificates = new Map(able.certificates);
    if (until === null) certificates.delete(code);
    else certificates.set(code, until);
    onAble({ ...able, certificates });
  };
  return (
    <Group name="certificates" label={t.certificates} optional>
      <Chips
        name="certificate"
        choices={all.map((certificate) => ({ value: certificate.code, label: titleIn(certificate.names) }))}
        chosen={able.certificates}
        onToggle={(code) => put(code, able.certificates.has(code) ? null : '')}
      />
      {all
        .filter((certificate) => able.certificates.has(certificate.code))
        .map((certificate) => (
          <TextField
            key={certificate.code}
            name={`until-${certificate.code}`}
            type="date"
            width="middle"
            optional
            label={`${titleIn(certificate.names)}: ${t.validUntil.toLowerCase()}`}
            value={able.certificates.get(certificate.code) ?? ''}
            onValue={(until) => put(certificate.code, until)}
          />
        ))}
    </Group>
  );
}

export function SkillFields({ able, onAble, errors }: Props) {
  const t = register.t;
  const known = region.value;
  if (!known) return null;
  const first = known.languages.filter((l) => firstLanguages.has(l.code));
  const others = known.languages.filter((l) => !firstLanguages.has(l.code));
  const level = (l: Schemas['Code']) => (
    <LanguageLevel key={l.code} code={l.code} name={titleIn(l.names)} able={able} onAble={onAble} />
  );
  return (
    <>
      <Group name="languages" label={t.languages} error={errorOf(errors, 'languages')}>
        {first.map(level)}
        {others.length > 0 && (
          <details class="fold" open={others.some((l) => able.languages[l.code])}>
            <summary>{t.otherLanguages}</summary>
            {others.map(level)}
          </details>
        )}
      </Group>
      <Skills able={able} onAble={onAble} />
      <Certificates able={able} onAble={onAble} />
      <Group name="ages" label={t.ages} optional>
        <Chips
          name="age"
          choices={known.age_groups.map((value) => ({ value, label: t.ageRange(value.replace('-', '–')) }))}
          chosen={able.ages}
          onToggle={(age) => onAble({ ...able, ages: toggled(able.ages, age) })}
        />
      </Group>
      <Group name="interests" label={t.interests} optional>
        <Chips
          name="interest"
          choices={known.interests.map((interest) => ({
            value: interest.code,
            label: titleIn(interest.names),
          }))}
          chosen={able.interests}
          onToggle={(code) => onAble({ ...able, interests: toggled(able.interests, code) })}
        />
      </Group>
      <TextArea
        name="about"
        label={t.about}
        hint={t.aboutHint}
        optional
        maxLength={1000}
        value={able.about}
        onValue={(about) => onAble({ ...able, about })}
        error={errorOf(errors, 'about')}
      />
    </>
  );
}
