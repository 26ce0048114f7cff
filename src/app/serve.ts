import { rmSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createNetServer } from 'node:net';
import { join } from 'node:path';
import { providersOf } from '#platform/auth';
import type { Config } from '#platform/config';
import { createServer } from '#platform/http';
import { openJobs, type JobRunner } from '#platform/jobs';
import type { Platform } from '#platform/module';
import { resealAll } from '#platform/secrets';
import { listTenants, openInstallation } from './installation.ts';
import { prepareCity } from './prepare-city.ts';
import { rounds, startWorkers, type Workers } from './workers.ts';

export type Running = { platform: Platform; url: string; stop(): Promise<void> };
type Say = (sentence: string) => void;

/** Starts one process of the city hall: pages, and the workers unless they run elsewhere. */
export async function startServing(config: Config, { pages, say }: { pages: boolean; say: Say }): Promise<Running> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    while (stops.length) await stops.pop()?.();
  };
  try {
    const installation = await openInstallation(config, say);
    const { platform } = installation;
    // a mistake in sign-in.yaml is told at the start, not to the first person who wants in
    providersOf(platform);
    stops.push(() => installation.close());
    const jobs: JobRunner = await openJobs(platform, { tenants: () => listTenants(platform.db) });
    stops.push(() => jobs.stop());
    await prepareCity(platform, say);
    for (const tenantId of await listTenants(platform.db)) await resealAll(platform, tenantId);
    const url = pages ? await listen(platform, stops) : '';
    if (!pages || config.workers) {
      const workers: Workers = startWorkers(platform, rounds);
      stops.push(() => workers.stop());
      await jobs.work();
    }
    return { platform, url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function listen(platform: Platform, stops: (() => Promise<unknown>)[]): Promise<string> {
  const { config } = platform;
  const server = await createServer(platform);
  stops.push(() => server.close());
  try {
    const address = await server.listen({ host: config.host, port: config.port });
    const pidFile = join(config.dataDir, 'app.pid');
    writeFileSync(pidFile, `${process.pid} ${config.port}\n`);
    stops.push(async () => rmSync(pidFile, { force: true }));
    return config.host === '127.0.0.1' ? config.publicUrl : address;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new Error(takenPort(config), { cause: error });
  }
}

/** Says so before anything else is begun; the server itself would notice only at the end of the start. */
export async function refuseTakenPort(config: Config): Promise<void> {
  if (config.port === 0) return;
  const probe = createNetServer();
  const taken = await new Promise<boolean>((resolve) => {
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    probe.listen({ host: config.host, port: config.port }, () => resolve(false));
  });
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  if (taken) throw new Error(takenPort(config));
}

function takenPort(config: Config): string {
  const pidFile = join(config.dataDir, 'app.pid');
  const [pid, port] = existsSync(pidFile) ? readFileSync(pidFile, 'utf8').trim().split(' ') : [];
  if (pid && Number(port) === config.port && isAlive(Number(pid))) return `Stadtkern läuft schon auf ${config.publicUrl} (Prozess ${pid}). Beenden Sie ihn dort mit Strg+C oder hier mit: kill ${pid}`;
  return `Der Anschluss ${config.port} ist schon belegt. Starten Sie mit einem anderen, zum Beispiel: PORT=${config.port + 1} npm start`;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
