import { de as german } from 'zod/locales';
import type { z } from 'zod';
import { fieldTypeNames } from './definition.ts';
import type { FormDefinition } from './definition.ts';
import { formDefinitionSchema } from './definition-schema.ts';
import { nearWord } from './near-word.ts';
import { placeInWords } from './finding.ts';
import type { Finding } from './finding.ts';

const deepest = 8;

type Shape = { definition?: FormDefinition; findings: Finding[] };

/** Checks JSON of unknown origin against the schema; each finding names page and field. */
export function checkShape(json: unknown): Shape {
  if (!shallowEnough(json)) {
    const message = `Gruppen sind tiefer als ${deepest} Ebenen geschachtelt`;
    return { findings: [{ severity: 'error', code: 'shape', path: '', where: 'Formular', message }] };
  }
  const result = formDefinitionSchema.safeParse(json, { error: german().localeError });
  if (result.success) return { definition: result.data, findings: [] };
  return { findings: result.error.issues.map((issue) => findingOf(json, issue)) };
}

// Asked before zod walks the tree: a definition of a hundred thousand nested groups must not exhaust the stack.
function shallowEnough(json: unknown): boolean {
  let level: unknown[] = (json as { pages?: unknown[] } | null)?.pages ?? [];
  for (let depth = 0; depth <= deepest + 1; depth++) {
    if (!Array.isArray(level) || level.length === 0) return true;
    level = level.flatMap((item) => {
      const children = (item as { elements?: unknown } | null)?.elements;
      return Array.isArray(children) ? children : [];
    });
  }
  return false;
}

function findingOf(json: unknown, issue: z.core.$ZodIssue): Finding {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  const { code, message, at } = explain(json, issue);
  const full = at ? [...path, at] : path;
  return { severity: 'error', code, path: full.join('.'), where: placeInWords(json, path), message };
}

type Explained = { code: Finding['code']; message: string; at?: string };

const valueAt = (json: unknown, path: PropertyKey[]): unknown =>
  path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown> | null | undefined)?.[step], json);

function explain(json: unknown, issue: z.core.$ZodIssue): Explained {
  const last = String(issue.path.at(-1) ?? '');
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((k) => `„${k}“`).join(', ');
    return { code: 'unknown-property', message: `${names} gibt es hier nicht`, at: issue.keys[0] };
  }
  if (issue.code === 'invalid_union' && last === 'type') {
    const type = valueAt(json, issue.path);
    return { code: 'unknown-type', message: unknownType(type) };
  }
  if (issue.code === 'invalid_union') {
    const value = valueAt(json, issue.path);
    const noGerman = typeof value === 'object' && value !== null && !Array.isArray(value) && !('de' in value);
    if (noGerman && ('en' in value || 'de-leicht' in value)) {
      return { code: 'missing-german-text', message: `„${last}“ fehlt der deutsche Text (de)` };
    }
    return { code: 'shape', message: value === undefined ? `„${last}“ fehlt` : `„${last}“ hat keine erlaubte Form` };
  }
  if (issue.code === 'invalid_type' && valueAt(json, issue.path) === undefined) {
    return { code: 'shape', message: `„${last}“ fehlt` };
  }
  return { code: 'shape', message: last && typeof issue.path.at(-1) === 'string' ? `„${last}“: ${issue.message}` : issue.message };
}

function unknownType(type: unknown): string {
  if (type === undefined) return '„type“ fehlt';
  const near = nearWord(String(type), [...fieldTypeNames, 'group', 'repeat', 'info']);
  return `Die Feldart „${String(type).slice(0, 60)}“ gibt es nicht${near ? `; meinen Sie „${near}“?` : ''}`;
}
