import { findCurrentVersion, type CompiledService } from '#core/catalogue';
import { getCaseFile, hasPages } from '#core/records';
import { parsePage, renderPage, type FieldError, type FormData, type FormEnv, type Typed } from '#engines/forms';
import { page, redirect, view, type View } from '#platform/http';
import { calendarDayOf, tr } from '#platform/i18n';
import { Problem, type Ctx } from '#platform/module';
import { Button, ButtonRow, Checkbox, Columns, ErrorSummary, Form, Link, PageHeader, Section, Stack } from '#platform/ui';
import { z } from 'zod';
import { getItem } from '../items.queries.ts';
import { problem } from '../problems.ts';
import { fileApplication, fileScanOfApplication } from '../settle-item.ts';
import type { ItemRow } from '../tables.ts';

const params = z.object({ id: z.uuid() });
type Entry = { item: ItemRow; service: CompiledService; env: FormEnv; slug: string };
type Posted = { data: FormData; typed: Typed; errors: FieldError[]; refusal?: Problem };

/** /office/posteingang/:id/antrag: the answers of a paper application, typed in beside the scan; the same form and rules as online. */
export const entryPage = page({
  method: 'GET',
  path: '/office/posteingang/:id/antrag',
  site: 'office',
  access: 'may:inbound-post/work',
  params,
  query: z.object({ leistung: z.string().max(100).default('') }),
  handle: (rq) => rq.read(async (ctx) => show(await entryOf(ctx, rq.params.id, rq.query.leistung))),
});

async function entryOf(ctx: Ctx, id: string, slug: string): Promise<Entry> {
  const item = await getItem(ctx, id);
  const current = await findCurrentVersion(ctx, slug);
  if (!current) throw problem('inbound-post/no-service');
  return { item, service: current.service, slug, env: { today: calendarDayOf(ctx.now), locale: 'de', context: {} } };
}

function show(entry: Entry, posted?: Posted): View {
  const name = tr(entry.service.settings.name, 'de');
  return view({ title: `Antrag erfassen: ${name}`, status: posted ? 422 : 200, width: 'full', nav: '/office/posteingang', crumbs: [{ label: 'Posteingang', href: '/office/posteingang' }, { label: entry.item.name, href: `/office/posteingang/${entry.item.id}` }, { label: 'Antrag' }], body: <EntryBody entry={entry} name={name} posted={posted} /> });
}

function EntryBody({ entry, name, posted }: { entry: Entry; name: string; posted: Posted | undefined }) {
  const { item, service, env, slug } = entry;
  const drawn = service.form.pages.map((one) => ({ page: one, ...renderPage({ form: service.form, pageId: one.id, data: posted?.data ?? {}, env, forStaff: true, errors: posted?.errors ?? [], ...(posted ? { typed: posted.typed } : {}) }) }));
  const summary = [...(posted?.refusal ? [{ text: posted.refusal.de }] : []), ...drawn.flatMap((one) => one.summary)];
  return (
    <Stack>
      {summary.length > 0 && <ErrorSummary errors={summary} />}
      <PageHeader title={`Antrag erfassen: ${name}`} lead="Übertragen Sie, was auf dem Papier steht. Es gelten dieselben Regeln wie im Portal, und derselbe Ablauf beginnt. Erscheinen durch Ihre Angaben weitere Fragen, zeigt sie die Seite nach „Prüfen“." />
      <Columns>
        <Form action={`/office/posteingang/${item.id}/antrag`} files={drawn.some((one) => one.hasFiles)}>
          <input type="hidden" name="_leistung" value={slug} />
          {drawn.map((one) => (
            <Section key={one.page.id} title={tr(one.page.title, 'de')}>
              {one.fields}
            </Section>
          ))}
          {item.scanned && <Checkbox name="_sicht" label="Sichtprüfung: vollständig, lesbar, richtig herum" checked={false} />}
          <ButtonRow>
            <Button variant="primary">Prüfen und Antrag anlegen</Button>
          </ButtonRow>
        </Form>
        <Section title="Das Papier">
          {hasPages(item) ? <img class="document-preview" src={`/office/posteingang/${item.id}/seiten/1`} alt={`Erste Seite: ${item.name}`} /> : <Link href={`/office/posteingang/${item.id}`}>{item.name}</Link>}
        </Section>
      </Columns>
    </Stack>
  );
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
    const posted = readAll(entry, body);
    if (posted.errors.length > 0) return show(entry, posted);
    try {
      const outcome = await rq.transact((ctx) => fileApplication(ctx, { id: rq.params.id, slug: entry.slug, data: posted.data, check: { seen: _sicht !== undefined } }));
      if (outcome.kind === 'incomplete') return show(entry, { ...posted, errors: outcome.errors });
      await rq.transact((ctx) => fileScanOfApplication(ctx, rq.params.id));
      const { id } = await rq.read((ctx) => getCaseFile(ctx, outcome.caseId));
      return redirect(`/office/vorgangsakten/${id}`, { flash: `Der Antrag ${outcome.number} ist angelegt. Der Scan liegt in der Akte.` });
    } catch (error) {
      if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
      return show(entry, { ...posted, refusal: error });
    }
  },
});

/** All pages of the form in their order; what one answers, the next may ask about. */
function readAll({ service, env }: Entry, body: Record<string, string | string[]>): Posted {
  let data: FormData = {};
  const errors: FieldError[] = [];
  const typed: Typed = {};
  for (const one of service.form.pages) {
    const parsed = parsePage(service.form, { pageId: one.id, body, data, env });
    data = parsed.values;
    Object.assign(typed, parsed.typed);
    // the post holds all pages: what another page asks is no foreign field
    errors.push(...parsed.errors.filter((error) => error.field !== null || !Object.hasOwn(body, error.path)));
  }
  return { data, typed, errors };
}
