/**
 * Lets the pinned Node run the sources as they are: Node strips the types of .ts itself, esbuild turns the JSX of .tsx into calls.
 * With TSX_CACHE=<folder> what esbuild made is kept there by its content: a run of all tests starts hundreds of processes.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const load = createRequire(import.meta.url);
const keptIn = process.env.TSX_CACHE;

function transform(path, source) {
  const { code } = load('esbuild').transformSync(source, {
    loader: 'tsx',
    format: 'esm',
    target: 'node24',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcefile: path,
    sourcemap: 'inline',
  });
  return code;
}

function transformOnce(path, source) {
  if (!keptIn) return transform(path, source);
  const kept = join(keptIn, `${createHash('sha256').update(path).update('\0').update(source).digest('hex')}.js`);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  const code = transform(path, source);
  try {
    const half = `${kept}.${process.pid}`;
    writeFileSync(half, code);
    renameSync(half, kept); // several processes may do the same at once
  } catch {
    // another account's folder, or it is full: then it is made again next time
  }
  return code;
}

registerHooks({
  load(url, context, next) {
    if (!url.endsWith('.tsx')) return next(url, context);
    const path = fileURLToPath(url);
    return { format: 'module', shortCircuit: true, source: transformOnce(path, readFileSync(path, 'utf8')) };
  },
});
