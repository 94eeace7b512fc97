import { languageNames, languages } from '../../../i18n/language';
import { manager } from '../../../i18n/parts';
import { region } from '../../../state/region';
import type { NeedForm } from '../model/need-form';
import { needText } from '../model/need-text';

/** The text as people will read it, in all three languages; the note stays in its own. */
export function Preview({ form }: { form: NeedForm }) {
  const known = region.value;
  if (!known || !form.activity) return null;
  return (
    <section class="preview" aria-label={manager.t.form.seenAs}>
      <h2>{manager.t.form.seenAs}</h2>
      <div class="preview-languages">
        {languages.map((language) => {
          const text = needText(form, known, language);
          return (
            <article key={language} lang={language}>
              <p class="preview-language">{languageNames[language]}</p>
              <h3>{text.title}</h3>
              <p>{text.lines.join(' ')}</p>
            </article>
          );
        })}
      </div>
      {form.note.trim() && (
        <p lang={form.noteLanguage} class="preview-note">
          <span class="soft">{languageNames[form.noteLanguage]}:</span> {form.note.trim()}
        </p>
      )}
    </section>
  );
}
