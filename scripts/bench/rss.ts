import { get, startServer } from './child.ts';
import { benchInstallation } from './installation.ts';
import { figure, rate } from './measure.ts';
import type { Bench } from './run.ts';

/** Megabytes of the app process under load (without the database). Reference: the same process idle after its start. */
export const rssBench: Bench = async (context) => {
  const installation = await benchInstallation(context);
  const url = installation.platform.db.url;
  await installation.close();
  const server = await startServer(context, url);
  try {
    const idle = await server.usage(true);
    let highest = 0;
    for (let i = 0; i < 6; i++) {
      await rate(1000, 16, (n) => get(`${server.url}${n % 2 ? '/leistungen/dog-registration' : '/leistungen?q=hund'}`));
      highest = Math.max(highest, (await server.usage()).rssMb);
    }
    return figure(highest, 'MB', idle.rssMb);
  } finally {
    await server.stop();
  }
};
