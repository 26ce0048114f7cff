import { stringify } from 'yaml';
import type { FormDefinition, PageDefinition } from '#engines/forms';
import { composeProcess, type ProcessPlan } from '../process/compose-process.ts';

/** What a person says about a new service before anything else. */
export type Beginning = { slug: string; name: string; office: string; prefix: string };

/** Something to begin with: a whole service that works at once. */
export type Pattern = { key: string; title: string; /** When to take it. */ summary: string; /** In a few words: what is inside. */ parts: string; make(beginning: Beginning): Promise<Record<string, string>> };

/** What the patterns differ in; everything else is the same for all. */
export type Recipe = {
  beginning: Beginning;
  pages: PageDefinition[];
  taskForms?: Record<string, FormDefinition>;
  plan: Omit<ProcessPlan, 'id' | 'name'>;
  letters?: Record<string, string>;
  decisions?: string;
  walkthroughs: Record<string, unknown>[];
  settings?: Record<string, unknown>;
};

export const example = {
  person: { givenNames: 'Anna', familyName: 'Weber', address: { street: 'Lindenallee', houseNumber: '12', postcode: '99999', city: 'Musterstadt' }, email: 'anna.weber@example.org' },
};

/** Who applies: asked in every pattern. */
export const applicantPage: PageDefinition = {
  id: 'applicant',
  title: { de: 'Über Sie', en: 'About you', 'de-leicht': 'Über Sie' },
  elements: [
    {
      type: 'group',
      key: 'person',
      label: { de: 'Antragstellerin oder Antragsteller', en: 'Applicant', 'de-leicht': 'Wer stellt den Antrag?' },
      preset: 'person',
      without: ['birthDate'],
      elements: [
        { type: 'address', key: 'address', label: { de: 'Anschrift', en: 'Address', 'de-leicht': 'Adresse' }, required: true, prefill: 'account.address' },
        { type: 'email', key: 'email', label: { de: 'E-Mail-Adresse', en: 'Email address', 'de-leicht': 'E-Mail-Adresse' }, required: true, prefill: 'account.email' },
      ],
    },
  ],
};

/** A form with one page, for a task. */
export const taskForm = (id: string, title: string, elements: PageDefinition['elements']): FormDefinition => ({ schemaVersion: 1, id, title, pages: [{ id, title, elements }] });

export const decideForm = taskForm('decide', 'Entscheiden', [
  { type: 'yesNo', key: 'granted', label: 'Dem Antrag entsprechen?', required: true },
  { type: 'textarea', key: 'reason', label: 'Begründung', hint: 'Steht so im Bescheid (§ 39 VwVfG).', condition: 'granted = false', required: true, maxLength: 2000 },
]);

export const publicName = (de: string, en: string, leicht: string): Record<string, string> => ({ 'property.publicName': de, 'property.publicName.en': en, 'property.publicName.de-leicht': leicht });

export const start = { id: 'Start', type: 'StartEvent' as const, values: { name: 'Antrag eingegangen', ...publicName('Ihr Antrag ist eingegangen', 'We have received your application', 'Ihr Antrag ist da') } };
export const end = (id: string, name: string) => ({ id, type: 'EndEvent' as const, values: { name } });

/** A task for the office in charge. */
export function task(office: string, { id, name, form, due = 'P10WD', outputs = '', more = {} }: { id: string; name: string; form: string; due?: string; outputs?: string; more?: Record<string, string> }) {
  return { id, type: 'UserTask' as const, values: { name, 'group.0': office, form, dueDate: due, outputs, ...publicName('Wir prüfen Ihren Antrag', 'We check your application', 'Wir prüfen Ihren Antrag'), ...more } };
}

/** A letter into the inbox that settles the outcome of the case. */
export function letterStep({ id, name, letter, title, outcome }: { id: string; name: string; letter: string; title: string; outcome: string }) {
  return { id, type: 'SendTask' as const, values: { name, connector: 'send-letter', 'input.letter': letter, 'input.title': title, 'input.deliver': 'inbox', outputs: `outcome = "${outcome}"`, ...publicName('Sie bekommen unsere Entscheidung', 'You receive our decision', 'Sie bekommen einen Brief') } };
}

export function messageStep({ id, name, subject, text, outcome }: { id: string; name: string; subject: string; text: string; outcome?: string }) {
  return { id, type: 'SendTask' as const, values: { name, connector: 'send-message', 'input.subject': subject, 'input.text': text, outputs: outcome ? `outcome = "${outcome}"` : '', ...publicName(subject, 'You receive a message', 'Sie bekommen eine Nachricht') } };
}

export const approval = (name: string): string => `---
kind: notice
title: Bescheid
subject: "${name} – {{ case.number }}"
seal: true
appeal: objection
---
Sehr geehrte Damen und Herren,

Ihrem Antrag vom {{ case.submittedOn | date }} entsprechen wir.

## Begründung

Die Voraussetzungen liegen vor.
`;
export const refusal = (name: string): string => `---
kind: notice
title: Bescheid
subject: "${name} – {{ case.number }}"
seal: true
appeal: objection
---
Sehr geehrte Damen und Herren,

Ihren Antrag vom {{ case.submittedOn | date }} lehnen wir ab.

## Begründung

{{ reason }}
`;

/** All files of a service from a recipe. */
export async function filesOf({ beginning, pages, taskForms = {}, plan, letters = {}, decisions, walkthroughs, settings = {} }: Recipe): Promise<Record<string, string>> {
  const { slug, name, office, prefix } = beginning;
  const form: FormDefinition = { schemaVersion: 1, id: slug, title: { de: name }, pages };
  return {
    'service.yaml': stringify(
      {
        slug, version: '1', name, summary: `${name}: Stellen Sie den Antrag hier.`, audience: ['citizen'], lifeSituations: [], synonyms: [], office, trustLevel: 'none', papers: [],
        fee: { text: 'kostenlos', cents: 0 }, processingTime: { text: '2 Wochen', workingDays: 10 }, legalBasis: [], requirements: [],
        steps: ['Sie füllen den Antrag aus.', 'Wir prüfen ihn.', 'Die Antwort liegt in Ihrem Postfach.'], minutes: 3, haveReady: [], filePlan: '00.3', retentionYears: 5, caseNumberPrefix: prefix,
        title: `"${name.replaceAll('"', "'")}: " + application.person.familyName`,
        applicant: { givenName: 'application.person.givenNames', familyName: 'application.person.familyName', email: 'application.person.email', address: 'application.person.address' },
        statutory: { months: 3 }, ...settings,
      },
      { lineWidth: 160 },
    ),
    'form.json': `${JSON.stringify(form, null, 2)}\n`,
    ...Object.fromEntries(Object.entries(taskForms).map(([key, one]) => [`forms/${key}.json`, `${JSON.stringify(one, null, 2)}\n`])),
    'process.bpmn': await composeProcess({ id: slug, name, ...plan }),
    ...(decisions ? { 'decisions.dmn': decisions } : {}),
    ...Object.fromEntries(Object.entries(letters).map(([key, text]) => [`letters/${key}.md`, text])),
    'walkthroughs.yaml': stringify({ walkthroughs }, { lineWidth: 160, aliasDuplicateObjects: false }),
  };
}
