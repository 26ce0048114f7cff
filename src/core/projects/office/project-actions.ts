import type { Ctx } from '#platform/module';
import { addGateItem, holdGate, proveGateItem } from '../gates/hold-gate.ts';
import { addMember, removeMember } from '../people/members.ts';
import { addDependency, removeDependency } from '../plan/dependencies.ts';
import { addMilestone, changeMilestone, removeMilestone } from '../plan/milestones.ts';
import { addWorkPackage, setPackageState } from '../plan/work-packages.ts';
import { startWarnings } from '../points.ts';
import { problem } from '../problems.ts';
import { getProject, getRow } from '../projects.queries.ts';
import { closeProject, decideProject, goLive, startProject, stopProject } from '../run-project.ts';
import { addEntry, closeIssue } from '../watch/entries.ts';
import { dropOverride, overrideLight } from '../watch/override-light.ts';
import { addRisk, changeRisk } from '../watch/risks.ts';
import type { Tab } from './project-frame.tsx';
import { findDay, findNumber, needDay, needOne, needWhole, type Typed } from './read-typed.ts';

type Asked = { projectId: string; part: string; typed: Typed };
export type Action = {
  /** Behind /office/projekte/:id/; `:teil` is the part that is meant. */
  path: string;
  tab: Tab;
  /** Name of the form whose fields come back when it is refused. */
  form: string;
  anchor?: string;
  flash: string | ((typed: Typed) => string);
  work(ctx: Ctx, asked: Asked): Promise<unknown>;
};

const text = (typed: Typed, name: string): string => typed[name] ?? '';

/** Whoever begins in spite of a warning says so with a tick. */
async function start(ctx: Ctx, { projectId, typed }: Asked): Promise<void> {
  const project = await getProject(ctx, projectId);
  const warnings = (await Promise.all(ctx.platform.contributions(startWarnings).map((warn) => warn(ctx, project)))).flat();
  if (warnings.length > 0 && typed.trotzdem !== 'ja') throw problem('projects/warned', { warning: warnings.join(' ') });
  await startProject(ctx, { projectId, on: needDay(typed, 'am', 'Beginn') });
}

const lifeActions: Action[] = [
  { path: 'entscheidung', tab: 'ueberblick', form: 'entscheidung', flash: 'Entschieden.', work: (ctx, { projectId, typed }) => decideProject(ctx, { projectId, decision: needOne(typed, 'entscheidung', { what: 'Entscheidung', of: ['approved', 'deferred', 'rejected'] }), reason: text(typed, 'grund') }) },
  { path: 'start', tab: 'ueberblick', form: 'start', flash: 'Das Projekt läuft.', work: start },
  { path: 'betrieb', tab: 'ueberblick', form: 'betrieb', flash: 'In Betrieb. Nach 6, 12 und 24 Monaten wird die Wirkung gemessen.', work: (ctx, { projectId, typed }) => goLive(ctx, { projectId, serviceSlug: text(typed, 'leistung'), on: needDay(typed, 'am', 'In Betrieb seit') }) },
  { path: 'abschluss', tab: 'ueberblick', form: 'abschluss', flash: 'Abgeschlossen.', work: (ctx, { projectId, typed }) => closeProject(ctx, { projectId, summary: text(typed, 'grund') }) },
  { path: 'abbruch', tab: 'ueberblick', form: 'abbruch', flash: 'Das Projekt ist abgebrochen.', work: (ctx, { projectId, typed }) => stopProject(ctx, { projectId, reason: text(typed, 'grund') }) },
  { path: 'ampel', tab: 'ueberblick', form: 'ampel', anchor: 'ampel', flash: 'Die Ampel ist von Hand gesetzt.', work: (ctx, { projectId, typed }) => overrideLight(ctx, { projectId, light: needOne(typed, 'ampel', { what: 'Ampel', of: ['green', 'amber', 'red'] }), reason: text(typed, 'grund') }) },
  { path: 'ampel/loesen', tab: 'ueberblick', form: 'ampel', anchor: 'ampel', flash: 'Die Ampel richtet sich wieder nach den Daten.', work: (ctx, { projectId }) => dropOverride(ctx, projectId) },
];

