/**
 * Decisions: DMN 1.1–1.5 models and FEEL expressions (OMG DMN 1.5). FEEL is the expression language of the whole
 * product; the other engines get it injected.
 */

/**
 * Compiles a FEEL expression once per text (remembered for 5,000 texts) and gives its free names.
 * Throws {@link FeelError} `syntax` with place and German message; evaluating throws FeelError `budget` when an
 * expression wants more than 500,000 steps, 200,000 list items or one second, and `clock` when it asks for today() and
 * the options bring no `now`. Everything else that goes wrong is null.
 */
export { compileFeel } from './feel/compile-feel.ts';
/** Compiles unary tests, the cell of a decision table (`>= 18, "A"`), once per text; throws like compileFeel. */
export { compileUnaryTests } from './feel/compile-feel.ts';
export type { FeelExpression, FeelUnaryTests, FeelVariables } from './feel/compile-feel.ts';
/** Options of one evaluation: `now` (what now() and today() see), `timeZone`, `limits`, `warn` (why something is null). */
export type { FeelLimits, FeelWarning, RunOptions } from './feel/run/run.ts';
/** A FEEL value under a type: `toFeel('2026-03-01', 'date')`; null when the value does not fit, texts are never numbers. */
export { toFeel } from './feel/to-feel.ts';
/** JSON value of a FEEL value: dates, times and durations as ISO 8601 strings, numbers as numbers, functions as null. */
export { fromFeel } from './feel/from-feel.ts';
/** A function that FEEL expressions can call when it is given to them as a variable. */
export { FeelFunction } from './feel/values/feel-function.ts';
/** Error of an expression, with `code`, `expression` and `position` (line and column from 1). */
export { FeelError } from './feel/feel-error.ts';
export type { FeelErrorCode, FeelPosition } from './feel/feel-error.ts';

/**
 * Compiles a DMN file, or a list of files of which the first is the main one and the others are imported by it.
 * Never throws for a bad file: without readable XML there is no `model`, everything wrong stands in `findings`.
 */
export { compileDecisions } from './dmn/compile-decisions.ts';
export type { CompileResult, CompiledDecisions } from './dmn/compile-model.ts';
export type { Finding } from './dmn/finding.ts';
/**
 * Evaluates one decision or decision service by id or name for `{ input, now? }`; gives the JSON value, the rules that
 * fired with the values they saw, the inputs used, warnings in German and `inputProblems` (inputs of a wrong type, which
 * counted as null: a caller that decides about people should stop there). Throws RangeError for an unknown decision and
 * FeelError `budget` or `clock`.
 */
export { evaluateDecision } from './decide.ts';
/** Compiles a DMN text and evaluates all its decisions for one input: what `stadtkern decide` prints. */
export { decide } from './decide.ts';
export type { Decided, DecisionOptions, DecisionResult } from './decide.ts';
/** A rule that fired: decision, row (from 1), description, annotations, input and output values. */
export type { RuleFired } from './feel/run/trace.ts';
/** The decision tables of a compiled model as their author wrote them, with rule ids that match those of {@link RuleFired}. */
export { describeTables, type DescribedTable } from './describe-tables.ts';
/** Gaps, overlaps and rules that can never apply in the decision tables of a compiled model, as warnings. */
export { analyseTables } from './analysis/analyse-tables.ts';
/** Runs the test files of the DMN TCK (testCases.xsd beside .dmn) below a folder; one case per result node. */
export { conformanceDmn } from './conformance/conformance-dmn.ts';
export type { Conformance, ConformanceCase } from './conformance/conformance-dmn.ts';
/** Reads a DMN file into plain data without compiling it, for editors; malformed XML gives `{ error, line }`. */
export { readModel } from './dmn/read-model.ts';
export type { DecisionTable, Definitions, DrgElement } from './dmn/model.ts';
