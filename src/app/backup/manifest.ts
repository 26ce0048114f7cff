import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { AppliedMigration } from '#platform/db';

/** Layout of a backup folder; a program refuses one with a higher number. */
export const FORMAT = 1;

/** What a backup folder holds; the files themselves are vouched for by SHA256SUMS (checked with `sha256sum -c`, too). */
export type Manifest = {
  format: number;
  takenAt: string;
  program: string;
  /** Version of the PostgreSQL it was taken from, for information. */
  postgres: string;
  migrations: AppliedMigration[];
  tables: { name: string; columns: string[]; rows: number }[];
  /** Background jobs that were still to be done. */
  jobs: { columns: string[]; rows: number };
  files: { count: number; bytes: number; damaged: string[] };
  /** Names below keys/; the seal key keeps its own file also when it lies outside the data folder. */
  keys: string[];
  sealKey: string | undefined;
};

export class BackupBroken extends Error {
  override name = 'BackupBroken';
}

export const tableFile = (name: string): string => `tables/${name}.jsonl.gz`;
export const JOBS_FILE = 'tables/jobs.jsonl.gz';

/**
 * Reads the description of a backup and checks every file in it.
 * @throws BackupBroken in one sentence: no backup, made by a newer program, a file missing or changed.
 */
export async function readBackup(dir: string): Promise<{ manifest: Manifest; sums: Map<string, string> }> {
  if (!existsSync(join(dir, 'SHA256SUMS'))) throw new BackupBroken(`In ${dir} liegt keine vollständige Sicherung (SHA256SUMS fehlt).`);
  const sums = parseSums(readFileSync(join(dir, 'SHA256SUMS'), 'utf8'));
  for (const [file, sum] of sums) await requireIntact(dir, file, sum);
  if (!sums.has('manifest.json')) throw new BackupBroken('Die Sicherung hat keine Beschreibung (manifest.json).');
  const manifest = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')) as Manifest;
  if (manifest.format > FORMAT) throw new BackupBroken(`Die Sicherung stammt von einem neueren Programm (${manifest.program}). Bitte spielen Sie sie mit diesem ein.`);
  return { manifest, sums };
}

function parseSums(text: string): Map<string, string> {
  const lines = text.split('\n').filter(Boolean).map((line) => /^([0-9a-f]{64}) {2}([\w./-]+)$/.exec(line));
  if (lines.some((line) => !line || line[2]?.split('/').includes('..'))) throw new BackupBroken('Die Liste SHA256SUMS ist nicht lesbar.');
  return new Map(lines.map((line) => [line?.[2] ?? '', line?.[1] ?? '']));
}

async function requireIntact(dir: string, file: string, sum: string): Promise<void> {
  if (!existsSync(join(dir, file))) throw new BackupBroken(`In der Sicherung fehlt ${file}.`);
  if ((await hashFile(join(dir, file))) !== sum) throw new BackupBroken(`In der Sicherung wurde ${file} verändert.`);
}

export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
