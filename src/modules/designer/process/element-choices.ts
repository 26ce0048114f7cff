import { z } from 'zod';
import { connectors } from '#core/cases';
import type { CheckedDraft, OpenDraft } from '#core/catalogue';
import { listOffices, listRoles } from '#core/organisation';
import type { Ctx } from '#platform/module';
import { tr } from '#platform/i18n';
import { listTables } from '../decisions/table-file.ts';
import type { BpmnElement } from './bpmn-element.ts';
import type { ConnectorChoice, ElementChoices } from './element-properties.ts';

/** German words for what connectors are handed; others are shown by their name. */
const inputWords: Record<string, [label: string, hint: string]> = {
  letter: ['Welches Schreiben', 'Schreiben stehen unter „Briefe“.'],
  title: ['Titel im Postfach und in der Akte', 'So heißt das Schreiben dort: „Ihr Brennholzschein“.'],
  deliver: ['Zustellen', 'inbox = Postfach, post = Brief; ohne Konto kommt es immer mit der Post.'],
  subject: ['Betreff', 'Die Zeile über der Nachricht: „Ihre Anzeige liegt uns vor“.'],
  text: ['Text', 'Ein Text, oder ein Ausdruck: = "Vorgang " + case.number'],
  amountCents: ['Betrag in Cent', 'Meist das Ergebnis einer Regel: = feeCents'],
  purpose: ['Wofür', 'Steht auf der Rechnung: „Brennholzschein“.'],
  dueInDays: ['Zahlbar oder fällig in Tagen', 'Zum Beispiel 30.'],
  method: ['Zahlweise', 'transfer = Überweisung, debit = Lastschrift'],
  papers: ['Unterlagen', 'Was fehlt, als Liste: = ["Lageplan"]'],
  status: ['Stand des Vorgangs', 'Wie es im Vorgang steht.'],
  reason: ['Grund', 'Ein Satz, oder ein Ausdruck: = reason'],
  kind: ['Art', 'Meist aus der Liste; sonst ein Wort wie „permit“.'],
  area: ['Bereich', 'Wofür es gilt, zum Beispiel die Parkzone: = application.zone'],
  plate: ['Kennzeichen', 'Meist aus dem Antrag: = application.plate'],
  validFrom: ['Gültig ab', 'Ein Tag: = today'],
  validUntil: ['Gültig bis', 'Ein Tag: = today + duration("P1Y")'],
  series: ['Nummernkreis', 'Ein Wort je Sorte von Nummern: hundemarke'],
  prefix: ['Buchstaben davor', 'Stehen vor der Nummer: HM'],
};

type Property = { enum?: unknown[]; type?: string };

function inputsOf(schema: z.ZodType): ConnectorChoice['inputs'] {
  const json = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }) as { properties?: Record<string, Property>; required?: string[] };
  return Object.entries(json.properties ?? {}).map(([name, { enum: options }]) => {
    const [label = name, hint = 'Ein Wert, oder ein Ausdruck: = application.menge'] = inputWords[name] ?? [];
    return { name, label, hint, required: json.required?.includes(name) ?? false, ...(options ? { options: options.filter((one): one is string => typeof one === 'string') } : {}) };
  });
}

/** What the fields of process elements offer in this draft. */
export async function elementChoices(ctx: Ctx, { draft, checked, process }: { draft: OpenDraft; checked?: CheckedDraft; process: Iterable<BpmnElement> }): Promise<ElementChoices> {
  const [offices, roles] = [await listOffices(ctx), await listRoles(ctx)];
  const dmn = draft.files['decisions.dmn']?.content;
  const decisions = checked?.service?.decisions?.decisions.map(({ id, name }) => ({ value: id, label: name })) ?? (dmn ? tablesOf(dmn) : []);
  const named = (pattern: RegExp) => Object.keys(draft.files).flatMap((path) => pattern.exec(path)?.[1] ?? []);
  const working = roles.filter(({ key }) => key === 'leitung');
  return {
    groups: offices.flatMap((office) => [{ value: office.key, label: office.name }, ...working.map((role) => ({ value: `${office.key}/${role.key}`, label: `${office.name}: ${role.name}` }))]),
    forms: named(/^forms\/(.+)\.json$/).map((key) => ({ value: key, label: titleOf(draft.files[`forms/${key}.json`]?.content, key) })),
    decisions,
    letters: named(/^letters\/(.+)\.md$/).map((name) => ({ value: name, label: name })),
    connectors: ctx.platform.contributions(connectors).map(({ type, label, input }) => ({ type, label, inputs: inputsOf(input) })).sort((a, b) => a.label.localeCompare(b.label, 'de')),
    userTasks: [...process].filter(({ $type }) => $type === 'bpmn:UserTask').map(({ id = '', name }) => ({ value: id, label: name ?? id })),
  };
}

function tablesOf(xml: string): { value: string; label: string }[] {
  try {
    return listTables(xml).map(({ id, name }) => ({ value: id, label: name }));
  } catch {
    return [];
  }
}

function titleOf(json: string | undefined, key: string): string {
  try {
    const { title } = JSON.parse(json ?? '{}') as { title?: string };
    return title ? tr(title, 'de') : key;
  } catch {
    return key;
  }
}
