import { page, redirect, view, type View } from '#platform/http';
import { Problem, type Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, Enhanced, ErrorSummary, Form, Link, PageHeader, Stack, TextArea } from '#platform/ui';
import { z } from 'zod';
import { requireFileWork } from '../access/may-work.ts';
import { readDocument } from '../access/read-document.ts';
import { hasPages, pageReaderOf, pageSource } from '../content/page-desk.ts';
import { pageImage } from '../content/page-images.ts';
import type { CaseDocument } from '../documents/document.ts';
import { findOnPages, redact, type Redaction } from '../inspection/redact.ts';
import { problem } from '../problems.ts';
import { PageView, type ShownPage } from './page-view.tsx';
import { PAGE_PIXELS } from './read-document-view.ts';

const params = z.object({ id: z.uuid() });
const area = z.object({ page: z.number().int().min(1), x: z.number(), y: z.number(), width: z.number().positive(), height: z.number().positive() });
const areas = z.string().max(50_000).default('[]').transform((typed, issues) => {
  const parsed = z.array(area).max(500).safeParse(tryJson(typed));
  if (!parsed.success) issues.addIssue('Die Flächen sind nicht lesbar.');
  return parsed.data ?? [];
}).catch([]);
const fields = z.object({ weiter: z.coerce.number().int().min(1).optional().catch(undefined), seite: z.coerce.number().int().min(1).default(1).catch(1), woerter: z.string().max(2000).default(''), flaechen: areas });
type Typed = z.output<typeof fields>;

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text || '[]');
  } catch {
    return undefined;
  }
}

export const redactPage = page({
  method: 'GET',
  path: '/office/dokumente/:id/schwaerzen',
  site: 'office',
  access: 'staff',
  params,
  query: fields,
  handle: (rq) => rq.transact((ctx) => show(ctx, rq.params.id, { typed: rq.query })),
});

export const redactRoute = page({
  method: 'POST',
  path: '/office/dokumente/:id/schwaerzen',
  site: 'office',
  access: 'staff',
  params,
  body: fields,
  handle: async (rq) => {
    try {
      const made = await rq.transact(async (ctx) => redact(ctx, rq.params.id, [...rq.body.flaechen, ...(await placesOf(ctx, await readDocument(ctx, rq.params.id), rq.body.woerter))]));
      return redirect(`/office/dokumente/${made}`, { flash: 'Die geschwärzte Fassung liegt neben dem Original in der Akte. Bitte prüfen Sie jede Seite, bevor Sie sie herausgeben.' });
    } catch (error) {
      if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
      return rq.transact((ctx) => show(ctx, rq.params.id, { typed: rq.body, error }));
    }
  },
});

async function placesOf(ctx: Ctx, document: CaseDocument, words: string): Promise<Redaction[]> {
  const found: Redaction[] = [];
  for (const line of words.split('\n').map((one) => one.trim()).filter(Boolean).slice(0, 20)) found.push(...(await findOnPages(ctx.platform, document, line)));
  return found;
}

async function show(ctx: Ctx, id: string, { typed, error }: { typed: Typed; error?: Problem }): Promise<View> {
  const document = await readDocument(ctx, id);
  await requireFileWork(ctx, document.fileId);
  if (!hasPages(document)) throw problem('records/no-pages');
  const count = await pageReaderOf(ctx.platform).count(await pageSource(ctx.platform, document));
  const number = Math.min(typed.weiter ?? typed.seite, count);
  const { width, height } = await pageImage(ctx.platform, document, { page: number, width: PAGE_PIXELS });
  const found = await placesOf(ctx, document, typed.woerter);
  const shown: ShownPage = { documentId: id, version: document.version, number, count, width, height };
  return view({
    title: `Schwärzen: ${document.title}`,
    status: error?.status ?? 200,
    width: 'full',
    nav: '/office/akten',
    crumbs: [{ label: document.title, href: `/office/dokumente/${id}` }, { label: 'Schwärzen' }],
    body: <RedactBody document={document} shown={shown} typed={typed} found={found} error={error} />,
  });
}

type BodyProps = { document: CaseDocument; shown: ShownPage; typed: Typed; found: Redaction[]; error: Problem | undefined };

function RedactBody({ document, shown, typed, found, error }: BodyProps) {
  const all = [...typed.flaechen, ...found];
  const perPage = [...new Set(all.map((one) => one.page))].sort((a, b) => a - b);
  return (
    <Stack>
      {error && <ErrorSummary errors={[{ id: 'woerter', text: error.de }]} />}
      <PageHeader title={`Schwärzen: ${document.title}`} lead="Es entsteht ein zweites Original. Unter den schwarzen Flächen bleibt nichts zurück, auch kein Text zum Herauskopieren. Das erste Original bleibt unverändert." />
      <Enhanced name="draw-areas">
        <Form action={`/office/dokumente/${document.id}/schwaerzen`}>
          <input type="hidden" name="seite" value={shown.number} />
          <input type="hidden" name="flaechen" value={JSON.stringify(typed.flaechen)} />
          <TextArea name="woerter" label="Wörter, die überall geschwärzt werden" hint="Eine Zeile je Wort oder Name, geschrieben wie im Dokument. Mit JavaScript können Sie Flächen auch auf der Seite aufziehen." value={typed.woerter} rows={3} required={false} />
          {typed.woerter.trim() && <Alert kind={found.length ? 'info' : 'warning'} title={found.length ? `${found.length} ${found.length === 1 ? 'Stelle' : 'Stellen'} auf ${perPage.length === 1 ? 'einer Seite' : `${perPage.length} Seiten`} gefunden` : 'Diese Wörter stehen nicht als Text im Dokument (ein Scan?).'} />}
          <PageView page={shown} title={document.title} areas={all.filter((one) => one.page === shown.number)} />
          <ButtonRow>
            <Button formaction={`/office/dokumente/${document.id}/schwaerzen`} attributes={{ formmethod: 'get' }}>
              Stellen zeigen
            </Button>
            {shown.number < shown.count && (
              <Button name="weiter" value={String(shown.number + 1)} attributes={{ formmethod: 'get' }}>
                Nächste Seite
              </Button>
            )}
            <Button variant="primary">Geschwärzte Fassung anlegen</Button>
          </ButtonRow>
        </Form>
      </Enhanced>
      <Link href={`/office/dokumente/${document.id}`}>Nicht schwärzen</Link>
    </Stack>
  );
}
