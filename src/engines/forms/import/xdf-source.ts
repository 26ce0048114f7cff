import type { XmlElement, XmlNode } from 'libxml2-wasm';
import { decodeXml } from './decode-xml.ts';
import type { ImportNote } from './imported.ts';
import { inShapeOf2 } from './xdf-first.ts';

/** An element of XDatenfelder without namespaces and without the library's memory. */
export type XdfNode = { name: string; attributes: Record<string, string>; text: string; children: XdfNode[] };

export type XdfSource = { version: 1 | 2 | 3; root: XdfNode } | { refusals: ImportNote[] };

/** Of each edition any minor version: `…xdatenfelder_2`, `…xdatenfelder_3.0.0`. */
const NAMESPACE = /^urn:xoev-de:fim:standard:xdatenfelder_([123])(?:\.\d+)*$/;

const refuse = (message: string): XdfSource => ({ refusals: [{ where: 'XML', message }] });

/** Reads XML from strangers, in whatever encoding: no DOCTYPE, no entities, no network; memory of the parser is given back. */
export async function readXdf(file: string | Uint8Array): Promise<XdfSource> {
  if (file.length > 20_000_000) return refuse('Die Datei ist größer als 20 MB');
  const decoded = decodeXml(file);
  if ('refusal' in decoded) return refuse(decoded.refusal);
  const xml = decoded.text;
  // Refused before parsing: a document type is never needed here, and entities are how XML attacks work.
  if (/<!DOCTYPE/i.test(xml)) return refuse('Eine DOCTYPE-Angabe ist nicht erlaubt');
  const { ParseOption, XmlCData, XmlDocument, XmlText } = await import('libxml2-wasm');
  // Comments and processing instructions are siblings of text, but no text.
  const isText = (node: XmlNode): boolean => node instanceof XmlText || node instanceof XmlCData;
  let document;
  try {
    document = XmlDocument.fromString(xml, { option: ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET });
  } catch (error) {
    return refuse(`Das XML ist nicht lesbar: ${(error instanceof Error ? error.message : String(error)).trim().slice(0, 200)}`);
  }
  try {
    const { root } = document;
    const version = versionOf(root);
    if (typeof version === 'string') return refuse(version);
    const copied = copy(root, { depth: 0, isText });
    return { version, root: version === 1 ? inShapeOf2(copied) : copied };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  } finally {
    document.dispose();
  }
}

function versionOf(root: XmlElement): 1 | 2 | 3 | string {
  const uri = root.namespaceUri;
  const edition = Number(NAMESPACE.exec(uri)?.[1] ?? 0);
  if ((edition === 2 || edition === 3) && root.name.startsWith('xdatenfelder.')) return edition;
  // The first edition had other names for its messages; what they hold is the same.
  if (edition === 1) return 1;
  return `Der Namensraum „${uri.slice(0, 120) || 'keiner'}“ ist nicht XDatenfelder 1, 2 oder 3`;
}

const isElement = (node: XmlNode): node is XmlElement => 'attrs' in node;

type Copying = { depth: number; isText: (node: XmlNode) => boolean };

function copy(element: XmlElement, { depth, isText }: Copying): XdfNode {
  if (depth > 100) throw new Error('Das XML ist zu tief geschachtelt');
  const children: XdfNode[] = [];
  let text = '';
  for (let at = element.firstChild; at; at = at.next) {
    if (isElement(at)) children.push(copy(at, { depth: depth + 1, isText }));
    else if (isText(at)) text += at.content;
  }
  return {
    name: element.name,
    attributes: Object.fromEntries(element.attrs.map((attribute) => [attribute.name, attribute.value])),
    text: text.replace(/\r/g, '').trim(),
    children,
  };
}

/** The first child with this name. */
export const child = (node: XdfNode | undefined, name: string): XdfNode | undefined => node?.children.find((one) => one.name === name);

/** All children with this name. */
export const childrenOf = (node: XdfNode | undefined, name: string): XdfNode[] => node?.children.filter((one) => one.name === name) ?? [];

/** The text at a path of names; empty when there is none. */
export const textAt = (node: XdfNode | undefined, ...path: string[]): string => path.reduce<XdfNode | undefined>(child, node)?.text ?? '';

/** A code: in a <code> child, or directly. */
export const codeAt = (node: XdfNode | undefined, name: string): string => textAt(node, name, 'code') || textAt(node, name);
