import { readConfig, type Config } from '#platform/config';
import { WrongUse, type Command } from './command.ts';
import { administratorCommand } from './commands/administrator.ts';
import { auditCommand } from './commands/audit.ts';
import { backupCommand, restoreCommand } from './commands/backup.ts';
import { catalogueImportCommand, catalogueMeasureCommand } from './commands/catalogue.ts';
import { migrateCommand, seedCommand, tenantListCommand } from './commands/database.ts';
import { conformanceCommand, decideCommand, lintCommand } from './commands/engines.ts';
import { formImportCommand } from './commands/forms.ts';
import { recordsExportCommand, recordsVerifyCommand } from './commands/records.ts';
import { importCommand, listCommand, publishCommand, validateCommand } from './commands/service.ts';
import { serveCommand, workerCommand } from './commands/serve.ts';

/** All commands, in the order of the overview. */
export const commands: Command[] = [
  serveCommand, workerCommand, migrateCommand, seedCommand, tenantListCommand, administratorCommand,
  validateCommand, importCommand, publishCommand, listCommand, catalogueImportCommand, catalogueMeasureCommand,
  formImportCommand, lintCommand, decideCommand, conformanceCommand, recordsExportCommand, recordsVerifyCommand, auditCommand, backupCommand, restoreCommand,
];
class WrongSettings extends Error {}
type Call = { words: string[]; flags: Map<string, string> };

/** Runs the command named by the words; never returns while a server runs. */
export async function main(argv: string[]): Promise<void> {
  const call = split(argv);
  const command = commands.find((c) => c.words.every((word, i) => call.words[i] === word));
  if (!command) process.exit(explain(call));
  if (call.flags.has('help')) {
    console.log(help(command));
    process.exit(0);
  }
  try {
    process.exit(await run(command, call));
  } catch (error) {
    console.error(error instanceof WrongUse ? `${error.message}\n\n${help(command)}` : describe(error as Error));
    process.exit(error instanceof WrongUse || error instanceof WrongSettings ? 2 : 1);
  }
}

function run(command: Command, { words, flags }: Call): Promise<number> {
  const args = words.slice(command.words.length);
  const tooMany = args.slice(command.usage.split(' ').length - command.words.length);
  if (tooMany.length) throw new WrongUse(`„${tooMany.join(' ')}“ ist zu viel.`);
  const unknown = [...flags.keys()].filter((flag) => flag !== 'json' && !(flag in (command.flags ?? {})));
  if (unknown.length) throw new WrongUse(`Den Schalter --${unknown[0]} gibt es hier nicht.`);
  return command.run({ args, flags, json: flags.has('json'), config: settings() });
}

function settings(): Config {
  try {
    return readConfig(process.env, process.env.STADTKERN_PROJECT ?? process.cwd());
  } catch (error) {
    throw new WrongSettings((error as Error).message, { cause: error });
  }
}

/** 53100 is PostgreSQL's disk_full; a migration that meets it wraps it. */
function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: string };
  return code === 'ENOSPC' || code === '53100' || /no space left on device/i.test(error.message) || isDiskFull(error.cause);
}

function describe(error: Error & { code?: string; path?: string }): string {
  if (isDiskFull(error)) return 'Die Festplatte ist voll. Bitte schaffen Sie Platz und starten Sie noch einmal.';
  if (error.code === 'EACCES' || error.code === 'EROFS') return `Der Ordner ${error.path ?? ''} ist nicht beschreibbar. Bitte ändern Sie die Rechte oder setzen Sie STADTKERN_DATA.`;
  return process.env.LOG_LEVEL === 'debug' ? (error.stack ?? error.message) : error.message;
}

function split(argv: string[]): Call {
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

/** No such command: what there is, as far as the words go. @returns the exit code */
function explain({ words, flags }: Call): number {
  const asked = flags.has('help') || words.length === 0 || words[0] === 'help';
  const group = commands.filter((c) => words.every((word, i) => c.words[i] === word));
  const list = overview(group.length ? group : commands);
  if (asked) console.log(list);
  else console.error(`${group.length ? `„${words.join(' ')}“ ist noch kein ganzer Befehl.` : `Den Befehl „${words.join(' ')}“ gibt es nicht.`}\n\n${list}`);
  return asked && (group.length || words[0] === 'help') ? 0 : 2;
}

function help(command: Command): string {
  const flags = Object.entries(command.flags ?? {}).map(([flag, meaning]) => `  --${flag.padEnd(8)}  ${meaning}\n`);
  const all = `${flags.join('')}  --json      Ergebnis als JSON\n  --help      diese Hilfe\n`;
  return `${command.what}\n\n  stadtkern ${command.usage}\n\n${all}\nEnde-Kennzahl: 0 gut, 1 etwas gefunden, 2 falsch benutzt.`;
}

function overview(some: Command[]): string {
  const width = Math.max(...some.map((c) => c.usage.length));
  return ['Stadtkern: die offene digitale Stadtverwaltung', '', ...some.map((c) => `  stadtkern ${c.usage.padEnd(width)}  ${c.what}`), '', 'Mehr zu einem Befehl: stadtkern <Befehl> --help'].join('\n');
}
