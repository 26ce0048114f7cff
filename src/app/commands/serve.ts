import type { Command } from '../command.ts';
import { startServing, type Running } from '../serve.ts';

const started = performance.now();
const say = (sentence: string): void => console.log(`  ${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s  ${sentence}`);

export const serveCommand: Command = {
  words: ['serve'],
  usage: 'serve',
  what: 'Startet Portal und Verwaltung (mit Hintergrundarbeit, außer WORKERS=false)',
  run: async ({ config }) => {
    console.log('Stadtkern startet');
    const running = await startServing(config, { pages: true, say });
    say('bereit');
    console.log(`\n  Portal      ${running.url}/\n  Verwaltung  ${running.url}/office\n`);
    if (config.mode === 'demo') console.log(demoHint(running.url));
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

function demoHint(url: string): string {
  return `  Zum Ausprobieren (nur in der Demo):\n    Bürgerin    ${url}/anmelden\n    Verwaltung  ${url}/office/anmelden\n    Postfach aller Mails  ${url}/demo/postfach\n\n  Beenden mit Strg+C\n`;
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
