import type { CompiledDecisions } from '#engines/decisions';

export type TableRule = { id: string; /** Row, counted from 1. */ row: number; table: string; description: string };

/** All rules of all decision tables of a model, also of those inside reusable functions. */
export function rulesOf(decisions: CompiledDecisions): TableRule[] {
  return decisions.main.definitions.elements.flatMap((element) => ('logic' in element && element.logic ? tablesIn(element.logic, element.name) : []));
}

/** Boxed expressions nest; whatever has rules is a table. */
function tablesIn(boxed: unknown, table: string): TableRule[] {
  if (Array.isArray(boxed)) return boxed.flatMap((part) => tablesIn(part, table));
  if (typeof boxed !== 'object' || boxed === null) return [];
  if ('kind' in boxed && boxed.kind === 'table' && 'rules' in boxed && Array.isArray(boxed.rules)) {
    return (boxed.rules as { id: string; description?: string }[]).map((rule, index) => ({ id: rule.id, row: index + 1, table, description: rule.description ?? '' }));
  }
  return Object.values(boxed).flatMap((part) => tablesIn(part, table));
}
