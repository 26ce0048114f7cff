import type { AuditEvent } from '#platform/audit';
import { statusWords, type CaseStatus } from './case.ts';
import type { EventWords } from './points.ts';

const day = (event: AuditEvent, key: string): string => String(event.data[key] ?? '').split('-').reverse().join('.');
const status = (value: unknown): string => statusWords[value as CaseStatus] ?? String(value);
const task = ({ taskName }: { taskName?: string }): string => (taskName ? `„${taskName}“` : 'Aufgabe');
const outcomes: Record<string, string> = { granted: 'stattgegeben', refused: 'abgelehnt', withdrawn: 'zurückgezogen', completed: 'erledigt', registered: 'eingetragen' };

/** German word for what came out of a case; outcomes are free words of the process, so an unknown one is shown as it is. */
export const outcomeWord = (outcome: string): string => outcomes[outcome] ?? outcome;

/** Events of cases in plain words for the timeline. Moves of the process are not told: the steps show them. */
export const caseEventWords: EventWords = {
  'cases/opened': () => 'Vorgang eröffnet',
  'cases/task-claimed': (_, about) => `${task(about)} übernommen`,
  'cases/task-returned': (_, about) => `${task(about)} an die Gruppe zurückgegeben`,
  'cases/task-delegated': (_, about) => `${task(about)} weitergegeben`,
  'cases/task-completed': (_, about) => `${task(about)} erledigt`,
  'cases/task-escalated': (event, about) => `${task(about)} ist bald überfällig (${day(event, 'dueOn')}); die Leitung weiß davon`,
  'cases/note-added': () => undefined,
  'cases/resubmission-set': (event) => `Wiedervorlage am ${day(event, 'dueOn')}`,
  'cases/resubmission-done': () => 'Wiedervorlage erledigt',
  'cases/office-changed': (event) => `Zuständigkeit abgegeben: von ${event.data['from']} an ${event.data['to']}. Grund: ${event.data['reason']}`,
  'cases/responsible-set': (event) => (event.data['to'] ? 'Verantwortung übernommen' : 'Verantwortung abgegeben'),
  'cases/message-received': (event) => ({ 'papers-received': 'Unterlagen eingegangen', 'payment-received': 'Zahlung eingegangen', 'application-withdrawn': 'Antrag zurückgezogen' })[String(event.data['message'])] ?? undefined,
  'cases/decided': (event) => `Entschieden: ${outcomeWord(String(event.data['outcome']))}`,
  'cases/status-changed': (event) => `Status: ${status(event.data['to'])}`,
  'cases/clock-started': (event) => `Die Frist beginnt, letzter Tag: ${day(event, 'dueOn')}`,
  'cases/clock-paused': (event) => `Die Frist ruht${event.data['reason'] ? `: ${event.data['reason']}` : ''}`,
  'cases/clock-extended': (event) => `Frist verlängert bis ${day(event, 'until')}. Grund: ${event.data['reason']}`,
  'cases/clock-resumed': (event) => `Die Frist läuft weiter, neuer Tag: ${day(event, 'dueOn')}`,
  'cases/closed': (event) => `Vorgang ${status(event.data['status'])}`,
  'cases/reopened': (event) => `Vorgang wieder geöffnet. Grund: ${event.data['reason']}`,
  'cases/closed-by-hand': (event) => `Von Hand beendet. Grund: ${event.data['reason']}`,
  'cases/variables-changed': (event) => `Angaben des Ablaufs geändert: ${(event.data['names'] as string[]).join(', ')}`,
  'cases/version-changed': (event) => `Auf Fassung ${String(event.data['to'])} der Leistung umgezogen (vorher ${String(event.data['from'])})`,
  'cases/version-restored': (event) => `Auf Fassung ${String(event.data['to'])} der Leistung zurückgesetzt`,
  'cases/incident-raised': () => 'Störung: Ein Schritt ließ sich nicht ausführen',
  'cases/incident-resolved': (event) => (event.data['how'] === 'skipped' ? `Störung: Schritt übersprungen. Grund: ${event.data['reason'] ?? ''}` : 'Störung behoben'),
  'records/document-filed': () => undefined,
  'records/version-added': () => 'Neue Fassung eines Dokuments abgelegt',
};
