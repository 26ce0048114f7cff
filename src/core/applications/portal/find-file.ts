import type { FileAnswer } from '#engines/forms';

/** Looks for a stored file anywhere in the answers. */
export function findFile(value: unknown, hash: string): FileAnswer | undefined {
  if (!value || typeof value !== 'object') return undefined;
  const one = value as Partial<FileAnswer>;
  if (one.id === hash && typeof one.name === 'string' && typeof one.size === 'number') return one as FileAnswer;
  for (const inner of Object.values(value)) {
    const found = findFile(inner, hash);
    if (found) return found;
  }
  return undefined;
}
