import { z } from 'zod';
import { getProject, readPortfolio, stateWords, type Project } from '#core/projects';
import { attempt, page, view, type Reply } from '#platform/http';
import { may, type Ctx } from '#platform/module';
import { Button, ButtonRow, EmptyState, ErrorSummary, Form, Link, PageHeader, Stack, Table, TextField } from '#platform/ui';
import { problem } from '../problems.ts';
import { changeEdition, findEdition, type FullEdition } from './editions.ts';
import { strategyTabs } from './strategy-pages.tsx';
import { STRATEGY } from './strategy-tree-view.tsx';
import { projectsByField, sharesOf } from './strategy-tree.ts';

const params = z.object({ id: z.uuid() });

async function requireCurrent(ctx: Ctx): Promise<FullEdition> {
  const edition = await findEdition(ctx, 'current');
  if (!edition) throw problem('steering/no-edition');
  return edition;
}

/** Fields that a project serves, with shares, in words. */
export function shareText({ tree }: Pick<FullEdition, 'tree'>, projectId: string): string {
  const shares = Object.entries(sharesOf(tree, projectId));
  const nameOf = (key: string): string => tree.fields.find((field) => field.key === key)?.name ?? key;
  const [only] = shares;
  return shares.length === 1 && only ? nameOf(only[0]) : shares.map(([key, percent]) => `${nameOf(key)} ${percent} %`).join(', ');
}

const listPage = page({
  method: 'GET', path: `${STRATEGY}/vorhaben`, site: 'office', access: 'may:steering/read',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const edition = await findEdition(ctx, 'current');
      const linked = new Set(edition ? [...projectsByField(edition.tree).values()].flat() : []);
      const projects = (await readPortfolio(ctx)).filter(({ state }) => state !== 'rejected' && state !== 'stopped');
      const missing = projects.filter(({ id }) => !linked.has(id) && !edition?.tree.shares[id]).length;
      return view({
        title: 'Vorhaben und Anteile', nav: STRATEGY, width: 'full', crumbs: [{ label: 'Strategie', href: STRATEGY }, { label: 'Vorhaben' }],
        body: (
          <Stack>
            <PageHeader title="Vorhaben und Anteile" lead={missing === 0 ? 'Jedes Vorhaben dient einem Handlungsfeld.' : `${missing} von ${projects.length} Vorhaben dienen noch keinem Handlungsfeld.`} />
            {strategyTabs('/vorhaben')}
            <Table compact stack stickyHead caption="Vorhaben mit ihren Handlungsfeldern" captionHidden rows={projects} rowKey={({ id }) => id} empty={<EmptyState title="Noch kein Vorhaben">Anträge kommen unter „Projekte“ dazu.</EmptyState>}
              columns={[
                { key: 'title', head: 'Vorhaben', rowHead: true, cell: ({ id, title }) => <Link href={`/office/projekte/${id}`}>{title}</Link> },
                { key: 'state', head: 'Stand', cell: ({ state }) => stateWords[state] },
                { key: 'fields', head: 'Handlungsfelder', cell: ({ id }) => (edition ? shareText(edition, id) : '') || 'keines' },
                ...(edition && may(ctx.actor, 'steering/edit') ? [{ key: 'edit', head: 'Ändern', headHidden: true, narrow: true, cell: ({ id, title }: Project) => <Link href={`${STRATEGY}/vorhaben/${id}`}>Anteile ändern<span class="kern-sr-only">: {title}</span></Link> }] : []),
              ]} />
          </Stack>
        ),
      });
    }),
});

const body = z.looseObject({});
const typedOf = (given: Record<string, unknown>): Record<string, string> => Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (name.startsWith('share-') && typeof value === 'string' ? [[name.slice('share-'.length), value.trim()]] : [])));

async function show(ctx: Ctx, id: string, { typed, error }: { typed?: Record<string, string>; error?: string } = {}): Promise<Reply> {
  const [edition, project] = [await requireCurrent(ctx), await getProject(ctx, id)];
  const shares = typed ?? Object.fromEntries(Object.entries(sharesOf(edition.tree, id)).map(([key, percent]) => [key, String(percent)]));
  const [first] = edition.tree.fields;
  return view({
    title: `Anteile: ${project.title}`, nav: STRATEGY, crumbs: [{ label: 'Strategie', href: STRATEGY }, { label: 'Vorhaben', href: `${STRATEGY}/vorhaben` }, { label: project.title }],
    body: (
      <Stack>
        {error && first && <ErrorSummary errors={[{ id: `share-${first.key}`, text: error }]} />}
        <PageHeader title={project.title} preline="Anteile an den Handlungsfeldern" lead="In Prozent; zusammen 100. Geld und gesparte Stunden zählen bei jedem Feld zu diesem Teil." />
        <Form action={`${STRATEGY}/vorhaben/${id}`}>
          {edition.tree.fields.map(({ key, name }, i) => <TextField key={key} name={`share-${key}`} label={name} inputmode="numeric" suffix="%" value={shares[key] ?? ''} error={i === 0 ? error : undefined} width={4} required={false} />)}
          <ButtonRow><Button variant="primary">Speichern</Button><Button href={`${STRATEGY}/vorhaben`}>Abbrechen</Button></ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

const sharePage = page({ method: 'GET', path: `${STRATEGY}/vorhaben/:id`, site: 'office', access: 'may:steering/edit', params, handle: (rq) => rq.read((ctx) => show(ctx, rq.params.id)) });
const sharePost = page({
  method: 'POST', path: `${STRATEGY}/vorhaben/:id`, site: 'office', access: 'may:steering/edit', params, body,
  handle: async (rq) => {
    const typed = typedOf(rq.body);
    const given = Object.entries(typed).filter(([, text]) => text !== '' && text !== '0');
    if (given.some(([, text]) => !/^\d{1,3}$/.test(text))) return { ...(await rq.read((ctx) => show(ctx, rq.params.id, { typed, error: 'Anteile sind ganze Zahlen von 0 bis 100.' }))), status: 422 };
    const shares = Object.fromEntries(given.map(([key, text]) => [key, Number(text)]));
    return attempt(rq, {
      work: async (ctx) => {
        const project = await getProject(ctx, rq.params.id);
        await changeEdition(ctx, { id: (await requireCurrent(ctx)).id, edit: { do: 'share', projectId: project.id, shares }, what: `Anteile von „${project.title}“ geändert` });
      },
      flash: 'Die Anteile sind gespeichert.', to: `${STRATEGY}/vorhaben`, again: (ctx, refused) => show(ctx, rq.params.id, { typed, error: refused.de }),
    });
  },
});

export const sharePages = [listPage, sharePage, sharePost];
