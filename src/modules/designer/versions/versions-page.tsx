import type { VNode } from 'preact';
import { z } from 'zod';
import { changeDraft, filesAt, getDraft, getVersionFiles, listDraftChanges, listServices, listServiceVersions, restoreDraft, type DraftChange, type FileChanges } from '#core/catalogue';
import { file, page, redirect } from '#platform/http';
import { may, type Actor } from '#platform/module';
import { Button, FilterChips, Form, Link, Row, Section, Stack, Table, Time } from '#platform/ui';
import { problem } from '../problems.ts';
import { draftParams } from '../workshop/requests.ts';
import { LIST, tabHref } from '../workshop/tabs.ts';
import { workshopView, type Workshop } from '../workshop/workshop-view.tsx';
import { compareBundles } from './compare-bundles.ts';
import { DifferenceList } from './difference-list.tsx';
import { filesOf } from './files-of.ts';
import { serviceHref } from './running-cases.tsx';

const query = z.object({ mit: z.string().max(60).default(''), vor: z.coerce.number().int().optional() });
type Versions = Awaited<ReturnType<typeof listServiceVersions>>;

/** What changed since which version, the versions, the history of the draft, and the way out and back. */
export const versionsPage = page({
  method: 'GET', path: `${LIST}/:draftId/fassungen`, site: 'office', access: 'may:catalogue/edit', params: draftParams, query,
  handle: (rq) =>
    workshopView(rq, {
      draftId: rq.params.draftId,
      tab: 'fassungen',
      body: async (workshop, ctx) => {
        const { draft } = workshop;
        const versions = await listServiceVersions(ctx, draft.slug);
        const currentId = (await listServices(ctx)).find(({ slug }) => slug === draft.slug)?.versionId;
        const changes = await listDraftChanges(ctx, draft.id, rq.query.vor ? { before: rq.query.vor } : {});
        const chosen = versions.find(({ versionId }) => versionId === rq.query.mit) ?? versions.find(({ versionId }) => versionId === draft.baseVersionId) ?? versions[0];
        const now = filesOf(draft);
        const before = rq.query.mit === 'anfang' || !chosen ? await filesAt(ctx, draft, 1) : await getVersionFiles(ctx, draft.slug, chosen.versionId);
        const label = rq.query.mit === 'anfang' || !chosen ? 'Beginn des Entwurfs' : `Fassung ${chosen.number}`;
        const sources = chosen && rq.query.mit !== 'anfang' ? { before: `${LIST}/${draft.id}/fassungen/datei?fassung=${chosen.versionId}`, after: `${LIST}/${draft.id}/datei?pfad=process.bpmn` } : { before: `${LIST}/${draft.id}/fassungen/datei`, after: `${LIST}/${draft.id}/datei?pfad=process.bpmn` };
        return (
          <Stack>
            <Row between>
              <FilterChips label="Vergleichen mit" chips={[...versions.slice(0, 6).map(({ versionId, number }) => ({ label: `Fassung ${number}`, href: `${tabHref(draft.id, 'fassungen')}?mit=${versionId}`, active: rq.query.mit !== 'anfang' && versionId === chosen?.versionId })), { label: 'Beginn des Entwurfs', href: `${tabHref(draft.id, 'fassungen')}?mit=anfang`, active: rq.query.mit === 'anfang' || !chosen }]} />
              <Link href={`${LIST}/${draft.id}/paket`} download>
                Als unterschriebenes Paket laden
              </Link>
            </Row>
            <Section title={`Was sich ändert: ${label} → Entwurf`} id="unterschied">
              <DifferenceList differences={await compareBundles(before, now)} before={label} after="Entwurf" sources={sources} />
            </Section>
            {versions.length > 0 && <VersionTable workshop={workshop} versions={versions} currentId={currentId} actor={rq.actor} />}
            {versions.length > 0 && <Link href={serviceHref(draft.slug)}>Alle Fassungen und die Vorgänge, die darauf laufen</Link>}
            <History workshop={workshop} changes={changes} />
          </Stack>
        );
      },
    }),
});

