// The words that the pages show, from the pages' own catalogues, so that a test finds things by what a person reads.
import { fileURLToPath } from 'node:url';
import { build } from '../../../web/node_modules/esbuild/lib/main.js';

export const languages = ['et', 'ru', 'en'];
const parts = ['common', 'public', 'register', 'volunteer', 'documents', 'manager', 'coordinator', 'board', 'season', 'exchange', 'pairings', 'admin', 'staff', 'rounds', 'ways'];

async function read(language) {
  const folder = fileURLToPath(new URL('../../../web/src/i18n/', import.meta.url));
  const made = await build({
    stdin: {
      contents: parts.map((part) => `export { default as ${part}Texts } from './${part}/${language}.ts';`).join('\n'),
      resolveDir: folder,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    logLevel: 'error',
  });
  const code = Buffer.from(made.outputFiles[0].contents).toString('base64');
  const module = await import(`data:text/javascript;base64,${code}`);
  return Object.fromEntries(parts.map((part) => [part, module[`${part}Texts`]]));
}

const found = new Map();
/** All catalogues in a language: `(await texts('et')).register.send`. */
export function texts(language) {
  if (!found.has(language)) found.set(language, read(language));
  return found.get(language);
}
