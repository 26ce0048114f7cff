import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { FormData } from '#engines/forms';

/** The answers of one example of a service, by the beginning of its name. */
export async function walkthroughData(slug: string, name: string): Promise<FormData> {
  const text = await readFile(join(import.meta.dirname, '..', 'services', slug, 'walkthroughs.yaml'), 'utf8');
  const { walkthroughs } = parse(text, { merge: true }) as { walkthroughs: { name: string; application: FormData }[] };
  const found = walkthroughs.find((one) => one.name.startsWith(name));
  if (!found) throw new Error(`${slug} has no walkthrough '${name}'`);
  return found.application;
}
