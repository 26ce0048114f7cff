/** The server under measurement, and beside it the barest Fastify as reference; answers 'cpu' with its own CPU time and memory. */
import Fastify from 'fastify';
import { readConfig } from '#platform/config';
import { createServer } from '#platform/http';
import { openInstallation } from '../../src/app/installation.ts';

const config = readConfig(process.env, process.env.STADTKERN_PROJECT ?? process.cwd());
const { platform, close } = await openInstallation(config);
const server = await createServer(platform);
const url = await server.listen({ host: '127.0.0.1', port: 0 });
const bare = Fastify({ logger: false });
bare.get('/', async () => ({ ok: true }));
const bareUrl = await bare.listen({ host: '127.0.0.1', port: 0 });

process.on('message', (message) => {
  if (message === 'stop') void Promise.all([server.close(), bare.close()]).then(close).then(() => process.exit(0));
  else {
    if (message === 'gc') globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMs: (user + system) / 1000, rssMb: process.memoryUsage().rss / 1e6 });
  }
});
process.send?.({ url, bareUrl });
