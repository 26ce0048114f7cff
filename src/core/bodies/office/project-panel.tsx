import type { ProjectPanel } from '#core/projects';
import { calendarDayOf } from '#platform/i18n';
import { listBodies } from '../bodies.queries.ts';
import { listResolutions } from '../resolutions.ts';
import { Link } from '#platform/ui';
import { BODIES } from './bodies-pages.tsx';
import { ResolutionTable } from './resolution-table.tsx';

/** On the page of a project: its working groups, and what committees decided about it. */
export const projectResolutions: ProjectPanel = {
  id: 'beschluesse',
  title: 'Gremien und Beschlüsse',
  order: 60,
  render: async (ctx, project) => {
    const bodies = (await listBodies(ctx, { projectId: project.id })).filter(({ reach }) => reach.read);
    const resolutions = await listResolutions(ctx, { projectId: project.id, limit: 20 });
    if (bodies.length === 0 && resolutions.length === 0) return undefined;
    return (
      <>
        {bodies.map((one) => <p key={one.id}><Link href={`${BODIES}/${one.id}`}>{one.name}</Link>{one.rhythm && <span class="muted"> · {one.rhythm}</span>}</p>)}
        {resolutions.length > 0 && <ResolutionTable caption="Beschlüsse zu diesem Projekt" rows={resolutions} today={calendarDayOf(ctx.now)} />}
      </>
    );
  },
};
