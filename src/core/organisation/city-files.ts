import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import type { Platform } from '#platform/module';

/**
 * Reads one file of the city folder.
 * @throws Error naming the file and every wrong place in it.
 */
export function readCityFile<S extends z.ZodType>(cityDir: string, name: string, schema: S): z.output<S> {
  const path = join(cityDir, name);
  let content: unknown;
  try {
    content = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(whole file)'}: ${issue.message}`);
  throw new Error(`${path} is not as it should be:\n${lines.join('\n')}`);
}

/** A file with what is invented; undefined in production, and when the city has no such file. */
export function findSampleFile<S extends z.ZodType>({ config }: Pick<Platform, 'config'>, name: string, schema: S): z.output<S> | undefined {
  return config.mode === 'demo' && existsSync(join(config.cityDir, name)) ? readCityFile(config.cityDir, name, schema) : undefined;
}
