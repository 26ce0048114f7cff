import type { AssetManifest } from '../src/platform/ui/index.ts';

export declare function buildAssets(options?: {
  root?: string;
  outDir?: string;
  cityDir?: string;
  islands?: string[];
}): Promise<AssetManifest & { key: string; files: string[] }>;
