import { listServices } from '#core/catalogue';
import { findScan, findText, hasPages, pageImage, pageReaderOf, pageSource, PageView, type ShownPage } from '#core/records';
import { PageError } from '#engines/pages';
import { file, page, redirect, text as textReply, view, type Reply, type View } from '#platform/http';
import { formatFileSize } from '#platform/i18n';
import { Problem, type Ctx } from '#platform/module';
import { Alert, Button, Checkbox, DescriptionList, Details, EmptyState, ErrorSummary, Form, Link, PageHeader, Pagination, Section, SelectField, Stack, TextField, Time } from '#platform/ui';
import { z } from 'zod';
import { getItem, listParts, suggestFiles, type Suggestion } from '../items.queries.ts';
import { pagesInWords } from '../split-pile.ts';
import { discardItem, fileItem } from '../settle-item.ts';
import type { ItemRow } from '../tables.ts';

const params = z.object({ id: z.uuid() });
const PIXELS = 1100;
type Shown = { item: ItemRow; page: ShownPage | 'locked' | undefined; text: string; suggestions: Suggestion[]; services: { slug: string; name: string }[]; scanned: string; parts: ItemRow[] };

export const itemPage = page({
  method: 'GET',
  path: '/office/posteingang/:id',
  site: 'office',
  access: 'may:inbound-post/work',
  params,
  query: z.object({ seite: z.coerce.number().int().min(1).default(1).catch(1) }),
  handle: (rq) => rq.read((ctx) => showItem(ctx, rq.params.id, { page: rq.query.seite })),
});

async function showItem(ctx: Ctx, id: string, { page: number, error }: { page: number; error?: Problem }): Promise<View> {
  const item = await getItem(ctx, id);
  const fresh = item.state === 'new';
  const text = (await findText(ctx, item.hash))?.text ?? '';
  const scan = await findScan(ctx, item.hash);
  const shown: Shown = {
    item, text,
    page: await pageOf(ctx, item, number),
    parts: item.state === 'split' ? await listParts(ctx, item.id) : [],
    suggestions: fresh ? await suggestFiles(ctx, item) : [],
    services: fresh ? await listServices(ctx) : [],
    scanned: scan?.result === 'clean' ? 'geprüft, nichts gefunden' : 'nicht geprüft',
  };
  return view({ title: item.subject || item.name, status: error?.status ?? 200, width: 'full', nav: '/office/posteingang', crumbs: [{ label: 'Posteingang', href: '/office/posteingang' }, { label: item.name }], body: <ItemBody shown={shown} error={error} />, aside: <ItemSide shown={shown} /> });
}

async function pageOf(ctx: Ctx, item: ItemRow, number: number): Promise<Shown['page']> {
  if (!hasPages(item)) return undefined;
  try {
    const count = await pageReaderOf(ctx.platform).count(await pageSource(ctx.platform, item));
    const wanted = Math.min(number, count);
    const { width, height } = await pageImage(ctx.platform, item, { page: wanted, width: PIXELS });
    return { documentId: item.id, version: 1, number: wanted, count, width, height, href: `/office/posteingang/${item.id}/seiten/${wanted}` };
  } catch (error) {
    if (error instanceof PageError) return error.reason === 'password' ? 'locked' : undefined;
    throw error;
  }
}

