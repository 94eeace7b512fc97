// Gzipped script that each role's pages load, against its limit. A page over its limit fails the build.
//
// Counted is all that these pages load, in the language that weighs most: start, texts, every step. tests/browser/loading.test.mjs counts again what a browser
// really fetched.
import { gzipSync } from 'node:zlib';
import { filesOf } from './pages.mjs';

const KB = 1000;
const languages = ['et', 'ru', 'en'];

const entry = 'src/main.tsx';
const common = [entry, 'src/i18n/common/LANGUAGE.ts'];
const open = [...common, 'src/pages/public/index.ts', 'src/i18n/public/LANGUAGE.ts'];
const registration = [...common, 'src/pages/public/register/index.tsx', 'src/i18n/register/LANGUAGE.ts'];
const staff = [
  ...common,
  'src/components/OwnMenu.tsx',
  'src/i18n/public/LANGUAGE.ts',
  'src/i18n/staff/LANGUAGE.ts',
];
const manager = [...staff, 'src/pages/manager/index.tsx', 'src/i18n/manager/LANGUAGE.ts'];
const coordinator = [...staff, 'src/pages/coordinator/index.tsx', 'src/i18n/coordinator/LANGUAGE.ts'];

/** `chunks`: source files whose output is loaded; `beyond`: counted elsewhere already; `limit` in KB. */
const budgets = [
  { name: 'public: list, need, signing in', chunks: open, limit: 30 },
  { name: 'registration: all its steps', chunks: registration, limit: 30 },
  { name: 'staff shell, manager', chunks: manager, limit: 60 },
  {
    name: 'a centre’s rounds, on top of the shell',
    chunks: [
      'src/pages/manager/Agreements.tsx',
      'src/pages/manager/Orders.tsx',
      'src/i18n/rounds/LANGUAGE.ts',
    ],
    beyond: manager,
    limit: 40,
  },
  { name: 'staff shell, coordinator', chunks: coordinator, limit: 60 },
  {
    name: 'board, on top of the shell',
    chunks: ['src/pages/coordinator/board.tsx', 'src/i18n/board/LANGUAGE.ts'],
    beyond: coordinator,
    limit: 40,
  },
  {
    name: 'forms of a round, on top of the shell',
    chunks: [
      'src/pages/coordinator/round/RoundPages.tsx',
      'src/pages/coordinator/season/index.tsx',
      'src/i18n/season/LANGUAGE.ts',
    ],
    beyond: coordinator,
    limit: 40,
  },
  {
    name: 'ways between centres, on top of the shell',
    chunks: ['src/pages/coordinator/Ways.tsx', 'src/i18n/ways/LANGUAGE.ts'],
    beyond: coordinator,
    limit: 40,
  },
  {
    name: 'pairings, on top of the shell',
    chunks: ['src/pages/coordinator/pairings/index.tsx', 'src/i18n/pairings/LANGUAGE.ts'],
    beyond: coordinator,
    limit: 40,
  },
  { name: 'map, on top of the page', chunks: ['src/components/map/leaflet.ts'], beyond: open, limit: 60 },
];

/** Every script that loading `chunks` brings with it in one language. */
function reach(metafile, chunks, language) {
  const files = chunks.flatMap((chunk) => filesOf(metafile, chunk.replace('LANGUAGE', language)));
  return new Set(files.filter((file) => file.endsWith('.js')));
}

export function checkBudgets(metafile, sources) {
  const weight = (file) =>
    sources.get(file).length === 0 ? 0 : gzipSync(sources.get(file), { level: 9 }).length;
  const lines = [];
  let over = false;
  for (const { name, chunks, beyond = [], limit } of budgets) {
    const sizes = languages.map((language) => {
      const base = reach(metafile, beyond, language);
      return [...reach(metafile, chunks, language)]
        .filter((file) => !base.has(file))
        .reduce((sum, file) => sum + weight(file), 0);
    });
    const size = Math.max(...sizes);
    const bad = size > limit * KB;
    over ||= bad;
    lines.push(
      `${bad ? 'OVER ' : 'ok   '}${(size / KB).toFixed(2).padStart(6)} of ${String(limit).padStart(2)} KB  ${name}`,
    );
  }
  return { lines, over };
}
