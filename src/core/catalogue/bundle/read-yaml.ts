import { isMap, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import type { ServiceFinding } from './finding.ts';

/** Reads YAML against a schema; every mistake is named with key and line. */
export function readYaml<Schema extends z.ZodType>(file: string, source: string, schema: Schema): { value?: z.output<Schema>; findings: ServiceFinding[] } {
  const counter = new LineCounter();
  const document = parseDocument(source, { lineCounter: counter, merge: true });
  const complain = (element: string, message: string): ServiceFinding => ({ severity: 'error', file, element, message });
  if (document.errors.length > 0) {
    return { findings: document.errors.map((error) => complain(`Zeile ${error.linePos?.[0].line ?? 1}`, `Das ist kein gültiges YAML: ${firstLine(error.message)}`)) };
  }
  const plain = plainOf(document);
  if ('message' in plain) return { findings: [complain('', `Das ist kein gültiges YAML: ${firstLine(plain.message)}`)] };
  const parsed = schema.safeParse(plain.value ?? {});
  if (parsed.success) return { value: parsed.data, findings: [] };
  const findings = parsed.error.issues.flatMap((issue) => {
    const line = lineOf(document, issue.path, counter);
    return inWords(issue).map(({ path, message }) => complain([path.join('.'), line && `Zeile ${line}`].filter(Boolean).join(', '), message));
  });
  return { findings };
}

/** An alias without anchor and a bomb of aliases within aliases are the author's mistakes, not ours. */
function plainOf(document: Document): { value: unknown } | { message: string } {
  try {
    return { value: document.toJS({ maxAliasCount: 10_000 }) };
  } catch (error) {
    return { message: (error as Error).message };
  }
}

const firstLine = (text: string): string => text.split('\n')[0] ?? '';

type Words = { path: PropertyKey[]; message: string };

/** A zod issue in the author's words; our own messages are German already. */
function inWords(issue: z.core.$ZodIssue): Words[] {
  const { path } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], message: 'Diese Angabe gibt es nicht. Bitte prüfen Sie die Schreibweise.' }));
    case 'invalid_type':
      return [{ path, message: issue.input === undefined ? 'Diese Angabe fehlt.' : `Hier wird ${kindInWords(issue.expected)} erwartet.` }];
    case 'invalid_value':
      return [{ path, message: `Möglich sind: ${issue.values.join(', ')}.` }];
    case 'invalid_union':
      return [{ path, message: 'Hier steht ein Text oder de, en und de-leicht mit je einem Text.' }];
    case 'too_small':
      return [{ path, message: `Das ist zu klein oder zu kurz (mindestens ${issue.minimum}).` }];
    case 'too_big':
      return [{ path, message: `Das ist zu groß oder zu lang (höchstens ${issue.maximum}).` }];
    case 'invalid_format':
      return [{ path, message: issue.message.startsWith('Invalid') ? 'Diese Angabe hat nicht die erwartete Form.' : issue.message }];
    default:
      return [{ path, message: issue.message }];
  }
}

function kindInWords(expected: string): string {
  const words: Record<string, string> = { string: 'ein Text', number: 'eine Zahl', int: 'eine ganze Zahl', boolean: 'true oder false', array: 'eine Liste', object: 'eine Gruppe von Angaben' };
  return words[expected] ?? expected;
}

function lineOf(document: Document, path: PropertyKey[], counter: LineCounter): number | undefined {
  let node: unknown = document.contents;
  let line: number | undefined;
  for (const step of path) {
    const next = isMap(node) ? node.items.find((item) => String(item.key) === String(step)) : isSeq(node) ? node.items[Number(step)] : undefined;
    const place = isMap(node) ? (next as { key?: { range?: number[] } } | undefined)?.key : (next as { range?: number[] } | undefined);
    if (!next || !place) break;
    if (place.range?.[0] !== undefined) line = counter.linePos(place.range[0]).line;
    node = isMap(node) ? (next as { value?: unknown }).value : next;
  }
  return line;
}
