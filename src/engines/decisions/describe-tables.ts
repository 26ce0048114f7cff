import type { CompiledDecisions } from './dmn/compile-model.ts';

/** A decision table as its author wrote it, for showing it to people. Cells are FEEL; '-' is anything. */
export type DescribedTable = {
  decisionId: string;
  decisionName: string;
  /** What the decision answers, as its author asked it. */
  question: string | undefined;
  hitPolicy: string;
  inputs: readonly { label: string; expression: string }[];
  outputs: readonly { name: string; label: string }[];
  annotations: readonly string[];
  rules: readonly { id: string; /** Row, counted from 1. */ row: number; description: string | undefined; inputs: readonly string[]; outputs: readonly string[]; annotations: readonly string[] }[];
};

/** All decision tables of a model in the order of the file, also those inside other expressions. */
export function describeTables(model: CompiledDecisions): DescribedTable[] {
  return model.main.definitions.elements.flatMap((element) => ('logic' in element && element.logic ? tablesIn(element.logic, { decisionId: element.id, decisionName: element.name, question: element.kind === 'decision' ? element.question : undefined }) : []));
}

type Place = Pick<DescribedTable, 'decisionId' | 'decisionName' | 'question'>;
type Cells = Pick<DescribedTable['rules'][number], 'id' | 'description' | 'inputs' | 'outputs' | 'annotations'>;
type TableLike = { hitPolicy: string; inputs: readonly { label: string; expression: string }[]; outputs: readonly { name: string; label: string }[]; annotations: readonly string[]; rules: readonly Cells[] };

/** Boxed expressions nest; whatever has rules is a table. */
function tablesIn(boxed: unknown, place: Place): DescribedTable[] {
  if (Array.isArray(boxed)) return boxed.flatMap((part) => tablesIn(part, place));
  if (typeof boxed !== 'object' || boxed === null) return [];
  if ('kind' in boxed && boxed.kind === 'table') return [describe(boxed as unknown as TableLike, place)];
  return Object.values(boxed).flatMap((part) => tablesIn(part, place));
}

function describe({ hitPolicy, inputs, outputs, annotations, rules }: TableLike, place: Place): DescribedTable {
  return {
    ...place,
    hitPolicy,
    inputs: inputs.map(({ label, expression }) => ({ label, expression })),
    outputs: outputs.map(({ name, label }) => ({ name, label })),
    annotations,
    rules: rules.map((rule, index) => ({ id: rule.id, row: index + 1, description: rule.description, inputs: rule.inputs, outputs: rule.outputs, annotations: rule.annotations })),
  };
}
