// The largest contentful paint of the registration page, on a phone with nothing cached. node web_lcp.mjs URL [TIMES]; prints medians in ms:
// with 150 ms to the server and back and 1.6 Mbit/s, and with what DevTools calls "Slow 4G", which lets each request wait 562 ms.
import { chromium } from 'playwright-core';

const [url, times = '5'] = process.argv.slice(2);
const slow4g = (latency) => ({ offline: false, downloadThroughput: (1.6e6 / 8) * 0.9, uploadThroughput: (750e3 / 8) * 0.9, latency });
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function paint(latency) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', slow4g(latency));
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
await paint(0);
for (let number = 0; number < Number(times); number++) {
  plain.push(await paint(150));
  slow.push(await paint(150 * 3.75));
}
await browser.close();
console.log(median(plain), median(slow));
