import { createPublicKey, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { changeDraft, checkDraft, createDraft, findCurrentVersion, findOpenDraft, getDraft, getVersionFiles, makeBundle, type FileChanges } from '#core/catalogue';
import { cityOf } from '#core/organisation';
import { file, page, redirect, view, type Reply, type Rq } from '#platform/http';
import { Alert, Button, ButtonRow, DescriptionList, FileField, Form, PageHeader, Section, Stack } from '#platform/ui';
import { problem } from '../problems.ts';
import { draftParams } from '../workshop/requests.ts';
import { LIST, tabHref } from '../workshop/tabs.ts';
import { compareBundles } from './compare-bundles.ts';
import { DifferenceList } from './difference-list.tsx';
import { bundleKey, fingerprintOf, openBundle, sealBundle, type SignedBundle } from './signed-bundle.ts';

/** The whole service as one signed file, for another installation. */
export const exportBundle = page({
  method: 'GET', path: `${LIST}/:draftId/paket`, site: 'office', access: 'may:catalogue/edit', params: draftParams,
  handle: async (rq) => {
    const draft = await rq.read((ctx) => getDraft(ctx, rq.params.draftId));
    const key = await bundleKey(join(rq.platform.config.dataDir, 'bundle-key.pem'));
    const files = Object.fromEntries(Object.values(draft.files).map(({ path, content }) => [path, content]));
    const bytes = sealBundle({ slug: draft.slug, files, madeAt: rq.platform.clock().toISOString(), madeBy: rq.actor.name, from: cityOf(rq.platform).officialName }, key);
    return file({ name: `${draft.slug}-stand-${draft.revision}.stadtkern`, type: 'application/octet-stream', bytes });
  },
});

function uploadForm(error?: string) {
  return (
    <Form action={`${LIST}/einlesen`} files>
      <FileField name="file" label="Paket (.stadtkern)" {...(error ? { error } : {})} />
      <ButtonRow>
        <Button type="submit" variant="primary">
          Prüfen
        </Button>
        <Button href={LIST}>Abbrechen</Button>
      </ButtonRow>
    </Form>
  );
}

const frame = (body: preact.ComponentChildren, status?: number): Reply => view({ title: 'Paket einlesen', width: 'full', nav: LIST, islands: true, ...(status ? { status } : {}), crumbs: [{ label: 'Werkstatt', href: LIST }, { label: 'Paket einlesen' }], body: <Stack><PageHeader title="Paket einlesen" lead="Eine Leistung aus einer anderen Installation, zum Beispiel vom Testsystem. Zuerst sehen Sie, was sich ändert; eingelesen wird in einen Entwurf, online geht dadurch nichts." />{body}</Stack> });

export const importPage = page({ method: 'GET', path: `${LIST}/einlesen`, site: 'office', access: 'may:catalogue/edit', handle: async () => frame(uploadForm()) });

async function openUpload(rq: Rq, hash: string): Promise<SignedBundle | string> {
  const parts: Uint8Array[] = [];
  for await (const part of await rq.platform.storage.get(hash)) parts.push(part as Uint8Array);
  const opened = openBundle(Buffer.concat(parts));
  return opened.ok ? opened.bundle : opened.reason;
}

/** Dry run: what the package is, what would change, whether it would run. */
export const importCheckPost = page({
  method: 'POST', path: `${LIST}/einlesen`, site: 'office', access: 'may:catalogue/edit', files: { maxBytes: 20_000_000, maxFiles: 1 },
  handle: async (rq) => {
    const [uploaded] = rq.files;
    if (!uploaded || uploaded.error) return frame(uploadForm(uploaded ? 'Das Paket ist größer als 20 MB.' : 'Wählen Sie ein Paket.'), 422);
    const bundle = await openUpload(rq, uploaded.hash);
    if (typeof bundle === 'string') return frame(<><Alert kind="danger" title="Das Paket wurde abgelehnt">{bundle}</Alert>{uploadForm()}</>, 422);
    return rq.read(async (ctx) => {
      const open = await findOpenDraft(ctx, bundle.slug);
      const current = await findCurrentVersion(ctx, bundle.slug);
      const before = open ? Object.fromEntries(Object.values((await getDraft(ctx, open.id)).files).map(({ path, content }) => [path, content])) : current ? await getVersionFiles(ctx, bundle.slug, current.versionId) : {};
      const { findings } = await checkDraft(rq.platform, makeBundle(bundle.slug, bundle.files));
      const errors = findings.filter(({ severity }) => severity === 'error');
      const own = await bundleKey(join(rq.platform.config.dataDir, 'bundle-key.pem'));
      const label = open ? `Entwurf, Stand ${open.revision}` : current ? `Fassung ${current.service.number ?? ''}` : 'noch nichts';
      return frame(
        <Stack>
          <Section title="Das Paket" id="paket">
            <DescriptionList items={[{ term: 'Leistung', value: bundle.slug }, { term: 'Aus', value: bundle.from }, { term: 'Gemacht von', value: bundle.madeBy }, { term: 'Am', value: bundle.madeAt }, { term: 'Unterschrift', value: `unversehrt, Schlüssel ${bundle.fingerprint}${bundle.fingerprint === fingerprint(own) ? ' (dieser Installation)' : ''}` }]} />
            <p>Vergleichen Sie den Schlüssel mit dem, den die andere Installation zeigt: Die Unterschrift sagt, dass nichts verändert wurde, nicht, wer es war.</p>
          </Section>
          <Section title={`Probelauf: was sich gegenüber „${label}“ ändert`} id="unterschied">
            {errors.length > 0 && <Alert kind="warning" title={`${errors.length} Fehler; so könnte es nicht veröffentlicht werden`}><ul>{errors.slice(0, 10).map(({ file: path, message }) => <li key={path + message}>{path}: {message}</li>)}</ul></Alert>}
            <DifferenceList differences={await compareBundles(before, bundle.files)} before={label} after="Paket" />
          </Section>
          <Form action={`${LIST}/einlesen/uebernehmen`}>
            <input type="hidden" name="hash" value={uploaded.hash} />
            <input type="hidden" name="revision" value={String(open?.revision ?? 0)} />
            <ButtonRow>
              <Button type="submit" variant="primary">
                In den Entwurf einlesen
              </Button>
              <Button href={LIST}>Abbrechen</Button>
            </ButtonRow>
          </Form>
        </Stack>,
      );
    });
  },
});

const fingerprint = (key: KeyObject): string => fingerprintOf(createPublicKey(key).export({ type: 'spki', format: 'der' }));

export const importPost = page({
  method: 'POST', path: `${LIST}/einlesen/uebernehmen`, site: 'office', access: 'may:catalogue/edit', body: z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), revision: z.coerce.number().int() }),
  handle: async (rq) => {
    const bundle = await openUpload(rq, rq.body.hash);
    if (typeof bundle === 'string') throw problem('designer/refused', { reason: bundle });
    const note = `Paket aus ${bundle.from} eingelesen`;
    const id = await rq.transact(async (ctx) => {
      const open = await findOpenDraft(ctx, bundle.slug);
      if (!open) {
        const current = await findCurrentVersion(ctx, bundle.slug);
        return createDraft(ctx, { slug: bundle.slug, files: bundle.files, note, ...(current ? { baseVersionId: current.versionId } : {}) });
      }
      if (open.revision !== rq.body.revision) throw problem('designer/refused', { reason: 'Der Entwurf hat sich seit dem Probelauf geändert. Bitte prüfen Sie das Paket noch einmal.' });
      await changeDraft(ctx, open.id, { note, kind: 'restore', change: (draft): FileChanges => ({ ...Object.fromEntries(Object.keys(draft.files).map((path) => [path, null])), ...bundle.files }) });
      return open.id;
    });
    return redirect(tabHref(id, 'uebersicht'), { flash: 'Das Paket ist im Entwurf. Jetzt kann es ausprobiert und freigegeben werden.' });
  },
});
