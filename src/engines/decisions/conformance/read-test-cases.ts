import { childOf, childText, childrenOf, readXml } from '../dmn/read-xml.ts';
import type { Element } from '../dmn/read-xml.ts';
import { parseNumber } from '../feel/values/decimal.ts';
import { setEntry } from '../feel/values/feel-value.ts';
import type { Context } from '../feel/values/feel-value.ts';
import { parseDate, parseDateTime, parseDuration, parseTime } from '../feel/values/parse-temporal.ts';

/** A file of the DMN TCK's test format (testCases.xsd). */
export type TestFile = { modelName: string; cases: readonly TestCase[] };

export type TestCase = {
  id: string;
  /** Decision service or knowledge model to call; undefined for decisions. */
  invocable: string | undefined;
  inputs: readonly { name: string; namespace: string | undefined; value: unknown }[];
  results: readonly { name: string; expected: unknown }[];
};

/** Reads a test file; undefined when the XML is none. */
export function readTestFile(xml: string): TestFile | undefined {
  const read = readXml(xml);
  if ('error' in read || read.root.name !== 'testCases') return undefined;
  return {
    modelName: childText(read.root, 'modelName')?.trim() ?? '',
    cases: childrenOf(read.root, 'testCase').map(readCase),
  };
}

function readCase(element: Element): TestCase {
  return {
    id: element.attributes['id'] ?? '',
    invocable: element.attributes['invocableName'],
    inputs: childrenOf(element, 'inputNode').map((node) => ({
      name: node.attributes['name'] ?? '',
      namespace: node.attributes['namespace'],
      value: readValue(node),
    })),
    results: childrenOf(element, 'resultNode').map((node) => {
      const expected = childOf(node, 'expected') ?? childOf(node, 'computed');
      return { name: node.attributes['name'] ?? '', expected: expected ? readValue(expected) : null };
    }),
  };
}

function readValue(element: Element): unknown {
  if (isNil(element)) return null;
  const list = childOf(element, 'list');
  if (list) return isNil(list) ? null : childrenOf(list, 'item').map(readValue);
  const components = childrenOf(element, 'component');
  if (components.length > 0) {
    const context: Context = {};
    for (const component of components) setEntry(context, component.attributes['name'] ?? '', readValue(component));
    return context;
  }
  const value = childOf(element, 'value');
  return value && !isNil(value) ? readTyped(value.text, value.attributes['type']?.split(':').at(-1)) : null;
}

function isNil(element: Element): boolean {
  return element.attributes['nil'] === 'true';
}

function readTyped(text: string, type: string | undefined): unknown {
  const trimmed = text.trim();
  switch (type) {
    case 'decimal':
    case 'double':
    case 'float':
    case 'integer':
    case 'int':
    case 'long':
      return parseNumber(trimmed) ?? null;
    case 'boolean':
      return trimmed === 'true';
    case 'date':
      return parseDate(trimmed);
    case 'time':
      return parseTime(trimmed);
    case 'dateTime':
      return parseDateTime(trimmed);
    case 'duration':
      return parseDuration(trimmed);
    case undefined:
      return untyped(text);
    default:
      return text;
  }
}

// A value without type and text is how the oldest files of the kit write null.
function untyped(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  return parseNumber(trimmed) ?? text;
}