function ItemBody({ shown: { item, page: shownPage, text, parts }, error }: { shown: Shown; error: Problem | undefined }) {
  const base = `/office/posteingang/${item.id}`;
  return (
    <Stack gap="small">
      {error && <ErrorSummary errors={[{ text: error.de }]} />}
      <PageHeader title={item.subject || item.name} actions={<Button href={`${base}/datei`} icon="download" size="small">Speichern ({formatFileSize(item.size)})</Button>} />
      {item.state === 'split' && (
        <Alert kind="info" title={`Dieser Stapel wurde ${item.reason}.`}>
          <ol>
            {parts.map((part) => (
              <li key={part.id}>
                <Link href={`/office/posteingang/${part.id}`}>{pagesInWords(part.part_pages)}</Link> {part.code ? `für ${part.code}` : 'ohne Deckblatt'}{part.state !== 'new' && ', erledigt'}
              </li>
            ))}
          </ol>
        </Alert>
      )}
      {item.state !== 'new' && item.state !== 'split' && (
        <Alert kind="info" title={`Erledigt von ${item.done_by}`}>
          {item.document_id ? <Link href={`/office/dokumente/${item.document_id}`}>Dokument öffnen</Link> : item.reason}
        </Alert>
      )}
      {item.trouble && <Alert kind="warning" title={item.trouble}>Sie liegt hier so, wie sie kam. Sie können sie speichern, mit einem Mailprogramm ansehen und danach ablegen oder verwerfen.</Alert>}
      {shownPage === 'locked' ? (
        <EmptyState title="Diese Datei ist verschlüsselt und lässt sich nur mit einem Kennwort öffnen." icon="lock">
          Bitten Sie den Absender um eine Fassung ohne Kennwort. Haben Sie das Kennwort, speichern Sie die Datei, öffnen sie und laden eine Fassung ohne Kennwort hoch; diese hier können Sie dann verwerfen.
        </EmptyState>
      ) : shownPage ? (
        <>
          <PageView page={shownPage} title={item.name} />
          {shownPage.count > 1 && <Pagination noun="Seiten" shown={shownPage.number} total={shownPage.count} previous={shownPage.number > 1 ? `${base}?seite=${shownPage.number - 1}` : undefined} next={shownPage.number < shownPage.count ? `${base}?seite=${shownPage.number + 1}` : undefined} />}
        </>
      ) : text ? <pre class="paper">{text.slice(0, 50_000)}</pre> : <EmptyState title="Für diese Datei gibt es keine Vorschau." icon="document" />}
    </Stack>
  );
}

function ItemSide({ shown }: { shown: Shown }) {
  const { item, suggestions, services, scanned } = shown;
  return (
    <>
      {item.state === 'new' && <SettleForms item={item} suggestions={suggestions} services={services} />}
      <Section title="Angaben">
        <DescriptionList
          items={[
            item.sender ? { term: 'Von', value: item.sender } : null,
            { term: 'Eingang', value: <Time at={item.received_at} /> },
            { term: 'Datei', value: item.name },
            item.scanned ? { term: 'Gerät', value: [item.device, item.settings].filter(Boolean).join(', ') } : null,
            item.pdf_a ? { term: 'Format', value: item.pdf_a } : null,
            { term: 'Schadsoftware', value: scanned },
            item.code ? { term: 'Deckblatt', value: item.code } : null,
            item.part_of ? { term: 'Stapel', value: <Link href={`/office/posteingang/${item.part_of}`}>{pagesInWords(item.part_pages)}</Link> } : null,
          ]}
        />
      </Section>
    </>
  );
}

type SettleProps = { item: ItemRow; suggestions: Suggestion[]; services: { slug: string; name: string }[] };

