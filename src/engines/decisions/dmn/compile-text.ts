import { compileExpressionIn, compileTestsIn, freeNamesOf, freeNamesOfTests } from '../feel/compile-feel.ts';
import type { CompiledTests } from '../feel/compile-feel.ts';
import { FeelError } from '../feel/feel-error.ts';
import { coerce } from '../feel/run/feel-type.ts';
import type { FeelType, TypeResolver } from '../feel/run/feel-type.ts';
import { german } from '../feel/run/operators.ts';
import { nothing } from '../feel/run/run.ts';
import type { Code } from '../feel/run/run.ts';
import type { FreeNames } from '../feel/syntax/free-names.ts';
import { unusualNames } from '../feel/syntax/known-names.ts';
import type { Finding } from './finding.ts';
import { typeNamed } from './item-types.ts';

/** Where in a model an expression stands, and what it may refer to. */
export type Place = {
  elementId: string;
  elementName: string;
  /** Names that may stand after a dot. */
  names: ReadonlySet<string>;
  types: TypeResolver;
  /** Variables visible here. */
  scope: ReadonlySet<string>;
  report: (finding: Finding) => void;
};

export type TextPart = { text: string; line: number; what: string };

export const NULL_CODE: Code = () => null;

/** Compiles an expression of the model; a malformed one is reported and gives null. */
export function compileText(part: TextPart, place: Place): Code {
  if (part.text.trim() === '') return NULL_CODE;
  return (
    guarded(part, place, () => {
      const { code, node } = compileExpressionIn(part.text, {
        names: [...unusualNames(place.names), ...place.scope],
        types: place.types,
      });
      reportUnknown(freeNamesOf(node), part, place);
      return code;
    }) ?? ((env) => nothing(env.run, 0, `${part.what} ist kein gültiger Ausdruck`))
  );
}

/** Compiles unary tests of the model; undefined when they are malformed, which is reported. */
export function compileTestsText(part: TextPart, place: Place): CompiledTests | undefined {
  return guarded(part, place, () => {
    const tests = compileTestsIn(part.text, { names: [...unusualNames(place.names), ...place.scope], types: place.types });
    reportUnknown(freeNamesOfTests(tests.node), part, place);
    return tests;
  });
}

/** Value of the code made to fit a type; what does not fit becomes null with a warning. */
export function withType(code: Code, typeRef: string | undefined, at: { part: TextPart; place: Place }): Code {
  const type = typeOf(typeRef, at.part.line, at.place);
  if (!type || type.kind === 'any') return code;
  return (env) => {
    const value = code(env);
    const fitted = coerce(value, type);
    if (fitted !== undefined) return fitted;
    return nothing(env.run, 0, `${at.part.what}: ${german(value)} passt nicht zum Typ „${typeRef}“`);
  };
}

/** Type of a typeRef; an unknown one is reported. */
export function typeOf(typeRef: string | undefined, line: number, place: Place): FeelType | undefined {
  const type = typeNamed(typeRef, place.types);
  if (!type)
    report(place, {
      code: 'unknown-type',
      severity: 'warning',
      line,
      message: `Der Typ „${typeRef}“ ist nicht bekannt`,
    });
  return type;
}

export function report(
  { elementId, elementName, report: tell }: Place,
  finding: Pick<Finding, 'severity' | 'code' | 'message' | 'line'>,
): void {
  tell({ ...finding, elementId, elementName });
}

export function withScope(place: Place, names: Iterable<string>): Place {
  return { ...place, scope: new Set([...place.scope, ...names]) };
}

function guarded<T>(part: TextPart, place: Place, compile: () => T): T | undefined {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof FeelError)) throw error;
    report(place, {
      severity: 'error',
      code: 'feel-syntax',
      line: part.line,
      message: `${part.what}: ${error.message}`,
    });
    return undefined;
  }
}

function reportUnknown({ names }: FreeNames, part: TextPart, place: Place): void {
  for (const name of names) {
    if (place.scope.has(name) || name === '?') continue;
    const message = `${part.what}: „${name}“ ist hier nicht bekannt`;
    report(place, { severity: 'warning', code: 'unknown-variable', line: part.line, message });
  }
}
