// Bundles every tests/*.test.ts and runs them with Node's own runner (Node 18 does not read TypeScript).
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = `${root}.cache/tests`;
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const names = (await readdir(`${root}tests`)).filter(
  (name) => name.endsWith('.test.ts') || name.endsWith('.test.tsx'),
);
await build({
  absWorkingDir: root,
  entryPoints: names.map((name) => `tests/${name}`),
  outdir: out,
  bundle: true,
  platform: 'node',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.geojson': 'file', '.svg': 'file' },
  logLevel: 'warning',
});
const files = names.map((name) => `${out}/${name.replace(/\.tsx?$/, '.mjs')}`);
process.exit(spawnSync(process.execPath, ['--test', ...files], { stdio: 'inherit' }).status ?? 1);
