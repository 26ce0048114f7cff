import { createSession, findAccountByEmail } from '#platform/auth';
import { SESSION_COOKIE } from '#platform/http';
import { SYSTEM } from '#platform/module';
import { compare } from './case-list.ts';
import { startServer } from './child.ts';
import { benchInstallation } from './installation.ts';
import { figure } from './measure.ts';
import { fillPortfolio } from './portfolio-fill.ts';
import type { Bench } from './run.ts';

const PATHS = ['/office/portfolio', '/office/portfolio/matrix', '/office/portfolio/fahrplan'];

/**
 * 95th percentile in ms of the portfolio, its matrix and its road map as pages over HTTP, the worst of the three; 500 projects with scores, milestones, dependencies and
 * budgets, and 5,000 ideas beside them. Reference: a read by primary key. Goal: at most 100 ms.
 */
export const portfolioBench: Bench = async (context) => {
  const installation = await benchInstallation(context);
  const { platform } = installation;
  context.log(await fillPortfolio(platform));
  const who = { tenantId: 1, actor: SYSTEM };
  const token = await platform.transact(who, async (ctx) => {
    const account = await findAccountByEmail(ctx, 'staff', 'aylin.demir@musterstadt.example');
    if (!account) throw new Error('Nobody steers the sample city.');
    return (await createSession(ctx, account.id, { trustLevel: 'substantial', secondFactor: true, method: 'password' })).token;
  });
  const server = await startServer(context, platform.db.url);
  const shown = async (path: string): Promise<number> => {
    const answer = await fetch(`${server.url}${path}`, { headers: { cookie: `${SESSION_COOKIE}=${token}` } });
    const html = await answer.text();
    if (answer.status !== 200 || !html.includes('Vorhaben')) throw new Error(`${path} antwortet mit ${answer.status}.`);
    return html.length;
  };
  try {
    let worst = { value: 0, reference: 1 };
    for (const path of PATHS) {
      const before = (await server.usage()).cpuMs;
      for (let i = 0; i < 40; i++) await shown(path);
      const cpu = ((await server.usage()).cpuMs - before) / 40;
      const found = await compare(platform, () => shown(path), 120);
      context.log(`${path}: ${found.value.toFixed(1)} ms (p95), ${((await shown(path)) / 1000).toFixed(0)} kB HTML, ${cpu.toFixed(1)} ms CPU; Lesen nach Schlüssel ${found.reference.toFixed(2)} ms`);
      if (found.value > worst.value) worst = found;
    }
    return figure(worst.value, 'ms (p95, 500 Vorhaben)', worst.reference);
  } finally {
    await server.stop();
    await installation.close();
  }
};
