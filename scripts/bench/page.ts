import { get, startServer, type ServerChild } from './child.ts';
import { fillCatalogue } from './catalogue-fill.ts';
import { benchInstallation } from './installation.ts';
import { figure, rate } from './measure.ts';
import type { Bench } from './run.ts';

/** CPU milliseconds of the server for one service page, more than 5,412 services in the catalogue. Reference: the same for a bare Fastify reply. */
export const pageBench: Bench = async (context) => {
  const installation = await benchInstallation(context);
  await fillCatalogue(installation.platform, context.project);
  const url = installation.platform.db.url;
  await installation.close();
  const server = await startServer(context, url);
  try {
    const page = `${server.url}/leistungen/dog-registration`;
    const first = await get(page);
    if (first.status !== 200) throw new Error(`Die Seite antwortet mit ${first.status}.`);
    // JSON-LD is data; browsers do not run it.
    const scripts = [...first.body().matchAll(/<script(?! type="application\/ld\+json")/g)].length;
    context.log(`Seite: ${(first.bytes / 1000).toFixed(1)} kB HTML, ${scripts} Skripte`);
    for (const path of ['/', '/leistungen', '/leistungen?q=hund', '/leistungen/leika-99012001001000', '/wegweiser']) context.log(`${path}: ${((await get(`${server.url}${path}`)).bytes / 1000).toFixed(1)} kB HTML`);
    const cpu = await cpuPerRequest(server, page);
    const bare = await cpuPerRequest(server, `${server.bareUrl}/`);
    return figure(cpu, 'ms CPU', bare);
  } finally {
    await server.stop();
  }
};

async function cpuPerRequest(server: ServerChild, url: string): Promise<number> {
  await rate(1500, 4, () => get(url));
  const before = await server.usage();
  await rate(2000, 4, () => get(url));
  const after = await server.usage();
  return (after.cpuMs - before.cpuMs) / 2000;
}
