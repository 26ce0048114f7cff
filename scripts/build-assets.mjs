/** Builds what browsers load (style sheets, fonts, islands) into <data>/assets with hashed names and a manifest.json. Runs on the pinned Node. */
import { createHash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { existsSync, globSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { drawIcons } from './app-icons.mjs';

const own = resolve(import.meta.dirname, '..');
const kern = 'node_modules/@kern-ux/native/dist';
const parts = 'node_modules/@fontsource/fira-sans/files';
/** The one that nearly every page needs comes first. */
const fonts = [
  ...['latin-400', 'latin-600', 'cyrillic-400', 'cyrillic-600'].map((part) => `${parts}/fira-sans-${part}-normal.woff2`),
  ...['FiraSans-Regular.woff2', 'FiraSans-SemiBold.woff2'].map((name) => `${kern}/fonts/fira-sans/${name}`),
];
const targets = ['chrome111', 'firefox115', 'safari16.4'];
const sheets = {
  portal: ['base', 'layout', 'fields', 'content', 'records', 'navigation', 'charts', 'portal'],
  office: ['base', 'layout', 'fields', 'content', 'records', 'navigation', 'charts', 'compact', 'office-navigation', 'office', 'designer', 'steering'],
};
/** The colour of a city that names none. */
const defaultColour = '#14532d';

/** What we change in KERN's sheet: rules that reach into widgets, and a width meant for icon buttons only. */
const corrections = [
  ['img,\npicture,\nvideo,\ncanvas,\nsvg {', 'img,\npicture,\nvideo {'],
  ['*:not(i) {', 'body {'],
  ['.kern-btn:has(.kern-sr-only) {', '.kern-btn:has(> .kern-sr-only) {'],
  // The purger doesn't understand this selector and would take the colours away.
  [':is(body, .kern-light, .kern-dark, [data-kern-theme=light], [data-kern-theme=dark]):not([class*=kern-level-]),', 'body, .kern-light, .kern-dark, [data-kern-theme=light], [data-kern-theme=dark],'],
];

/**
 * Builds the assets when an input has changed; otherwise only reads the manifest.
 * `islands`: paths of the island modules; default every src/**\/*.island.{ts,tsx}.
 * @returns the manifest (type AssetManifest of #platform/ui)
 */
export async function buildAssets(options = {}) {
  const root = options.root ?? own;
  const outDir = options.outDir ?? join(resolve(root, process.env.STADTKERN_DATA ?? '.stadtkern'), 'assets');
  const cityDir = options.cityDir ?? resolve(root, process.env.CITY_DIR ?? 'city');
  const islands = options.islands ?? globSync('src/**/*.island.{ts,tsx}', { cwd: root }).sort();
  const key = fingerprint(root, cityDir, islands);
  const manifestFile = join(outDir, 'manifest.json');
  const known = existsSync(manifestFile) ? JSON.parse(readFileSync(manifestFile, 'utf8')) : undefined;
  if (known?.key === key && known.files.every((file) => existsSync(join(outDir, file)))) return known;

  const esbuild = await import('esbuild');
  const files = new Map();
  const put = (name, content) => {
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
    const dot = name.lastIndexOf('.');
    const hashed = `${name.slice(0, dot)}.${hash}${name.slice(dot)}`;
    files.set(hashed, content);
    return hashed;
  };
  const fontNames = fonts.map((path) => [basename(path), put(basename(path), readFileSync(join(root, path)))]);
  const css = {};
  for (const site of Object.keys(sheets)) css[site] = await buildSheet({ root, site, esbuild, fontNames, put });
  const city = readCity(cityDir);
  const { brandCss } = await import(pathToFileURL(join(root, 'src/platform/ui/styles/brand-colours.ts')).href);
  const manifest = {
    key,
    css,
    city: address(put('city.css', brandCss(city.colour))),
    ...(city.crest ? { crest: address(put('crest.svg', city.crest)) } : {}),
    icons: Object.fromEntries(Object.entries(await drawIcons(city)).map(([name, png]) => [name, address(put(`icon-${name}.png`, png))])),
    fonts: fontNames.map(([, hashed]) => address(hashed)),
    ...(await buildIslands({ root, islands, esbuild, files })),
  };
  await esbuild.stop(); // its own process has nothing more to do
  for (const [name, content] of files) for (const [end, packed] of packings(name, content)) files.set(name + end, packed);
  manifest.files = [...files.keys()];
  mkdirSync(outDir, { recursive: true });
  for (const [name, content] of files) writeFileSync(join(outDir, name), content);
  writeFileSync(manifestFile, JSON.stringify(manifest, null, 2));
  for (const name of readdirSync(outDir)) if (name !== 'manifest.json' && !files.has(name)) rmSync(join(outDir, name), { recursive: true });
  return manifest;
}

/** What is text is also kept packed, so that no request has to do it. */
function packings(name, content) {
  if (!/\.(css|js|svg)$/.test(name) || content.length < 1400) return [];
  const bytes = Buffer.from(content);
  return [
    ['.gz', gzipSync(bytes, { level: 9 })],
    ['.br', brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 8, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } })],
  ];
}

