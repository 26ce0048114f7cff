import { listRecentEvents, type AuditEvent } from '#platform/audit';
import type { View } from '#platform/http';
import { formatDate } from '#platform/i18n';
import type { Ctx, JsonObject } from '#platform/module';
import { EmptyState, Link, Section, Timeline } from '#platform/ui';
import { projectEventWords } from '../points.ts';
import { lightWords, stateWords, type Light, type ProjectState } from '../project.ts';
import { projectView, tabHref, type Shown } from './project-frame.tsx';

const say = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const named = (what: string) => (data: JsonObject) => `${what}: ${say(data.title)}`;
const because = (what: string) => (data: JsonObject) => (data.reason ? `${what}: ${say(data.reason)}` : what);
const pages: Record<string, string> = { vorhaben: 'Was und warum', nutzen: 'Nutzen', pflicht: 'Pflicht', zeit: 'Zeit und Menschen', geld: 'Geld' };

/** What the events of this folder say in the history of a project. */
export const ownEventWords: Record<string, (data: JsonObject) => string> = {
  'projects/drafted': () => 'Antrag begonnen',
  'projects/taken-over': (data) => `Aus dem Bestand übernommen (${stateWords[data.state as ProjectState] ?? ''})`,
  'projects/changed': (data) => `Geändert: ${pages[say(data.page)] ?? 'Angaben'}${data.end && data.endBefore ? ` (Ende ${formatDate(say(data.endBefore))} → ${formatDate(say(data.end))})` : ''}`,
  'projects/applied': () => 'Antrag eingereicht',
  'projects/approved': because('Genehmigt'),
  'projects/rejected': because('Abgelehnt'),
  'projects/deferred': because('Zurückgestellt'),
  'projects/started': () => 'Projekt begonnen',
  'projects/went-live': () => 'In Betrieb genommen',
  'projects/closed': because('Abgeschlossen'),
  'projects/stopped': because('Abgebrochen'),
  'projects/milestone-added': named('Meilenstein'),
  'projects/milestone-changed': named('Meilenstein geändert'),
  'projects/milestone-reached': named('Meilenstein erreicht'),
  'projects/milestone-removed': named('Meilenstein entfernt'),
  'projects/dependency-added': (data) => `Wartet jetzt auf: ${say(data.needs)}`,
  'projects/dependency-removed': (data) => `Wartet nicht mehr auf: ${say(data.needs)}`,
  'projects/package-added': named('Arbeitspaket'),
  'projects/package-changed': named('Arbeitspaket geändert'),
  'projects/member-added': (data) => `Eingeplant: ${say(data.name)}, ${say(data.days)} Tage im Monat`,
  'projects/member-removed': (data) => `Nicht mehr eingeplant: ${say(data.name)}`,
  'projects/risk-noted': named('Risiko notiert'),
  'projects/risk-rated': (data) => `Risiko neu bewertet: ${say(data.title)} (${say(data.before)} → ${say(data.score)})`,
  'projects/risk-closed': named('Risiko erledigt'),
  'projects/issue-noted': named('Problem notiert'),
  'projects/issue-closed': named('Problem gelöst'),
  'projects/decision-noted': named('Entscheidung'),
  'projects/light-set': (data) => `Ampel von Hand auf „${lightWords[data.light as Light] ?? ''}“: ${say(data.reason)}`,
  'projects/light-freed': () => 'Ampel richtet sich wieder nach den Daten',
  'projects/gate-item-proved': (data) => `${data.met ? 'Nachgewiesen' : 'Nachweis zurückgenommen'}: ${say(data.title)}`,
  'projects/gate-item-added': named('Am Tor zusätzlich zu prüfen'),
  'projects/gate-held': (data) => `Tor „${say(data.gate)}“: ${data.outcome === 'stop' ? 'Abbruch' : `weiter in „${say(data.phase)}“`}${data.reason ? `. ${say(data.reason)}` : ''}`,
};

const PAGE = 50;

/** Everything that happened, newest first, read from the audit log. */
export async function showHistory(ctx: Ctx, shown: Shown, before?: { at: Date; id: string }): Promise<View> {
  const { row } = shown;
  const words = Object.assign({}, ownEventWords, ...ctx.platform.contributions(projectEventWords)) as typeof ownEventWords;
  const events = await listRecentEvents(ctx, { subject: `project:${row.id}`, limit: PAGE, ...(before ? { before } : {}) });
  const told = events.flatMap((event: AuditEvent) => {
    const sentence = words[event.type]?.(event.data);
    return sentence ? [{ id: `e-${event.id}`, at: event.at, title: sentence, actor: event.actor.for ? `${event.actor.name} für ${event.actor.for.name}` : event.actor.name }] : [];
  });
  const last = events.at(-1);
  return projectView(shown, {
    tab: 'verlauf',
    body: (
      <Section title="Verlauf" id="verlauf">
        {told.length === 0 ? <EmptyState title="Hier steht noch nichts." /> : <Timeline label="Verlauf des Projekts" entries={told} />}
        {events.length === PAGE && last && <p><Link href={`${tabHref(row.id, 'verlauf')}?vor=${encodeURIComponent(`${last.at.toISOString()}|${last.id}`)}`}>Älteres</Link></p>}
      </Section>
    ),
  });
}
