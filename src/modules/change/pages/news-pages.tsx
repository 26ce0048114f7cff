import { z } from 'zod';
import { attempt, page, redirect, view, type View } from '#platform/http';
import { may, type Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, EmptyState, ErrorSummary, Form, Link, PageHeader, Pagination, Section, Stack, Table, TextArea, TextField, Time } from '#platform/ui';
import { SMALL } from '../audience.ts';
import { confirmNews, getNews, listNews, publishNews, readShares, type GroupShare } from '../news.ts';
import { AudienceField, CHANGE, ProjectField, aboutProject, readChoices, type Typed } from './fields.tsx';

const NEWS = `${CHANGE}/neuigkeiten`;
const SHOWN = 20;
const crumbs = (label: string) => [{ label: 'Veränderung', href: CHANGE }, { label: 'Nachrichten', href: NEWS }, { label }];

export const newsListPage = page({
  method: 'GET', path: NEWS, site: 'office', access: 'staff', query: z.object({ vor: z.iso.datetime().optional().catch(undefined) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const rows = await listNews(ctx, { limit: SHOWN + 1, ...(rq.query.vor ? { before: new Date(rq.query.vor) } : {}) });
      const news = rows.slice(0, SHOWN);
      const last = news.at(-1);
      return view({
        title: 'Nachrichten', nav: CHANGE, crumbs: [{ label: 'Veränderung', href: CHANGE }, { label: 'Nachrichten' }],
        body: (
          <Stack>
            <PageHeader title="Nachrichten" lead="Was sich ändert, für wen und ab wann." />
            {news.length === 0 ? <EmptyState title="Noch keine Nachricht" icon="message" /> : <ul>{news.map((one) => <li key={one.id}><Link href={`${NEWS}/${one.id}`}>{one.title}</Link> <span class="muted"><Time at={one.published_at} />{one.topic && `, ${one.topic}`}</span></li>)}</ul>}
            <Pagination shown={news.length} noun="Nachrichten" {...(rows.length > SHOWN && last ? { next: `${NEWS}?vor=${encodeURIComponent(last.published_at.toISOString())}` } : {})} />
          </Stack>
        ),
      });
    }),
});

async function showNew(ctx: Ctx, { typed = {}, audiences = [], error }: { typed?: Typed; audiences?: string[]; error?: { id: string; text: string } } = {}): Promise<View> {
  const choices = await readChoices(ctx);
  return view({
    title: 'Neue Nachricht', nav: CHANGE, crumbs: crumbs('Neu'),
    body: (
      <Stack>
        {error && <ErrorSummary errors={[error]} />}
        <PageHeader title="Neue Nachricht" lead="Sie erscheint auf dem Schreibtisch derer, die es betrifft." />
        <Form action={`${NEWS}/neu`}>
          <TextField name="title" label="Titel" value={typed['title']} maxlength={150} width="full" error={error?.id === 'title' ? error.text : undefined} required />
          <TextArea name="text" label="Was ändert sich, ab wann, was ist zu tun?" rows={6} value={typed['text']} required />
          <ProjectField choices={choices} value={typed['projectId']} />
          <AudienceField choices={choices} value={audiences} error={error?.id === 'audiences-group' ? error.text : undefined} />
          <ButtonRow><Button variant="primary">Melden</Button><Button href={CHANGE}>Abbrechen</Button></ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

const list = z.union([z.string(), z.array(z.string())]).transform((one) => (Array.isArray(one) ? one : [one])).default([]);
const body = z.object({ title: z.string().max(200).default(''), text: z.string().max(10_000).default(''), projectId: z.union([z.uuid(), z.literal('')]).catch('').default(''), audiences: list });

export const newNewsPage = page({ method: 'GET', path: `${NEWS}/neu`, site: 'office', access: 'may:change/edit', query: z.object({ projekt: z.uuid().optional().catch(undefined) }), handle: (rq) => rq.read((ctx) => showNew(ctx, { typed: { projectId: rq.query.projekt ?? '' } })) });
export const newNewsPost = page({
  method: 'POST', path: `${NEWS}/neu`, site: 'office', access: 'may:change/edit', body,
  handle: (rq) => {
    const { audiences, ...typed } = rq.body;
    return attempt(rq, { work: async (ctx) => publishNews(ctx, { ...typed, audiences, ...(await aboutProject(ctx, typed.projectId)) }), flash: 'Die Nachricht ist draußen.', to: (id) => `${NEWS}/${id}`, again: (ctx, refused) => showNew(ctx, { typed, audiences, error: { id: refused.code === 'change/text-needed' ? 'title' : 'audiences-group', text: refused.de } }) });
  },
});

const params = z.object({ id: z.uuid() });

export const newsPage = page({
  method: 'GET', path: `${NEWS}/:id`, site: 'office', access: 'staff', params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const news = await getNews(ctx, rq.params.id);
      const edits = may(ctx.actor, 'change/edit');
      return view({
        title: news.title, nav: CHANGE, crumbs: crumbs(news.title),
        body: (
          <Stack>
            <PageHeader preline={news.topic || undefined} title={news.title} meta={<span class="muted">{news.author_name}, <Time at={news.published_at} /></span>} />
            <p class="lines">{news.text}</p>
            {news.project_id && <p><Link href={`${CHANGE}/fragen?projekt=${news.project_id}`}>Fragen dazu stellen und lesen</Link></p>}
            {news.open && (news.confirmed ? <Alert kind="success" title="Sie haben bestätigt, dass Sie das gelesen haben." /> : <Form action={`${NEWS}/${news.id}/gelesen`} label="Gelesen"><ButtonRow><Button variant="primary">Gelesen</Button></ButtonRow></Form>)}
            {news.open && <p class="muted">Gezählt wird nur, wie viele einer Gruppe bestätigt haben. Wer es war, wird nicht gespeichert.</p>}
            {edits && <Section title="Wie viele haben es gelesen?" id="gelesen"><ShareTable shares={await readShares(ctx, news.id)} /></Section>}
          </Stack>
        ),
      });
    }),
});

const ShareTable = ({ shares }: { shares: GroupShare[] }) => (
  <Table<GroupShare> compact stack caption="Bestätigt, je Gruppe" rows={shares} rowKey={({ label }) => label} columns={[{ key: 'group', head: 'Gruppe', rowHead: true, cell: ({ label }) => label }, { key: 'size', head: 'Personen', numeric: true, cell: ({ size }) => size }, { key: 'share', head: 'Gelesen', numeric: true, cell: ({ percent }) => (percent === null ? `unter ${SMALL} Personen: wird nicht gezeigt` : `${percent} %`) }]} />
);

export const confirmPost = page({
  method: 'POST', path: `${NEWS}/:id/gelesen`, site: 'office', access: 'staff', params,
  handle: async (rq) => {
    await confirmNews(rq.platform, { tenantId: rq.tenantId, newsId: rq.params.id, accountId: rq.actor.id ?? '' });
    return redirect(rq.header('referer')?.endsWith('/office') ? '/office' : CHANGE, { flash: 'Danke. Gezählt ist nur, dass es jemand aus Ihrer Gruppe war.' });
  },
});
