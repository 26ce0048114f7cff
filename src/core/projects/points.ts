import { definePoint, type Ctx, type JsonObject } from '#platform/module';
import type { VNode } from 'preact';
import type { Estimate, Project, ProjectState } from './project.ts';

/** Something that a new project may double. `near` from 0 to 1: how alike. */
export type Likeness = { title: string; href: string; note: string; near: number };
export type LikenessSource = {
  /** 'project', 'service', 'idea', 'it-service' */
  kind: string;
  /** Heading of the group: 'Laufende Projekte'. */
  label: string;
  find(ctx: Ctx, text: string, limit: number): Promise<Likeness[]>;
};
/** Where similar things are looked for while somebody writes an application or an idea. */
export const likeness = definePoint<LikenessSource>('projects/likeness');

export type ProjectPanel = { order: number; title: string; id: string; render(ctx: Ctx, project: Project): Promise<VNode | undefined> };
/** Sections of the project page that others fill (money, effect, affected people, scores …). */
export const projectPanels = definePoint<ProjectPanel>('projects/panel');

/** Heard within the transaction in which a project changed its state; what a listener refuses did not happen. */
export type ProjectListener = { changed(ctx: Ctx, change: { project: Project; from: ProjectState; estimate: Estimate[] }): Promise<void> };
export const projectListeners = definePoint<ProjectListener>('projects/listener');

/** What should be known before a project begins ('Die Förderung ist noch nicht bewilligt.'). Who starts it anyway says so. */
export const startWarnings = definePoint<(ctx: Ctx, project: Project) => Promise<string[]>>('projects/start-warning');

/** Sentences for the history of a project: what an event of one's own folder about `project:<id>` says. */
export const projectEventWords = definePoint<Record<string, (data: JsonObject) => string>>('projects/event-words');
