import { listCaseEvents, type AuditEvent } from '#platform/audit';
import type { Ctx } from '#platform/module';
import { Timeline, type TimelineEntry } from '#platform/ui';
import { listNotes } from '../add-note.ts';
import type { Case } from '../case.ts';
import { caseTimeline, eventWords } from '../points.ts';
import type { Task } from '../task.ts';

export type CaseEntry = TimelineEntry;

/** Messages, notes and history of a case as one line of time, newest first. */
export async function timelineOf(ctx: Ctx, found: Case, tasks: Task[]): Promise<CaseEntry[]> {
  const words = Object.assign({}, ...ctx.platform.contributions(eventWords)) as Record<string, (event: AuditEvent, about: { taskName?: string }) => string | undefined>;
  const names = new Map(tasks.map((task) => [`task:${task.id}`, task.name]));
  const events = (await listCaseEvents(ctx, found.id, { limit: 2000 })).flatMap((event): CaseEntry[] => {
    const taskName = names.get(event.subject);
    const title = words[event.type]?.(event, taskName ? { taskName } : {});
    return title ? [{ id: event.id, at: event.at, title, actor: actorWords(event), ...(event.type === 'cases/decided' ? { kind: 'decision' as const } : {}) }] : [];
  });
  const notes = (await listNotes(ctx, found.id)).map((note): CaseEntry => ({ id: note.id, at: note.createdAt, title: 'Vermerk', actor: note.createdBy, kind: 'own-message', icon: 'edit', children: <p>{note.text}</p> }));
  const contributed: CaseEntry[] = [];
  for (const source of ctx.platform.contributions(caseTimeline)) contributed.push(...(await source.entries(ctx, found)));
  // what happened in one transaction has one instant: of these too the last one stands on top
  return [...contributed, ...notes, ...events.reverse()].sort((a, b) => b.at.getTime() - a.at.getTime());
}

/** "Carla Sommer für Deniz Yıldız": who acted, and for whom. */
function actorWords({ actor }: AuditEvent): string {
  if (actor.kind === 'system' && actor.id === null) return 'automatisch';
  return actor.for ? `${actor.name} für ${actor.for.name}` : actor.name;
}

const SHOWN_AT_ONCE = 30;

export function CaseHistory({ entries: given }: { entries: CaseEntry[] }) {
  // an anchor must begin with a letter
  const entries = given.map((entry) => ({ ...entry, id: `eintrag-${entry.id}` }));
  const [shown, older] = [entries.slice(0, SHOWN_AT_ONCE), entries.slice(SHOWN_AT_ONCE)];
  return (
    <>
      <Timeline label="Verlauf, Neuestes zuerst" entries={shown} />
      {older.length > 0 && (
        <details>
          <summary>{older.length} ältere Einträge</summary>
          <Timeline label="Ältere Einträge" entries={older} />
        </details>
      )}
    </>
  );
}
