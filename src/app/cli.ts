import { readConfig } from '#platform/config';
import { WrongUse, type Command } from './command.ts';
import { auditCommand } from './commands/audit.ts';
import { migrateCommand, seedCommand } from './commands/database.ts';
import { conformanceCommand, decideCommand, lintCommand } from './commands/engines.ts';
import { importCommand, listCommand, publishCommand, validateCommand } from './commands/service.ts';
import { serveCommand, workerCommand } from './commands/serve.ts';

const commands: Command[] = [
  serveCommand, workerCommand, migrateCommand, seedCommand,
  validateCommand, importCommand, publishCommand, listCommand,
  lintCommand, decideCommand, conformanceCommand, auditCommand,
];

/** Runs the command named by the words; never returns while a server runs. */
export async function main(argv: string[]): Promise<void> {
  const { words, flags } = split(argv);
  const command = commands.find((c) => c.words.every((word, i) => words[i] === word));
  if (!command || flags.has('help')) {
    console.log(command ? help(command) : overview());
    process.exit(command || words.length === 0 ? 0 : 2);
  }
  try {
    const config = readConfig(process.env, process.env.STADTKERN_PROJECT ?? process.cwd());
    const code = await command.run({ args: words.slice(command.words.length), flags, json: flags.has('json'), config });
    process.exit(code);
  } catch (error) {
    console.error(error instanceof WrongUse ? `${error.message}\n\n${help(command)}` : describe(error as Error));
    process.exit(error instanceof WrongUse ? 2 : 1);
  }
}

function describe(error: Error & { code?: string }): string {
  if (error.code === 'ENOSPC') return 'Die Festplatte ist voll. Bitte schaffen Sie Platz und starten Sie noch einmal.';
  return process.env.LOG_LEVEL === 'debug' ? (error.stack ?? error.message) : error.message;
}

function split(argv: string[]): { words: string[]; flags: Map<string, string> } {
  const words: string[] = [];
  const flags = new Map<string, string>();
  for (const part of argv) {
    const flag = /^--([a-z-]+)(?:=(.*))?$/.exec(part);
    if (flag?.[1]) flags.set(flag[1], flag[2] ?? 'true');
    else if (part === '-h') flags.set('help', 'true');
    else words.push(part);
  }
  return { words, flags };
}

const help = (command: Command): string => `${command.what}\n\n  stadtkern ${command.usage}\n\nMit --json kommt das Ergebnis als JSON. Ende-Kennzahl: 0 gut, 1 etwas gefunden, 2 falsch benutzt.`;

function overview(): string {
  const width = Math.max(...commands.map((c) => c.usage.length));
  return ['Stadtkern: die offene digitale Stadtverwaltung', '', ...commands.map((c) => `  stadtkern ${c.usage.padEnd(width)}  ${c.what}`)].join('\n');
}
