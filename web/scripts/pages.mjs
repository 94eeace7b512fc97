// The documents: one for each public address and language, with its text already in it and with links to everything it
// will load, so that all of that comes in one go behind the document. services/assets.c chooses among them.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { build } from 'esbuild';

const languages = ['et', 'ru', 'en'];
const open = 'src/pages/public/index.ts';
const register = 'src/pages/public/register/index.tsx';
const mine = 'src/pages/volunteer/index.tsx';
const links = ['src/pages/others.tsx', 'src/pages/public/links/index.ts'];
const papers = ['src/pages/others.tsx', 'src/pages/public/documents.tsx'];
const region = '/api/v1/region';
/** As pages/public/Needs.tsx asks for them first. */
const needs = '/api/v1/needs?limit=100';

/**
 * `files` are the addresses that a document answers; "_" is any other in that folder. `code` and `texts` are what the page
 * is made of, `reads` what it asks the API for at once. `text`: the address to draw; without it the document is empty.
 */
const pages = [
  { files: ['/index'], code: [open], texts: ['public'], reads: [region, needs], text: '/' },
  { files: ['/liitu', '/liitu/_'], code: [register], texts: ['register'], text: '/liitu' },
  { files: ['/vajadused/_'], code: [open], texts: ['public'], reads: [region] },
  { files: ['/sisene'], code: [open], texts: ['public'], text: '/sisene' },
  { files: ['/minu', '/minu/_'], code: [mine], texts: ['public', 'register', 'volunteer'], reads: [region] },
  {
    files: ['/kinnita', '/sisene/link', '/luba', '/isikukood', '/jaan', '/parool'],
    code: links,
    texts: ['public', 'volunteer'],
  },
  { files: ['/kutse'], code: links, texts: ['public', 'volunteer'], reads: [region] },
  { files: ['/ligipaasetavus'], code: papers, texts: ['documents'], text: '/ligipaasetavus', whole: true },
  { files: ['/andmekaitse'], code: papers, texts: ['documents'], text: '/andmekaitse', whole: true },
  {
    files: ['/keskus', '/keskus/_'],
    code: ['src/pages/manager/index.tsx'],
    texts: ['public', 'staff', 'manager'],
    reads: [region],
  },
  {
    files: ['/koordinaator', '/koordinaator/_'],
    code: ['src/pages/coordinator/index.tsx'],
    texts: ['public', 'staff', 'coordinator'],
    reads: [region],
  },
  { files: ['/_'], code: [], texts: [] },
];

const description = {
  et: 'Harju noortekeskuste vabatahtlikud ja vahetused: kus abi oodatakse ja kuidas tulla.',
  ru: 'Волонтёры и обмен сотрудниками молодёжных центров Харьюмаа: где ждут помощи и как прийти.',
  en: 'Volunteers and exchanges of the youth centres of Harju: where help is wanted and how to come.',
};
/** For whoever runs no script: the text stands there, the rest does not work; and the way to the other languages. */
const otherLanguages = {
  et: '<a href="?lang=ru" lang="ru">Русский</a> · <a href="?lang=en" lang="en">English</a>',
  ru: '<a href="?lang=et" lang="et">Eesti</a> · <a href="?lang=en" lang="en">English</a>',
  en: '<a href="?lang=et" lang="et">Eesti</a> · <a href="?lang=ru" lang="ru">Русский</a>',
};
const noscript = {
  et: 'See leht vajab JavaScripti. Lülita see brauseris sisse või kirjuta oma noortekeskusele: aidata saab ka ilma selleta.',
  ru: 'Для этой страницы нужен JavaScript. Включите его в браузере или напишите в свой молодёжный центр: помочь можно и без него.',
  en: 'This page needs JavaScript. Switch it on in your browser, or write to your youth centre: you can help without it, too.',
};

/** The file that loading `source` begins with, and what it imports. */
export function filesOf(metafile, source) {
  const outputs = metafile.outputs;
  const first = Object.keys(outputs).find((name) => outputs[name].entryPoint === source);
  if (!first) throw new Error(`the build made nothing of ${source}`);
  const found = new Set();
  const visit = (file) => {
    if (found.has(file)) return;
    found.add(file);
    for (const { kind, path } of outputs[file].imports) if (kind === 'import-statement') visit(path);
  };
  visit(first);
  return [...found];
}

async function bundlePrerender(root, define) {
  const outfile = `${root}.cache/prerender.mjs`;
  await build({
    absWorkingDir: root,
    entryPoints: ['src/prerender.tsx'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.geojson': 'empty', '.svg': 'empty', '.png': 'empty' },
    define,
    charset: 'utf8',
    logLevel: 'error',
  });
  return outfile;
}

/** The page's title and text. A page is drawn by a copy of the code of its own: its language is chosen at the start. */
async function draw(bundle, path, language) {
  const documentStub = { title: '', cookie: '', documentElement: { lang: language } };
  Object.assign(globalThis, { document: documentStub, location: new URL(path, 'http://localhost') });
  const { prerender } = await import(`${bundle}?${language}${path}`);
  const html = await prerender();
  return { html, title: documentStub.title };
}

/** `names`: STYLE, ICON and FONTS (by language) of this build; `start` is the one script that begins. */
export async function makePages({ root, metafile, define, names, start }) {
  const template = await readFile(`${root}src/static/page.html`, 'utf8');
  const bundle = await bundlePrerender(root, define);
  const listed = [];
  for (const { files, code, texts, reads = [], text, whole } of pages) {
    for (const language of languages) {
      const parts = ['common', ...texts].map((part) => `src/i18n/${part}/${language}.ts`);
      const scripts = [...code, ...parts]
        .flatMap((source) => filesOf(metafile, source))
        .map((file) => file.replace(/^dist/, ''));
      const links = [
        ...names.FONTS[language].map(
          (font) => `<link rel="preload" href="${font}" as="font" type="font/woff2" crossorigin>`,
        ),
        ...[...new Set(scripts)]
          .filter((file) => file !== start)
          .map((file) => `<link rel="modulepreload" href="${file}">`),
        ...reads.map((url) => `<link rel="preload" href="${url}" as="fetch" crossorigin>`),
      ];
      const drawn = text ? await draw(bundle, text, language) : { html: '', title: 'Vahetus' };
      const values = {
        TITLE: drawn.title,
        DESCRIPTION: description[language],
        STYLE: names.STYLE,
        ICON: names.ICON,
        SCRIPT: start,
        LINKS: links.map((link) => `    ${link}`).join('\n'),
        NOSCRIPT: `    <noscript><p class="notice">${whole ? '' : `${noscript[language]} `}${otherLanguages[language]}</p></noscript>\n`,
        APP: drawn.html,
      };
      const html = template
        .replace('lang="et"', `lang="${language}"`)
        .replace(/%([A-Z]+)%/g, (_, name) => values[name]);
      for (const file of files) {
        const target = `${root}dist${file}.${language}.html`;
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, html);
        listed.push(target);
      }
    }
  }
  return listed;
}
