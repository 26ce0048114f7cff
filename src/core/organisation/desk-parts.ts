import type { VNode } from 'preact';
import { definePoint, type Ctx } from '#platform/module';

/** A section of the desk with which a day begins ('Neu für Sie'); nothing to show: undefined. Asked at every visit, so it must be quick. */
export type DeskPart = { /** Smaller comes first. */ order: number; render(ctx: Ctx): Promise<VNode | undefined> };
/** Sections between what is due and the tasks, filled by modules. */
export const deskParts = definePoint<DeskPart>('organisation/desk-part');

/** What stands on the desk of this person, in order. */
export async function renderDeskParts(ctx: Ctx): Promise<VNode[]> {
  const drawn: VNode[] = [];
  for (const part of ctx.platform.contributions(deskParts).sort((a, b) => a.order - b.order)) {
    const node = await part.render(ctx);
    if (node) drawn.push(node);
  }
  return drawn;
}
