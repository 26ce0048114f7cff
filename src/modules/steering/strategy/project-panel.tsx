import type { ProjectPanel } from '#core/projects';
import { may } from '#platform/module';
import { DescriptionList, Link, Stack } from '#platform/ui';
import { findEdition } from './editions.ts';
import { shareText } from './share-pages.tsx';
import { STRATEGY } from './strategy-tree-view.tsx';

/** On the page of a project: which fields, goals and measures of the strategy it serves. */
export const strategyPanel: ProjectPanel = {
  order: 15, id: 'strategie', title: 'Strategie',
  render: async (ctx, project) => {
    const edition = may(ctx.actor, 'steering/read') ? await findEdition(ctx, 'current') : undefined;
    if (!edition) return undefined;
    const served = edition.tree.fields.flatMap(({ goals }) => goals.flatMap((goal) => goal.measures.filter(({ projects }) => projects.includes(project.id)).map((measure) => ({ goal, measure }))));
    const fields = shareText(edition, project.id);
    if (!fields && served.length === 0) return <p>Dieses Vorhaben dient noch keinem Handlungsfeld. {may(ctx.actor, 'steering/edit') && <Link href={`${STRATEGY}/vorhaben/${project.id}`}>Anteile festlegen</Link>}</p>;
    return (
      <Stack gap="small">
        <DescriptionList items={[{ term: 'Handlungsfelder', value: fields }, ...served.map(({ goal, measure }) => ({ term: 'Ziel', value: <><Link href={`${STRATEGY}?offen=alle#${goal.key}`}>{goal.name}</Link>, Maßnahme „{measure.name}“</> }))]} />
        {may(ctx.actor, 'steering/edit') && <p><Link href={`${STRATEGY}/vorhaben/${project.id}`}>Anteile ändern</Link></p>}
      </Stack>
    );
  },
};
