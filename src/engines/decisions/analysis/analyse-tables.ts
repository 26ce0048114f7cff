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
const MAX_OVERLAPS = 30;
/** Rules times the parts their cells cut the columns into; beyond it the comparison of all rules takes seconds. */
const MAX_SIZE = 400_000;
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
      return [boxed.condition, boxed.yes, boxed.no].flatMap(tablesIn);
    case 'invocation':
      return [boxed.callee, ...boxed.bindings.map(({ value }) => value)].flatMap(tablesIn);
    case 'list':
      return boxed.items.flatMap(tablesIn);
    case 'relation':
      return boxed.rows.flat().flatMap(tablesIn);
    case 'filter':
      return [boxed.list, boxed.match].flatMap(tablesIn);
    case 'iterator':
      return [boxed.list, boxed.body].flatMap(tablesIn);
    default:
      return [];
  }
}

const TOO_BIG = 'Die Tabelle ist zu groß, um Lücken und Überschneidungen zu finden';

function analyseTable(table: Table, element: CompiledElement, report: Report): void {
  // A cell cuts its column into two parts at least.
  if (table.rules.length ** 2 * table.inputs.length > MAX_SIZE * 2) return report('table-not-analysed', TOO_BIG);
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
  const parts = known.reduce((sum, column) => sum + column.atoms.length, 0);
  if (parts * table.rules.length > MAX_SIZE) return report('table-not-analysed', TOO_BIG);
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
  let found = 0;
  for (const [position, first] of alive.entries()) {
    for (const second of alive.slice(position + 1)) {
      const sameOutputs = String(table.rules[first]?.outputs) === String(table.rules[second]?.outputs);
      const box = table.hitPolicy === 'ANY' && sameOutputs ? undefined : overlap(columns, first, second);
      if (!box) continue;
      found += 1;
      if (found > MAX_OVERLAPS) return report('table-overlap', '… und weitere Überschneidungen');
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
  const items = new Map(element.model.definitions.items.map((item) => [item.name, item]));
  const seen = new Set<ItemDefinition>();
  // The name of another type takes over its values.
  for (let item = items.get(input.typeRef ?? ''); item && !seen.has(item); item = items.get(item.typeRef ?? '')) {
    if (item.isCollection) return undefined;
    if (item.allowedValues?.trim()) return item.allowedValues;
    seen.add(item);
  }
  return undefined;
}
