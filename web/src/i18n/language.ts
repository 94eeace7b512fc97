// Which language the page speaks. The server chooses (a link's ?lang=, the choice kept here, what the browser asks for) and
// says so in <html lang>; the choice is no personal data, so a cookie keeps it for the next visit.
import { signal } from '../state/signal';

export type Language = 'et' | 'ru' | 'en';
export const languages: readonly Language[] = ['et', 'ru', 'en'];
/** Each language under its own name, so that whoever needs it can read it. */
export const languageNames: Record<Language, string> = { et: 'Eesti', ru: 'Русский', en: 'English' };

const inBrowser = typeof document !== 'undefined';

export const language = signal<Language>(inBrowser ? (document.documentElement.lang as Language) : 'et');

/** False while nobody here has chosen a language: then a profile's own language may. */
export const languageChosen = (): boolean => document.cookie.includes('vahetus_lang=');

export function rememberLanguage(value: Language): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox ESR and on plain http
  document.cookie = `vahetus_lang=${value}; Path=/; Max-Age=31536000; SameSite=Lax`;
}

// A link that names a language is a choice, also for the pages after it.
if (inBrowser && /[?&]lang=(et|ru|en)/.test(location.search)) rememberLanguage(language.peek());