const address = (name) => `/assets/${name}`;

function fingerprint(root, cityDir, islands) {
  const hash = createHash('sha256').update(islands.join());
  const inputs = [...globSync('src/**/*.{ts,tsx,css}', { cwd: root }).filter((file) => !/\.test\.tsx?$/.test(file)).sort(), 'package-lock.json'];
  const others = [import.meta.filename, join(import.meta.dirname, 'app-icons.mjs'), join(cityDir, 'city.yaml'), join(cityDir, 'crest.svg')].filter((file) => existsSync(file));
  for (const file of [...inputs.map((name) => join(root, name)), ...others]) hash.update(relative(root, file)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 20);
}

function readCity(cityDir) {
  const read = (name) => (existsSync(join(cityDir, name)) ? readFileSync(join(cityDir, name), 'utf8') : undefined);
  // Only one line is needed, so the file isn't parsed here: `colour: "#0b5a50"` under `look:`.
  const colour = /^\s+colou?r:\s*["']?(#[\da-f]{6})\b/im.exec(read('city.yaml') ?? '')?.[1];
  return { colour: colour ?? defaultColour, crest: read('crest.svg') };
}

function kernSheet(root) {
  let sheet = readFileSync(join(root, kern, 'kern.css'), 'utf8');
  for (const [from, to] of corrections) {
    if (!sheet.includes(from)) throw new Error(`KERN has changed: its sheet no longer holds "${from}". Check the corrections in build-assets.mjs.`);
    sheet = sheet.replace(from, to);
  }
  // Every variable is defined, so the fallback values are only weight.
  return sheet.replaceAll(/var\((--[\w-]+),[^()]*\)/g, 'var($1)');
}

async function buildSheet({ root, site, esbuild, fontNames, put }) {
  const { PurgeCSS } = await import('purgecss');
  const { default: rtlcss } = await import('rtlcss');
  const ownSource = sheets[site].map((name) => readFileSync(join(root, 'src/platform/ui/styles', `${name}.css`), 'utf8')).join('\n');
  // Nesting is resolved first: the purger reads plain CSS.
  const ownCss = (await esbuild.transform(ownSource, { loader: 'css', target: targets })).code;
  const other = site === 'portal' ? 'office' : 'portal';
  const pages = globSync('src/**/*.tsx', { cwd: root }).filter((file) => !file.includes(`/${other}/`) && !file.includes('.test.'));
  const content = [{ raw: ownCss, extension: 'html' }, ...pages.map((file) => ({ raw: readFileSync(join(root, file), 'utf8'), extension: 'html' }))];
  const [purged] = await new PurgeCSS().purge({
    content,
    css: [{ raw: `${kernSheet(root)}\n${ownCss}` }],
    safelist: { standard: [/^kern-form-check__(checkbox|radio)/, /^kern-heading-/, 'html', 'body'] },
    variables: true,
    keyframes: true,
  });
  let sheet = purged.css;
  for (const [name, hashed] of fontNames) sheet = sheet.replaceAll(`url(${name})`, `url(${hashed})`).replaceAll(`url("${name}")`, `url("${hashed}")`);
  sheet = iconsAsFiles(sheet, put);
  const minified = async (text) => (await esbuild.transform(text, { loader: 'css', target: targets, minify: true })).code;
  return {
    ltr: address(put(`${site}.css`, await minified(sheet))),
    rtl: address(put(`${site}.rtl.css`, await minified(`${rtlcss.process(withLogicalSides(sheet))}\n${onlyRightToLeft}`))),
  };
}

// On a page from right to left stand blocks from left to right (German texts, forms): sides must follow the block, not the page.
// What has no logical form (four values at once, positions of pictures) is mirrored as a whole by rtlcss.
const sideOf = { left: 'start', right: 'end' };
function withLogicalSides(css) {
  return css
    .replaceAll(/(?<![\w-])(margin|padding)-(left|right)(?=\s*:)/g, (_, what, side) => `${what}-inline-${sideOf[side]}`)
    .replaceAll(/(?<![\w-])border-(left|right)(-width|-style|-color)?(?=\s*:)/g, (_, side, part = '') => `border-inline-${sideOf[side]}${part}`)
    .replaceAll(/(?<![\w-])border-(top|bottom)-(left|right)-radius(?=\s*:)/g, (_, edge, side) => `border-${edge === 'top' ? 'start' : 'end'}-${sideOf[side]}-radius`)
    .replaceAll(/(?<=(?<![\w-])text-align\s*:\s*)(left|right)(?![\w-])/g, (side) => sideOf[side])
    .replaceAll(/(?<=(?<![\w-])float\s*:\s*)(left|right)(?![\w-])/g, (side) => `inline-${sideOf[side]}`)
    .replaceAll(/(?<=[{;]\s*)(left|right)(?=\s*:)/g, (_, side) => `inset-inline-${sideOf[side]}`);
}

// Numbers and addresses are read from left to right in every script; typed ones begin at the side of the page.
const onlyRightToLeft = `[href^='tel:'],[href^='mailto:'],[type='email'],[type='tel'],[type='url']{direction:ltr;unicode-bidi:isolate}[dir='rtl'] [type='email'],[dir='rtl'] [type='tel'],[dir='rtl'] [type='url']{text-align:end}[dir='ltr'] :is([type='email'],[type='tel'],[type='url']){text-align:start}[dir='rtl'] [dir='ltr'] .icon--turns{transform:none}`;

// KERN's few remaining icons (the arrows of select and accordion) are data: URLs, which a strict CSP refuses.
function iconsAsFiles(sheet, put) {
  return sheet.replaceAll(/url\("data:image\/svg\+xml,([^"]*)"\)/g, (_, data) => `url("${put('mark.svg', decodeURIComponent(data))}")`);
}

async function buildIslands({ root, islands, esbuild, files }) {
  const entries = { 'island-loader': join(root, 'src/platform/ui/islands/loader.ts') };
  for (const path of islands) {
    const name = basename(path).replace(/\.island\.tsx?$/, '');
    if (entries[name]) throw new Error(`Two islands are called "${name}".`);
    entries[name] = resolve(root, path);
  }
  const result = await esbuild.build({
    entryPoints: entries,
    absWorkingDir: root,
    outdir: '/assets',
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    target: targets,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    entryNames: '[name].[hash]',
    chunkNames: 'part.[hash]',
    assetNames: '[name].[hash]',
    loader: { '.woff': 'file', '.woff2': 'file', '.ttf': 'file', '.eot': 'file', '.svg': 'file' },
    legalComments: 'none',
    logLevel: 'silent',
    plugins: [onlyWhatIsUsed, onePreactForDrawings],
  });
  for (const file of result.outputFiles) files.set(basename(file.path), file.contents);
  const made = {};
  for (const [path, output] of Object.entries(result.metafile.outputs)) {
    const name = output.entryPoint && Object.keys(entries).find((key) => resolve(root, output.entryPoint) === entries[key]);
    if (name && path.endsWith('.js')) made[name] = { js: address(basename(path)), ...(output.cssBundle ? { css: address(basename(output.cssBundle)) } : {}) };
  }
  const { 'island-loader': loader, ...rest } = made;
  return { islandLoader: loader.js, islands: rest };
}

/**
 * An island takes single components through a door; the rest of what lies behind it stays out of the browser.
 * Our modules do nothing when merely imported, and what a door offers to the server only (files) fails here when it is really used.
 */
const onlyWhatIsUsed = {
  name: 'only-what-is-used',
  setup(build) {
    build.onResolve({ filter: /^(#|\.)/ }, async ({ path, pluginData, ...where }) => {
      if (pluginData === onlyWhatIsUsed || where.kind === 'entry-point') return undefined;
      const found = await build.resolve(path, { ...where, pluginData: onlyWhatIsUsed });
      return /[\\/]src[\\/].*\.tsx?$/.test(found.path) ? { ...found, sideEffects: false } : found;
    });
    build.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'server-only', sideEffects: false }));
    build.onLoad({ filter: /.*/, namespace: 'server-only' }, ({ path }) => ({ contents: `throw new Error('${path} is not there in a browser'); module.exports = {};` }));
  },
};

