// A browser as a person holds it: a phone of 360 px with touch, or a screen of 1280 px with a mouse.
import { existsSync } from 'node:fs';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { server } from '../../api/lib/server.mjs';
import { Watch } from './watch.mjs';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const devices = {
  phone: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  screen: { viewport: { width: 1280, height: 900 } },
};
const locales = { et: 'et-EE', ru: 'ru-RU', en: 'en-GB' };

let running;
async function browser() {
  running ??= chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', ...quiet] });
  return running;
}
after(async () => (await running)?.close());

/**
 * Opens a browser of its own for one person: { page, context, watch, close }.
 * `as` is a signed-in API client whose session the browser takes over.
 */
export async function visitor({ device = 'phone', language = 'et', as, ...more } = {}) {
  const context = await (await browser()).newContext({
    ...devices[device],
    baseURL: server.url,
    locale: locales[language],
    timezoneId: 'Europe/Tallinn',
    reducedMotion: 'reduce',
    ...more,
  });
  context.setDefaultTimeout(10_000);
  const watch = new Watch(context, server.url);
  if (as) {
    await context.addCookies([...as.cookies].map(([name, value]) => ({ name, value, url: server.url, httpOnly: true, sameSite: 'Lax' })));
    // A new page is about:blank first, which has no storage.
    await context.addInitScript(() => location.protocol === 'about:' || localStorage.setItem('vahetus-session', '1'));
  }
  const page = await context.newPage();
  return { page, context, watch, close: () => context.close() };
}

/** Runs `visit` with a visitor of its own and ends it; nothing may have gone wrong behind the page. */
export async function withVisitor(options, visit) {
  const one = await visitor(options);
  try {
    await visit(one);
    one.watch.assertQuiet();
  } catch (error) {
    const picture = fileURLToPath(new URL(`../out/failed-${Date.now()}.png`, import.meta.url));
    await one.page.screenshot({ path: picture }).catch(() => undefined);
    const [, ...stack] = (error.stack ?? '').split('\n    at ');
    const where = `on ${one.page.url().replace(/#.*/, '')}, see ${picture}`;
    error.stack = [`${error.name}: ${error.message}\n  ${where}`, ...stack.filter((line) => line.includes('tests/browser'))].join('\n    at ');
    throw error;
  } finally {
    await one.close();
  }
}
