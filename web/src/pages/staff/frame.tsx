// What the pages of staff share: their style, their second menu, the clock, what happens when something changes.
import type { ComponentChildren, FunctionComponent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Centre, Problem, type Region } from '../../api';
import { problemText } from '../../components/ErrorSummary';
import { Loaded, Skeleton } from '../../components/Loading';
import { toast } from '../../components/Toast';
import { stylesheet } from '../../lib/stylesheet';
import { type LiveEvent, useLive } from '../../state/live';
import { loadRegion } from '../../state/region';
import { useResource } from '../../state/resource';
import { hasRole, scopesOf } from '../../state/session';
import { ended, entered, useStay } from './again';
import { SignInAgain } from './SignInAgain';

/** Renders its pages once the region's names and the staff's style are there. */
export function WithRegion({ children }: { children: (region: Region) => ComponentChildren }) {
  const found = useResource('region', async () => {
    const [region] = await Promise.all([loadRegion(), stylesheet(STAFF_CSS)]);
    return region;
  });
  useStay();
  if (found.data) {
    return (
      <>
        {ended.value && <SignInAgain />}
        {children(found.data)}
      </>
    );
  }
  return (
    <main class="page page-wide" id="content">
      <Loaded of={found}>{() => null}</Loaded>
    </main>
  );
}

/** A page whose code comes when it is first shown; its room is kept till then. */
export function later<P extends object>(load: () => Promise<FunctionComponent<P>>): FunctionComponent<P> {
  let known: FunctionComponent<P> | null = null;
  return function Later(props: P) {
    const [, arrived] = useState(false);
    useEffect(() => {
      if (known) return;
      load().then((component) => {
        known = component;
        arrived(true);
      });
    }, []);
    const Component = known;
    if (Component) return <Component {...props} />;
    return (
      <main class="page page-wide" id="content">
        <Skeleton />
      </main>
    );
  };
}

export interface Tab {
  href: string;
  label: string;
  /** Also the pages below it. */
  below?: boolean;
}

interface SubMenuProps {
  label: string;
  tabs: readonly Tab[];
  path: string;
  /** Stands before the tabs: which centre. */
  children?: ComponentChildren;
}

export function SubMenu({ label, tabs, path, children }: SubMenuProps) {
  const here = path.replace(/\/$/, '');
  return (
    <nav class="submenu no-print" aria-label={label}>
      {children}
      <ul>
        {tabs.map((tab) => (
          <li key={tab.href}>
            <a
              href={tab.href}
              aria-current={
                here === tab.href ? 'page' : tab.below && here.startsWith(`${tab.href}/`) ? 'true' : undefined
              }
            >
              {tab.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The centres that the signed-in person may act for: their own, their municipality's, or all of the group. */
export function centresOf(region: Region): Centre[] {
  if (hasRole('coordinator')) return region.centres;
  const own = new Set(scopesOf('manager'));
  const municipalities = new Set(scopesOf('specialist'));
  return region.centres.filter((c) => own.has(c.id) || municipalities.has(c.municipality));
}

/** A centre's manager and its municipality's specialist: nobody else says "Sobib" for it. */
export const speaksFor = (centre: Centre): boolean =>
  scopesOf('manager').includes(centre.id) || scopesOf('specialist').includes(centre.municipality);

/** The moment, again every half minute: shifts begin and end while the page is open. */
export function useNow(everyMs = 30_000): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

const burstMs = 200;

/** Reads again when the server says that something changed; a burst of events is one reading. */
export function useLiveReload(topic: string | null, reload: (event: LiveEvent) => void): void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const turn = entered.value;
  useLive(
    topic,
    (event) => {
      if (event.type === 'hello') return;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => reload(event), burstMs);
    },
    turn,
  );
  // Whoever signs in again sees what happened meanwhile.
  useEffect(() => {
    if (turn > 0) reload({ type: 'hello', data: {} });
  }, [turn]);
}

/** Does a change; what goes wrong is said, and the answer tells whether it went well. */
export function useAct(): {
  busy: string | null;
  act: (key: string, work: () => Promise<unknown>) => Promise<boolean>;
} {
  const [busy, setBusy] = useState<string | null>(null);
  const act = async (key: string, work: () => Promise<unknown>) => {
    setBusy(key);
    try {
      await work();
      return true;
    } catch (error) {
      toast(error instanceof Problem ? problemText(error) : String(error), { ms: 8_000 });
      return false;
    } finally {
      setBusy(null);
    }
  };
  return { busy, act };
}
