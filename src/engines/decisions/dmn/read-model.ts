import type { Definitions, DrgElement, ItemDefinition } from './model.ts';
import { readBoxed, readVariable } from './read-boxed.ts';
import { childOf, childText, childrenOf, readXml } from './read-xml.ts';
import type { Element } from './read-xml.ts';

export type ReadResult = { definitions: Definitions } | { error: string; line: number };

const DMN = /^https?:\/\/www\.omg\.org\/spec\/DMN\/\d+\/(?:MODEL\/?|dmn\.xsd)?/i;

/** Reads a DMN file of any version from 1.1 on; malformed XML or another kind of file gives an error. */
export function readModel(xml: string): ReadResult {
  const read = readXml(xml);
  if ('error' in read) return read;
  const { root } = read;
  if (root.name !== 'definitions' || !DMN.test(root.namespace)) {
    return { error: `Das ist kein DMN-Modell, sondern „${root.name}“`, line: root.line };
  }
  return {
    definitions: {
      id: root.attributes['id'] ?? '',
      name: root.attributes['name'] ?? '',
      namespace: root.attributes['namespace'] ?? '',
      imports: childrenOf(root, 'import').map((element) => ({
        name: element.attributes['name'] ?? '',
        namespace: element.attributes['namespace'] ?? '',
        line: element.line,
      })),
      items: childrenOf(root, 'itemDefinition').map(readItem),
      elements: root.children.flatMap(readElement),
    },
  };
}

function readItem(element: Element): ItemDefinition {
  const functionItem = childOf(element, 'functionItem');
  return {
    name: cleanName(element.attributes['name']),
    typeRef: cleanType(childText(element, 'typeRef')),
    isCollection: element.attributes['isCollection'] === 'true',
    allowedValues: textIn(childOf(element, 'allowedValues')),
    typeConstraint: textIn(childOf(element, 'typeConstraint')),
    components: childrenOf(element, 'itemComponent').map(readItem),
    functionItem: functionItem && {
      outputTypeRef: functionItem.attributes['outputTypeRef'],
      parameters: childrenOf(functionItem, 'parameters').map(readVariable),
    },
    line: element.line,
  };
}

function readElement(element: Element): DrgElement[] {
  const name = cleanName(element.attributes['name']);
  const variable = childOf(element, 'variable');
  const base = {
    id: element.attributes['id'] ?? name,
    name,
    line: element.line,
    variable: variable ? { ...readVariable(variable), name } : { name, typeRef: undefined },
  };
  switch (element.name) {
    case 'inputData':
      return [{ ...base, kind: 'inputData' }];
    case 'decision':
      return [
        {
          ...base,
          kind: 'decision',
          logic: readLogic(element),
          information: childrenOf(element, 'informationRequirement').flatMap((r) =>
            references(r, ['requiredInput', 'requiredDecision']),
          ),
          knowledge: requiredKnowledge(element),
          question: childText(element, 'question'),
        },
      ];
    case 'businessKnowledgeModel': {
      const logic = childOf(element, 'encapsulatedLogic');
      return [{ ...base, kind: 'bkm', logic: logic && readBoxed(logic), knowledge: requiredKnowledge(element) }];
    }
    case 'decisionService':
      return [
        {
          ...base,
          kind: 'decisionService',
          outputs: references(element, ['outputDecision']),
          encapsulated: references(element, ['encapsulatedDecision']),
          inputDecisions: references(element, ['inputDecision']),
          inputData: references(element, ['inputData']),
        },
      ];
    default:
      return [];
  }
}

const NO_LOGIC = new Set([
  'description',
  'extensionElements',
  'question',
  'allowedAnswers',
  'variable',
  'informationRequirement',
  'knowledgeRequirement',
  'authorityRequirement',
  'supportedObjective',
  'impactedPerformanceIndicator',
  'decisionMaker',
  'decisionOwner',
  'usingProcess',
  'usingTask',
]);

function readLogic(decision: Element): ReturnType<typeof readBoxed> | undefined {
  const logic = decision.children.find(
    (child) => !NO_LOGIC.has(child.name) && /^https?:\/\/www\.omg\.org\//.test(child.namespace),
  );
  return logic && readBoxed(logic);
}

function requiredKnowledge(element: Element): readonly string[] {
  return childrenOf(element, 'knowledgeRequirement').flatMap((r) => references(r, ['requiredKnowledge']));
}

/** Targets of `href`, as written: `#id` in this file, `namespace#id` in an imported one. */
function references(element: Element, names: readonly string[]): readonly string[] {
  return element.children.flatMap((child) =>
    names.includes(child.name) && child.attributes['href'] !== undefined ? [child.attributes['href']] : [],
  );
}

function textIn(element: Element | undefined): string | undefined {
  return element && childText(element, 'text');
}

/** FEEL names know no line breaks and no double blanks. */
export function cleanName(name: string | undefined): string {
  return (name ?? '').trim().replace(/\s+/g, ' ');
}

function cleanType(type: string | undefined): string | undefined {
  const clean = type?.trim();
  return clean === '' ? undefined : clean;
}
