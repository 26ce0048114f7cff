/** What a form takes from the library. */
export type Reference = { kind: 'block'; name: string; version?: number } | { kind: 'codeList'; name: string; version?: string };

type Loose = { type?: unknown; block?: unknown; version?: unknown; codeList?: unknown; codeListVersion?: unknown; pages?: unknown; elements?: unknown; versions?: unknown };

/** All blocks and code lists that a form (or a block) refers to, in the order of their appearance; works on definitions that are not valid. */
export function listReferences(json: unknown): Reference[] {
  const found: Reference[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (depth > 20 || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) return value.forEach((one) => visit(one, depth + 1));
    const { type, block, version, codeList, codeListVersion, pages, elements, versions } = value as Loose;
    if (type === 'block' && typeof block === 'string') found.push({ kind: 'block', name: block, ...(typeof version === 'number' ? { version } : {}) });
    else if (typeof codeList === 'string' && type !== undefined) found.push({ kind: 'codeList', name: codeList, ...(typeof codeListVersion === 'string' ? { version: codeListVersion } : {}) });
    for (const inner of [pages, elements, versions]) visit(inner, depth + 1);
  };
  visit(json, 0);
  return found;
}
