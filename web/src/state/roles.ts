// What somebody signed in may do, for pages that offer it. Read these from `session`.
import { api, type Me } from '../api';
import { forgetMe, me, type RoleName } from './session';

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

/** Where somebody belongs after signing in. */
export function homePath(of: Me): string {
  const has = (role: RoleName) => of.roles.some((r) => r.role === role);
  if (has('coordinator')) return '/koordinaator';
  if (has('manager') || has('specialist')) return '/keskus';
  if (has('admin')) return '/kontod';
  if (has('dpo')) return '/logi';
  return '/minu';
}
