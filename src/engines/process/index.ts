/** The door of the process engine: BPMN 2.0 models as data, running instances as small JSON. See README.md. */
export type { Command, Refusal } from './commands.ts';
export type { CompileOptions } from './compile/compiling.ts';
export { compileProcess, type Compiled } from './compile/compile-process.ts';
export { describeProcess, type StepDescription } from './describe-process.ts';
export type { Effect, JobQueued, TaskOpened } from './effects.ts';
export { bpmnError, type BpmnError, type Environment, type InlineTask, isBpmnError } from './environment.ts';
export type { CompileFeel, Expression } from './expression.ts';
export { type Finding, isRunnable } from './findings.ts';
export { type Flow, getNode, type Graph, type Mapping, type Node, type NodeKind, type Start, titleOf } from './graph.ts';
export { currentNodes, freshState, type EndReason, type Position, type State, type Token, type Vars, type Wait } from './state.ts';
export { step, type StepResult } from './step/step.ts';
export { processModule } from './process-module.ts';
export { type Advanced } from './runtime/advance.ts';
export { type Correlation } from './runtime/correlate.ts';
export { type Incident, type IncidentFilter } from './runtime/incidents.ts';
export type { ProcessInstance, ProcessJob } from './runtime/instance.ts';
export { createProcessRuntime, type ProcessRuntime, type StartInstance } from './runtime/process-runtime.ts';
export type { RuntimeOptions } from './runtime/runtime-options.ts';
