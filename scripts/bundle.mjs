import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, globSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { project } from './setup.mjs';

/** Beside the packages it needs; where the program is installed read-only, in the data folder with a link to them. */
function outDir() {
  const own = join(project, '.stadtkern', 'server');
  try {
    mkdirSync(own, { recursive: true });
    accessSync(own, constants.W_OK);
    return own;
  } catch {
    const other = join(resolve(project, process.env.STADTKERN_DATA ?? '.stadtkern'), 'server');
    mkdirSync(other, { recursive: true });
    if (!existsSync(join(other, 'node_modules'))) symlinkSync(join(project, 'node_modules'), join(other, 'node_modules'), 'junction');
    return other;
  }
}

/** Packages of many files or with much that is not needed: within the bundle they load in half of the time. All others stay in node_modules. */
const taken = new Set(['kysely', 'zod', 'zod-openapi', '@simplewebauthn/server', 'nodemailer', 'date-holidays', 'libphonenumber-js', 'file-type', 'mdast-util-from-markdown', 'qrcode']);

/** One bundle of the server's own sources. Made anew only when a source has changed. */
export async function bundleServer(entry) {
  const dir = outDir();
  const kind = basename(entry, '.ts');
  const name = `${kind}-${fingerprint(entry)}.mjs`;
  const file = join(dir, name);
  if (existsSync(file)) return file;
  if (entry.endsWith('cli.ts')) console.error('Programm wird übersetzt (nach jeder Änderung einmal) …');
  const { build, stop } = await import('esbuild');
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // otherwise it makes `new RegExp` of them, compiled anew at every call: a tenth of a millisecond for each mail address
    supported: { 'regexp-unicode-property-escapes': true, 'regexp-set-notation': true },
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: 'linked',
    sourcesContent: false,
    outfile: file,
    banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
    logLevel: 'error',
    absWorkingDir: project,
    plugins: [packagesApart, ownPlace],
  });
  await stop(); // its own process has nothing more to do
  // several processes may start at once: each writes its own file and renames it
  for (const { path, contents } of result.outputFiles.toReversed()) {
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path);
  }
  for (const old of readdirSync(dir)) if (old.startsWith(`${kind}-`) && !old.startsWith(name)) rmSync(join(dir, old), { force: true });
  return file;
}

const packagesApart = {
  name: 'packages-apart',
  setup(build) {
    build.onResolve({ filter: /^[^./#]/ }, ({ path, importer, kind }) => {
      if (kind === 'entry-point' || path.startsWith('node:') || /[\\/]node_modules[\\/]/.test(importer)) return undefined;
      const name = path.split('/').slice(0, path.startsWith('@') ? 2 : 1).join('/');
      return taken.has(name) ? undefined : { path, external: true };
    });
  },
};

/** A bundled file still knows the folder it came from: migrations, worker files and templates lie beside the source. */
const ownPlace = {
  name: 'own-place',
  setup(build) {
    build.onLoad({ filter: /[\\/](src|scripts)[\\/].*\.tsx?$/ }, ({ path }) => {
      if (!path.startsWith(project) || path.includes('node_modules')) return undefined;
      const contents = readFileSync(path, 'utf8')
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.filename', JSON.stringify(path))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
      return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts', resolveDir: dirname(path) };
    });
  },
};

function fingerprint(entry) {
  const hash = createHash('sha256').update(`${project}|${entry}|${process.version}`);
  const files = [relative(project, entry), ...globSync('src/**/*.{ts,tsx}', { cwd: project }), 'package-lock.json', 'package.json', 'scripts/bundle.mjs'].sort();
  for (const file of files) {
    const { mtimeMs, size } = statSync(join(project, file));
    hash.update(`${file}:${mtimeMs}:${size}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}
