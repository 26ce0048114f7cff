/** Turns FEEL text into something that runs; injected, because engines do not know each other. Throws when the text does not parse. */
export type CompileFeel = (text: string) => {
  /** `now` is what today() and now() see. */
  evaluate(vars: Record<string, unknown>, options?: { now: Date }): unknown;
  /** The free variables the text reads; only these are looked up and handed over. */
  names: string[];
  /** Names inside a filter that mean a property of the item, or else a variable: handed over too, but nobody misses them. */
  filterNames?: readonly string[];
};

/** A compiled text of the model: a FEEL expression or a constant. */
export type Expression = {
  /** What the author wrote. */
  text: string;
  /** Everything that is looked up and handed over. */
  names: readonly string[];
  /** What the model must provide. */
  needs: readonly string[];
  evaluate(vars: Record<string, unknown>, options?: { now: Date }): unknown;
  /** True when the value is the same always, so nothing has to be looked up. */
  constant: boolean;
};

/** An expression that is always this value. */
export function constantly(value: unknown, text = String(value)): Expression {
  return { text, names: [], needs: [], evaluate: () => value, constant: true };
}
