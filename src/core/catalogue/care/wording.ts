import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Platform } from '#platform/module';
import { readYaml } from '../bundle/read-yaml.ts';

const schema = z.strictObject({ words: z.array(z.strictObject({ avoid: z.string().min(2), instead: z.string().min(1) })) });

/** The city's words to avoid, with what to say instead (services/wording.yaml, optional). */
export async function readWording(platform: Platform): Promise<{ avoid: string; instead: string }[]> {
  const source = await readFile(join(platform.config.servicesDir, 'wording.yaml'), 'utf8').catch(() => undefined);
  if (source === undefined) return [];
  const { value, findings } = readYaml('wording.yaml', source, schema);
  if (!value) platform.log.warn({ findings }, 'wording.yaml cannot be read');
  return value?.words ?? [];
}
