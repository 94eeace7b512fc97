// Who is signed in, as far as this page knows; the server decides each time.

import { api, type Me, onSignedOut, Problem, type Schemas } from '../api';
import { remember, remembered } from '../lib/storage';
import { signal } from './signal';

export { enter, hasRole, homePath, scopesOf, signOut } from './roles';

export type RoleName = Schemas['RoleName'];

/** undefined: not asked yet; null: nobody. */
export const me = signal<Me | null | undefined>(undefined);

/** Whether asking who is signed in is worth a request on pages that anybody may see. Says nothing of who. */
const hintKey = 'vahetus-session';

export const mayBeSignedIn = (): boolean => remembered(hintKey) !== null;

function settle(found: Me | null): void {
  me.value = found;
  remember(hintKey, found && '1');
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
