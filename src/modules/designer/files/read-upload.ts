import { isDeepStrictEqual } from 'node:util';
import type { OpenDraft } from '#core/catalogue';
import { compileFeel } from '#engines/decisions';
import { importXDatenfelder, type Imported, type ImportNote } from '#engines/forms';
import { readForm, writeForm } from '../form/form-places.ts';
import { fromFormJs } from './from-form-js.ts';
import type { FormJsElement } from './to-form-js.ts';

export type UploadKind = 'bpmn' | 'dmn' | 'form' | 'form-js' | 'xdatenfelder';
export const kindWords: Record<UploadKind, string> = { bpmn: 'Prozess (BPMN)', dmn: 'Regeln (DMN)', form: 'Formular von Stadtkern', 'form-js': 'Formular (form-js)', xdatenfelder: 'FIM-Datenschema (XDatenfelder)' };

/** Where a file of this kind may go. */
export function targetsOf(kind: UploadKind, draft: Pick<OpenDraft, 'files'>): string[] {
  if (kind === 'bpmn') return ['process.bpmn'];
  if (kind === 'dmn') return ['decisions.dmn'];
  return ['form.json', ...Object.keys(draft.files).filter((path) => path.startsWith('forms/'))];
}

/** The present text when it says the same in another layout: an unchanged form that comes back is no change. */
export function asWritten(before: string | undefined, content: string): string {
  if (before === undefined || !/^\s*\{/.test(content)) return content;
  try {
    return isDeepStrictEqual(JSON.parse(before), JSON.parse(content)) ? before : content;
  } catch {
    return content;
  }
}

/** A file as it would become part of a draft, or why it cannot. `notes` are for a person to look at. */
export type ReadUpload = { ok: true; kind: UploadKind; content: string; notes: ImportNote[] } | { ok: false; reasons: ImportNote[] };

const refuse = (message: string, where = 'Datei'): ReadUpload => ({ ok: false, reasons: [{ where, message }] });

/** Finds out what a text is and makes it ours. BPMN and DMN stay to the letter, so nothing that another tool wrote is lost. */
export async function readUpload(text: string): Promise<ReadUpload> {
  const content = text.replaceAll('\r\n', '\n').replace(/^\uFEFF/, '');
  if (/^\s*[{[]/.test(content)) return readJson(content);
  if (!/^\s*</.test(content)) return refuse('Das ist weder XML noch JSON. Möglich sind BPMN, DMN, form-js, XDatenfelder und Formulare von Stadtkern.');
  if (/<!(DOCTYPE|ENTITY)/i.test(content)) return refuse('Sie enthält eine DOCTYPE-Angabe; solche Dateien werden nicht gelesen.');
  if (/xmlns(:\w+)?="urn:xoev-de:[^"]*(xdf|xdatenfelder)|<(\w+:)?xdatenfelder\./i.test(content)) return fromImported('xdatenfelder', await importXDatenfelder(content, { feel: compileFeel }));
  if (content.includes('http://www.omg.org/spec/BPMN/20100524/MODEL')) return { ok: true, kind: 'bpmn', content, notes: oddities(content) };
  if (/www\.omg\.org\/spec\/DMN\//.test(content)) return { ok: true, kind: 'dmn', content, notes: [] };
  return refuse('Diese Art von XML ist nicht bekannt. Möglich sind BPMN, DMN und XDatenfelder.');
}

/** What a process from elsewhere often brings along. */
function oddities(xml: string): ImportNote[] {
  const notes: ImportNote[] = [];
  if (/executionPlatform="Camunda Platform"/.test(xml) || xml.includes('http://camunda.org/schema/1.0/bpmn')) notes.push({ where: 'Datei', message: 'Sie ist für Camunda 7 gezeichnet. Ausdrücke und Aufgaben werden gelesen; sehen Sie in der Prüfung nach, was anders heißen muss.' });
  if (!/BPMNDiagram[\s>]/.test(xml)) notes.push({ where: 'Datei', message: 'Sie enthält keine Zeichnung. Sie wird angelegt, sobald Sie den Prozess ändern.' });
  return notes;
}

function readJson(content: string): ReadUpload {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch (error) {
    return refuse(`Das ist kein gültiges JSON: ${(error as Error).message}`);
  }
  if (typeof json !== 'object' || json === null) return refuse('Das ist kein Formular.');
  if ('pages' in json) {
    try {
      return { ok: true, kind: 'form', content: writeForm(readForm(content)), notes: [] };
    } catch (error) {
      return refuse((error as Error).message);
    }
  }
  return 'components' in json ? fromImported('form-js', fromFormJs(json as { components?: FormJsElement[] })) : refuse('Das ist weder ein Formular von Stadtkern („pages“) noch eines von form-js („components“).');
}

function fromImported(kind: UploadKind, { definition, notes, refusals }: Imported): ReadUpload {
  if (!definition) return { ok: false, reasons: refusals };
  return { ok: true, kind, content: writeForm(definition), notes };
}
