import { z } from 'zod';
import { attempt, page, view, type View } from '#platform/http';
import { calendarDayOf, formatDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Badge, DescriptionList, EmptyState, ErrorSummary, FilterChips, Link, PageHeader, Pagination, Section, Stack } from '#platform/ui';
import { listBodies } from '../bodies.queries.ts';
import { getResolution, mayClose, closeResolution, listResolutions } from '../resolutions.ts';
import { BODIES } from './bodies-pages.tsx';
import { CloseForm, MeetingLink, ResolutionTable, resolutionWords } from './resolution-table.tsx';

const LIST = `${BODIES}/beschluesse`;
const SHOWN = 50;
const query = z.object({ gremium: z.union([z.uuid(), z.literal('')]).catch('').default(''), stand: z.enum(['alle', 'offen', 'ueberfaellig', 'erledigt']).catch('alle').default('alle'), nach: z.string().regex(/^\d{4}-\d{2}-\d{2}_[0-9a-f-]{36}$/).optional().catch(undefined) });

/** /office/gremien/beschluesse: everything that was decided, the latest first. */
export const resolutionsPage = page({
  method: 'GET', path: LIST, site: 'office', access: 'staff', query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { gremium, stand, nach } = rq.query;
      const [decidedOn = '', id = ''] = nach?.split('_') ?? [];
      const state = stand === 'offen' ? 'open' : stand === 'erledigt' ? 'done' : undefined;
      const found = await listResolutions(ctx, { ...(gremium ? { bodyId: gremium } : {}), ...(state ? { state } : {}), overdue: stand === 'ueberfaellig', ...(nach && stand !== 'ueberfaellig' ? { after: { decidedOn, id } } : {}), limit: SHOWN + 1 });
      const rows = found.slice(0, SHOWN);
      const last = rows.at(-1);
      const href = (change: Record<string, string>): string => `${LIST}?${new URLSearchParams({ stand, ...(gremium ? { gremium } : {}), ...change })}`;
      const bodies = (await listBodies(ctx, { closed: true })).filter(({ reach }) => reach.read);
      const chip = (value: string, label: string) => ({ label, href: href({ stand: value }), active: stand === value });
      return view({
        title: 'Beschlüsse', width: 'full', nav: BODIES, crumbs: [{ label: 'Gremien', href: BODIES }, { label: 'Beschlüsse' }],
        body: (
          <Stack>
            <PageHeader title="Beschlüsse" lead="Was beschlossen wurde, und was daraus geworden ist." />
            <FilterChips label="Stand" chips={[chip('alle', 'Alle'), chip('offen', 'Offen'), chip('ueberfaellig', 'Überfällig'), chip('erledigt', 'Erledigt')]} />
            <FilterChips label="Gremium" chips={[{ label: 'Alle Gremien', href: href({ gremium: '' }), active: !gremium }, ...bodies.map((one) => ({ label: one.name, href: href({ gremium: one.id }), active: gremium === one.id }))]} />
            {rows.length === 0 ? <EmptyState title="Kein Beschluss passt dazu." icon="check" /> : <ResolutionTable caption="Beschlüsse" rows={rows} today={calendarDayOf(ctx.now)} />}
            <Pagination shown={rows.length} noun="Beschlüsse" {...(found.length > SHOWN && last && stand !== 'ueberfaellig' ? { next: href({ nach: `${last.decidedOn}_${last.id}` }) } : {})} />
          </Stack>
        ),
      });
    }),
});

async function show(ctx: Ctx, id: string, { typed = '', error }: { typed?: string; error?: string } = {}): Promise<View> {
  const one = await getResolution(ctx, id);
  const look = resolutionWords[one.state];
  return view({
    title: one.number, nav: BODIES, crumbs: [{ label: 'Gremien', href: BODIES }, { label: 'Beschlüsse', href: LIST }, { label: one.number }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'result', text: error }]} />}
        <PageHeader preline={one.number} title={one.title} meta={<Badge state={one.overdue ? 'late' : look.look}>{one.overdue ? 'überfällig' : look.words}</Badge>} />
        <p class="lines">{one.text}</p>
        <DescriptionList
          items={[
            { term: 'Beschlossen', value: <><MeetingLink resolution={one} />, {formatDate(one.decidedOn)}</> },
            one.votes && { term: 'Stimmen', value: `${one.votes.yes} Ja, ${one.votes.no} Nein, ${one.votes.abstentions} Enthaltungen` },
            { term: 'Verantwortlich', value: one.responsibleName || 'niemand bestimmt' },
            { term: 'Bis', value: one.dueOn ? formatDate(one.dueOn) : 'ohne Frist' },
            one.projectId !== null && { term: 'Projekt', value: <Link href={`/office/projekte/${one.projectId}`}>Zum Projekt</Link> },
            one.closedOn !== null && { term: 'Abgeschlossen', value: `${formatDate(one.closedOn)}: ${one.result}` },
          ]}
        />
        {one.state === 'open' && (await mayClose(ctx, one)) && <Section title="Abschließen" id="abschliessen"><CloseForm resolution={one} typed={typed} error={error} /></Section>}
      </Stack>
    ),
  });
}

const params = z.object({ id: z.uuid() });
export const resolutionPage = page({ method: 'GET', path: `${LIST}/:id`, site: 'office', access: 'staff', params, handle: (rq) => rq.read((ctx) => show(ctx, rq.params.id)) });
export const resolutionClosePost = page({
  method: 'POST', path: `${LIST}/:id`, site: 'office', access: 'staff', params, body: z.object({ state: z.enum(['done', 'dropped']).default('done'), result: z.string().trim().max(2000).default('') }),
  handle: (rq) => attempt(rq, { work: (ctx) => closeResolution(ctx, { id: rq.params.id, ...rq.body }), flash: 'Abgeschlossen.', to: `${LIST}/${rq.params.id}`, again: (ctx, refused) => show(ctx, rq.params.id, { typed: rq.body.result, error: refused.de }) }),
});
