import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import lazy, { ErrorBoundary } from 'preact-iso/lazy';
import { useLocation } from 'preact-iso/router';
import { reachable } from '../api';
import { switchLanguage } from '../i18n/catalog';
import { common } from '../i18n/common';
import { language, languageNames, languages } from '../i18n/language';
import { region } from '../state/region';
import { loadMe, mayBeSignedIn, me } from '../state/session';
import { shown } from '../state/toast';

const ToastArea = lazy(async () => ({ default: (await import('./ToastArea')).ToastArea }));

/** Two arrows that change places: the mark of the service. */
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M5 12h18m-6-6 6 6-6 6" />
      <path d="M27 20H9m6-6-6 6 6 6" class="mark-second" />
    </svg>
  );
}

function LanguageSwitch() {
  return (
    <nav class="languages" aria-label={common.t.languageMenu}>
      {languages.map((code) => (
        <button
          type="button"
          key={code}
          lang={code}
          class="language"
          aria-current={language.value === code ? 'true' : undefined}
          // A label, not hidden text: the letters of another language would fetch its font.
          aria-label={`${code.toUpperCase()}, ${languageNames[code]}`}
          onClick={() => switchLanguage(code)}
        >
          {code.toUpperCase()}
        </button>
      ))}
    </nav>
  );
}

/** The links of somebody signed in come with them. */
const OwnMenu = lazy(async () => ({ default: (await import('./OwnMenu')).OwnMenu }));

function MainMenu({ path }: { path: string }) {
  const t = common.t;
  return (
    <nav class="menu-main" aria-label={t.mainMenu}>
      <a href="/" aria-current={path === '/' ? 'page' : undefined}>
        {t.needs}
      </a>
      {me.value ? (
        <ErrorBoundary>
          <OwnMenu path={path} />
        </ErrorBoundary>
      ) : (
        <a href="/sisene" aria-current={path === '/sisene' ? 'page' : undefined}>
          {t.signIn}
        </a>
      )}
    </nav>
  );
}

function Footer() {
  const t = common.t;
  return (
    <footer class="foot">
      <p>{t.serviceLine}</p>
      {region.value?.demonstration && <p class="foot-demo">{t.demonstration}</p>}
      <nav aria-label={t.accessibility}>
        <a href="/ligipaasetavus">{t.accessibility}</a>
        <a href="/andmekaitse">{t.privacy}</a>
      </nav>
      {region.value && <p class="foot-small">{region.value.attribution.join(' · ')}</p>}
    </footer>
  );
}

/** What stands around every page. Inside a form the menu is away, so that there is one clear way on. */
export function Shell({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  const inForm = path.startsWith('/liitu');
  useEffect(() => {
    if (mayBeSignedIn()) loadMe().catch(() => undefined);
  }, []);
  const of = language.value;
  useEffect(() => {
    document.documentElement.lang = of;
  }, [of]);
  return (
    <>
      <a class="skip" href="#content">
        {common.t.skipToContent}
      </a>
      <header class="top">
        <a class="brand" href="/">
          <Mark />
          {common.t.service}
        </a>
        {!inForm && <MainMenu path={path} />}
        <LanguageSwitch />
      </header>
      <p class="offline" role="status">
        {!reachable.value && common.t.offlineShort}
      </p>
      {children}
      <Footer />
      <div class="toasts" role="status">
        {shown.value && (
          <ErrorBoundary>
            <ToastArea />
          </ErrorBoundary>
        )}
      </div>
    </>
  );
}
