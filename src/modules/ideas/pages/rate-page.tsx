import { z } from 'zod';
import { attempt, page, view, type View } from '#platform/http';
import type { Ctx } from '#platform/module';
import { Button, ButtonRow, EmptyState, ErrorSummary, Form, Link, PageHeader, Stack } from '#platform/ui';
import { nextToRate, rateIdea } from '../flow/rate-idea.ts';
import { hrefOf, IDEAS } from '../idea.ts';
import { getIdea } from '../ideas.queries.ts';
import { RatingFields } from './idea-page.tsx';

const RATE = `${IDEAS}/bewerten`;

async function show(ctx: Ctx, { skip, id, error }: { skip?: string; id?: string; error?: string } = {}): Promise<View> {
  const { idea: next, left } = await nextToRate(ctx, skip);
  const idea = id ? await getIdea(ctx, id) : next;
  return view({
    title: 'Ideen bewerten',
    nav: IDEAS,
    crumbs: [{ label: 'Ideen', href: IDEAS }, { label: 'Bewerten' }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'impact', text: error }]} />}
        {idea ? (
          <>
            <PageHeader preline={left === 1 ? 'Die letzte' : `Noch ${left} Ideen`} title={idea.title} lead={idea.problem} />
            {idea.proposal && <p class="lines">{idea.proposal}</p>}
            <Form action={RATE}>
              <input type="hidden" name="idee" value={idea.id} />
              <RatingFields />
              <ButtonRow><Button variant="primary">Bewerten und weiter</Button><Button href={`${RATE}?weiter=${idea.id}`}>Überspringen</Button></ButtonRow>
            </Form>
            <p class="muted">Die Reihenfolge ist für alle anders, und Sie sehen nicht, was andere sagen: So zählt die Idee und nicht, wie beliebt sie schon ist. <Link href={hrefOf(idea.id)}>Ganze Idee mit Diskussion</Link></p>
          </>
        ) : (
          <>
            <PageHeader title="Ideen bewerten" />
            <EmptyState title="Sie haben alle offenen Ideen bewertet." icon="check" action={<Button href={IDEAS}>Zu den Ideen</Button>}>Danke!</EmptyState>
          </>
        )}
      </Stack>
    ),
  });
}

export const ratePage = page({ method: 'GET', path: RATE, site: 'office', access: 'staff', query: z.object({ weiter: z.uuid().optional().catch(undefined) }), handle: (rq) => rq.read((ctx) => show(ctx, rq.query.weiter ? { skip: rq.query.weiter } : {})) });
export const ratePost = page({
  method: 'POST', path: RATE, site: 'office', access: 'staff', body: z.object({ idee: z.uuid(), impact: z.coerce.number().catch(0), effort: z.coerce.number().catch(0) }),
  handle: (rq) => attempt(rq, { work: (ctx) => rateIdea(ctx, { ideaId: rq.body.idee, impact: rq.body.impact, effort: rq.body.effort }), flash: 'Danke für Ihre Bewertung.', to: RATE, again: (ctx, refused) => show(ctx, { id: rq.body.idee, error: refused.de }) }),
});
