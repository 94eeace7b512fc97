// Runs in the build, not in the browser: a page's text, for the document that carries it (scripts/pages.mjs).
import { renderToString } from 'preact-render-to-string';
import { App, loadPage } from './app';

/**
 * What the page at the location shows before it has read anything. Until the script runs, a form sends nothing (outside
 * a dialog, method="dialog" does nothing: else what was typed would stand in an address), and the browser puts nothing
 * back into fields (src/takeover.ts).
 */
export async function prerender(): Promise<string> {
  await loadPage(location.pathname);
  return renderToString(<App />)
    .replace(/ autocomplete="([^"]+)"/g, ' autocomplete="off" data-fill="$1"')
    .replaceAll('<form ', '<form method="dialog" ');
}