const planActions: Action[] = [
  { path: 'meilensteine', tab: 'plan', form: 'meilenstein', anchor: 'meilensteine', flash: 'Meilenstein hinzugefügt.', work: (ctx, { projectId, typed }) => addMilestone(ctx, { projectId, title: text(typed, 'titel'), dueOn: needDay(typed, 'faellig', 'Fällig am') }) },
  {
    path: 'meilensteine/:teil', tab: 'plan', form: 'meilenstein-aendern', anchor: 'meilensteine', flash: 'Gespeichert.',
    work: (ctx, { projectId, part, typed }) => (typed.entfernen ? removeMilestone(ctx, { projectId, milestoneId: part }) : changeMilestone(ctx, { projectId, milestoneId: part, dueOn: needDay(typed, 'faellig', 'Fällig am'), doneOn: findDay(typed, 'erreicht', 'Erreicht am'), evidence: text(typed, 'nachweis') })),
  },
  { path: 'abhaengigkeiten', tab: 'plan', form: 'abhaengigkeit', anchor: 'abhaengigkeiten', flash: 'Abhängigkeit hinzugefügt.', work: (ctx, { projectId, typed }) => addDependency(ctx, { projectId, needsId: needId(typed, 'braucht', 'Wartet auf') }) },
  { path: 'abhaengigkeiten/:teil/loesen', tab: 'plan', form: 'abhaengigkeit', anchor: 'abhaengigkeiten', flash: 'Abhängigkeit gelöst.', work: (ctx, { projectId, part }) => removeDependency(ctx, { projectId, needsId: part }) },
  {
    path: 'arbeitspakete', tab: 'plan', form: 'paket', anchor: 'arbeitspakete', flash: 'Arbeitspaket hinzugefügt.',
    work: (ctx, { projectId, typed }) => addWorkPackage(ctx, { projectId, title: text(typed, 'titel'), owner: text(typed, 'wer'), startsOn: findDay(typed, 'von', 'Von'), endsOn: findDay(typed, 'bis', 'Bis'), effortDays: findNumber(typed, 'tage', 'Aufwand in Tagen') }),
  },
  { path: 'arbeitspakete/:teil', tab: 'plan', form: 'paket-stand', anchor: 'arbeitspakete', flash: 'Gespeichert.', work: (ctx, { projectId, part, typed }) => setPackageState(ctx, { projectId, packageId: part, state: needOne(typed, 'stand', { what: 'Stand', of: ['open', 'running', 'done', 'removed'] }) }) },
  {
    path: 'personen', tab: 'personen', form: 'person', flash: 'Eingeplant.',
    work: (ctx, { projectId, typed }) => addMember(ctx, { projectId, person: text(typed, 'person'), duty: text(typed, 'aufgabe'), daysPerMonth: needWhole(typed, 'tage', 'Tage im Monat'), fromOn: needDay(typed, 'von', 'Von'), untilOn: needDay(typed, 'bis', 'Bis') }),
  },
  { path: 'personen/:teil/entfernen', tab: 'personen', form: 'person', flash: 'Nicht mehr eingeplant.', work: (ctx, { projectId, part }) => removeMember(ctx, { projectId, memberId: part }) },
];

const watchActions: Action[] = [
  { path: 'risiken', tab: 'risiken', form: 'risiko', anchor: 'risiken', flash: 'Risiko notiert.', work: (ctx, { projectId, typed }) => addRisk(ctx, { projectId, title: text(typed, 'titel'), probability: needWhole(typed, 'wahrscheinlich', 'Wahrscheinlichkeit'), impact: needWhole(typed, 'wirkung', 'Auswirkung'), measure: text(typed, 'massnahme'), owner: text(typed, 'wer') }) },
  { path: 'risiken/:teil', tab: 'risiken', form: 'risiko-aendern', anchor: 'risiken', flash: 'Gespeichert.', work: (ctx, { projectId, part, typed }) => changeRisk(ctx, { projectId, riskId: part, probability: needWhole(typed, 'wahrscheinlich', 'Wahrscheinlichkeit'), impact: needWhole(typed, 'wirkung', 'Auswirkung'), measure: text(typed, 'massnahme'), closed: typed.erledigt === 'ja' }) },
  { path: 'probleme', tab: 'risiken', form: 'problem', anchor: 'probleme', flash: 'Problem notiert.', work: (ctx, { projectId, typed }) => addEntry(ctx, { projectId, kind: 'issue', title: text(typed, 'titel'), text: text(typed, 'text'), blocking: typed.blockiert === 'ja', owner: text(typed, 'wer'), dueOn: findDay(typed, 'bis', 'Bis') }) },
  { path: 'probleme/:teil/geloest', tab: 'risiken', form: 'problem', anchor: 'probleme', flash: 'Gelöst.', work: (ctx, { projectId, part }) => closeIssue(ctx, { projectId, entryId: part }) },
  { path: 'entscheidungen', tab: 'risiken', form: 'beschluss', anchor: 'entscheidungen', flash: 'Entscheidung notiert.', work: (ctx, { projectId, typed }) => addEntry(ctx, { projectId, kind: 'decision', title: text(typed, 'titel'), text: text(typed, 'text') }) },
  { path: 'nachweise', tab: 'phasen', form: 'pruefpunkt', anchor: 'tor', flash: 'Hinzugefügt.', work: async (ctx, { projectId, typed }) => addGateItem(ctx, { projectId, phase: (await getRow(ctx, projectId)).phase, title: text(typed, 'titel') }) },
  { path: 'nachweise/:teil', tab: 'phasen', form: 'nachweis', anchor: 'tor', flash: 'Gespeichert.', work: (ctx, { projectId, part, typed }) => proveGateItem(ctx, { projectId, itemId: part, evidence: text(typed, 'nachweis'), met: typed.erfuellt === 'ja' }) },
  {
    path: 'tor', tab: 'phasen', form: 'tor', flash: (typed) => (typed.ergebnis === 'stop' ? 'Das Projekt ist abgebrochen.' : 'Das Tor ist offen, die nächste Phase beginnt.'),
    work: (ctx, { projectId, typed }) => holdGate(ctx, { projectId, outcome: needOne(typed, 'ergebnis', { what: 'Ergebnis', of: ['go', 'stop'] }), reason: text(typed, 'grund') }),
  },
];

/** Everything that forms on the project page can do. */
export const actions: Action[] = [...lifeActions, ...planActions, ...watchActions];

function needId(typed: Typed, name: string, what: string): string {
  const id = typed[name] ?? '';
  if (!/^[0-9a-f-]{36}$/.test(id)) throw problem('projects/choose', { what });
  return id;
}
