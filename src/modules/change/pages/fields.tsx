import { listProjects, projectsById } from '#core/projects';
import type { Ctx } from '#platform/module';
import { CheckboxGroup, SelectField } from '#platform/ui';
import { listAudiences } from '../audience.ts';

export const CHANGE = '/office/veraenderung';
export type Typed = Record<string, string>;
export type Option = { value: string; label: string };
export type Choices = { projects: Option[]; audiences: Option[] };

/** What forms offer: projects that are on their way, and groups of staff. */
export async function readChoices(ctx: Ctx): Promise<Choices> {
  const { rows } = await listProjects(ctx, { states: ['approved', 'running', 'live'] }, { limit: 200 });
  return { projects: rows.map(({ id, title }) => ({ value: id, label: title })), audiences: await listAudiences(ctx) };
}

/** The project with its title as everybody may read it here; nothing for a project one may not see. */
export async function aboutProject(ctx: Ctx, projectId: string): Promise<{ projectId?: string; topic?: string }> {
  const project = projectId ? (await projectsById(ctx, [projectId])).get(projectId) : undefined;
  return project ? { projectId: project.id, topic: project.title } : {};
}

export const ProjectField = ({ choices, value }: { choices: Choices; value: string | undefined }) => <SelectField name="projectId" label="Projekt" value={value ?? ''} placeholder={false} options={[{ value: '', label: 'kein bestimmtes' }, ...choices.projects]} />;

/** Everybody is the first box; offices and roles follow. */
export const AudienceField = ({ choices, value, error }: { choices: Choices; value: string[]; error?: string | undefined }) => <CheckboxGroup name="audiences" label="Für wen?" hint="Ein Amt gilt mit den Ämtern darunter." value={value} options={choices.audiences} error={error} required />;
