import { readModel, type DrgElement } from '#engines/decisions';
import { problem } from '../problems.ts';

/** A decision table as rows and columns of text: what can be edited without a diagram. */
export type TableModel = {
  /** Decision (or calculation) it belongs to; also its name in expressions. */
  id: string;
  name: string;
  hitPolicy: string;
  aggregation: string;
  inputs: { id: string; label: string; expression: string; type: string; values: string }[];
  outputs: { id: string; label: string; name: string; type: string; values: string }[];
  rules: { id: string; description: string; inputs: string[]; outputs: string[] }[];
};

type WithTable = DrgElement & { kind: 'decision' | 'bkm' };

/** All decision tables of a file in their order. @throws designer/unreadable 422 */
export function listTables(xml: string): TableModel[] {
  const read = readModel(xml);
  if ('error' in read) throw problem('designer/unreadable', { reason: `${read.error} (Zeile ${read.line})` });
  return read.definitions.elements.filter((one): one is WithTable => one.kind === 'decision' || one.kind === 'bkm').flatMap(tableOf);
}

function tableOf(element: WithTable): TableModel[] {
  const { logic } = element;
  const body = logic?.kind === 'function' ? logic.body : logic;
  if (body?.kind !== 'table') return [];
  return [
    {
      id: element.id,
      name: element.name,
      hitPolicy: body.hitPolicy,
      aggregation: body.aggregation ?? '',
      inputs: body.inputs.map(({ id, label, expression, typeRef, values }) => ({ id, label, expression, type: typeRef ?? '', values: values ?? '' })),
      outputs: body.outputs.map(({ id, label, name, typeRef, values }) => ({ id, label, name, type: typeRef ?? '', values: values ?? '' })),
      rules: body.rules.map(({ id, description, inputs, outputs }) => ({ id, description: description ?? '', inputs: [...inputs], outputs: [...outputs] })),
    },
  ];
}

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const quote = (text: string): string => escapeXml(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;');

function tableXml(table: TableModel, { prefix, id }: { prefix: string; id: string }): string {
  const tag = (name: string): string => `${prefix}${name}`;
  const text = (name: string, attributes: string, content: string): string => `<${tag(name)}${attributes}><${tag('text')}>${escapeXml(content)}</${tag('text')}></${tag(name)}>`;
  const type = (one: string): string => (one ? ` typeRef="${quote(one)}"` : '');
  const inputs = table.inputs.map((one) => `<${tag('input')} id="${quote(one.id)}" label="${quote(one.label)}">${text('inputExpression', ` id="${quote(one.id)}_expression"${type(one.type)}`, one.expression)}${one.values ? text('inputValues', ` id="${quote(one.id)}_values"`, one.values) : ''}</${tag('input')}>`);
  const outputs = table.outputs.map((one) => {
    const attributes = ` id="${quote(one.id)}" label="${quote(one.label)}"${table.outputs.length > 1 || one.name ? ` name="${quote(one.name)}"` : ''}${type(one.type)}`;
    return one.values ? `<${tag('output')}${attributes}>${text('outputValues', ` id="${quote(one.id)}_values"`, one.values)}</${tag('output')}>` : `<${tag('output')}${attributes} />`;
  });
  const rules = table.rules.map((rule) => {
    const description = rule.description ? `<${tag('description')}>${escapeXml(rule.description)}</${tag('description')}>` : '';
    const cells = [...rule.inputs.map((cell, index) => text('inputEntry', ` id="${quote(rule.id)}_i${index + 1}"`, cell || '-')), ...rule.outputs.map((cell, index) => text('outputEntry', ` id="${quote(rule.id)}_o${index + 1}"`, cell))];
    return `<${tag('rule')} id="${quote(rule.id)}">${description}${cells.join('')}</${tag('rule')}>`;
  });
  const aggregation = table.aggregation ? ` aggregation="${quote(table.aggregation)}"` : '';
  return `<${tag('decisionTable')} id="${quote(id)}" hitPolicy="${quote(table.hitPolicy || 'UNIQUE')}"${aggregation}>\n      ${[...inputs, ...outputs, ...rules].join('\n      ')}\n    </${tag('decisionTable')}>`;
}

const patternText = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Writes one table back and leaves everything else in the file as it is. @throws designer/gone 409 when its decision is not there */
export function writeTable(xml: string, table: TableModel): string {
  const place = new RegExp(String.raw`(<(?:(\w+):)?(?:decision|businessKnowledgeModel)\b[^>]*\bid="${patternText(table.id)}"[\s\S]*?)<(?:\w+:)?decisionTable\b([^>]*)>[\s\S]*?</(?:\w+:)?decisionTable>`);
  const match = place.exec(xml);
  if (!match) throw problem('designer/gone', { what: table.name });
  const prefix = match[2] ? `${match[2]}:` : '';
  const id = /\bid="([^"]+)"/.exec(match[3] ?? '')?.[1] ?? `${table.id}_table`;
  return `${xml.slice(0, match.index)}${match[1] ?? ''}${tableXml(table, { prefix, id })}${xml.slice(match.index + match[0].length)}`;
}

