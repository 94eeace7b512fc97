// The largest contentful paint of the registration page, on a phone with Chromium's "Slow 4G" (1.6 Mbit/s down, 750 kbit/s up, 150 ms to
// the server, as DevTools applies it to each request), nothing cached. node web_lcp.mjs URL [TIMES]; prints the median in ms, with the
// machine's own processor and with one four times slower.
import { chromium } from 'playwright-core';

const [url, times = '5'] = process.argv.slice(2);
const SLOW_4G = { offline: false, downloadThroughput: (1.6e6 / 8) * 0.9, uploadThroughput: (750e3 / 8) * 0.9, latency: 150 * 3.75 };
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function paint(slower) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW_4G);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.largestPaint = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
  await page.goto(`${url}/liitu`, { waitUntil: 'networkidle' });
  await page.waitForSelector('form');
  await page.waitForTimeout(500);
  const ms = await page.evaluate(() => window.largestPaint);
  await context.close();
  return ms;
}

const [plain, slow] = [[], []];
await paint(1);
for (let number = 0; number < Number(times); number++) {
  plain.push(await paint(1));
  slow.push(await paint(4));
}
await browser.close();
console.log(median(plain), median(slow));
