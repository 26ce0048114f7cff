import { ParseOption, XmlDocument, XmlElement, XmlParseError } from 'libxml2-wasm';
import { problem } from './problems.ts';

export type Appraisal = { id: string; decision: 'A' | 'V' | 'B' };
export type Receipt = { id: string; success: boolean; archiveMark?: string; errors: string[] };

/** A message of the archive, any version of xdomea 2.3 to 4: names count, not the namespace. */
export function readMessage(bytes: Uint8Array): { type: string; processId: string; root: Element } {
  const xml = new TextDecoder().decode(bytes);
  if (/<!DOCTYPE/i.test(xml)) throw problem('retention/unreadable', { reason: 'Dokumenttypen (DOCTYPE) sind nicht erlaubt.' });
  let document: XmlDocument;
  try {
    document = XmlDocument.fromString(xml, { option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE });
  } catch (error) {
    if (error instanceof XmlParseError) throw problem('retention/unreadable', { reason: `Zeile ${error.details[0]?.line ?? '?'} ist kein gültiges XML.` });
    throw error;
  }
  try {
    const root = plain(document.root);
    const type = /\.(\d{4})$/.exec(root.name)?.[1];
    if (!type) throw problem('retention/unreadable', { reason: 'Das ist keine Nachricht nach xdomea.' });
    return { type, processId: textAt(root, 'Kopf', 'ProzessID'), root };
  } finally {
    document.dispose();
  }
}

export type Element = { name: string; text: string; children: Element[] };
function plain(node: XmlElement): Element {
  const children: Element[] = [];
  for (let child = node.firstChild; child; child = child.next) if (child instanceof XmlElement) children.push(plain(child));
  return { name: node.name, text: children.length ? '' : node.content.trim(), children };
}
const childrenAt = (element: Element | undefined, name: string): Element[] => element?.children.filter((child) => child.name === name) ?? [];
const textAt = (element: Element | undefined, ...path: string[]): string => path.reduce<Element | undefined>((at, name) => childrenAt(at, name)[0], element)?.text ?? '';

/** 0502: what the archive decided about each object. */
export function appraisalsOf(root: Element): Appraisal[] {
  return childrenAt(root, 'BewertetesObjekt').map((one) => ({ id: textAt(one, 'ID').toLowerCase(), decision: (textAt(one, 'Aussonderungsart', 'Aussonderungsart', 'code') || 'B') as Appraisal['decision'] }));
}

/** 0506: what the archive took over. */
export function receiptsOf(root: Element): Receipt[] {
  return childrenAt(root, 'AusgesondertesSGO').map((one) => {
    const mark = textAt(one, 'Archivkennung');
    return { id: textAt(one, 'IDSGO').toLowerCase(), success: /^(1|true)$/.test(textAt(one, 'Erfolgreich')), ...(mark ? { archiveMark: mark } : {}), errors: childrenAt(one, 'Fehlermeldung').map((error) => error.text) };
  });
}
