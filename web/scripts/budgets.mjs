// Gzipped script that each role's pages load, against its limit. A page over its limit fails the build.
import { gzipSync } from 'node:zlib';

const KB = 1000;

/** [name, chunks that are loaded together (source files), limit in KB, chunks already counted elsewhere]. */
const entry = 'src/main.tsx';
const open = [entry, 'src/pages/public/index.ts', 'src/i18n/public/et.ts'];
const registration = [entry, 'src/pages/public/register/index.tsx', 'src/i18n/register/et.ts'];
const manager = [
  entry,
  'src/components/OwnMenu.tsx',
  'src/pages/manager/index.tsx',
  'src/i18n/manager/et.ts',
  'src/i18n/public/et.ts',
];
const coordinator = [
  'src/components/OwnMenu.tsx',
  entry,
  'src/pages/coordinator/index.tsx',
  'src/i18n/coordinator/et.ts',
  'src/i18n/public/et.ts',
];
const budgets = [
  { name: 'public: list, need, signing in', chunks: open, limit: 30 },
  { name: 'registration: all its steps', chunks: registration, limit: 30 },
  { name: 'staff shell, manager', chunks: manager, limit: 60 },
  { name: 'staff shell, coordinator', chunks: coordinator, limit: 60 },
  {
    name: 'board, on top of the shell',
    chunks: ['src/pages/coordinator/board.tsx'],
    beyond: coordinator,
    limit: 40,
  },
  { name: 'map, on top of the page', chunks: ['src/components/map/leaflet.ts'], beyond: open, limit: 60 },
];

/** Every output file that loading `chunks` brings with it, static imports included. */
function reach(metafile, chunks) {
  const outputs = metafile.outputs;
  const seen = new Set();
  const visit = (file) => {
    if (seen.has(file) || !file.endsWith('.js')) return;
    seen.add(file);
    for (const i of outputs[file].imports) if (i.kind === 'import-statement') visit(i.path);
  };
  for (const chunk of chunks) {
    const file = Object.keys(outputs).find((name) => outputs[name].entryPoint === chunk);
    if (file) visit(file);
  }
  return seen;
}

export function checkBudgets(metafile, sources) {
  const weigh = (files) =>
    [...files].reduce((sum, file) => sum + gzipSync(sources.get(file), { level: 9 }).length, 0);
  const lines = [];
  let over = false;
  for (const { name, chunks, beyond = [], limit } of budgets) {
    const base = reach(metafile, beyond);
    const size = weigh([...reach(metafile, chunks)].filter((file) => !base.has(file)));
    if (size === 0) continue;
    const bad = size > limit * KB;
    over ||= bad;
    lines.push(
      `${bad ? 'OVER ' : 'ok   '}${(size / KB).toFixed(2).padStart(6)} of ${String(limit).padStart(2)} KB  ${name}`,
    );
  }
  return { lines, over };
}
