import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { compileFeel } from '#engines/decisions';
import { importFormFile, type ElementDefinition, type FormDefinition, type ImportedFile } from '#engines/forms';
import { plural } from '#platform/i18n';
import { WrongUse, type Command } from '../command.ts';

type Verdict = Omit<ImportedFile, 'definition'> & { file: string; accepted: boolean; pages: number; fields: number; definition?: FormDefinition };

const FORMS = /\.(xml|json|form)$/i;

function filesBelow(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && FORMS.test(entry.name)).map((entry) => join(entry.parentPath, entry.name)).sort();
}

const countFields = (elements: ElementDefinition[]): number => elements.reduce((sum, element) => sum + ('elements' in element ? countFields(element.elements) : element.type === 'info' ? 0 : 1), 0);

async function judge(file: string, root: string): Promise<Verdict> {
  const { definition, ...imported } = await importFormFile(readFileSync(file), { feel: compileFeel });
  const fields = definition?.pages.reduce((sum, { elements }) => sum + countFields(elements), 0) ?? 0;
  return { file: relative(root, file) || basename(file), accepted: definition !== undefined, pages: definition?.pages.length ?? 0, fields, ...imported, ...(definition ? { definition } : {}) };
}

const counted = (count: number, one: string, other: string): string => `${count} ${plural(count, { one, other })}`;

function inWords({ file, accepted, format, pages, fields, notes, refusals }: Verdict, alone: boolean): string {
  if (!accepted) return [`✖ ${file} (${format}): abgelehnt`, ...refusals.slice(0, alone ? 50 : 3).map(({ where, message }) => `    ${where}: ${message}`)].join('\n');
  const told = notes.map(({ where, message }) => `    ${where}: ${message}`);
  return [`✔ ${file} (${format}): Entwurf mit ${counted(pages, 'Seite', 'Seiten')} und ${counted(fields, 'Feld', 'Feldern')}, ${counted(notes.length, 'Hinweis', 'Hinweise')}`, ...(alone ? told : [])].join('\n');
}

export const formImportCommand: Command = {
  words: ['form', 'import'],
  usage: 'form import FILE|DIR',
  what: 'Macht aus XDatenfelder oder form-js Entwürfe von Formularen und sagt, was ein Mensch noch ansehen muss',
  flags: { out: '=DIR: Ordner, in den die Entwürfe geschrieben werden (NAME.form.json)' },
  run: async ({ args, flags, json }) => {
    const [path] = args;
    if (!path || !existsSync(path)) throw new WrongUse(path ? `${path} gibt es nicht.` : 'Bitte nennen Sie eine Datei oder einen Ordner.');
    const files = filesBelow(path);
    if (files.length === 0) throw new WrongUse(`In ${path} liegt keine Datei mit der Endung xml, json oder form.`);
    const verdicts: Verdict[] = [];
    for (const file of files) verdicts.push(await judge(file, statSync(path).isFile() ? file : path));
    const out = flags.get('out');
    if (out) writeDrafts(out, verdicts);
    const alone = files.length === 1;
    // One file: its draft as well; of a folder the verdicts are enough.
    if (json) console.log(JSON.stringify(alone ? verdicts : verdicts.map(({ definition: _draft, ...rest }) => rest)));
    else console.log([...verdicts.map((verdict) => inWords(verdict, alone)), ...(alone ? [] : [`${verdicts.filter(({ accepted }) => accepted).length} Entwürfe, ${verdicts.filter(({ accepted }) => !accepted).length} abgelehnt von ${verdicts.length}`])].join('\n'));
    return verdicts.every(({ accepted }) => accepted) ? 0 : 1;
  },
};

function writeDrafts(out: string, verdicts: Verdict[]): void {
  mkdirSync(out, { recursive: true });
  for (const { file, definition } of verdicts) {
    if (definition) writeFileSync(join(out, `${file.replace(FORMS, '').replaceAll(/[/\\]/g, '-')}.form.json`), `${JSON.stringify(definition, null, 2)}\n`);
  }
}
