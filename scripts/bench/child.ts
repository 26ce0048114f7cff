import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { bundleServer } from '../bundle.mjs';
import { FEW_ARENAS, SMALL_HEAP } from '../setup.mjs';
import type { BenchContext } from './run.ts';

export type Usage = { cpuMs: number; rssMb: number };
export type ServerChild = { url: string; bareUrl: string; usage(collect?: boolean): Promise<Usage>; stop(): Promise<void> };

/** Starts the server in a process of its own on this database. */
export async function startServer(context: BenchContext, databaseUrl: string): Promise<ServerChild> {
  const bundle = await bundleServer(join(import.meta.dirname, 'server-child.ts'));
  const child: ChildProcess = fork(bundle, {
    execArgv: ['--expose-gc', ...SMALL_HEAP],
    env: { ...process.env, ...FEW_ARENAS, STADTKERN_PROJECT: context.project, DATABASE_URL: databaseUrl, STADTKERN_DATA: context.dir, STADTKERN_ASSETS: join(context.project, '.stadtkern/assets'), LOG_LEVEL: 'error', PORT: '0' },
  });
  const [{ url, bareUrl }] = (await once(child, 'message')) as [{ url: string; bareUrl: string }];
  const ask = async (message: string): Promise<Usage> => {
    child.send(message);
    const [usage] = (await once(child, 'message')) as [Usage];
    return usage;
  };
  return {
    url,
    bareUrl,
    usage: (collect = false) => ask(collect ? 'gc' : 'cpu'),
    stop: async () => {
      child.send('stop');
      await once(child, 'exit');
    },
  };
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** One GET over a kept-alive connection; the body's length and the time in ms. */
export function get(url: string, userAgent = 'bench'): Promise<{ status: number; bytes: number; ms: number; body(): string; location: string | undefined }> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    request(url, { agent, headers: { 'accept-language': 'de', 'user-agent': userAgent } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
        resolve({ status: response.statusCode ?? 0, bytes, ms: performance.now() - started, body: () => Buffer.concat(chunks).toString(), location: response.headers.location });
      });
    })
      .on('error', reject)
      .end();
  });
}