function VersionTable({ workshop: { draft, editable }, versions, currentId, actor }: { workshop: Workshop; versions: Versions; /** The version that is online. */ currentId: string | undefined; actor: Actor }): VNode {
  return (
    <Table
      compact
      caption="Veröffentlichte Fassungen"
      rows={versions}
      rowKey={({ versionId }) => versionId}
      columns={[
        { key: 'number', head: 'Fassung', rowHead: true, cell: ({ number }) => `Fassung ${number}` },
        { key: 'at', head: 'Veröffentlicht', cell: ({ publishedAt }) => <Time at={publishedAt} /> },
        { key: 'by', head: 'Von', cell: ({ publishedBy }) => publishedBy },
        {
          key: 'do', head: 'Zurück', cell: ({ versionId, number }) => (
            <Row>
              {editable && (
                <Form action={`${LIST}/${draft.id}/fassungen/uebernehmen`} inline>
                  <input type="hidden" name="versionId" value={versionId} />
                  <Button type="submit" size="small" variant="tertiary" attributes={{ 'aria-label': `Fassung ${number} in den Entwurf übernehmen` }}>
                    in den Entwurf
                  </Button>
                </Form>
              )}
              {may(actor, 'catalogue/publish') && versionId !== currentId && (
                <Link href={`${serviceHref(draft.slug)}/zurueck/${versionId}`}>{`zurück zu Fassung ${number} …`}</Link>
              )}
            </Row>
          ),
        },
      ]}
    />
  );
}

function History({ workshop: { draft, editable }, changes }: { workshop: Workshop; changes: DraftChange[] }): VNode {
  const last = changes.at(-1);
  return (
    <>
      <Table
        compact
        stack
        caption="Geschichte dieses Entwurfs"
        rows={changes}
        rowKey={({ revision, path }) => `${revision}${path}`}
        columns={[
          { key: 'revision', head: 'Stand', rowHead: true, numeric: true, cell: ({ revision }) => revision },
          { key: 'note', head: 'Was', cell: ({ note }) => note },
          { key: 'path', head: 'Teil', wideOnly: true, cell: ({ path }) => <code>{path}</code> },
          { key: 'at', head: 'Wann', cell: ({ changedAt }) => <Time at={changedAt} /> },
          { key: 'by', head: 'Wer', cell: ({ changedByName }) => changedByName },
          {
            key: 'restore', head: 'Zurück', headHidden: true, cell: ({ revision }) =>
              editable && revision < draft.revision ? (
                <Form action={`${LIST}/${draft.id}/fassungen/stand`} inline>
                  <input type="hidden" name="revision" value={String(revision)} />
                  <Button type="submit" size="small" variant="tertiary" attributes={{ 'aria-label': `Stand ${revision} wiederherstellen` }}>
                    wiederherstellen
                  </Button>
                </Form>
              ) : null,
          },
        ]}
      />
      {changes.length === 50 && last && <Link href={`${tabHref(draft.id, 'fassungen')}?vor=${last.revision}`}>Ältere Änderungen</Link>}
    </>
  );
}

export const restorePost = page({
  method: 'POST', path: `${LIST}/:draftId/fassungen/stand`, site: 'office', access: 'may:catalogue/edit', params: draftParams, body: z.object({ revision: z.coerce.number().int().min(1) }),
  handle: async (rq) => {
    await rq.transact((ctx) => restoreDraft(ctx, rq.params.draftId, rq.body.revision));
    return redirect(tabHref(rq.params.draftId, 'fassungen'), { flash: `Stand ${rq.body.revision} ist wiederhergestellt; auch das können Sie rückgängig machen.` });
  },
});

export const takeVersionPost = page({
  method: 'POST', path: `${LIST}/:draftId/fassungen/uebernehmen`, site: 'office', access: 'may:catalogue/edit', params: draftParams, body: z.object({ versionId: z.uuid() }),
  handle: async (rq) => {
    await rq.transact((ctx) =>
      changeDraft(ctx, rq.params.draftId, {
        note: 'Veröffentlichte Fassung übernommen',
        kind: 'restore',
        change: async (draft): Promise<FileChanges> => {
          const files = await getVersionFiles(ctx, draft.slug, rq.body.versionId);
          return { ...Object.fromEntries(Object.keys(draft.files).map((path) => [path, null])), ...files };
        },
      }),
    );
    return redirect(tabHref(rq.params.draftId, 'fassungen'), { flash: 'Die Fassung steht jetzt im Entwurf.' });
  },
});

/** The process of a version, for the comparison; without a version, that of the draft's beginning. */
export const versionProcess = page({
  method: 'GET', path: `${LIST}/:draftId/fassungen/datei`, site: 'office', access: 'may:catalogue/edit', params: draftParams, query: z.object({ fassung: z.uuid().optional() }),
  handle: async (rq) => {
    const files = await rq.read(async (ctx) => {
      const draft = await getDraft(ctx, rq.params.draftId);
      return rq.query.fassung ? getVersionFiles(ctx, draft.slug, rq.query.fassung) : filesAt(ctx, draft, 1);
    });
    const xml = files['process.bpmn'];
    if (xml === undefined) throw problem('designer/gone', { what: 'process.bpmn' });
    return file({ name: 'process.bpmn', type: 'application/xml', bytes: new TextEncoder().encode(xml) });
  },
});
