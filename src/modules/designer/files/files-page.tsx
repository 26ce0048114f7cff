import type { VNode } from 'preact';
import { z } from 'zod';
import { bundleOf, changeDraft, checkDraft, findingInWords, getDraft, makeBundle, type OpenDraft } from '#core/catalogue';
import { file, page, redirect, type Reply, type Rq } from '#platform/http';
import { Alert, Button, ButtonRow, FileField, Form, Link, Row, Section, SelectField, Stack, Table } from '#platform/ui';
import { problem } from '../problems.ts';
import { compareBundles } from '../versions/compare-bundles.ts';
import { DifferenceList } from '../versions/difference-list.tsx';
import { filesOf } from '../versions/files-of.ts';
import { readText } from '../workshop/file-routes.tsx';
import { draftParams } from '../workshop/requests.ts';
import { LIST, tabHref, tabOfFile, tabWords } from '../workshop/tabs.ts';
import { workshopView } from '../workshop/workshop-view.tsx';
import { forModeler } from './for-modeler.ts';
import { asWritten, kindWords, readUpload, targetsOf, type ReadUpload } from './read-upload.ts';

const here = (draftId: string): string => `${LIST}/${draftId}/dateien`;
const common = { site: 'office', access: 'may:catalogue/edit', params: draftParams } as const;

type Uploaded = { hash: string; name: string; read: ReadUpload; target: string };

function show(rq: Rq<{ draftId: string }>, { uploaded, error }: { uploaded?: Uploaded; error?: string } = {}): Promise<Reply> {
  const { draftId } = rq.params;
  const refused = error !== undefined || uploaded?.read.ok === false;
  return workshopView(rq, {
    draftId, tab: 'uebersicht', ...(refused ? { status: 422 } : {}),
    body: async ({ draft, editable }, ctx) => (
      <Stack>
        {uploaded?.read.ok === false && (
          <Alert kind="danger" title={`„${uploaded.name}“ lässt sich nicht einlesen`}>
            <ul>
              {uploaded.read.reasons.map(({ where, message }) => (
                <li key={where + message}>{where}: {message}</li>
              ))}
            </ul>
          </Alert>
        )}
        {uploaded?.read.ok && <Preview draft={draft} uploaded={uploaded} read={uploaded.read} found={await previewOf(ctx.platform, draft, { path: uploaded.target, content: uploaded.read.content })} />}
        {editable && (
          <Section title="Datei einlesen" id="einlesen">
            <p>BPMN, DMN und Formulare aus dem Camunda Modeler, FIM-Datenschemata (XDatenfelder 1 bis 3) und Formulare von Stadtkern. Zuerst sehen Sie, was sich ändert.</p>
            <Form action={here(draftId)} files>
              <FileField name="file" label="Datei" accept=".bpmn,.dmn,.xml,.json,.form" {...(error ? { error } : {})} />
              <Button type="submit" variant="primary">
                Ansehen
              </Button>
            </Form>
          </Section>
        )}
        <FileTable draft={draft} />
      </Stack>
    ),
  });
}

type Found = { findings: string[]; differences: Awaited<ReturnType<typeof compareBundles>> };

async function previewOf(platform: Rq['platform'], draft: OpenDraft, { path, content: read }: { path: string; content: string }): Promise<Found> {
  const before = filesOf(draft);
  const content = asWritten(before[path], read);
  const { findings } = await checkDraft(platform, makeBundle(draft.slug, { ...before, [path]: content }));
  return { findings: findings.filter(({ severity }) => severity === 'error').map(findingInWords), differences: await compareBundles({ [path]: before[path] ?? '' }, { [path]: content }) };
}

