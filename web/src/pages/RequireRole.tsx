import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { type Me, Problem } from '../api';
import { Button } from '../components/Button';
import { problemText } from '../components/ErrorSummary';
import { Skeleton } from '../components/Loading';
import { Page } from '../components/Page';
import { common } from '../i18n/common';
import { hasRole, loadMe, me, type RoleName } from '../state/session';

interface Props {
  roles: readonly RoleName[];
  children: (me: Me) => ComponentChildren;
}

/** Shows its page to those who are signed in with one of the roles; sends others to sign in and back here. */
export function RequireRole({ roles, children }: Props) {
  const { url, route } = useLocation();
  const [problem, setProblem] = useState<Problem | null>(null);
  const area = useRef(url.split(/[/?]/)[1]);
  const known = me.value;
  useEffect(() => {
    if (known === undefined && !problem) {
      loadMe().catch((error: unknown) =>
        setProblem(error instanceof Problem ? error : new Problem(-1, 'broken', '')),
      );
    }
    // Whoever left this part of the service meanwhile (and signed out with it) stays where they went.
    const here = url.split(/[/?]/)[1] === area.current;
    if (known === null && here) route(`/sisene?edasi=${encodeURIComponent(url)}`, true);
  }, [known, problem, url, route]);
  if (problem) {
    return (
      <Page title={common.t.offlineShort} lead={problemText(problem)}>
        <Button onClick={() => setProblem(null)}>{common.t.tryAgain}</Button>
      </Page>
    );
  }
  if (!known) {
    return (
      <main class="page page-wide" id="content">
        <Skeleton />
      </main>
    );
  }
  if (!hasRole(...roles)) return <Page title={common.t.forbidden}>{null}</Page>;
  return <>{children(known)}</>;
}
