import { findCurrentVersion } from '#core/catalogue';
import { getCaseFile, hasPages, pageReaderOf, pageSource } from '#core/records';
import { renderPage, visiblePages, type CompiledField } from '#engines/forms';
import { PageError } from '#engines/pages';
import { page, redirect, requireSpace, view, type View } from '#platform/http';
import { calendarDayOf, tr } from '#platform/i18n';
import { Problem, type Ctx, type Platform } from '#platform/module';
import { Alert, Button, ButtonRow, Checkbox, Columns, ErrorSummary, Form, Link, PageHeader, Section, Stack } from '#platform/ui';
import { z } from 'zod';
import { getItem } from '../items.queries.ts';
import { problem } from '../problems.ts';
import { fileApplication, fileScanOfApplication, keepFiles } from '../settle-item.ts';
import type { ItemRow } from '../tables.ts';
import { IN_SCAN, readEntry, uploadedIn, type Entry, type EntryPost } from './read-entry.ts';

const params = z.object({ id: z.uuid() });
/** So many pages of the paper stand beside the form. */
const MOST_PAGES = 30;
type Posted = EntryPost & { seen: boolean; refusal?: Problem };

/** /office/posteingang/:id/antrag: the answers of a paper application, typed in beside the scan; the same form and rules as online. */
export const entryPage = page({
  method: 'GET',
  path: '/office/posteingang/:id/antrag',
  site: 'office',
  access: 'may:inbound-post/work',
  params,
  query: z.object({ leistung: z.string().max(100).default('') }),
  handle: async (rq) => show(rq.platform, await rq.read((ctx) => entryOf(ctx, rq.params.id, rq.query.leistung))),
});

async function entryOf(ctx: Ctx, id: string, slug: string): Promise<Entry> {
  const item = await getItem(ctx, id);
  const current = await findCurrentVersion(ctx, slug);
  if (!current) throw problem('inbound-post/no-service');
  return { item, service: current.service, slug, env: { today: calendarDayOf(ctx.now), locale: 'de', context: {} } };
}

async function show(platform: Platform, entry: Entry, posted?: Posted): Promise<View> {
  const name = tr(entry.service.settings.name, 'de');
  const pages = await countPages(platform, entry.item);
  return view({ title: `Antrag erfassen: ${name}`, status: posted && (posted.errors.length > 0 || posted.refusal) ? 422 : 200, width: 'full', nav: '/office/posteingang', crumbs: [{ label: 'Posteingang', href: '/office/posteingang' }, { label: entry.item.name, href: `/office/posteingang/${entry.item.id}` }, { label: 'Antrag' }], body: <EntryBody entry={entry} name={name} posted={posted} pages={pages} /> });
}

async function countPages(platform: Platform, item: ItemRow): Promise<number> {
  if (!hasPages(item)) return 0;
  try {
    return Math.min(MOST_PAGES, await pageReaderOf(platform).count(await pageSource(platform, item)));
  } catch (error) {
    if (error instanceof PageError) return 0;
    throw error;
  }
}

type BodyProps = { entry: Entry; name: string; posted: Posted | undefined; pages: number };

