/** Deeper or bigger values are a mistake of the author, and would make every step slow. */
const MAX_DEPTH = 32;
const MAX_PARTS = 50_000;

/** Makes a value plain JSON: dates and periods become ISO text, so a stored state means the same as a live one. */
export function plainValue(value: unknown): unknown {
  return plain(value, { depth: 0, parts: 0 });
}

function plain(value: unknown, budget: { depth: number; parts: number }): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object') return typeof value === 'bigint' ? Number(value) : null;
  if (budget.depth >= MAX_DEPTH) throw new Error(`der Wert ist mehr als ${MAX_DEPTH} Ebenen tief`);
  if ((budget.parts += 1) > MAX_PARTS) throw new Error(`der Wert hat mehr als ${MAX_PARTS} Teile`);
  if ('toJSON' in value && typeof value.toJSON === 'function') return plain(value.toJSON(), budget);
  budget.depth += 1;
  const copy = Array.isArray(value) ? value.map((item) => plain(item, budget)) : plainRecord(value, budget);
  budget.depth -= 1;
  return copy;
}

function plainRecord(value: object, budget: { depth: number; parts: number }): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) if (item !== undefined && key !== '__proto__') copy[key] = plain(item, budget);
  return copy;
}
