import { tr } from '#platform/i18n';
import type { CompiledElement, CompiledForm, CompiledNode } from './compiled.ts';
import { fieldTypes } from './field-types/field-types.ts';
import type { JsonSchema } from './field-types/field-type.ts';

/**
 * JSON Schema 2020-12 of a form's answers. What depends on a FEEL condition is optional in the schema and carries the condition as
 * "x-condition"; the schema therefore accepts everything the engine accepts, and some answers the engine refuses.
 */
export function toJsonSchema(form: CompiledForm): JsonSchema {
  const root = objectSchema();
  for (const page of form.pages) addChildren(page.children, root, page.condition !== undefined);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:stadtkern:form:${form.id}`,
    title: tr(form.title, 'de'),
    ...root,
  };
}

type ObjectSchema = { type: 'object'; properties: Record<string, JsonSchema>; required: string[]; additionalProperties: false };

const objectSchema = (): ObjectSchema => ({ type: 'object', properties: {}, required: [], additionalProperties: false });

function addChildren(children: CompiledElement[], to: ObjectSchema, conditional: boolean): void {
  for (const child of children) {
    if (child.kind === 'info') continue;
    const depends = conditional || child.condition !== undefined;
    if (child.kind === 'group' && !child.key) {
      addChildren(child.children, to, depends);
      continue;
    }
    const key = child.key as string;
    to.properties[key] = { ...schemaOf(child), ...notes(child) };
    if (!depends && isDemanded(child)) to.required.push(key);
  }
}

function isDemanded(child: CompiledElement): boolean {
  if (child.kind === 'repeat') return child.min > 0;
  if (child.kind === 'group') return child.children.some((inner) => !inner.condition && isDemanded(inner));
  return child.kind === 'field' && child.required === true;
}

function schemaOf(child: CompiledElement): JsonSchema {
  if (child.kind === 'group' || child.kind === 'repeat') {
    const inner = objectSchema();
    addChildren(child.children, inner, false);
    return child.kind === 'group' ? inner : { type: 'array', minItems: child.min, maxItems: child.max, items: inner };
  }
  if (child.kind === 'info') return {};
  const schema = fieldTypes[child.definition.type].schema(child.definition);
  return child.definition.dontKnow ? { anyOf: [schema, { type: 'null' }] } : schema;
}

function notes(child: CompiledElement): JsonSchema {
  if (child.kind === 'info') return {};
  const { label, hint, fim } = child.definition;
  return {
    title: tr(label, 'de'),
    ...(hint ? { description: tr(hint, 'de') } : {}),
    ...(fim ? { 'x-fim': fim } : {}),
    ...conditionNote(child),
  };
}

const conditionNote = (node: CompiledNode): JsonSchema => (node.condition ? { 'x-condition': node.condition.text } : {});
