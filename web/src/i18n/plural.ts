import type { Language } from './language';

type Forms = { one: string; other: string; few?: string; many?: string };

const rules: Record<Language, Intl.PluralRules> = {
  et: new Intl.PluralRules('et'),
  ru: new Intl.PluralRules('ru'),
  en: new Intl.PluralRules('en'),
};

/** The form for `count`, its `#` replaced by the number in that language's figures. */
export function plural(of: Language, count: number, forms: Forms): string {
  const form = forms[rules[of].select(count) as keyof Forms] ?? forms.other;
  return form.replaceAll('#', formatNumber(of, count));
}

const numbers = new Map<string, Intl.NumberFormat>();

/** Decimal comma and thin group marks where the language has them. */
export function formatNumber(of: Language, value: number, digits = 0): string {
  const key = `${of}${digits}`;
  let format = numbers.get(key);
  if (!format) {
    format = new Intl.NumberFormat(of === 'en' ? 'en-GB' : of, { maximumFractionDigits: digits });
    numbers.set(key, format);
  }
  return format.format(value);
}
