import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const text = z.union([z.string().min(1), z.strictObject({ de: z.string().min(1), en: z.string().min(1), 'de-leicht': z.string().min(1) })]);

/** family.yaml: what a family is for, its shapes, and what a service tells it. */
const familySchema = z.strictObject({
  name: z.string(),
  purpose: z.string(),
  shapes: z.record(z.string(), z.string()),
  parameters: z.record(
    z.string().regex(/^[a-z][A-Za-z0-9]*$/),
    z.strictObject({ what: z.string(), /** Absent: every service must say it. */ default: z.union([text, z.number()]).optional() }),
  ),
});

export type Family = z.output<typeof familySchema>;
export type FamilyShape = {
  family: Family;
  /** Text by path: what all shapes share, and what this shape has of its own. */
  files: Record<string, string>;
};

// Families belong to the program and never change while it runs.
const known = new Map<string, FamilyShape | undefined>();

/** A version of a family in one of its shapes; undefined when there is none of that name. */
export function findFamilyShape({ name, version, shape }: { name: string; version: number; shape: string }): FamilyShape | undefined {
  const key = `${name}/${version}/${shape}`;
  if (!known.has(key)) known.set(key, readShape(join(import.meta.dirname, name, String(version)), shape));
  return known.get(key);
}

function readShape(dir: string, shape: string): FamilyShape | undefined {
  if (!/^[a-z-]+$/.test(shape) || !existsSync(join(dir, shape))) return undefined;
  const family = familySchema.parse(parse(readFileSync(join(dir, 'family.yaml'), 'utf8')));
  const files: Record<string, string> = {};
  for (const folder of [join(dir, 'every-shape'), join(dir, shape)]) {
    for (const entry of existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : []) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile()) files[relative(folder, path).split(sep).join('/')] = readFileSync(path, 'utf8');
    }
  }
  return { family, files };
}
