// A worker of the timers bench in a process of its own: fires what is due until nothing is left, and says how much it was.
import { deadline } from './process-model.ts';
import { processInstallation } from './process-installation.ts';

const { DATABASE_URL = '', STADTKERN_DATA = '' } = process.env;
const { platform, runtime, fired, close } = await processInstallation({ url: DATABASE_URL, dir: STADTKERN_DATA, graph: await deadline() });
process.send?.('ready');
process.once('message', () => {
  void (async () => {
    while ((await runtime.runDueTimers(platform, 1)) > 0);
    process.send?.(fired());
    await close();
    process.disconnect();
  })();
});
