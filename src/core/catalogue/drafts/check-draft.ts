import type { Platform } from '#platform/module';
import { analyseTables } from '#engines/decisions';
import { compileServiceFolder, type CompiledFolder } from '../bundle/compile-service.ts';
import type { ServiceFinding } from '../bundle/finding.ts';
import { pinLibrary, type ServiceBundle } from '../bundle/service-bundle.ts';
import { connectorTypes } from '../publish/connector-types.ts';
import { validateServiceFolder, type ServiceValidation } from '../walkthrough/validate-service-folder.ts';

/** A draft that was compiled: what is wrong with it, and the service when nothing is. */
export type CheckedDraft = CompiledFolder;

/** Compiled bundles by content: a page compiles once what the pages before it have compiled. */
const caches = new WeakMap<Platform, Map<string, Promise<CheckedDraft>>>();
const MOST = 60;

/** Compiles a draft as publishing would; every finding names file and element. Gaps and overlaps in tables are told as warnings. */
export async function checkDraft(platform: Platform, draft: ServiceBundle): Promise<CheckedDraft> {
  const bundle = await pinLibrary(draft, platform.config.servicesDir);
  let cache = caches.get(platform);
  if (!cache) caches.set(platform, (cache = new Map()));
  const known = cache.get(bundle.hash);
  if (known) return known;
  const made = compileWithHints(platform, bundle);
  if (cache.size >= MOST) cache.delete(cache.keys().next().value ?? '');
  cache.set(bundle.hash, made);
  made.catch(() => cache.delete(bundle.hash));
  return made;
}

async function compileWithHints(platform: Platform, bundle: ServiceBundle): Promise<CheckedDraft> {
  const compiled = await compileServiceFolder(bundle, { connectors: connectorTypes(platform) });
  const tables = compiled.service?.decisions ? analyseTables(compiled.service.decisions) : [];
  const hints = tables.map(({ elementName, elementId, message }): ServiceFinding => ({ severity: 'warning', file: 'decisions.dmn', element: elementName || elementId, message }));
  return { ...compiled, findings: [...compiled.findings, ...hints] };
}

/** The full check, examples included; slower (it plays every example). */
export async function validateDraft(platform: Platform, bundle: ServiceBundle): Promise<ServiceValidation> {
  return validateServiceFolder(await pinLibrary(bundle, platform.config.servicesDir), { connectors: connectorTypes(platform) });
}
