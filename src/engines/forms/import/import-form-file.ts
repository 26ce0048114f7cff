import type { CompileFeel } from '../compiled.ts';
import { importFormJs } from './import-form-js.ts';
import { importXDatenfelder } from './import-xdatenfelder.ts';
import type { Imported } from './imported.ts';

export type ImportedFile = Imported & { format: 'XDatenfelder' | 'form-js' | 'unbekannt' };

const refused = (format: ImportedFile['format'], message: string): ImportedFile => ({ format, notes: [], refusals: [{ where: 'Datei', message }] });

/** A draft from a file of somebody else's form: XDatenfelder (XML) or form-js (JSON), told apart by what stands in it. */
export async function importFormFile(bytes: Uint8Array, options: { feel: CompileFeel }): Promise<ImportedFile> {
  if (bytes.length === 0) return refused('unbekannt', 'Die Datei ist leer');
  // Zero bytes are blanks here: UTF-16 looks the same then.
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 400)).replace(/^(ÿþ|þÿ|ï»¿)/, '').replaceAll('\0', '').trimStart();
  if (start.startsWith('<')) return { format: 'XDatenfelder', ...(await importXDatenfelder(bytes, options)) };
  if (!start.startsWith('{') && !start.startsWith('[')) return refused('unbekannt', 'Das ist weder XML (XDatenfelder) noch JSON (form-js)');
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return refused('form-js', `Das JSON ist nicht lesbar: ${(error instanceof Error ? error.message : String(error)).slice(0, 200)}`);
  }
  if (isSchema(json)) return refused('unbekannt', 'Das ist ein Formular als JSON Schema, kein form-js; solche Dateien werden nicht gelesen');
  return { format: 'form-js', ...importFormJs(json, options) };
}

const isSchema = (json: unknown): boolean => typeof json === 'object' && json !== null && !('components' in json) && ('$schema' in json || 'schema' in json || 'properties' in json);
