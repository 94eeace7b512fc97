// Cuts the two typefaces to the letters of the three languages and the weights in use.
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import subsetFont from 'subset-font';

const require = createRequire(import.meta.url);
const cache = new URL('../.cache/fonts/', import.meta.url);

const range = (from, to) =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join('');
const latin = `${range(0x20, 0x7e)}${range(0xa0, 0xff)}‘’“”„–—…•·€−×→←↑↓✓`;
const latinMore = 'ŠšŽž';
const cyrillic = `${range(0x410, 0x44f)}Ёё№«»`;

const weights = { variationAxes: { wght: { min: 400, max: 700, default: 400 } } };
const body = '@fontsource-variable/commissioner/files/commissioner';
const head = '@fontsource/literata/files/literata';
const jobs = [
  ['body-latin', `${body}-latin-wght-normal.woff2`, latin, weights],
  ['body-latin-ext', `${body}-latin-ext-wght-normal.woff2`, latinMore, weights],
  ['body-cyrillic', `${body}-cyrillic-wght-normal.woff2`, cyrillic, weights],
  ['head-latin', `${head}-latin-600-normal.woff2`, latin, {}],
  ['head-latin-ext', `${head}-latin-ext-600-normal.woff2`, latinMore, {}],
  ['head-cyrillic', `${head}-cyrillic-600-normal.woff2`, cyrillic, {}],
];

/** Writes .cache/fonts/NAME.woff2; what is there already is kept. */
export async function makeFonts() {
  await mkdir(cache, { recursive: true });
  for (const [name, source, letters, options] of jobs) {
    const target = new URL(`${name}.woff2`, cache);
    if (await stat(target).catch(() => null)) continue;
    const font = await readFile(require.resolve(source));
    const cut = await subsetFont(font, letters, {
      targetFormat: 'woff2',
      featureTags: ['kern', 'liga', 'tnum', 'lnum', 'mark', 'mkmk', 'ccmp', 'locl', 'calt'],
      ...options,
    });
    await writeFile(target, cut);
  }
}
