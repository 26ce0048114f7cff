export { compileFeel, compileUnaryTests, toFeel, fromFeel } from './feel/compile-feel.ts';
export type { FeelExpression, FeelUnaryTests, FeelVariables } from './feel/compile-feel.ts';
export { FeelError } from './feel/feel-error.ts';
export type { FeelErrorCode, FeelPosition } from './feel/feel-error.ts';
