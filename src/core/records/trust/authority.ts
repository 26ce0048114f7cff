import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cityOf } from '#core/organisation';
import { createDemoSealKey, httpAuthority, loadSealKey, localAuthority, type TimeStampAuthority } from '#engines/documents';
import type { Platform } from '#platform/module';

/** Who stamps: the authority of the settings; in the demo one of its own, whose key lies in the data folder. Undefined: nobody, and no evidence is made. */
export async function authorityOf(platform: Platform): Promise<TimeStampAuthority | undefined> {
  const { config } = platform;
  if (config.tsaUrl) return httpAuthority(config.tsaUrl);
  if (config.mode !== 'demo') return undefined;
  const path = join(config.dataDir, 'demo-time-stamps.pem');
  if (!existsSync(path)) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, createDemoSealKey(`${cityOf(platform).officialName} Zeitstempel`, platform.clock()).pem, { mode: 0o600 });
  }
  return localAuthority(await loadSealKey(path), platform.clock());
}
