/** Base of every FEEL value that is not a plain JavaScript value; keeps contexts (plain objects) and values apart. */
export abstract class FeelValue {
  /** FEEL's name of the value's type, e.g. `date and time`. */
  abstract readonly kind: string;
  abstract toString(): string;

  toJSON(): unknown {
    return this.toString();
  }
}

/** A FEEL context: own properties only. */
export type Context = Record<string, unknown>;

export function isContext(value: unknown): value is Context {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof FeelValue);
}

/** Sets an entry so that a key named `__proto__` stays an ordinary key. */
export function setEntry(context: Context, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(context, key, { value, enumerable: true, configurable: true, writable: true });
  } else context[key] = value;
}

export function getEntry(context: Context, key: string): unknown {
  return Object.hasOwn(context, key) ? (context[key] ?? null) : null;
}
