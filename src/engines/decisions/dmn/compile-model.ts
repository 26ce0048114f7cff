import type { FeelFunction } from '../feel/values/feel-function.ts';
import type { FeelType, TypeResolver } from '../feel/run/feel-type.ts';
import type { Code } from '../feel/run/run.ts';
import type { Finding } from './finding.ts';
import type { Definitions, DrgElement } from './model.ts';

/** A requirement: the element and the name under which the requiring logic sees it. */
export type Requirement = {
  element: CompiledElement;
  /** Name of the import through which it comes; empty for the own model. */
  alias: string;
};

/** An element of the requirements graph, ready to be evaluated. */
export type CompiledElement = {
  readonly definition: DrgElement;
  readonly model: CompiledModel;
  /** Undefined when the typeRef is not known, which is a finding; values then pass unchecked. */
  type: FeelType;
  requirements: readonly Requirement[];
  /** Logic of a decision; null value without one. */
  logic: Code | undefined;
  /** Makes the function of a business knowledge model from the values it requires. */
  makeFunction: ((vars: Readonly<Record<string, unknown>>) => FeelFunction) | undefined;
  /** Parts of a decision service. */
  service: CompiledService | undefined;
};

export type CompiledService = {
  outputs: readonly CompiledElement[];
  /** Parameters in order: input data, then input decisions. */
  parameters: readonly CompiledElement[];
};

/** One compiled file. */
export type CompiledModel = {
  readonly definitions: Definitions;
  readonly elements: readonly CompiledElement[];
  readonly byId: ReadonlyMap<string, CompiledElement>;
  readonly byName: ReadonlyMap<string, CompiledElement>;
  readonly types: TypeResolver;
  /** Imported models by the name they are imported under. */
  readonly imports: ReadonlyMap<string, CompiledModel>;
};

/** A set of decisions, compiled from one file and the files it imports. */
export type CompiledDecisions = {
  /** Name of the main model. */
  readonly name: string;
  /** Decisions and decision services of the main model that can be evaluated. */
  readonly decisions: readonly { id: string; name: string; kind: 'decision' | 'decisionService' }[];
  /** Inputs that the main model declares. */
  readonly inputs: readonly { id: string; name: string; typeRef: string | undefined }[];
  readonly main: CompiledModel;
};

export type CompileResult = { model?: CompiledDecisions; findings: readonly Finding[] };
