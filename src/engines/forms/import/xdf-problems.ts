import type { ImportNote } from './imported.ts';
import { childrenOf, codeAt, textAt } from './xdf-source.ts';
import type { XdfNode } from './xdf-source.ts';

// Elements that the standard allows once; a second one means the file was put together wrongly.
const single = [
  'identifikation', 'name', 'beschreibung', 'definition', 'bezeichnungEingabe', 'bezeichnungAusgabe', 'feldart', 'datentyp', 'praezisierung',
  'schemaelementart', 'status', 'freigabestatus', 'hilfetextEingabe', 'hilfetextAusgabe', 'codelisteReferenz', 'werte', 'art', 'versionshinweis',
];
const objects = new Set(['stammdatenschema', 'datenfeldgruppe', 'datenfeld', 'regel']);

/** Why a document is not acceptable as XDatenfelder: missing or double ids and elements, strange nodes, states that do not exist. */
export function xdfProblems(root: XdfNode, version: 1 | 2 | 3): ImportNote[] {
  const found: ImportNote[] = [];
  const visit = (node: XdfNode): void => {
    if (objects.has(node.name)) found.push(...problemsOf(node, version));
    for (const one of node.children) visit(one);
  };
  visit(root);
  if (!root.children.some((node) => objects.has(node.name))) found.push({ where: root.name, message: 'Es ist kein Schema, keine Gruppe und kein Feld enthalten' });
  return found.slice(0, 50);
}

function problemsOf(node: XdfNode, version: 1 | 2 | 3): ImportNote[] {
  const id = textAt(node, 'identifikation', 'id');
  const where = `${node.name} ${id || textAt(node, 'name') || '?'}`;
  const messages: string[] = [];
  for (const name of single) if (childrenOf(node, name).length > 1) messages.push(`„${name}“ steht mehrfach`);
  for (const identification of childrenOf(node, 'identifikation')) {
    const ids = childrenOf(identification, 'id');
    if (ids.length > 1 || childrenOf(identification, 'version').length > 1) messages.push('Die Kennung steht mehrfach');
    const strange = identification.children.find((one) => one.name !== 'id' && one.name !== 'version');
    if (strange) messages.push(`„${strange.name}“ gibt es in der Identifikation nicht`);
  }
  if (!id) messages.push('Die Kennung fehlt');
  // Rules are told in their own words; an element can be used when it has any label.
  if (node.name !== 'regel' && !textAt(node, 'name') && !textAt(node, 'bezeichnungEingabe')) messages.push('Der Name fehlt');
  const state = codeAt(node, 'freigabestatus');
  if (version === 3 && state && !/^[1-8]$/.test(state)) messages.push(`Den Freigabestatus „${state}“ gibt es nicht`);
  return messages.map((message) => ({ where, message }));
}

/** Names that the editions use; anything else is told, because it may mean something. */
const known = new Set([
  ...single, ...objects, 'id', 'version', 'struktur', 'enthaelt', 'anzahl', 'bezug', 'code', 'name', 'wert', 'hilfe', 'inhalt', 'vorbefuellung', 'maxSize', 'mediaType', 'codeKey', 'nameKey', 'helpKey', 'codeliste',
  'kennung', 'genericodeIdentification', 'canonicalIdentification', 'canonicalVersionUri', 'fachlicherErsteller', 'freigabedatum', 'veroeffentlichungsdatum', 'statusGesetztAm', 'statusGesetztDurch', 'gueltigAb',
  'gueltigBis', 'letzteAenderung', 'letzterAnsprechpartner', 'letztesAenderungsdatum', 'erstellungszeitpunkt', 'ableitungsmodifikationenStruktur', 'ableitungsmodifikationenRepraesentation', 'dokumentsteckbrief', 'hilfetext', 'stichwort', 'schlagwort', 'relation', 'praedikat', 'objekt', 'versionshinweis',
  'freitextRegel', 'script', 'skript', 'typ', 'param', 'ziel', 'fehler', 'element', 'link', 'uri', 'multiplizitaet', 'fehlermeldung', 'fehlertext', 'feld', 'wertebereich',
]);

/** What a person should know besides the fields: unknown elements, circles of groups, one id in several versions. */
export function xdfOddities(top: XdfNode): ImportNote[] {
  const notes: ImportNote[] = [];
  const strange = new Set<string>();
  const versions = new Map<string, Set<string>>();
  const visit = (node: XdfNode, above: string[]): void => {
    if (!known.has(node.name)) strange.add(node.name);
    const id = objects.has(node.name) ? textAt(node, 'identifikation', 'id') : '';
    if (id && above.includes(id)) notes.push({ where: `${node.name} ${id}`, message: 'Die Gruppe enthält sich selbst; übernommen ist, was in der Datei steht' });
    if (id) versions.set(id, (versions.get(id) ?? new Set()).add(textAt(node, 'identifikation', 'version')));
    for (const one of node.children) visit(one, id ? [...above, id] : above);
  };
  visit(top, []);
  for (const [id, found] of versions) if (found.size > 1) notes.push({ where: id, message: `kommt in mehreren Fassungen vor (${[...found].filter(Boolean).join(', ')}); übernommen ist jede, wie sie dasteht` });
  if (strange.size > 0) notes.push({ where: 'Datei', message: `Diese Elemente kennt der Standard nicht, sie wurden nicht gelesen: ${[...strange].slice(0, 10).join(', ')}` });
  return notes;
}
