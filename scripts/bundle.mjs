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

/** One bundle of the server's own sources; packages stay in node_modules. Made anew only when a source has changed. */
export async function bundleServer(entry) {
  const dir = outDir();
  const kind = basename(entry, '.ts');
  const name = `${kind}-${fingerprint(entry)}.mjs`;
  const file = join(dir, name);
  if (existsSync(file)) return file;
  if (process.stderr.isTTY) console.error('Programm wird übersetzt …');
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'error',
    absWorkingDir: project,
    plugins: [ownPlace],
  });
  // several processes may start at once: each writes its own file and renames it
  const draft = join(dir, `${process.pid}-${name}`);
  writeFileSync(draft, result.outputFiles[0].contents);
  renameSync(draft, file);
  for (const old of readdirSync(dir)) if (old.startsWith(`${kind}-`) && old !== name) rmSync(join(dir, old), { force: true });
  return file;
}

/** A bundled file still knows the folder it came from: migrations, worker files and templates lie beside the source. */
const ownPlace = {
  name: 'own-place',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.tsx?$/ }, ({ path }) => {
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
