// TypeScript types of the API, from the one document that describes it.
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import openapiTypescript, { astToString } from 'openapi-typescript';

const document_ = new URL('../../services/openapi.yaml', import.meta.url);
const target = new URL('../src/api.gen.ts', import.meta.url);

export async function generateTypes() {
  const source = await stat(document_);
  const made = await stat(target).catch(() => null);
  if (made && made.mtimeMs > source.mtimeMs) return;
  // What has a default may be left out.
  const text = astToString(await openapiTypescript(document_, { defaultNonNullable: false }));
  await mkdir(new URL('.', target), { recursive: true });
  const before = await readFile(target, 'utf8').catch(() => '');
  if (before !== text) await writeFile(target, text);
  else await writeFile(target, before);
}

if (process.argv[1]?.endsWith('/types.mjs')) await generateTypes();
