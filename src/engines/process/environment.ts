import type { CallBinding, Graph } from './graph.ts';
import type { Vars } from './state.ts';

/** Work that is pure and quick enough to be done within the step, such as a decision table. */
export type InlineTask = {
  nodeId: string;
  name: string;
  /** Name of the connector, or `decision`. */
  type: string;
  decisionId?: string;
  input: Vars;
  headers: Record<string, string>;
};

/** Everything a step needs to know besides model and state. */
export type Environment = {
  now: Date;
  /** Read-only names such as application, applicant, case; visible everywhere, never stored. */
  context: Record<string, unknown>;
  /** The result, or undefined when the work has to be queued. Throw a {@link bpmnError} for an error of the field. */
  inline?: (task: InlineTask) => unknown;
  /** The model of a called process from another file; `version` is what it was bound to, absent at the first call, when `binding` says which one is meant. */
  resolveCall?: (process: string, version?: string, binding?: CallBinding) => Graph | undefined;
  /** Counts working days with the holidays of the place; needed for durations such as `P10WD`. */
  addWorkingDays?: (from: Date, days: number) => Date;
};

const BPMN_ERROR = Symbol.for('stadtkern.process.bpmn-error');

/** An error of the field with a code that a boundary event can catch. */
export type BpmnError = Error & { code: string; variables: Vars };

/** Makes an error that follows the error events of the model instead of becoming an incident. */
export function bpmnError(code: string, message = code, variables: Vars = {}): BpmnError {
  return Object.assign(new Error(message), { code, variables, [BPMN_ERROR]: true });
}

/** True for what {@link bpmnError} made. */
export function isBpmnError(error: unknown): error is BpmnError {
  return error instanceof Error && BPMN_ERROR in error;
}
