import { listSampleSignIns } from '#core/organisation';
import type { Command } from '../command.ts';
import { refuseTakenPort, startServing, type Running } from '../serve.ts';

const started = performance.now();
const say = (sentence: string): void => console.log(`  ${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s  ${sentence}`);

export const serveCommand: Command = {
  words: ['serve'],
  usage: 'serve',
  what: 'Startet Portal und Verwaltung (mit Hintergrundarbeit, außer WORKERS=false)',
  run: async ({ config }) => {
    console.log('Stadtkern startet');
    await refuseTakenPort(config);
    const running = await startServing(config, { pages: true, say });
    say('bereit');
    console.log(`\n  Portal      ${running.url}/\n  Verwaltung  ${running.url}/office\n`);
    if (config.mode === 'demo') console.log(demoHint(running));
    return untilStopped(running);
  },
};

export const workerCommand: Command = {
  words: ['worker'],
  usage: 'worker',
  what: 'Erledigt nur Hintergrundarbeit: Fristen, Schreiben, Mails, Siegel',
  run: async ({ config }) => {
    const running = await startServing(config, { pages: false, say });
    say('Hintergrundarbeit läuft');
    return untilStopped(running);
  },
};

/** The sample sign-ins, each with what is worth looking at with it. */
function demoHint({ url, platform }: Running): string {
  const people = listSampleSignIns(platform);
  const width = Math.max(0, ...people.map((one) => one.email.length));
  const lines = (kind: 'citizen' | 'staff'): string[] => people.filter((one) => one.kind === kind).map((one) => `      ${one.email.padEnd(width)}  ${one.password}  ${one.note}`);
  return [
    '  Zum Ausprobieren (nur in der Demo, frei erfunden):',
    `    Bürgerinnen und Bürger  ${url}/anmelden`,
    ...lines('citizen'),
    `    Beschäftigte  ${url}/office/anmelden`,
    ...lines('staff'),
    `    Postfach aller Mails  ${url}/demo/postfach`,
    '',
    '  Beenden mit Strg+C',
    '',
  ].join('\n');
}

/** Ends in order on Ctrl-C, on SIGTERM and when the starting process is gone. */
function untilStopped(running: Running): Promise<number> {
  return new Promise((resolve) => {
    let stopping = false;
    const stop = (): void => {
      if (stopping) return;
      stopping = true;
      console.log('\nStadtkern wird beendet …');
      running.stop().then(
        () => resolve(0),
        (error: Error) => {
          console.error(error.message);
          resolve(1);
        },
      );
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(signal as 'SIGINT', stop);
  });
}
