import { BpmnModdle } from 'bpmn-moddle';
import type { Finding } from '../findings.ts';
import { type Element, isElement } from './element.ts';
import { depthOfXml, hasDoctype, normalizeXml } from './normalize-xml.ts';

/** A BPMN file read into elements, references resolved as far as the file allows. */
export type ParsedXml = {
  definitions: Element | undefined;
  byId: ReadonlyMap<string, Element>;
  /** References the parser could not resolve: element → property → raw text. */
  unresolved: ReadonlyMap<Element, Record<string, string>>;
  findings: Finding[];
};

/** Models of cities are below 1 MB; more is an attack or a mistake. */
const MAX_CHARACTERS = 5_000_000;
/** Elements within elements; twenty sub-processes within each other need about thirty. */
const MAX_DEPTH = 200;
const BPMN = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const moddle = new BpmnModdle();

type Warning = { message: string; element?: unknown; property?: string; value?: unknown };

/** Reads BPMN XML; whatever is wrong with it becomes a finding, never an exception. */
export async function parseXml(xml: string): Promise<ParsedXml> {
  if (xml.length > MAX_CHARACTERS) return unreadable('Die Datei ist größer als 5 MB. Bitte prüfen Sie, ob es die richtige ist.');
  if (hasDoctype(xml)) return unreadable('Die Datei enthält eine DOCTYPE-Angabe. Bitte entfernen Sie sie.');
  if (depthOfXml(xml) > MAX_DEPTH) return unreadable(`Die Datei ist tiefer als ${MAX_DEPTH} Ebenen verschachtelt. Bitte verteilen Sie das Verfahren auf aufgerufene Abläufe.`);
  try {
    const result = await moddle.fromXML(normalizeXml(xml));
    const root: unknown = result.rootElement;
    const definitions = isElement(root) ? root : undefined;
    const byId = new Map<string, Element>();
    for (const [id, element] of Object.entries(result.elementsById as Record<string, unknown>))
      if (isElement(element)) byId.set(id, element);
    const { unresolved, findings } = readWarnings(result.warnings as Warning[]);
    return { definitions, byId, unresolved, findings };
  } catch (error) {
    const reason = (error instanceof Error ? error.message.split('\n')[0] : undefined) ?? String(error);
    if (reason.startsWith('failed to parse document'))
      return unreadable(`Die Datei ist kein Modell in BPMN 2.0: Ihr äußerstes Element ist nicht „definitions“ aus „${BPMN}“. Bitte exportieren Sie das Modell als BPMN 2.0.`);
    return unreadable(`Die Datei ist kein lesbares BPMN-Modell (${reason.length > 150 ? `${reason.slice(0, 150)}…` : reason}). Bitte speichern Sie sie neu im Modellierer.`);
  }
}

function unreadable(message: string): ParsedXml {
  return {
    definitions: undefined,
    byId: new Map(),
    unresolved: new Map(),
    findings: [{ severity: 'error', elementId: '', elementName: '', code: 'xml-unreadable', message }],
  };
}

function readWarnings(warnings: readonly Warning[]) {
  const unresolved = new Map<Element, Record<string, string>>();
  const findings: Finding[] = [];
  for (const warning of warnings) {
    const element = isElement(warning.element) ? warning.element : undefined;
    if (warning.message.startsWith('unresolved reference') && element) {
      const property = (warning.property ?? '').replace(/^bpmn:/, '');
      unresolved.set(element, { ...unresolved.get(element), [property]: String(warning.value) });
    } else if (warning.message.startsWith('unknown attribute')) {
      findings.push(xmlFinding('xml-attribute', element, `Das Attribut „${warning.property}“ gibt es in BPMN nicht. Bitte entfernen Sie es.`));
    } else if (warning.message.startsWith('unparsable content')) findings.push(unreadablePart(warning.message, element));
  }
  return { unresolved, findings };
}

/** Ids of XML may have umlauts, those of the modelling programs may not. */
function unreadablePart(message: string, element: Element | undefined): Finding {
  const [, what, id = ''] = /(illegal|duplicate) ID <(.*?)>/.exec(message) ?? [];
  const at = { id };
  if (what === 'illegal') return xmlFinding('id-illegal', at, `Die ID „${id}“ hat Zeichen, die Modellierer nicht lesen. Bitte nehmen Sie nur Buchstaben ohne Umlaute, Ziffern, „_“, „-“ und „.“; der Name des Elements darf Umlaute haben.`);
  if (what === 'duplicate') return xmlFinding('id-double', at, `Die ID „${id}“ kommt zweimal vor. Bitte vergeben Sie eine andere.`);
  const where = message.split('\n').map((part) => part.trim()).join(', ');
  return xmlFinding('xml-content', element, `Ein Teil der Datei ist nicht lesbar (${where}). Bitte berichtigen Sie die Stelle.`);
}

function xmlFinding(code: string, element: { id?: string; name?: string } | undefined, message: string): Finding {
  return { severity: 'error', elementId: element?.id ?? '', elementName: element?.name ?? '', code, message };
}
