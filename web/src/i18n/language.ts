// Which language the page speaks. The choice is no personal data, so it is kept for the next visit.
import { signal } from '@preact/signals';
import { remember, remembered } from '../lib/storage';

export type Language = 'et' | 'ru' | 'en';
export const languages: readonly Language[] = ['et', 'ru', 'en'];
/** Each language under its own name, so that whoever needs it can read it. */
export const languageNames: Record<Language, string> = { et: 'Eesti', ru: 'Русский', en: 'English' };

const storageKey = 'vahetus-language';

function isLanguage(value: string | null | undefined): value is Language {
  return value === 'et' || value === 'ru' || value === 'en';
}

/** A link's `?lang=` first, then the earlier choice, then what the browser asks for, then Estonian. */
export function firstLanguage(search: string, stored: string | null, wanted: readonly string[]): Language {
  const linked = new URLSearchParams(search).get('lang');
  if (isLanguage(linked)) return linked;
  if (isLanguage(stored)) return stored;
  for (const tag of wanted) {
    const code = tag.slice(0, 2).toLowerCase();
    if (isLanguage(code)) return code;
  }
  return 'et';
}

const inBrowser = typeof location !== 'undefined';

/** False while nobody here has chosen a language: then a profile's own language may. */
export const languageChosen = (): boolean => remembered(storageKey) !== null;

export const language = signal<Language>(
  inBrowser ? firstLanguage(location.search, remembered(storageKey), navigator.languages) : 'et',
);

export const rememberLanguage = (value: Language): void => remember(storageKey, value);

// A link that names a language is a choice, also for the pages after it.
if (inBrowser && isLanguage(new URLSearchParams(location.search).get('lang')))
  rememberLanguage(language.peek());
