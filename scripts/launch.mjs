/** Runs on the pinned Node: bundles the server when a source has changed, then hands over to src/app/cli.ts. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildAssets } from './build-assets.mjs';
import { bundleServer } from './bundle.mjs';
import { project } from './setup.mjs';

// the packages compiled once are kept: it saves half of the start
enableCompileCache(join(project, '.stadtkern', 'compiled'));
process.env.STADTKERN_PROJECT = project;
const bundle = await prepare().catch((error) => {
  console.error(explain(error));
  process.exit(1);
});
// file and line of the sources in what goes wrong; it costs memory, so not in daily work
if (process.env.LOG_LEVEL === 'debug') process.setSourceMapsEnabled(true);
const { main } = await import(pathToFileURL(bundle).href);
await main(process.argv.slice(2));

async function prepare() {
  const file = await bundleServer(join(project, 'src/app/cli.ts'));
  if (process.argv[2] === 'serve') await buildAssets();
  return file;
}

function explain(error) {
  if (error.code === 'ENOSPC') return 'Die Festplatte ist voll. Bitte schaffen Sie Platz und starten Sie noch einmal.';
  if (error.code === 'EACCES' || error.code === 'EROFS') return `Der Ordner ${error.path} ist nicht beschreibbar. Bitte ändern Sie die Rechte oder setzen Sie STADTKERN_DATA.`;
  return error.errors ? error.message : error.stack;
}
