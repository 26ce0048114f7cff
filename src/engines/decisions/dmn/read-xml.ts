import { ParseOption, XmlCData, XmlDocument, XmlElement, XmlParseError, XmlText } from 'libxml2-wasm';

/** An XML element as plain data; names without prefix. */
export type Element = {
  name: string;
  namespace: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly Element[];
  /** Text directly inside the element. */
  text: string;
  line: number;
};

export type XmlResult = { root: Element } | { error: string; line: number };

// Models come from outside: no network, no entities.
const OPTION = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE;
const MAX_LENGTH = 10_000_000;

/** Reads an XML text; a malformed one, or one with a document type, gives an error with its line instead. */
export function readXml(xml: string): XmlResult {
  if (xml.length > MAX_LENGTH) return { error: 'Die Datei ist zu groß', line: 0 };
  // Entity bombs need a document type; no decision model does.
  if (/<!DOCTYPE/i.test(xml)) return { error: 'Dokumenttypen (DOCTYPE) sind nicht erlaubt', line: 1 };
  let document: XmlDocument;
  try {
    document = XmlDocument.fromString(xml, { option: OPTION });
  } catch (error) {
    if (!(error instanceof XmlParseError)) throw error;
    const [detail] = error.details;
    return { error: `Kein gültiges XML: ${error.message.trim()}`, line: detail?.line ?? 0 };
  }
  try {
    return { root: toElement(document.root) };
  } finally {
    document.dispose();
  }
}

function toElement(node: XmlElement): Element {
  const children: Element[] = [];
  let text = '';
  for (let child = node.firstChild; child; child = child.next) {
    if (child instanceof XmlElement) children.push(toElement(child));
    else if (child instanceof XmlText || child instanceof XmlCData) text += child.content;
  }
  const attributes: Record<string, string> = {};
  for (const attribute of node.attrs) attributes[attribute.name] = attribute.value;
  return { name: node.name, namespace: node.namespaceUri, attributes, children, text, line: node.line };
}

export function childOf(element: Element, name: string): Element | undefined {
  return element.children.find((child) => child.name === name);
}

export function childrenOf(element: Element, name: string): readonly Element[] {
  return element.children.filter((child) => child.name === name);
}

/** Text of a child element, e.g. `<text>` or `<typeRef>`; undefined when there is none. */
export function childText(element: Element, name: string): string | undefined {
  return childOf(element, name)?.text;
}
