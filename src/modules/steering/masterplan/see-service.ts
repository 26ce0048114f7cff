import type { CompiledService } from '#core/catalogue';
import { listPrefillSources } from '#engines/forms';
import type { ModelKey } from './maturity-model.ts';

/** What the program sees itself of a criterion, and by what. `level` null: does not apply. */
export type Seen = Partial<Record<ModelKey, Record<string, { level: number | null; reason: string }>>>;

/** Levels that follow from how a service is built here. People confirm or correct them; nothing is taken over by itself. */
export function seeService(service: CompiledService): Seen {
  const { settings, form, process, letters } = service;
  const nodes = [...process.nodes.values()];
  const asks = new Set(nodes.flatMap(({ job }) => (job ? [job.type] : [])));
  const people = nodes.filter(({ kind }) => kind === 'user').length;
  const decisions = nodes.filter(({ kind }) => kind === 'decision').length;
  const prefill = listPrefillSources(form);
  const registers = prefill.filter((source) => source.startsWith('register.'));
  const files = [...form.fields.values()].filter(({ definition }) => definition.type === 'file').length;
  const sent = asks.has('send-letter') || Object.keys(letters).length > 0;
  const languages = typeof settings.name === 'object' && 'en' in settings.name && 'de-leicht' in settings.name;
  const fee = settings.fee !== undefined && (settings.fee.cents !== 0 || settings.fee.decision !== undefined);
  const charged = asks.has('charge-fee');
  const two: Record<string, { level: number | null; reason: string }> = {
    information: languages ? { level: 7, reason: 'Die Seite gibt es auch auf Englisch und in Leichter Sprache.' } : { level: 5, reason: 'Die Leistungsseite nennt Unterlagen, Gebühr und Dauer, aber nicht in allen Sprachen.' },
    form: prefill.length > 0 ? { level: 6, reason: `Das Online-Formular ist vorbelegt (${prefill.slice(0, 3).join(', ')}).` } : { level: 5, reason: `Es gibt ein Online-Formular mit ${form.pages.length} Seiten.` },
    identity: { level: 6, reason: settings.trustLevel === 'none' ? 'Ein Konto ist nicht nötig.' : `Anmeldung mit Konto, Vertrauensniveau ${settings.trustLevel}.` },
    evidence: registers.length > 0 ? { level: 6, reason: `Abruf aus Registern: ${registers.join(', ')}.` } : settings.papers.length === 0 && files === 0 ? { level: null, reason: 'Es sind keine Nachweise nötig.' } : { level: 5, reason: 'Nachweise werden als Datei hochgeladen.' },
    signature: settings.writtenForm ? { level: 7, reason: 'Schriftform ist durch das Konto ersetzt (OZG § 9a).' } : { level: null, reason: 'Keine Schriftform nötig.' },
    payment: charged ? { level: 6, reason: 'Der Ablauf fordert die Gebühr an und wartet auf die Zahlung.' } : fee ? { level: 2, reason: 'Es gibt eine Gebühr, aber der Ablauf fordert sie nicht an.' } : { level: null, reason: 'Es fällt keine Gebühr an.' },
    notice: sent ? { level: 6, reason: 'Das Schreiben kommt gesiegelt ins Postfach.' } : { level: 4, reason: 'Das Ergebnis steht im Konto.' },
    status: { level: 6, reason: 'Jeder Schritt steht im Konto und unter der Nummer.' },
    transfer: { level: 5, reason: 'Der Antrag wird als Daten zum Vorgang, nichts wird abgetippt.' },
    work: { level: 6, reason: people > 0 ? `${people} Aufgaben mit Zuständigkeit, Frist und Vertretung.` : 'Der Ablauf kommt ohne Aufgaben aus.' },
    record: { level: 6, reason: `Die Akte führt sich selbst (Aktenplan ${settings.filePlan}, ${settings.retentionYears} Jahre).` },
    decision: people === 0 ? { level: 7, reason: 'Der Ablauf hat keinen Schritt von Hand.' } : decisions > 0 && settings.automationLaw ? { level: 6, reason: 'Regeln entscheiden eindeutige Fälle allein.' } : decisions > 0 ? { level: 5, reason: `${decisions} Regelwerke rechnen im Ablauf.` } : { level: 4, reason: 'Im Ablauf entscheidet keine Regel.' },
    reuse: registers.length > 0 ? { level: 6, reason: 'Daten kommen aus Registern.' } : prefill.length > 0 ? { level: 5, reason: 'Angaben kommen aus dem Konto oder früheren Anträgen.' } : { level: 4, reason: 'Alle Angaben werden neu gefragt.' },
  };
  return { '2.0': two, '1.1': seenBefore(two) };
}

/** The older model asks the same with fewer levels: 0 to 2 are the same, 3 to 5 are "online", 6 and 7 the whole way. */
function seenBefore(two: Record<string, { level: number | null; reason: string }>): Record<string, { level: number | null; reason: string }> {
  const older = (level: number | null): number | null => (level === null ? null : level <= 2 ? level : level <= 5 ? 3 : 4);
  const keep = ['information', 'form', 'identity', 'evidence', 'signature', 'payment', 'notice', 'reuse'];
  return {
    ...Object.fromEntries(keep.flatMap((key) => (two[key] ? [[key, { level: older(two[key].level), reason: two[key].reason }]] : []))),
    contact: { level: 4, reason: 'Nachforderungen und Fragen laufen im Konto, mit Frist.' },
    access: { level: 3, reason: 'Formulare und Seiten werden maschinell auf WCAG 2.2 AA geprüft.' },
  };
}
