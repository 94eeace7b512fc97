// Texts by part of the service, so that a page loads its own part in one language only.
import { type Language, language, rememberLanguage } from './language';

type Loaders<T> = Record<Language, () => Promise<{ default: T }>>;

export interface Catalog<T> {
  /** The texts in the language of the moment; reading it in a component follows the switch. */
  readonly t: T;
  load(wanted?: Language): Promise<void>;
}

const known = new Set<Catalog<unknown>>();

/** Each language comes when it is asked for. */
export function catalog<T>(loaders: Loaders<T>): Catalog<T> {
  const loaded: Partial<Record<Language, T>> = {};
  const self: Catalog<T> = {
    get t() {
      const texts = loaded[language.value];
      if (!texts) throw new Error(`texts were read before they were loaded (${language.value})`);
      return texts;
    },
    async load(wanted = language.peek()) {
      known.add(self);
      loaded[wanted] ??= (await loaders[wanted]()).default;
    },
  };
  return self;
}

/** Loads every part in use, then switches all of the page at once; what was typed stays. */
export async function switchLanguage(wanted: Language): Promise<void> {
  await Promise.all([...known].map((part) => part.load(wanted)));
  language.value = wanted;
  rememberLanguage(wanted);
}
