import { FeelFunction } from '../feel/values/feel-function.ts';
import { setEntry } from '../feel/values/feel-value.ts';
import type { Context } from '../feel/values/feel-value.ts';
import { fromHost } from '../feel/values/kind.ts';
import { ANY } from '../feel/run/feel-type.ts';
import { javaFunction } from '../feel/functions/java-functions.ts';
import { NO_EXTERNAL, bindParameters, externalBody, invoke } from '../feel/run/compile-call.ts';
import { itemScope, listOf } from '../feel/run/compile-iteration.ts';
import { inner, nothing, startRun, step } from '../feel/run/run.ts';
import type { Code, Env } from '../feel/run/run.ts';
import { compileTable } from './compile-table.ts';
import { NULL_CODE, compileText, report, typeOf, withScope, withType } from './compile-text.ts';
import type { Place } from './compile-text.ts';
import type { Boxed } from './model.ts';

type BoxedOf<K extends Boxed['kind']> = Boxed & { kind: K };

/** Compiles a boxed expression of any kind into code over the variables of its decision. */
export function compileBoxed(boxed: Boxed | undefined, place: Place): Code {
  if (!boxed) return NULL_CODE;
  const code = compileKind(boxed, place);
  if (boxed.typeRef === undefined || boxed.kind === 'function') return code;
  return withType(code, boxed.typeRef, { part: { text: '', line: boxed.line, what: 'Ergebnis' }, place });
}

function compileKind(boxed: Boxed, place: Place): Code {
  switch (boxed.kind) {
    case 'literal':
      return compileLiteral(boxed, place);
    case 'table':
      return compileTable(boxed, place);
    case 'context':
      return compileContext(boxed, place);
    case 'invocation':
      return compileInvocation(boxed, place);
    case 'relation':
      return compileRelation(boxed, place);
    case 'list': {
      const items = boxed.items.map((item) => compileBoxed(item, place));
      return (env) => items.map((item) => item(env));
    }
    case 'function':
      return compileFunction(boxed, place);
    case 'conditional': {
      const condition = compileBoxed(boxed.condition, place);
      const yes = compileBoxed(boxed.yes, place);
      const no = compileBoxed(boxed.no, place);
      return (env) => {
        const holds = condition(env);
        if (holds === true) return yes(env);
        return holds === false || holds === null ? no(env) : nothing(env.run, 0, 'Die Bedingung ist nicht wahr oder falsch');
      };
    }
    case 'filter':
      return compileFilter(boxed, place);
    case 'iterator':
      return boxed.type === 'for' ? compileFor(boxed, place) : compileQuantified(boxed, place);
    case 'unknown': {
      const message = `„${boxed.name}“ ist keine bekannte Art von Ausdruck`;
      report(place, { severity: 'error', code: 'unknown-expression', line: boxed.line, message });
      return NULL_CODE;
    }
  }
}

function compileLiteral(boxed: BoxedOf<'literal'>, place: Place): Code {
  if (boxed.language && !/feel/i.test(boxed.language)) {
    const message = `Die Ausdruckssprache „${boxed.language}“ wird nicht ausgeführt, nur FEEL`;
    report(place, { severity: 'error', code: 'unsupported-language', line: boxed.line, message });
    return NULL_CODE;
  }
  return compileText({ text: boxed.text, line: boxed.line, what: 'Ausdruck' }, place);
}

// An entry sees the entries before it; one without a name is the result (DMN 1.5, 10.5.1).
function compileContext(boxed: BoxedOf<'context'>, place: Place): Code {
  let seen = place;
  const entries = boxed.entries.map(({ variable, value }) => {
    const plain = compileBoxed(value, seen);
    const part = { text: '', line: boxed.line, what: `Eintrag „${variable?.name ?? ''}“` };
    const code = withType(plain, variable?.typeRef, { part, place });
    if (variable) seen = withScope(seen, [variable.name]);
    return { name: variable?.name, code };
  });
  return (env) => {
    const context: Context = {};
    const scope = inner(env, context);
    for (const { name, code } of entries) {
      const value = code(scope);
      if (name === undefined) return value;
      setEntry(context, name, value);
    }
    return context;
  };
}

function compileInvocation(boxed: BoxedOf<'invocation'>, place: Place): Code {
  const callee = compileBoxed(boxed.callee, place);
  const names = boxed.bindings.map((binding) => binding.name);
  const values = boxed.bindings.map((binding) => compileBoxed(binding.value, place));
  return (env) => invoke(callee(env), { values: values.map((value) => value(env)), names, at: 0 }, env.run);
}

