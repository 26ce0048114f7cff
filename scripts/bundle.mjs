import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { project } from './setup.mjs';

const outDir = () => join(resolve(project, process.env.STADTKERN_DATA ?? '.stadtkern'), 'server');

/** One bundle of the server's own sources; packages stay in node_modules. Made anew only when a source has changed. */
export async function bundleServer(entry) {
  const key = fingerprint(entry);
  const file = join(outDir(), `server-${key}.mjs`);
  if (existsSync(file)) return file;
  if (process.stderr.isTTY) console.error('Programm wird übersetzt …');
  const { build } = await import('esbuild');
  mkdirSync(outDir(), { recursive: true });
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
  for (const old of readdirSync(outDir())) rmSync(join(outDir(), old), { force: true });
  writeFileSync(file, result.outputFiles[0].contents);
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
  const files = [...globSync('src/**/*.{ts,tsx}', { cwd: project }), 'package-lock.json', 'package.json', 'scripts/bundle.mjs'].sort();
  for (const file of files) {
    const { mtimeMs, size } = statSync(join(project, file));
    hash.update(`${file}:${mtimeMs}:${size}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}
