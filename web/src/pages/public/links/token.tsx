// The secret of a mailed link stands after `#`, so that it reaches no log and no other site.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Problem } from '../../../api';
import { ButtonLink } from '../../../components/Button';
import { problemText } from '../../../components/ErrorSummary';
import { Page } from '../../../components/Page';
import { volunteer } from '../../../i18n/parts';

const tokenShape = /^[A-Za-z0-9_-]{22,64}$/;

/** Read once and taken out of the address, so that it is in no bookmark and no picture of the screen. */
function takeToken(): string | null {
  const found = location.hash.slice(1);
  if (!tokenShape.test(found)) return null;
  history.replaceState(history.state, '', location.pathname + location.search);
  return found;
}

export function useToken(): string | null {
  return useState(takeToken)[0];
}

/** A link that is used, too old or cut short. */
export function Gone({ cut }: { cut?: boolean }) {
  const t = volunteer.t;
  return (
    <Page title={t.goneTitle} lead={cut ? t.noToken : t.goneBody}>
      <ButtonLink kind="primary" href="/sisene">
        {t.goneButton}
      </ButtonLink>
    </Page>
  );
}

export const isGone = (problem: Problem | null): boolean =>
  problem !== null && [404, 410, 422].includes(problem.status);

export function Trouble({ problem, children }: { problem: Problem; children?: ComponentChildren }) {
  return (
    <div class="notice notice-warn" role="alert">
      <p>{problemText(problem)}</p>
      {children}
    </div>
  );
}
