import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AssetManifest } from './assets.ts';

const manifests = new Map<string, AssetManifest>();

/** The manifest of the built assets in this folder, read once. @throws Error saying how to build them. */
export function readAssets(assetsDir: string): AssetManifest {
  let manifest = manifests.get(assetsDir);
  if (!manifest) {
    try {
      manifest = JSON.parse(readFileSync(join(assetsDir, 'manifest.json'), 'utf8')) as AssetManifest;
    } catch (cause) {
      throw new Error(`The style sheets are not built (${assetsDir}). Start with npm start, which builds them.`, { cause });
    }
    manifests.set(assetsDir, manifest);
  }
  return manifest;
}