const CONTEXT = ['application', 'case'];
const emptyFile = (name: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:di="http://www.omg.org/spec/DMN/20180521/DI/" id="decisions" name="${quote(name)}" namespace="https://stadtkern.example/decisions">
${CONTEXT.map((id, index) => `  <inputData id="${id}" name="${id}">\n    <variable id="${id}_variable" name="${id}" typeRef="Any" />\n  </inputData>${index === 0 ? '\n' : ''}`).join('')}
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="Diagram">
${CONTEXT.map((id, index) => `      <dmndi:DMNShape id="${id}_di" dmnElementRef="${id}">\n        <dc:Bounds height="45" width="125" x="${180 + index * 200}" y="300" />\n      </dmndi:DMNShape>`).join('\n')}
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
`;

/** Adds a decision with a table; the file is made when there is none. @throws designer/refused 422 when the name is taken */
export function addTable(xml: string | undefined, table: TableModel): string {
  const file = xml ?? emptyFile('Regeln');
  if (new RegExp(String.raw`\bid="${patternText(table.id)}"`).test(file)) throw problem('designer/refused', { reason: `„${table.id}“ gibt es schon. Bitte wählen Sie einen anderen Namen.` });
  const prefix = /<(\w+:)?definitions\b/.exec(file)?.[1] ?? '';
  const needs = CONTEXT.filter((id) => file.includes(`id="${id}"`)).map((id) => `<${prefix}informationRequirement id="${table.id}_needs_${id}"><${prefix}requiredInput href="#${id}" /></${prefix}informationRequirement>`);
  const decision = `  <${prefix}decision id="${table.id}" name="${quote(table.name)}">
    <${prefix}variable id="${table.id}_variable" name="${quote(table.name)}" />
    ${needs.join('\n    ')}
    ${tableXml(table, { prefix, id: `${table.id}_table` })}
  </${prefix}decision>\n`;
  const before = file.search(/\s*<(\w+:)?DMNDI\b/);
  const end = before >= 0 ? before : file.lastIndexOf(`</${prefix}definitions>`);
  const count = file.match(/<(\w+:)?decision /g)?.length ?? 0;
  const shape = `      <dmndi:DMNShape id="${table.id}_di" dmnElementRef="${table.id}">\n        <dc:Bounds height="80" width="180" x="${160 + count * 220}" y="100" />\n      </dmndi:DMNShape>\n`;
  const withDecision = `${file.slice(0, end)}\n${decision}${file.slice(end).replace(/^\n/, '')}`;
  return withDecision.includes('</dmndi:DMNDiagram>') ? withDecision.replace('    </dmndi:DMNDiagram>', `${shape}    </dmndi:DMNDiagram>`) : withDecision;
}
