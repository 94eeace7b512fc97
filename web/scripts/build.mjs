// Builds dist/: types, fonts, coast, one pass for style and one for script, the page, and the
// compressed twins that the server sends as they are.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build, context } from 'esbuild';
import { minify } from 'terser';
import { checkBudgets } from './budgets.mjs';
import { makeCoast } from './coast.mjs';
import { makeFonts } from './fonts.mjs';
import { makePages } from './pages.mjs';
import { oneSharedChunk } from './shared.mjs';
import { generateTypes } from './types.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}dist`;
const watch = process.argv.includes('--watch');

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: !watch,
  sourcemap: watch ? 'linked' : false,
  metafile: true,
  outdir: 'dist',
  publicPath: '/',
  assetNames: 'assets/[name]-[hash]',
  entryNames: 'assets/[name]-[hash]',
  chunkNames: 'assets/[name]-[hash]',
  loader: { '.woff2': 'file', '.geojson': 'file', '.png': 'file', '.svg': 'file' },
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
};

const styles = { main: 'src/styles/main.css', staff: 'src/styles/staff.css', map: 'src/styles/map.css' };

function outputOf(metafile, source) {
  const found = Object.entries(metafile.outputs).find(([, out]) => out.entryPoint === source);
  if (!found) throw new Error(`the build made nothing of ${source}`);
  return found[0].replace(/^dist/, '');
}

function assetNamed(metafile, name) {
  const found = Object.keys(metafile.outputs).find((file) => file.startsWith(`dist/assets/${name}-`));
  if (!found) throw new Error(`the build made no ${name}`);
  return found.replace(/^dist/, '');
}

async function compress(folder) {
  for (const item of await readdir(folder, { withFileTypes: true })) {
    const path = `${folder}/${item.name}`;
    if (item.isDirectory()) await compress(path);
    else if (/\.(html|js|css|svg|json|geojson|txt|webmanifest)$/.test(item.name)) {
      const bytes = await readFile(path);
      const br = await promisify(brotliCompress)(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      });
      await writeFile(`${path}.br`, br);
      await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
    }
  }
}

/** The chunk that holds the start and all that is shared (src/shared.ts); main.tsx itself is only a way to it. */
function sharedOf(js) {
  const main = Object.values(js.outputs).find((out) => out.entryPoint === 'src/main.tsx');
  const names = main.imports.filter((i) => i.kind === 'import-statement').map((i) => i.path);
  if (names.length !== 1) throw new Error(`the first script imports ${names.length} chunks, not one`);
  return names[0].replace(/^dist/, '');
}

async function icon() {
  const bytes = await readFile(`${root}src/static/icon.svg`);
  const name = `/assets/icon-${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}.svg`;
  await writeFile(dist + name, bytes);
  return name;
}

/** A second minifier over the first one's work: some 3 % less to load. */
async function squeeze(metafile) {
  for (const file of Object.keys(metafile.outputs).filter((name) => name.endsWith('.js'))) {
    const { code } = await minify(await readFile(`${root}${file}`, 'utf8'), {
      module: true,
      ecma: 2020,
      compress: {
        passes: 3,
        pure_getters: true,
        unsafe_arrows: true,
        unsafe_methods: true,
        keep_fargs: false,
      },
      format: { wrap_func_args: false },
    });
    await writeFile(`${root}${file}`, code);
  }
}

async function page(css, js, define) {
  const font = (name) => assetNamed(css, name);
  await makePages({
    root,
    metafile: js,
    define,
    start: sharedOf(js),
    names: {
      STYLE: outputOf(css, styles.main),
      ICON: await icon(),
      FONTS: { et: [font('body-latin')], ru: [font('body-cyrillic')], en: [font('body-latin')] },
    },
  });
}

async function main() {
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist, { recursive: true });
  await Promise.all([generateTypes(), makeFonts(), makeCoast()]);
  const css = await build({ ...shared, entryPoints: Object.values(styles) });
  const define = {
    STAFF_CSS: JSON.stringify(outputOf(css.metafile, styles.staff)),
    MAP_CSS: JSON.stringify(outputOf(css.metafile, styles.map)),
  };
  const scripts = {
    ...shared,
    entryPoints: ['src/main.tsx'],
    format: 'esm',
    splitting: true,
    plugins: [oneSharedChunk],
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define,
  };
  if (watch) {
    const after = {
      name: 'page',
      setup: (b) => b.onEnd((r) => r.metafile && page(css.metafile, r.metafile, define)),
    };
    const running = await context({ ...scripts, plugins: [oneSharedChunk, after] });
    await running.watch();
    return;
  }
  const js = await build(scripts);
  await squeeze(js.metafile);
  await page(css.metafile, js.metafile, define);
  const sources = new Map();
  for (const file of Object.keys(js.metafile.outputs)) sources.set(file, await readFile(`${root}${file}`));
  const { lines, over } = checkBudgets(js.metafile, sources);
  process.stdout.write(`${lines.join('\n')}\n`);
  if (over) {
    process.stderr.write('A page loads more script than its budget allows (scripts/budgets.mjs).\n');
    process.exitCode = 1;
  }
  await compress(dist);
}

await main();
