import type { VNode } from 'preact';
import { z } from 'zod';
import { findingInWords } from '#core/catalogue';
import { file, page, redirect, view, type Reply, type Rq } from '#platform/http';
import { Alert, Button, ButtonRow, DescriptionList, FileField, Form, PageHeader, Section, Stack, Time } from '#platform/ui';
import { problem } from '../problems.ts';
import { draftParams } from '../workshop/requests.ts';
import { LIST, tabHref } from '../workshop/tabs.ts';
import { DifferenceList } from './difference-list.tsx';
import { openBundle, type SignedBundle } from './signed-bundle.ts';
import { dryRunOf, packageOf, takePackage, type PackageDryRun } from './take-package.ts';
import { meaningOf, runningInWords } from './what-it-means.ts';

/** The whole service as one signed file, for another installation. */
export const exportBundle = page({
  method: 'GET', path: `${LIST}/:draftId/paket`, site: 'office', access: 'may:catalogue/edit', params: draftParams,
  handle: async (rq) => file({ ...(await rq.read((ctx) => packageOf(ctx, rq.params.draftId))), type: 'application/octet-stream' }),
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
    const hash = uploaded.hash;
    return rq.read(async (ctx) => frame(<DryRun bundle={bundle} hash={hash} found={await dryRunOf(ctx, bundle)} />));
  },
});

function DryRun({ bundle, hash, found: { ownKey, against, revision, findings, differences, versions } }: { bundle: SignedBundle; hash: string; found: PackageDryRun }): VNode {
  const errors = findings.filter(({ severity }) => severity === 'error');
  return (
    <Stack>
      <Section title="Das Paket" id="paket">
        <DescriptionList items={[{ term: 'Leistung', value: bundle.slug }, { term: 'Aus', value: bundle.from }, { term: 'Gemacht von', value: bundle.madeBy }, { term: 'Am', value: Number.isNaN(Date.parse(bundle.madeAt)) ? bundle.madeAt : <Time at={new Date(bundle.madeAt)} /> }, { term: 'Unterschrift', value: `unversehrt, Schlüssel ${bundle.fingerprint}${ownKey ? ' (dieser Installation)' : ''}` }]} />
        <p>Vergleichen Sie den Schlüssel mit dem, den die andere Installation zeigt: Die Unterschrift sagt, dass nichts verändert wurde, nicht, wer es war.</p>
      </Section>
      <Section title="Was das für laufende Vorgänge heißt" id="laufende">
        <p>Durch das Einlesen ändert sich für sie nichts, durch das Veröffentlichen auch nicht: Jeder Vorgang bleibt auf seiner Fassung, bis jemand ihn umstellt.</p>
        <ul>
          {runningInWords(versions).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Section>
      <Section title={`Probelauf: was sich gegenüber „${against}“ ändert`} id="unterschied">
        {errors.length > 0 && (
          <Alert kind="warning" title={`${errors.length} Fehler; so könnte es nicht veröffentlicht werden`}>
            <ul>
              {errors.slice(0, 10).map((one) => (
                <li key={findingInWords(one)}>{findingInWords(one)}</li>
              ))}
            </ul>
          </Alert>
        )}
        <DifferenceList differences={differences} before={against} after="Paket" meaning={meaningOf} />
      </Section>
      <Form action={`${LIST}/einlesen/uebernehmen`}>
        <input type="hidden" name="hash" value={hash} />
        <input type="hidden" name="revision" value={String(revision)} />
        <ButtonRow>
          <Button type="submit" variant="primary">
            In den Entwurf einlesen
          </Button>
          <Button href={LIST}>Abbrechen</Button>
        </ButtonRow>
      </Form>
    </Stack>
  );
}

export const importPost = page({
  method: 'POST', path: `${LIST}/einlesen/uebernehmen`, site: 'office', access: 'may:catalogue/edit', body: z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), revision: z.coerce.number().int() }),
  handle: async (rq) => {
    const bundle = await openUpload(rq, rq.body.hash);
    if (typeof bundle === 'string') throw problem('designer/refused', { reason: bundle });
    const id = await rq.transact((ctx) => takePackage(ctx, bundle, rq.body.revision));
    return redirect(tabHref(id, 'uebersicht'), { flash: 'Das Paket ist im Entwurf. Jetzt kann es ausprobiert und freigegeben werden.' });
  },
});
