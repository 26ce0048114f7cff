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
  reportCycles(model, report);
}

function about({ id, name, line }: DrgElement, code: string, message: string): Finding {
  return { severity: code === 'no-logic' ? 'warning' : 'error', code, elementId: id, elementName: name, message, line };
}

/** Decisions that a decision needs directly, in the same file. */
function needs(element: CompiledElement, model: CompiledModel): CompiledElement[] {
  const { definition } = element;
  if (definition.kind !== 'decision') return [];
  return definition.information.flatMap((href) => model.byId.get(href.slice(href.indexOf('#') + 1)) ?? []);
}

/** With more decisions one after the other evaluating them would exhaust the stack. */
const DEEPEST = 300;
const MOST_CYCLES = 20;

function reportCycles(model: CompiledModel, report: (finding: Finding) => void): void {
  const { open, deep } = takeAway(model);
  if (deep) {
    const message = `„${deep.definition.name}“ baut auf mehr als ${DEEPEST} Entscheidungen nacheinander auf`;
    report(about(deep.definition, 'too-deep', message));
  }
  const found = [...open].slice(0, MOST_CYCLES).flatMap((element) => {
    const cycle = wayBack(element, { model, open });
    return cycle ? [{ element, cycle }] : [];
  });
  for (const { element, cycle } of found) {
    const message = `„${element.definition.name}“ hängt von sich selbst ab: ${cycle.join(' → ')}`;
    report(about(element.definition, 'cycle', message));
  }
}

/**
 * What is left when decisions that need nothing (any more) are taken away again and again: those in a circle and those
 * above one. Counts the layers taken away, which is how deep decisions build on each other.
 */
function takeAway(model: CompiledModel): { open: Set<CompiledElement>; deep: CompiledElement | undefined } {
  const waiting = new Map(model.elements.map((element) => [element, new Set(needs(element, model)).size]));
  const users = new Map<CompiledElement, CompiledElement[]>();
  for (const element of model.elements) {
    for (const needed of new Set(needs(element, model))) users.set(needed, [...(users.get(needed) ?? []), element]);
  }
  let layer = model.elements.filter((element) => waiting.get(element) === 0);
  let deep: CompiledElement | undefined;
  for (let depth = 0; layer.length > 0; depth += 1) {
    if (depth === DEEPEST) [deep] = layer;
    const next: CompiledElement[] = [];
    for (const element of layer) {
      waiting.delete(element);
      for (const user of users.get(element) ?? []) {
        const left = (waiting.get(user) ?? 0) - 1;
        waiting.set(user, left);
        if (left === 0) next.push(user);
      }
    }
    layer = next;
  }
  return { open: new Set(waiting.keys()), deep };
}

type Search = { model: CompiledModel; open: ReadonlySet<CompiledElement> };

/** Shortest way from an element back to itself. */
function wayBack(start: CompiledElement, { model, open }: Search): readonly string[] | undefined {
  const from = new Map<CompiledElement, CompiledElement>();
  for (let reached = [start]; reached.length > 0; ) {
    const next: CompiledElement[] = [];
    for (const element of reached) {
      for (const needed of needs(element, model)) {
        if (needed === start) return [...wayTo(element, from), start.definition.name];
        if (!open.has(needed) || from.has(needed)) continue;
        from.set(needed, element);
        next.push(needed);
      }
    }
    reached = next;
  }
  return undefined;
}

function wayTo(element: CompiledElement, from: ReadonlyMap<CompiledElement, CompiledElement>): string[] {
  const way: string[] = [];
  for (let at: CompiledElement | undefined = element; at; at = from.get(at)) way.unshift(at.definition.name);
  return way;
}
