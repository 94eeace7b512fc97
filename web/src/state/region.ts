// The region's reference data: read once, kept for the life of the page.
import { computed, signal } from '@preact/signals';
import { api, type Centre, type Names, type Region } from '../api';
import { language } from '../i18n/language';

export const region = signal<Region | null>(null);
let reading: Promise<Region> | null = null;

export function loadRegion(): Promise<Region> {
  reading ??= api.get('/api/v1/region').then(
    (found) => {
      region.value = found;
      return found;
    },
    (error: unknown) => {
      reading = null;
      throw error;
    },
  );
  return reading;
}

/** A name in the page's language. */
export const nameIn = (names: Names): string => names[language.value];

/** The same where it stands by itself, as a heading or in a list: words come without a capital letter. */
export const titleIn = (names: Names): string => capital(nameIn(names));

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const byCode = computed(() => {
  const r = region.value;
  const names = new Map<string, Names>();
  for (const list of [r?.skills, r?.certificates, r?.languages, r?.interests]) {
    for (const { code, names: of } of list ?? []) names.set(code, of);
  }
  return names;
});

/** The name of a skill, certificate, language or interest; the code itself where the region has none. */
export function codeName(code: string): string {
  const names = byCode.value.get(code);
  return names ? nameIn(names) : code;
}

const centresById = computed(
  () => new Map((region.value?.centres ?? []).map((centre) => [centre.id, centre])),
);
export const centreOf = (id: string): Centre | undefined => centresById.value.get(id);

const municipalitiesByEhak = computed(
  () => new Map((region.value?.municipalities ?? []).map((m) => [m.ehak, m])),
);
export const municipalityName = (ehak: string): string => municipalitiesByEhak.value.get(ehak)?.name ?? ehak;
