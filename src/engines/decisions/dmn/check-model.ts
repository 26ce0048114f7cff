import type { CompiledElement, CompiledModel } from './compile-model.ts';
import type { Finding } from './finding.ts';
import type { DrgElement } from './model.ts';

/** Findings about the graph as a whole: names twice, decisions that need themselves, decisions without logic. */
export function checkModel(model: CompiledModel, report: (finding: Finding) => void): void {
  const seen = new Set<string>();
  for (const { definition } of model.elements) {
    if (seen.has(definition.name))
      report(about(definition, 'duplicate-name', `Den Namen „${definition.name}“ gibt es zweimal`));
    seen.add(definition.name);
    if (definition.name === '') report(about(definition, 'missing-name', 'Ein Element hat keinen Namen'));
    if (definition.kind === 'decision' && !definition.logic) {
      report(about(definition, 'no-logic', `Die Entscheidung „${definition.name}“ hat keinen Inhalt`));
    }
  }
  for (const element of model.elements) {
    const cycle = findCycle(element, model);
    if (!cycle) continue;
    const message = `„${element.definition.name}“ hängt von sich selbst ab: ${cycle.join(' → ')}`;
    report(about(element.definition, 'cycle', message));
  }
}

function about({ id, name, line }: DrgElement, code: string, message: string): Finding {
  return { severity: code === 'no-logic' ? 'warning' : 'error', code, elementId: id, elementName: name, message, line };
}

/** Way back to the element itself along required decisions of the same file. */
function findCycle(start: CompiledElement, model: CompiledModel): readonly string[] | undefined {
  const visited = new Set<CompiledElement>();
  const walk = (element: CompiledElement, path: readonly string[]): readonly string[] | undefined => {
    const { definition } = element;
    if (definition.kind !== 'decision') return undefined;
    for (const href of definition.information) {
      const next = model.byId.get(href.slice(href.indexOf('#') + 1));
      if (next === start) return [...path, start.definition.name];
      if (!next || visited.has(next)) continue;
      visited.add(next);
      const found = walk(next, [...path, next.definition.name]);
      if (found) return found;
    }
    return undefined;
  };
  return walk(start, [start.definition.name]);
}
