import { ANY } from '../feel/run/feel-type.ts';
import type { TypeResolver } from '../feel/run/feel-type.ts';
import { compileBoxed, compileFunction } from './compile-boxed.ts';
import type { CompileResult, CompiledDecisions, CompiledElement, CompiledModel, Requirement } from './compile-model.ts';
import { checkModel } from './check-model.ts';
import { typeOf } from './compile-text.ts';
import type { Place } from './compile-text.ts';
import type { Finding } from './finding.ts';
import { compileItemTypes } from './item-types.ts';
import { memberNames } from './known-names.ts';
import type { Boxed, Definitions, DrgElement } from './model.ts';
import { readModel } from './read-model.ts';

/**
 * Compiles a DMN file, or several of which the first is the main one and the others are imported by it. Never throws
 * for a bad file: what is wrong stands in the findings, and without readable XML there is no model.
 */
export function compileDecisions(xml: string | readonly string[]): CompileResult {
  const findings: Finding[] = [];
  const report = (finding: Finding): void => {
    findings.push(finding);
  };
  const files = typeof xml === 'string' ? [xml] : xml;
  const all = files.flatMap((text, index) => readFile(text, index, report));
  const [first] = all;
  if (!first || all.length < files.length) return { findings };
  const models = new Map<Definitions, CompiledModel>();
  const main = compileModel(first, { all, models, path: [], report });
  return { model: describe(main), findings };
}

type Linking = {
  all: readonly Definitions[];
  models: Map<Definitions, CompiledModel>;
  path: readonly Definitions[];
  report: (finding: Finding) => void;
};

function readFile(xml: string, index: number, report: (finding: Finding) => void): Definitions[] {
  const read = readModel(xml);
  if ('definitions' in read) return [read.definitions];
  const elementName = index === 0 ? 'Modell' : `Modell ${index + 1}`;
  report({
    severity: 'error',
    code: 'malformed-xml',
    elementId: '',
    elementName,
    message: read.error,
    line: read.line,
  });
  return [];
}

function compileModel(definitions: Definitions, linking: Linking): CompiledModel {
  const known = linking.models.get(definitions);
  if (known) return known;
  const imports = linkImports(definitions, linking);
  const names = allNames(definitions, imports);
  const types = compileItemTypes(definitions, { names, imported: importedTypes(imports), report: linking.report });
  const elements: CompiledElement[] = [];
  const model: CompiledModel = {
    definitions,
    elements,
    byId: new Map(),
    byName: new Map(),
    types,
    imports,
  };
  linking.models.set(definitions, model);
  for (const definition of definitions.elements) elements.push(emptyElement(definition, model));
  const byId = model.byId as Map<string, CompiledElement>;
  const byName = model.byName as Map<string, CompiledElement>;
  for (const element of elements) {
    byId.set(element.definition.id, element);
    byName.set(element.definition.name, element);
  }
  checkModel(model, linking.report);
  for (const element of elements) compileElement(element, { names, report: linking.report });
  return model;
}

function linkImports(definitions: Definitions, linking: Linking): Map<string, CompiledModel> {
  const imports = new Map<string, CompiledModel>();
  const path = [...linking.path, definitions];
  for (const { name, namespace, line } of definitions.imports) {
    const target = linking.all.find((other) => other.namespace === namespace && other !== definitions);
    if (target && !path.includes(target)) imports.set(name, compileModel(target, { ...linking, path }));
    else if (!/omg\.org|XMLSchema/.test(namespace)) {
      const message = target
        ? `Die Modelle „${definitions.name}“ und „${target.name}“ binden sich gegenseitig ein`
        : `Das eingebundene Modell „${name || namespace}“ fehlt`;
      linking.report({
        severity: 'error',
        code: 'missing-import',
        elementId: definitions.id,
        elementName: definitions.name,
        message,
        line,
      });
    }
  }
  return imports;
}

function allNames(definitions: Definitions, imports: ReadonlyMap<string, CompiledModel>): Set<string> {
  const names = memberNames(definitions);
  for (const model of imports.values()) {
    for (const name of allNames(model.definitions, model.imports)) names.add(name);
    for (const { name } of model.definitions.elements) names.add(name);
  }
  return names;
}

