export { compileFeel, compileUnaryTests } from './feel/compile-feel.ts';
export type { FeelExpression, FeelUnaryTests, FeelVariables } from './feel/compile-feel.ts';
export { toFeel } from './feel/to-feel.ts';
export { fromFeel } from './feel/from-feel.ts';
export { FeelError } from './feel/feel-error.ts';
export type { FeelErrorCode, FeelPosition } from './feel/feel-error.ts';
