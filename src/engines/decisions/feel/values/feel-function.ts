import { FeelValue } from './feel-value.ts';
import type { Run } from '../run/run.ts';

/** A function value: user-defined, a business knowledge model, a decision service or given by the caller. */
export class FeelFunction extends FeelValue {
  readonly kind = 'function';
  /** Parameter names in order. */
  readonly parameters: readonly string[];
  readonly call: (args: readonly unknown[], run: Run) => unknown;
  /** Declared types, for `instance of`; undefined entries mean Any. */
  readonly signature: { readonly parameters: readonly (string | undefined)[]; readonly result?: string } | undefined;

  constructor(
    parameters: readonly string[],
    call: (args: readonly unknown[], run: Run) => unknown,
    signature?: FeelFunction['signature'],
  ) {
    super();
    this.parameters = parameters;
    this.call = call;
    this.signature = signature;
  }

  toString(): string {
    return `function(${this.parameters.join(', ')})`;
  }

  override toJSON(): null {
    return null;
  }
}
