import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { libraryPath, readLibrary, type FormLibrary, type LibraryFinding } from '#engines/forms';
import type { Platform } from '#platform/module';

/** The blocks and code lists that lie beside the services, with what is wrong in their files. */
export async function readLibraryFolder(platform: Platform): Promise<{ library: FormLibrary; findings: LibraryFinding[] }> {
  const files: Record<string, string> = {};
  for (const kind of ['block', 'codeList'] as const) {
    const folder = libraryPath(kind, '').split('/')[0] ?? '';
    const dir = join(platform.config.servicesDir, folder);
    for (const name of (await readdir(dir).catch(() => [])).filter((one) => one.endsWith('.json')).sort()) files[`${folder}/${name}`] = await readFile(join(dir, name), 'utf8');
  }
  return readLibrary(files);
}
