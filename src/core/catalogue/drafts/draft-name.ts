import { parse } from 'yaml';

/** The German name as it stands in service.yaml now, for lists; the key when the file can't be read. */
export function draftName(slug: string, files: Record<string, string | undefined>): string {
  try {
    const { name } = (parse(files['service.yaml'] ?? '') ?? {}) as { name?: string | { de?: string } };
    const german = typeof name === 'string' ? name : name?.de;
    return typeof german === 'string' && german.trim() ? german.trim().slice(0, 200) : slug;
  } catch {
    return slug;
  }
}