// `alias.tPerson`; an import without a name lends its types under their own names.
function importedTypes(imports: ReadonlyMap<string, CompiledModel>): TypeResolver {
  return (name) => {
    for (const [alias, model] of imports) {
      const own = alias === '' ? name : name.startsWith(`${alias}.`) ? name.slice(alias.length + 1) : undefined;
      const type = own === undefined ? undefined : model.types(own);
      if (type) return type;
    }
    return undefined;
  };
}

function emptyElement(definition: DrgElement, model: CompiledModel): CompiledElement {
  return {
    definition,
    model,
    type: ANY,
    requirements: [],
    logic: undefined,
    makeFunction: undefined,
    service: undefined,
  };
}

type Tools = { names: ReadonlySet<string>; report: (finding: Finding) => void };

function compileElement(element: CompiledElement, { names, report }: Tools): void {
  const { definition, model } = element;
  const requirements = requirementsOf(element, report);
  const scope = new Set(
    requirements.map(
      ({
        element: {
          definition: { name },
        },
        alias,
      }) => (alias === '' ? name : alias),
    ),
  );
  const place: Place = {
    elementId: definition.id,
    elementName: definition.name,
    names,
    types: model.types,
    scope,
    report,
  };
  element.requirements = requirements;
  element.type = typeOf(definition.variable.typeRef, definition.line, place) ?? ANY;
  if (definition.kind === 'decision') element.logic = compileBoxed(definition.logic, place);
  if (definition.kind === 'bkm') compileKnowledge(element, definition.logic, place);
  if (definition.kind === 'decisionService') {
    const find = (hrefs: readonly string[]): CompiledElement[] =>
      hrefs.flatMap((href) => findReference(model, href)?.element ?? []);
    element.service = {
      outputs: find(definition.outputs),
      parameters: [...find(definition.inputData), ...find(definition.inputDecisions)],
    };
  }
}

// A knowledge model may call itself, so its own name is in scope.
function compileKnowledge(element: CompiledElement, logic: Boxed | undefined, place: Place): void {
  if (logic?.kind !== 'function') return;
  const scope = new Set([...place.scope, element.definition.name]);
  const make = compileFunction(logic, { ...place, scope });
  element.makeFunction = (vars) => make({ vars, parent: null, run: NO_RUN });
}

// The function only keeps the variables; each call brings its own run.
const NO_RUN = undefined as never;

function requirementsOf(element: CompiledElement, report: (finding: Finding) => void): Requirement[] {
  const { definition, model } = element;
  if (definition.kind !== 'decision' && definition.kind !== 'bkm') return [];
  const hrefs = [...(definition.kind === 'decision' ? definition.information : []), ...definition.knowledge];
  return hrefs.flatMap((href) => {
    const found = findReference(model, href);
    if (found) return [found];
    const message = `„${definition.name}“ braucht „${href}“, das es nicht gibt`;
    report({
      severity: 'error',
      code: 'missing-requirement',
      elementId: definition.id,
      elementName: definition.name,
      message,
      line: definition.line,
    });
    return [];
  });
}

/** Element that an href means: `#id` here, `namespace#id` in this or an imported model. */
function findReference(model: CompiledModel, href: string): Requirement | undefined {
  const split = href.lastIndexOf('#');
  const [namespace, id] = [href.slice(0, split), href.slice(split + 1)];
  if (split <= 0 || namespace === model.definitions.namespace) {
    const element = model.byId.get(id);
    if (element || split > 0) return element && { element, alias: '' };
  }
  for (const [alias, imported] of model.imports) {
    if (split > 0 && imported.definitions.namespace !== namespace) continue;
    const element = imported.byId.get(id);
    if (element) return { element, alias };
  }
  return undefined;
}

function describe(main: CompiledModel): CompiledDecisions {
  return {
    name: main.definitions.name,
    decisions: main.definitions.elements.flatMap(({ id, name, kind }) =>
      kind === 'decision' || kind === 'decisionService' ? [{ id, name, kind }] : [],
    ),
    inputs: main.definitions.elements.flatMap(({ id, name, kind, variable }) =>
      kind === 'inputData' ? [{ id, name, typeRef: variable.typeRef }] : [],
    ),
    main,
  };
}