function Preview({ draft, uploaded, read, found: { findings, differences } }: { draft: OpenDraft; uploaded: Uploaded; read: Extract<ReadUpload, { ok: true }>; found: Found }): VNode {
  const targets = targetsOf(read.kind, draft);
  return (
    <Section title={`„${uploaded.name}“: ${kindWords[read.kind]}`} id="vorschau">
      <Stack>
        {read.notes.length > 0 && (
          <Alert kind="info" title="Bitte ansehen">
            <ul>
              {read.notes.slice(0, 60).map(({ where, message }, index) => (
                <li key={index}>{where}: {message}</li>
              ))}
            </ul>
          </Alert>
        )}
        {findings.length > 0 && (
          <Alert kind="warning" title={`Damit hätte der Entwurf ${findings.length === 1 ? 'einen Fehler' : `${findings.length} Fehler`}; einlesen können Sie trotzdem`}>
            <ul>
              {findings.slice(0, 20).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </Alert>
        )}
        <DifferenceList differences={differences} before="jetzt" after={uploaded.name} />
        <Form action={`${here(draft.id)}/uebernehmen`}>
          <input type="hidden" name="hash" value={uploaded.hash} />
          <input type="hidden" name="name" value={uploaded.name} />
          <SelectField name="ziel" label="Wird zu" value={uploaded.target} placeholder={false} options={targets.map((path) => ({ value: path, label: `${tabWords(tabOfFile(path))}: ${path}` }))} />
          <ButtonRow>
            <Button type="submit" variant="primary">
              In den Entwurf einlesen
            </Button>
            <Button href={here(draft.id)}>Abbrechen</Button>
          </ButtonRow>
        </Form>
      </Stack>
    </Section>
  );
}

function FileTable({ draft }: { draft: OpenDraft }): VNode {
  return (
    <Table
      compact
      stack
      caption="Dateien dieses Entwurfs"
      rows={Object.values(draft.files)}
      rowKey={({ path }) => path}
      columns={[
        { key: 'path', head: 'Datei', rowHead: true, cell: ({ path }) => <Link href={tabHref(draft.id, tabOfFile(path))}>{path}</Link> },
        { key: 'revision', head: 'Stand', numeric: true, cell: ({ revision }) => revision },
        {
          key: 'load', head: 'Laden', cell: ({ path }) => (
            <Row>
              <Link href={`${LIST}/${draft.id}/datei?pfad=${encodeURIComponent(path)}`} download>
                {`${path} wie gespeichert`}
              </Link>
              {/\.(bpmn|dmn|json)$/.test(path) && (
                <Link href={`${here(draft.id)}/modeler?pfad=${encodeURIComponent(path)}`} download>
                  {`${path} für den Camunda Modeler`}
                </Link>
              )}
            </Row>
          ),
        },
      ]}
    />
  );
}

export const filesPage = page({ ...common, method: 'GET', path: `${LIST}/:draftId/dateien`, handle: (rq) => show(rq) });

/** What a file is, and what it would change. Nothing is changed yet. */
export const uploadPost = page({
  ...common, method: 'POST', path: `${LIST}/:draftId/dateien`, files: { maxBytes: 2_000_000, maxFiles: 1 },
  handle: async (rq) => {
    const [found] = rq.files;
    if (!found || found.error) return show(rq, { error: found ? 'Die Datei ist größer als 2 MB.' : 'Wählen Sie zuerst eine Datei.' });
    const read = await readUpload(await readText(rq.platform, found.hash));
    const draft = await rq.read((ctx) => getDraft(ctx, rq.params.draftId));
    return show(rq, { uploaded: { hash: found.hash, name: found.name, read, target: read.ok ? (targetsOf(read.kind, draft)[0] ?? '') : '' } });
  },
});

export const uploadTakePost = page({
  ...common, method: 'POST', path: `${LIST}/:draftId/dateien/uebernehmen`, body: z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), name: z.string().max(200), ziel: z.string().max(120) }),
  handle: async (rq) => {
    const { hash, name, ziel } = rq.body;
    const read = await readUpload(await readText(rq.platform, hash));
    if (!read.ok) throw problem('designer/unreadable', { reason: read.reasons[0]?.message ?? '' });
    await rq.transact((ctx) =>
      changeDraft(ctx, rq.params.draftId, {
        note: `„${name}“ eingelesen`,
        change: (draft) => {
          if (!targetsOf(read.kind, draft).includes(ziel)) throw problem('designer/refused', { reason: `Aus ${kindWords[read.kind]} wird kein „${ziel}“.` });
          return { [ziel]: asWritten(draft.files[ziel]?.content, read.content) };
        },
      }),
    );
    return redirect(tabHref(rq.params.draftId, tabOfFile(ziel)), { flash: `„${name}“ ist eingelesen. Das lässt sich rückgängig machen.` });
  },
});

/** A file as the Camunda Modeler opens it. */
export const modelerFile = page({
  ...common, method: 'GET', path: `${LIST}/:draftId/dateien/modeler`, query: z.object({ pfad: z.string().max(120) }),
  handle: async (rq) => {
    const draft = await rq.read((ctx) => getDraft(ctx, rq.params.draftId));
    const content = bundleOf(draft).files[rq.query.pfad];
    if (content === undefined) throw problem('designer/unknown-file', { what: rq.query.pfad });
    const { name, text } = await forModeler(rq.query.pfad, content);
    return file({ name: `${draft.slug}-${name}`, type: name.endsWith('.form') ? 'application/json' : 'application/xml', bytes: new TextEncoder().encode(text) });
  },
});
