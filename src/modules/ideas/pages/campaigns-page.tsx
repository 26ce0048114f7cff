import { z } from 'zod';
import { attempt, page, view, type View } from '#platform/http';
import { addDays } from '#core/organisation';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Badge, Button, ButtonRow, EmptyState, ErrorSummary, Fieldset, Form, Link, PageHeader, Section, Stack, Table, TextArea, TextField } from '#platform/ui';
import { listCampaigns, startCampaign } from '../flow/campaigns.ts';
import { IDEAS } from '../idea.ts';
import { countIdeas } from '../ideas.queries.ts';

const CALLS = `${IDEAS}/aufrufe`;

async function show(ctx: Ctx, { typed = {}, error }: { typed?: Record<string, string>; error?: string } = {}): Promise<View> {
  const campaigns = await listCampaigns(ctx);
  const counts = new Map<string, number>();
  for (const { id } of campaigns) counts.set(id, await countIdeas(ctx, { campaignId: id }));
  const today = calendarDayOf(ctx.now);
  return view({
    title: 'Aufrufe', width: 'full', nav: IDEAS, crumbs: [{ label: 'Ideen', href: IDEAS }, { label: 'Aufrufe' }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'title', text: error }]} />}
        <PageHeader title="Aufrufe" lead="Wozu gerade Ideen gesucht werden." />
        {campaigns.length === 0 ? <EmptyState title="Noch kein Aufruf" icon="flag">Ideen zu allem anderen sind immer willkommen.</EmptyState> : (
          <Table
            compact stack caption="Aufrufe" captionHidden rows={campaigns} rowKey={({ id }) => id}
            columns={[
              { key: 'title', head: 'Aufruf', rowHead: true, cell: ({ id, title }) => <Link href={`${IDEAS}?aufruf=${id}`}>{title}</Link> },
              { key: 'text', head: 'Worum es geht', wideOnly: true, cell: ({ text }) => text },
              { key: 'time', head: 'Zeit', cell: ({ from_on, until_on }) => `${formatDate(from_on)} bis ${formatDate(until_on)}` },
              { key: 'state', head: 'Stand', cell: ({ from_on, until_on }) => (until_on < today ? <Badge state="neutral">beendet</Badge> : from_on > today ? <Badge state="waiting">beginnt noch</Badge> : <Badge state="soon">läuft</Badge>) },
              { key: 'count', head: 'Ideen', numeric: true, cell: ({ id }) => counts.get(id) ?? 0 },
            ]}
          />
        )}
        {may(ctx.actor, 'ideas/manage') && (
          <Section title="Neuer Aufruf" id="neu">
            <Form action={CALLS} label="Neuer Aufruf">
              <TextField name="title" label="Titel" value={typed['title']} error={error} required />
              <TextArea name="text" label="Worum es geht" rows={3} value={typed['text']} required={false} />
              <Fieldset legend="Zeit" horizontal><TextField name="fromOn" label="Von" type="date" value={typed['fromOn'] ?? today} /><TextField name="untilOn" label="Bis" type="date" value={typed['untilOn'] ?? addDays(today, 42)} /></Fieldset>
              <ButtonRow><Button variant="primary">Aufrufen</Button></ButtonRow>
            </Form>
          </Section>
        )}
      </Stack>
    ),
  });
}

const day = z.string().regex(/^(\d{4}-\d{2}-\d{2})?$/).default('');
export const campaignsPage = page({ method: 'GET', path: CALLS, site: 'office', access: 'staff', handle: (rq) => rq.read((ctx) => show(ctx)) });
export const campaignsPost = page({
  method: 'POST', path: CALLS, site: 'office', access: 'may:ideas/manage', body: z.object({ title: z.string().max(200).default(''), text: z.string().max(2000).default(''), fromOn: day, untilOn: day }),
  handle: (rq) => attempt(rq, { work: (ctx) => startCampaign(ctx, rq.body), flash: 'Der Aufruf läuft.', to: CALLS, again: (ctx, refused) => show(ctx, { typed: rq.body, error: refused.de }) }),
});