function EntryBody({ entry, name, posted, pages }: BodyProps) {
  const { item, service: { form }, env, slug } = entry;
  const data = posted?.data ?? {};
  // every page is told all errors and shows its own; the summary of one names all
  const drawn = visiblePages(form, data, env).map((one) => ({
    page: one,
    ...renderPage({ form, pageId: one.id, data, env, forStaff: true, amongOthers: true, errors: posted?.errors ?? [], ...(posted ? { typed: posted.typed } : {}), ...(posted?.focus ? { focus: posted.focus } : {}) }),
  }));
  const summary = [...(posted?.refusal ? [{ text: posted.refusal.de }] : []), ...(drawn[0]?.summary ?? [])];
  return (
    <Stack>
      {summary.length > 0 && <ErrorSummary errors={summary} />}
      <PageHeader title={`Antrag erfassen: ${name}`} lead="Übertragen Sie, was auf dem Papier steht. Es gelten dieselben Regeln wie im Portal, und derselbe Ablauf beginnt. Erscheinen durch Ihre Angaben weitere Fragen, zeigt sie die Seite nach „Prüfen“." />
      {posted?.revealed && summary.length === 0 && <Alert kind="info" title="Durch Ihre Angaben sind weitere Fragen erschienen. Bitte beantworten Sie auch diese." />}
      <Columns>
        <Form action={`/office/posteingang/${item.id}/antrag`} files={drawn.some((one) => one.hasFiles)}>
          <input type="hidden" name="_leistung" value={slug} />
          {drawn.map((one) => (
            <Section key={one.page.id} title={tr(one.page.title, 'de')}>
              {one.fields}
            </Section>
          ))}
          <PapersInScan entry={entry} posted={posted} />
          {item.scanned && <Checkbox name="_sicht" label="Sichtprüfung: vollständig, lesbar, richtig herum" checked={posted?.seen ?? false} />}
          <ButtonRow>
            <Button variant="primary">Prüfen und Antrag anlegen</Button>
          </ButtonRow>
        </Form>
        <div class="beside-form" tabindex={0} role="group" aria-label="Das Papier">
          <Section title="Das Papier">
            {pages > 0 ? Array.from({ length: pages }, (_, at) => <img key={at} class="document-preview" loading="lazy" src={`/office/posteingang/${item.id}/seiten/${at + 1}`} alt={`Seite ${at + 1} von ${pages}: ${item.name}`} />) : <Link href={`/office/posteingang/${item.id}`}>{item.name}</Link>}
          </Section>
        </div>
      </Columns>
    </Stack>
  );
}

const plainPath = (path: string): string => path.replaceAll(/\.\d+(?=\.|$)/g, '');

/** Papers that the form asks for and nobody has uploaded: whoever applies on paper has sent them along, so they lie in the scan. */
function PapersInScan({ entry: { service: { form } }, posted }: { entry: Entry; posted: Posted | undefined }) {
  const missing = posted?.errors.flatMap((error) => (form.fields.get(plainPath(error.path))?.definition.type === 'file' ? [error.path] : [])) ?? [];
  const paths = [...new Set([...(posted?.inScan ?? []), ...missing])].filter((path) => form.fields.has(plainPath(path)));
  if (paths.length === 0) return null;
  return (
    <Section title="Unterlagen">
      {paths.map((path) => (
        <Checkbox key={path} name={`${IN_SCAN}${path}`} label={`Liegt im Scan bei: ${paperName(form.fields.get(plainPath(path)), path)}`} checked={posted?.inScan.includes(path) ?? false} />
      ))}
    </Section>
  );
}

function paperName(field: CompiledField | undefined, path: string): string {
  const row = /\.(\d+)\./.exec(path)?.[1];
  return `${field ? tr(field.definition.label, 'de') : path}${row === undefined ? '' : ` (${Number(row) + 1})`}`;
}

export const entryRoute = page({
  method: 'POST',
  path: '/office/posteingang/:id/antrag',
  site: 'office',
  access: 'may:inbound-post/work',
  params,
  body: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  files: { maxBytes: 25_000_000, maxFiles: 20 },
  handle: async (rq) => {
    const { _leistung, _sicht, ...body } = rq.body;
    const entry = await rq.read((ctx) => entryOf(ctx, rq.params.id, String(_leistung ?? '')));
    requireSpace(rq.files);
    const posted: Posted = { ...readEntry(entry, { body, uploads: rq.files }), seen: _sicht !== undefined };
    const keep = async (): Promise<void> => rq.transact((ctx) => keepFiles(ctx, entry.item.id, uploadedIn(posted.data, entry.item.hash)));
    if (posted.errors.length > 0 || posted.revealed || posted.focus) {
      await keep();
      return show(rq.platform, entry, posted);
    }
    try {
      const outcome = await rq.transact((ctx) => fileApplication(ctx, { id: rq.params.id, slug: entry.slug, data: posted.data, check: { seen: posted.seen } }));
      if (outcome.kind === 'incomplete') {
        await keep();
        return show(rq.platform, entry, { ...posted, errors: outcome.errors });
      }
      await rq.transact((ctx) => fileScanOfApplication(ctx, rq.params.id));
      const { id } = await rq.read((ctx) => getCaseFile(ctx, outcome.caseId));
      return redirect(`/office/vorgangsakten/${id}`, { flash: `Der Antrag ${outcome.number} ist angelegt. Der Scan liegt in der Akte.` });
    } catch (error) {
      if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
      await keep();
      return show(rq.platform, entry, { ...posted, refusal: error });
    }
  },
});
