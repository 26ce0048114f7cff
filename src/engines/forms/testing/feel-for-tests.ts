import { evaluate, isFunction, parseExpression } from 'feelin';
import { compileForm } from '../compile-form.ts';
import type { CompiledForm, CompileFeel, FormEnv } from '../compiled.ts';

const builtIn = (name: string): boolean => evaluate(name, {}).value !== null;

/** FEEL as the decisions engine gives it, small enough for tests: engines must not import each other. */
export const feel: CompileFeel = (text) => {
  const found = new Set<string>();
  const bound = new Set<string>();
  parseExpression(text, {}, undefined).iterate({
    enter(node) {
      const name = text.slice(node.from, node.to);
      if (node.type.isError) throw new Error(`Der Ausdruck „${text}“ ist nicht lesbar`);
      if (node.name === 'VariableName') found.add(name);
      if (node.name === 'Name' || node.name === 'ParameterName') bound.add(name);
    },
  });
  const called = (name: string): boolean => new RegExp(`\\b${name}\\s*\\(`).test(text);
  const names = [...found].filter((name) => !bound.has(name) && !(builtIn(name) && called(name)) && /^[A-Za-z_]\w*$/.test(name));
  const made = evaluate(`function(${names.join(', ')}) ${text}`, {}).value;
  if (!isFunction(made)) throw new Error(`Der Ausdruck „${text}“ ist nicht lesbar`);
  return { names, evaluate: (variables) => made.invoke(names.map((name) => variables[name] ?? null)) ?? null };
};

export const today = '2026-09-01';
export const env: FormEnv = { today };

/** Compiles a definition that must be good; a finding fails the test with its words. */
export function compiled(definition: unknown): CompiledForm {
  const { form, findings } = compileForm(definition, { feel });
  if (!form) throw new Error(findings.map((finding) => `${finding.where}: ${finding.message}`).join('\n'));
  return form;
}

/** A form of one page "p" with these elements. */
export const onePage = (elements: unknown[], more: object = {}): CompiledForm =>
  compiled({ schemaVersion: 1, id: 'test', title: 'Test', pages: [{ id: 'p', title: 'Seite', elements, ...more }] });