function compileRelation(boxed: BoxedOf<'relation'>, place: Place): Code {
  const columns = boxed.columns.map((column) => column.name);
  const rows = boxed.rows.map((row) =>
    row.map((cell, index) => {
      const part = { text: '', line: cell.line, what: `Spalte „${columns[index] ?? index + 1}“` };
      return withType(compileBoxed(cell, place), boxed.columns[index]?.typeRef, { part, place });
    }),
  );
  return (env) =>
    rows.map((row) => {
      const context: Context = {};
      for (const [index, name] of columns.entries()) setEntry(context, name, row[index]?.(env) ?? null);
      return context;
    });
}

/** A function with typed parameters; also the logic of a business knowledge model. */
export function compileFunction(boxed: BoxedOf<'function'>, place: Place): (env: Env) => FeelFunction {
  const names = boxed.parameters.map((parameter) => parameter.name);
  const types = boxed.parameters.map((parameter) => typeOf(parameter.typeRef, boxed.line, place) ?? ANY);
  const signature = {
    parameters: boxed.parameters.map((parameter) => parameter.typeRef),
    result: boxed.typeRef ?? boxed.body?.typeRef,
  };
  const inside = withScope(place, names);
  const plain = boxed.language === 'FEEL' ? compileBoxed(boxed.body, inside) : compileExternal(boxed, place);
  const part = { text: '', line: boxed.line, what: 'Ergebnis der Funktion' };
  const body = withType(plain, boxed.typeRef, { part, place });
  const parameters = names.map((name, index) => ({ name, type: types[index] ?? ANY }));
  return (env) =>
    new FeelFunction(
      names,
      (values, run) => {
        const vars = bindParameters(parameters, values);
        return typeof vars === 'string' ? nothing(run, 0, vars) : body({ vars, parent: env, run });
      },
      signature,
    );
}

// The mapping of an external function is a context of constants, so it is known before the first call.
function compileExternal(boxed: BoxedOf<'function'>, place: Place): Code {
  const mapping = compileBoxed(boxed.body, place)({ vars: {}, parent: null, run: startRun('', { now: new Date(0) }) });
  if (boxed.language === 'PMML' || !javaFunction(mapping)) {
    const message = `${NO_EXTERNAL} (${boxed.language})`;
    report(place, { severity: 'error', code: 'unsupported-language', line: boxed.line, message });
  }
  return boxed.language === 'Java' ? externalBody(mapping) : (env) => nothing(env.run, 0, NO_EXTERNAL);
}

function compileFilter(boxed: BoxedOf<'filter'>, place: Place): Code {
  const list = compileBoxed(boxed.list, place);
  // The items' own properties are only known at run time, so names inside are not checked.
  const match = compileBoxed(boxed.match, { ...place, report: onlyErrors(place) });
  return (env) => {
    const value = list(env);
    const items = listOf(value, env.run);
    if (items === null) return nothing(env.run, 0, 'Filter: Das ist keine Liste');
    const kept: unknown[] = [];
    for (const raw of items) {
      step(env.run);
      const item = fromHost(raw);
      const holds = match(itemScope(env, item));
      if (typeof holds !== 'boolean' && holds !== null)
        return nothing(env.run, 0, 'Filter: Die Bedingung ist nicht wahr oder falsch');
      if (holds === true) kept.push(item);
    }
    return kept;
  };
}

function onlyErrors(place: Place): Place['report'] {
  return (finding) => finding.code !== 'unknown-variable' && place.report(finding);
}

function compileFor(boxed: BoxedOf<'iterator'>, place: Place): Code {
  const list = compileBoxed(boxed.list, place);
  const body = compileBoxed(boxed.body, withScope(place, [boxed.variable, 'partial']));
  return (env) => {
    const items = listOf(list(env), env.run);
    if (!items) return nothing(env.run, 0, '„for“ braucht eine Liste');
    const partial: unknown[] = [];
    for (const item of items) {
      step(env.run);
      partial.push(body(inner(env, { [boxed.variable]: fromHost(item), partial })));
    }
    return [...partial];
  };
}

function compileQuantified(boxed: BoxedOf<'iterator'>, place: Place): Code {
  const list = compileBoxed(boxed.list, place);
  const body = compileBoxed(boxed.body, withScope(place, [boxed.variable]));
  const every = boxed.type === 'every';
  return (env) => {
    const items = listOf(list(env), env.run);
    if (!items) return nothing(env.run, 0, `„${boxed.type}“ braucht eine Liste`);
    let result: boolean | null = every;
    for (const item of items) {
      step(env.run);
      const holds = body(inner(env, { [boxed.variable]: fromHost(item) }));
      if (holds !== null && typeof holds !== 'boolean') {
        return nothing(env.run, 0, `„${boxed.type}“: Die Bedingung ist nicht wahr oder falsch`);
      }
      if (holds === !every) result = !every;
      else if (holds === null && result === every) result = null;
    }
    return result;
  };
}
