import { createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { changeDraft, checkDraft, createDraft, findCurrentVersion, findOpenDraft, getDraft, getVersionFiles, makeBundle, type FileChanges, type ServiceFinding } from '#core/catalogue';
import { listVersionsInUse, type VersionInUse } from '#core/cases';
import { cityOf } from '#core/organisation';
import type { Ctx, Platform } from '#platform/module';
import { problem } from '../problems.ts';
import { compareBundles, type FileDifference } from './compare-bundles.ts';
import { filesOf } from './files-of.ts';
import { bundleKey, fingerprintOf, sealBundle, type SignedBundle } from './signed-bundle.ts';

const keyOf = (platform: Platform) => bundleKey(join(platform.config.dataDir, 'bundle-key.pem'));

/** The draft as one signed file. @throws catalogue/unknown-draft 404; platform/not-allowed */
export async function packageOf(ctx: Ctx, draftId: string): Promise<{ name: string; bytes: Uint8Array }> {
  const draft = await getDraft(ctx, draftId);
  const bytes = sealBundle({ slug: draft.slug, files: filesOf(draft), madeAt: ctx.now.toISOString(), madeBy: ctx.actor.name, from: cityOf(ctx.platform).officialName }, await keyOf(ctx.platform));
  return { name: `${draft.slug}-stand-${draft.revision}.stadtkern`, bytes };
}

/** What reading a package would do; nothing has been done. */
export type PackageDryRun = {
  /** Signed with the key of this installation. */
  ownKey: boolean;
  /** What it is compared with: the open draft, else the version that is online. */
  against: string;
  /** Revision of the open draft; 0: there is none. */
  revision: number;
  differences: FileDifference[];
  findings: ServiceFinding[];
  /** Versions and their running cases, with those that would find no step in the new process. */
  versions: VersionInUse[];
};

/** Compares a package with what is there, checks it, and looks at the running cases. */
export async function dryRunOf(ctx: Ctx, bundle: SignedBundle): Promise<PackageDryRun> {
  const open = await findOpenDraft(ctx, bundle.slug);
  const current = await findCurrentVersion(ctx, bundle.slug);
  const before = open ? filesOf(await getDraft(ctx, open.id)) : current ? await getVersionFiles(ctx, bundle.slug, current.versionId) : {};
  const { findings, service } = await checkDraft(ctx.platform, makeBundle(bundle.slug, bundle.files));
  const own = fingerprintOf(createPublicKey(await keyOf(ctx.platform)).export({ type: 'spki', format: 'der' }));
  return {
    ownKey: own === bundle.fingerprint,
    against: open ? `Entwurf, Stand ${open.revision}` : current ? `Fassung ${current.service.number ?? ''}` : 'noch nichts',
    revision: open?.revision ?? 0,
    differences: await compareBundles(before, bundle.files),
    findings,
    versions: await listVersionsInUse(ctx, bundle.slug, service?.process),
  };
}

/** Reads a package into the draft of its service; online goes nothing by it. @returns the draft. @throws designer/refused 422 when the draft is no longer what the dry run saw */
export async function takePackage(ctx: Ctx, bundle: SignedBundle, revision: number): Promise<string> {
  const note = `Paket aus ${bundle.from} eingelesen`;
  const open = await findOpenDraft(ctx, bundle.slug);
  if ((open?.revision ?? 0) !== revision) throw problem('designer/refused', { reason: 'Der Entwurf hat sich seit dem Probelauf geändert. Bitte prüfen Sie das Paket noch einmal.' });
  if (!open) {
    const current = await findCurrentVersion(ctx, bundle.slug);
    return createDraft(ctx, { slug: bundle.slug, files: bundle.files, note, ...(current ? { baseVersionId: current.versionId } : {}) });
  }
  await changeDraft(ctx, open.id, { note, kind: 'restore', change: (draft): FileChanges => ({ ...Object.fromEntries(Object.keys(draft.files).map((path) => [path, null])), ...bundle.files }) });
  return open.id;
}