function SettleForms({ item, suggestions, services }: SettleProps) {
  const base = `/office/posteingang/${item.id}`;
  return (
    <Section title="Wohin gehört es?">
      <Form action={`${base}/ablegen`}>
        {item.scanned && <Checkbox name="sicht" label="Sichtprüfung: vollständig, lesbar, richtig herum" checked={false} />}
        {item.scanned && <TextField name="stichprobe" label="Ergebnis der Stichprobe" maxlength={200} required={false} hint="nur wenn Papier und Bild Punkt für Punkt verglichen wurden" />}
        {suggestions.length > 0 && (
          <>
            <p class="muted">Vorschläge:</p>
            <ul class="plan-tree">
              {suggestions.map((one) => (
                <li key={one.file.id}>
                  <Button size="small" block name="vorschlag" value={one.file.number}>
                    {one.file.number} {one.file.title}
                  </Button>
                  <span class="muted">
                    {one.file.person && `${one.file.person}, `}
                    {one.why}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
        <TextField name="nummer" label="Andere Akte (Aktenzeichen)" maxlength={60} required={false} />
        <Button size="small" variant="primary">
          In diese Akte
        </Button>
      </Form>
      <Details summary="Es ist ein Antrag auf Papier">
        <Form action={`${base}/antrag`} method="get">
          <SelectField name="leistung" label="Leistung" options={services.map((one) => ({ value: one.slug, label: one.name }))} />
          <Button size="small">Antrag erfassen</Button>
        </Form>
      </Details>
      <Details summary="Nicht in die Akten">
        <Form action={`${base}/verwerfen`}>
          <TextField name="grund" label="Grund" maxlength={300} hint="zum Beispiel Werbung, doppelt" />
          <Button size="small">Verwerfen</Button>
        </Form>
      </Details>
    </Section>
  );
}

const route = { method: 'POST', site: 'office', access: 'may:inbound-post/work', params } as const;
const word = z.string().max(300).default('');

/** Refusals that a person can mend are shown above the item. */
async function again(error: unknown, render: (error: Problem) => Promise<Reply>): Promise<Reply> {
  if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
  return render(error);
}

export const fileItemRoute = page({
  ...route,
  path: '/office/posteingang/:id/ablegen',
  body: z.object({ sicht: z.string().optional(), stichprobe: word, vorschlag: z.string().max(100).optional(), nummer: word }),
  handle: async (rq) => {
    const { sicht, stichprobe, vorschlag, nummer } = rq.body;
    try {
      await rq.transact((ctx) => fileItem(ctx, { id: rq.params.id, number: nummer.trim() || (vorschlag ?? ''), check: { seen: sicht !== undefined, sample: stichprobe } }));
    } catch (error) {
      return again(error, (found) => rq.read((ctx) => showItem(ctx, rq.params.id, { page: 1, error: found })));
    }
    return redirect('/office/posteingang', { flash: `Liegt jetzt in der Akte ${nummer.trim() || vorschlag}.` });
  },
});

export const discardRoute = page({
  ...route,
  path: '/office/posteingang/:id/verwerfen',
  body: z.object({ grund: word }),
  handle: async (rq) => {
    try {
      await rq.transact((ctx) => discardItem(ctx, { id: rq.params.id, reason: rq.body.grund }));
    } catch (error) {
      return again(error, (found) => rq.read((ctx) => showItem(ctx, rq.params.id, { page: 1, error: found })));
    }
    return redirect('/office/posteingang', { flash: 'Verworfen; der Grund ist vermerkt.' });
  },
});

export const itemFileRoute = page({
  method: 'GET',
  path: '/office/posteingang/:id/datei',
  site: 'office',
  access: 'may:inbound-post/work',
  params,
  handle: async (rq) => {
    const item = await rq.read((ctx) => getItem(ctx, rq.params.id));
    return file({ blob: item.hash, name: item.name, type: 'application/octet-stream', inline: false, headers: { 'content-security-policy': "default-src 'none'; sandbox", 'cache-control': 'private, no-store' } });
  },
});

export const itemPageImage = page({
  method: 'GET',
  path: '/office/posteingang/:id/seiten/:seite',
  site: 'office',
  access: 'may:inbound-post/work',
  params: z.object({ id: z.uuid(), seite: z.coerce.number().int().min(1).max(100_000) }),
  handle: async (rq) => {
    const item = await rq.read((ctx) => getItem(ctx, rq.params.id));
    try {
      const image = await pageImage(rq.platform, item, { page: rq.params.seite, width: PIXELS });
      return file({ name: `seite-${rq.params.seite}.jpg`, type: image.mime, inline: true, bytes: image.bytes, headers: { 'cache-control': 'private, no-store' } });
    } catch (error) {
      if (error instanceof PageError) return textReply('Diese Seite gibt es nicht.', 'text/plain; charset=utf-8', { status: 404 });
      throw error;
    }
  },
});
