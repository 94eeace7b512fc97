import type { Need } from '../../../api';
import { Fact, Facts } from '../../../components/Rows';
import { languageNames } from '../../../i18n/language';
import { manager } from '../../../i18n/parts';
import { codeName } from '../../../state/region';
import { bringName } from '../bring';

/** What a need asks for, as facts; what it does not ask for is left out. */
export function NeedFacts({ need }: { need: Need }) {
  const t = manager.t.need;
  const f = t.facts;
  const skills = [
    ...need.required_skills.map((s) => t.mustSkill(codeName(s))),
    ...need.preferred_skills.map(codeName),
  ];
  const wishes = { ...need.preferred_languages, ...need.required_languages };
  const languages = Object.entries(wishes).map(([code, level]) => {
    const wish = `${codeName(code)} – ${t.level[level]}`;
    return code in need.required_languages ? t.mustSkill(wish) : wish;
  });
  const facts: [string, string][] = [
    [f.for, manager.t.form.default.for[need.for]],
    [f.age, manager.t.form.ageFrom(need.min_age)],
    [f.children, need.children ? manager.t.form.default.children : manager.t.form.default.noChildren],
    [f.skills, skills.join(', ')],
    [f.languages, languages.join(', ')],
    [f.certificates, need.required_certificates.map(codeName).join(', ')],
    [f.bring, (need.bring ?? []).map(bringName).join(', ')],
    [f.contact, need.contact ?? ''],
    [f.answerer, need.responsible ?? f.nobody],
  ];
  return (
    <Facts>
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
      {need.note && (
        <Fact name={`${f.note} (${languageNames[need.note.language]})`}>
          <span lang={need.note.language}>{need.note.text}</span>
        </Fact>
      )}
    </Facts>
  );
}
