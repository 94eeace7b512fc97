// esbuild gives every set of pages that share a module a chunk of its own: a dozen small files that compress badly. So
// whatever comes by import() also gets src/shared.ts, as if it began with that import: what is named there is one chunk.
import { readFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';

const shared = new URL('../src/shared.ts', import.meta.url).pathname;

export const oneSharedChunk = {
  name: 'one-shared-chunk',
  setup(build) {
    const late = new Set();
    build.onResolve({ filter: /^\./ }, async (args) => {
      if (args.kind !== 'dynamic-import' || args.pluginData === oneSharedChunk) return undefined;
      const options = { kind: args.kind, resolveDir: args.resolveDir, pluginData: oneSharedChunk };
      const found = await build.resolve(args.path, options);
      late.add(found.path);
      return found;
    });
    build.onLoad({ filter: /\/src\/.*\.tsx?$/ }, async ({ path }) => {
      if (!late.has(path) && !path.endsWith('/src/main.tsx')) return undefined;
      const contents = `import ${JSON.stringify(shared)};\n${await readFile(path, 'utf8')}`;
      return { contents, loader: extname(path).slice(1), resolveDir: dirname(path) };
    });
  },
};
