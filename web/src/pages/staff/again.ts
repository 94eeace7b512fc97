// A session that ends under somebody's hands: the page stays as it is, and they sign in on it.

import { useEffect } from 'preact/hooks';
import { onSignedOut } from '../../api';
import { forgetMe, me } from '../../state/session';
import { signal } from '../../state/signal';

/** The session has ended, and somebody's page is still open. */
export const ended = signal(false);
/** Grows each time that somebody has signed in again. */
export const entered = signal(0);

/** While a page of staff is open, "not signed in" asks for the password in place of leaving the page. */
export function useStay(): void {
  useEffect(() => {
    const before = onSignedOut.call;
    onSignedOut.call = () => {
      if (me.peek()) ended.value = true;
      else forgetMe();
    };
    return () => {
      onSignedOut.call = before;
      ended.value = false;
    };
  }, []);
}
