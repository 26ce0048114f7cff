import type { CompiledDecisions, CompiledElement } from '../dmn/compile-model.ts';
import type { Finding } from '../dmn/finding.ts';
import { typeNamed } from '../dmn/item-types.ts';
import type { Boxed, DecisionTable, ItemDefinition } from '../dmn/model.ts';
import type { FeelType } from '../feel/run/feel-type.ts';
import { cutColumn } from './column.ts';
import type { Column } from './column.ts';
import { describeBox } from './describe-box.ts';
import { overlap, ruleBox, uncovered } from './sweep.ts';

type Table = Boxed & { kind: 'table' };
type Report = (code: string, message: string, line?: number) => void;

const MAX_GAPS = 10;
const SINGLE_HIT = new Set(['UNIQUE', 'ANY', 'PRIORITY', 'FIRST']);

/**
 * Looks for gaps, overlaps and rules that can never apply in the decision tables of a model. Cells that depend on
 * variables are taken to match everywhere for gaps and nowhere for overlaps, so that no finding is a false alarm.
 */
export function analyseTables(model: CompiledDecisions): readonly Finding[] {
  const findings: Finding[] = [];
  for (const element of model.main.elements) {
    const { definition } = element;
    const logic = definition.kind === 'decision' || definition.kind === 'bkm' ? definition.logic : undefined;
    for (const table of tablesIn(logic)) {
      analyseTable(table, element, (code, message, line) => {
        findings.push({
          severity: 'warning',
          code,
          message,
          elementId: definition.id,
          elementName: definition.name,
          line: line ?? table.line,
        });
      });
    }
  }
  return findings;
}

function tablesIn(boxed: Boxed | undefined): readonly Table[] {
  switch (boxed?.kind) {
    case 'table':
      return [boxed];
    case 'context':
      return boxed.entries.flatMap(({ value }) => tablesIn(value));
    case 'function':
      return tablesIn(boxed.body);
    case 'conditional':
      return [boxed.yes, boxed.no].flatMap(tablesIn);
    default:
      return [];
  }
}

function analyseTable(table: Table, element: CompiledElement, report: Report): void {
  const columns = table.inputs.map((input, index) => {
    const texts = table.rules.map((rule) => rule.inputs[index] ?? '-');
    const options = {
      typeName: typeName(typeNamed(input.typeRef, element.model.types)),
      allowed: allowedText(input, element),
    };
    return cutColumn(
      input.label || `Eingabe ${index + 1}`,
      texts.map((text) => text.trim() || '-'),
      options,
    );
  });
  const mixed = columns.findIndex((column) => column === undefined);
  if (mixed >= 0) {
    return report(
      'table-not-analysed',
      `Spalte ${mixed + 1} mischt verschiedene Arten von Werten; die Tabelle wird nicht geprüft`,
    );
  }
  const known = columns as Column[];
  const alive = reportImpossible(table, known, report);
  reportOverlaps(table, known, { alive, report });
  reportMasked(table, known, { alive, report });
  if (SINGLE_HIT.has(table.hitPolicy) && !hasDefault(table)) reportGaps(known, { alive, report });
}

function reportImpossible(table: Table, columns: readonly Column[], report: Report): readonly number[] {
  return [...table.rules.keys()].filter((rule) => {
    const empty = ruleBox(columns, rule).indexOf(0n);
    if (empty < 0) return true;
    report(
      'table-unreachable',
      `Regel ${rule + 1} kann nie zutreffen: „${columns[empty]?.label}“ lässt keinen Wert zu`,
      table.rules[rule]?.line,
    );
    return false;
  });
}

type Rest = { alive: readonly number[]; report: Report };

function reportOverlaps(table: Table, columns: readonly Column[], { alive, report }: Rest): void {
  if (table.hitPolicy !== 'UNIQUE' && table.hitPolicy !== 'ANY') return;
  for (const [position, first] of alive.entries()) {
    for (const second of alive.slice(position + 1)) {
      const sameOutputs = String(table.rules[first]?.outputs) === String(table.rules[second]?.outputs);
      const box = table.hitPolicy === 'ANY' && sameOutputs ? undefined : overlap(columns, first, second);
      if (!box) continue;
      report(
        'table-overlap',
        `Die Regeln ${first + 1} und ${second + 1} treffen zugleich zu: ${describeBox(columns, box)}`,
        table.rules[second]?.line,
      );
    }
  }
}

/** With policy FIRST a rule is lost when the rules before it take all its cases. */
function reportMasked(table: Table, columns: readonly Column[], { alive, report }: Rest): void {
  if (table.hitPolicy !== 'FIRST') return;
  for (const [position, rule] of alive.entries()) {
    const before = alive
      .slice(0, position)
      .filter((other) => columns.every((column) => column.cells[other]?.may === column.cells[other]?.must));
    if (uncovered(columns, ruleBox(columns, rule), before)?.length !== 0) continue;
    report(
      'table-unreachable',
      `Regel ${rule + 1} kommt nie zum Zug: Regeln davor treffen in allen ihren Fällen zu`,
      table.rules[rule]?.line,
    );
  }
}

function reportGaps(columns: readonly Column[], { alive, report }: Rest): void {
  const gaps = uncovered(
    columns,
    columns.map((column) => column.domain),
    alive,
  );
  if (!gaps) return report('table-not-analysed', 'Die Tabelle ist zu groß, um alle Lücken zu finden');
  for (const gap of gaps.slice(0, MAX_GAPS)) report('table-gap', `Keine Regel für: ${describeBox(columns, gap)}`);
  if (gaps.length > MAX_GAPS) report('table-gap', `… und ${gaps.length - MAX_GAPS} weitere Lücken`);
}

function hasDefault(table: DecisionTable): boolean {
  return table.outputs.some((output) => output.defaultValue !== undefined);
}

function typeName(type: FeelType | undefined): string {
  if (type?.kind === 'item') return typeName(type.base());
  return type?.kind === 'simple' ? type.name : 'string';
}

/** Allowed values of the column or, without any, those of its type. */
function allowedText(
  input: { values: string | undefined; typeRef: string | undefined },
  element: CompiledElement,
): string | undefined {
  if (input.values?.trim()) return input.values;
  const items: readonly ItemDefinition[] = element.model.definitions.items;
  const item = items.find(({ name }) => name === input.typeRef);
  return item?.isCollection ? undefined : item?.allowedValues;
}
