export { evaluateDecision } from '../../../engines/decisions/decide.ts';
export { compileDecisions } from '../../../engines/decisions/dmn/compile-decisions.ts';
export type { CompiledDecisions } from '../../../engines/decisions/dmn/compile-model.ts';
