// Who is signed in, as far as this page knows; the server decides each time.
import { computed, signal } from '@preact/signals';
import { api, type Me, onSignedOut, Problem, type Schemas } from '../api';

export type RoleName = Schemas['RoleName'];

/** undefined: not asked yet; null: nobody. */
export const me = signal<Me | null | undefined>(undefined);

export const roles = computed(() => me.value?.roles ?? []);
export const isStaff = computed(() => roles.value.some((r) => r.role !== 'volunteer' && r.role !== 'worker'));

export function hasRole(...wanted: RoleName[]): boolean {
  return roles.value.some((r) => wanted.includes(r.role));
}

/** The centres, municipality or group that somebody acts for in a role. */
export function scopesOf(role: RoleName): string[] {
  return roles.value.flatMap((r) => (r.role === role && r.scope ? [r.scope] : []));
}

/** Whether asking who is signed in is worth a request on pages that anybody may see. Says nothing of who. */
const hintKey = 'vahetus-session';

function setHint(on: boolean): void {
  try {
    if (on) localStorage.setItem(hintKey, '1');
    else localStorage.removeItem(hintKey);
  } catch {
    // Without storage the header offers "Sisene" until a page of one's own is opened.
  }
}

export function mayBeSignedIn(): boolean {
  try {
    return localStorage.getItem(hintKey) !== null;
  } catch {
    return false;
  }
}

function settle(found: Me | null): void {
  me.value = found;
  setHint(found !== null);
}

/** The session has ended, whoever ended it. */
export const forgetMe = () => settle(null);

onSignedOut.call = forgetMe;

let asking: Promise<Me | null> | null = null;

export function loadMe(): Promise<Me | null> {
  asking ??= api
    .get('/api/v1/me')
    .catch((error: unknown) => {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    })
    .then((found) => {
      settle(found);
      return found;
    })
    .finally(() => {
      asking = null;
    });
  return asking;
}

export async function signOut(): Promise<void> {
  await api.delete('/api/v1/sessions/current');
  settle(null);
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
