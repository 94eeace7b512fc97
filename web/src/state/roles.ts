// What somebody signed in may do, for pages that offer it. Read these from `session`.
import { api, type Me } from '../api';
import { switchLanguage } from '../i18n/catalog';
import { languageChosen } from '../i18n/language';
import { forgetMe, loadMe, me, type RoleName } from './session';

const roles = () => me.value?.roles ?? [];

export function hasRole(...wanted: RoleName[]): boolean {
  return roles().some((r) => wanted.includes(r.role));
}

/** The centres, municipality or group that somebody acts for in a role. */
export function scopesOf(role: RoleName): string[] {
  return roles().flatMap((r) => (r.role === role && r.scope ? [r.scope] : []));
}

export async function signOut(): Promise<void> {
  await api.delete('/api/v1/sessions/current');
  forgetMe();
}

/** Reads who has just signed in; the page speaks their language unless somebody here has chosen another. */
export async function enter(): Promise<Me | null> {
  const found = await loadMe();
  if (found && !languageChosen()) await switchLanguage(found.language);
  return found;
}

/** Where somebody belongs after signing in. */
export function homePath(of: Me): string {
  const has = (role: RoleName) => of.roles.some((r) => r.role === role);
  if (has('coordinator')) return '/koordinaator';
  if (has('manager') || has('specialist')) return '/keskus';
  if (has('admin')) return '/kontod';
  if (has('dpo')) return '/logi';
  return '/minu';
}
