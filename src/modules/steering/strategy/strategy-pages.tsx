import { z } from 'zod';
import { page, view, type Reply } from '#platform/http';
import { formatDate, plural } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Badge, Button, ButtonRow, EmptyState, Form, PageHeader, Row, Section, Stack, Tabs } from '#platform/ui';
import { findEdition, getEdition, listEditions, type FullEdition } from './editions.ts';
import { projectIdsOf, readFacts } from './read-facts.ts';
import { strategyProgress } from './progress.ts';
import { Meter, percentText, STRATEGY, StrategyTree } from './strategy-tree-view.tsx';

const stateWords = { draft: 'Entwurf', current: 'gilt', past: 'abgelöst' } as const;

/** The views of the strategy, each with its own address. */
export const strategyTabs = (current: string) => (
  <Tabs
    label="Strategie"
    items={[['', 'Strategie'], ['/fassungen', 'Fortschreibungen'], ['/vorhaben', 'Vorhaben und Anteile']].map(([path = '', label = '']) => ({ label, href: `${STRATEGY}${path}`, current: path === current }))}
  />
);

/** /office/strategie: the edition in force with everything that is computed from live data. */
export const strategyPage = page({
  method: 'GET', path: STRATEGY, site: 'office', access: 'may:steering/read',
  query: z.object({ fassung: z.coerce.number().int().optional().catch(undefined), offen: z.enum(['alle']).optional().catch(undefined) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const edition = rq.query.fassung ? await getEdition(ctx, rq.query.fassung) : ((await findEdition(ctx, 'current')) ?? (await findEdition(ctx, 'draft')));
      if (!edition) return emptyCity(ctx);
      return showEdition(ctx, edition, { open: rq.query.offen === 'alle' });
    }),
});

function emptyCity(ctx: Ctx): Reply {
  return view({
    title: 'Digitalstrategie', nav: STRATEGY,
    body: <Stack><PageHeader title="Digitalstrategie" /><EmptyState title="Noch keine Strategie" action={may(ctx.actor, 'steering/edit') ? <Button variant="primary" href={`${STRATEGY}/fortschreibung`} icon="add">Strategie anlegen</Button> : undefined}>Am Anfang steht ein Leitbild in zwei Sätzen. Handlungsfelder, Ziele und Messgrößen kommen danach.</EmptyState></Stack>,
  });
}

async function showEdition(ctx: Ctx, edition: FullEdition, { open }: { open: boolean }): Promise<Reply> {
  const { known, ...facts } = await readFacts(ctx, edition.tree);
  const { whole, byKey } = strategyProgress(edition.tree, facts);
  const draft = may(ctx.actor, 'steering/edit') ? (await listEditions(ctx)).find(({ state }) => state === 'draft') : undefined;
  const goals = edition.tree.fields.reduce((sum, { goals: own }) => sum + own.length, 0);
  return view({
    title: edition.title, nav: STRATEGY, width: 'full',
    body: (
      <Stack>
        <PageHeader
          title={edition.title}
          preline={`${edition.number}. Fassung${edition.validFrom ? `, gilt seit ${formatDate(edition.validFrom)}` : ''}`}
          meta={edition.state === 'current' ? undefined : <Badge state={edition.state === 'draft' ? 'soon' : 'neutral'}>{stateWords[edition.state]}</Badge>}
          lead={edition.tree.vision}
          actions={<Row><Button href={`${STRATEGY}/strategie.pdf?fassung=${edition.number}`} icon="download">PDF</Button>{may(ctx.actor, 'steering/edit') && (draft ? <Button variant="primary" href={`${STRATEGY}/entwurf`} icon="edit">Entwurf bearbeiten</Button> : <Button href={`${STRATEGY}/fortschreibung`} icon="edit">Fortschreiben</Button>)}</Row>}
        />
        {strategyTabs('')}
        <Section title={`Stand insgesamt: ${percentText(whole)}`}>
          <Stack gap="small">
            <Meter percent={whole} label="Stand der Strategie" />
            <p>{plural(edition.tree.fields.length, { one: 'Ein Handlungsfeld', other: `${edition.tree.fields.length} Handlungsfelder` })}, {plural(goals, { one: 'ein Ziel', other: `${goals} Ziele` })}, {plural(projectIdsOf(edition.tree).length, { one: 'ein Vorhaben', other: `${projectIdsOf(edition.tree).length} Vorhaben` })}. Der Stand ist das Mittel der Handlungsfelder und wird aus Messwerten, Meilensteinen und Leistungen berechnet. Niemand trägt ihn ein.</p>
          </Stack>
        </Section>
        <Row><Button size="small" href={open ? STRATEGY : `${STRATEGY}?offen=alle${edition.state === 'current' ? '' : `&fassung=${edition.number}`}`}>{open ? 'Alles zuklappen' : 'Alles aufklappen'}</Button></Row>
        <StrategyTree strategy={edition.tree} facts={facts} known={known} progress={byKey} open={open || edition.tree.fields.length === 1} />
      </Stack>
    ),
  });
}

/** Undo and publish, above a draft. */
export function DraftBar({ revision, undo }: { revision: number; undo: string | undefined }) {
  return (
    <Row>
      {undo && (
        <Form action={`${STRATEGY}/entwurf/zurueck`} inline label="Rückgängig machen">
          <input type="hidden" name="revision" value={revision} />
          <Button icon="refresh">Rückgängig: {undo}</Button>
        </Form>
      )}
      <ButtonRow><Button variant="primary" href={`${STRATEGY}/entwurf/in-kraft`}>In Kraft setzen</Button><Button href={`${STRATEGY}/entwurf/verwerfen`}>Verwerfen</Button></ButtonRow>
    </Row>
  );
}
