// The region's reference data: read once, kept for the life of the page.

import { api, type Centre, type Names, type Region } from '../api';
import { language } from '../i18n/language';
import { signal } from './signal';

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

/** The name of a skill, certificate, language, interest or thing to bring; the code itself where there is none. */
export function codeName(code: string): string {
  const r = region.value;
  const lists = [r?.skills, r?.certificates, r?.languages, r?.interests, r?.bring];
  for (const list of lists) {
    const found = list?.find((item) => item.code === code);
    if (found) return nameIn(found.names);
  }
  return code;
}

export const centreOf = (id: string): Centre | undefined =>
  region.value?.centres.find((centre) => centre.id === id);

export const municipalityName = (ehak: string): string =>
  region.value?.municipalities.find((municipality) => municipality.ehak === ehak)?.name ?? ehak;