/**
 * The menus of the drawing tools draw with the Preact of their own package, but make their elements through `htm`, which finds ours:
 * two versions, and nothing appears. Both take the one of the tools.
 */
const onePreactForDrawings = {
  name: 'one-preact-for-drawings',
  setup(build) {
    build.onResolve({ filter: /^preact(\/|$)/ }, async ({ path, importer, kind, pluginData }) => {
      if (pluginData === onePreactForDrawings || !/[\\/](htm|diagram-js-ui)[\\/]/.test(importer)) return undefined;
      const tools = await build.resolve('@bpmn-io/diagram-js-ui', { kind, resolveDir: dirname(importer) });
      return build.resolve(path, { kind, resolveDir: dirname(tools.path), pluginData: onePreactForDrawings });
    });
  },
};

if (process.argv[1] === import.meta.filename) {
  const began = performance.now();
  const manifest = await buildAssets();
  const outDir = join(resolve(own, process.env.STADTKERN_DATA ?? '.stadtkern'), 'assets');
  for (const name of manifest.files.filter((file) => !/\.(gz|br)$/.test(file))) {
    const content = readFileSync(join(outDir, name));
    console.log(`${(gzipSync(content, { level: 9 }).length / 1000).toFixed(1).padStart(7)} kB gz ${(content.length / 1000).toFixed(1).padStart(7)} kB  ${name}`);
  }
  console.log(`${Math.round(performance.now() - began)} ms`);
}
