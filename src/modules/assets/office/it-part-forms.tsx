import type { VNode } from 'preact';
import { Button, Columns, Details, Form, SelectField, Table, TextArea, TextField } from '#platform/ui';
import { effectWords, type ItService } from '../services/it-service.ts';
import type { Assessment } from '../services/it-services.queries.ts';
import { itHref } from './addresses.ts';
import type { Again, Network } from './it-page.tsx';

type Part = { service: ItService; again?: Again };
const effects = Object.entries(effectWords).map(([value, { words }]) => ({ value, label: words }));
const typedIn = (again: Again | undefined, field: string, otherwise = ''): string => again?.typed[field] ?? otherwise;

export function CostForm({ service, year, again }: Part & { year: number }): VNode {
  const money = (name: 'once' | 'running', label: string) => <TextField name={name} id={`kosten-${name}`} label={label} value={typedIn(again, name)} error={again?.mistakes[name]} width={10} inputmode="decimal" suffix="€" />;
  return (
    <Details summary="Kosten eines Jahres eintragen" open={again !== undefined}>
      <Form action={`${itHref(service.id)}/kosten`} label="Kosten eintragen">
        <TextField name="year" id="kosten-year" label="Jahr" value={typedIn(again, 'year', String(year))} error={again?.mistakes['year']} width={4} inputmode="numeric" />
        {money('once', 'Einmalig')}
        {money('running', 'Laufend im Jahr')}
        <Button type="submit">Eintragen</Button>
      </Form>
    </Details>
  );
}

const criteria = [['operation', 'Betrieb: läuft er zuverlässig?'], ['fit', 'Passt er zur Aufgabe?'], ['usability', 'Wie gut lässt er sich bedienen?'], ['value', 'Stimmen Preis und Leistung?']] as const;

export function AssessmentForm({ service, year, assessments, again }: Part & { year: number; assessments: Assessment[] }): VNode {
  const known = assessments.find((one) => one.year === year);
  return (
    <Details summary="Ein Jahr bewerten" open={again !== undefined}>
      <Form action={`${itHref(service.id)}/note`} label="Bewerten">
        <TextField name="year" id="note-year" label="Jahr" value={typedIn(again, 'year', String(year))} error={again?.mistakes['year']} width={4} inputmode="numeric" />
        <Columns>
          {criteria.map(([name, label]) => <SelectField key={name} name={name} id={`note-${name}`} label={label} value={typedIn(again, name, String(known?.[name] ?? 3))} error={again?.mistakes[name]} placeholder={false} options={[1, 2, 3, 4, 5].map((grade) => ({ value: String(grade), label: `${grade}${grade === 1 ? ' (schlecht)' : grade === 5 ? ' (sehr gut)' : ''}` }))} />)}
        </Columns>
        <TextField name="outageHours" id="note-outageHours" label="Stunden Ausfall im Jahr" value={typedIn(again, 'outageHours', String(known?.outageHours ?? 0))} error={again?.mistakes['outageHours']} width={6} inputmode="numeric" />
        <TextArea name="note" id="note-note" label="Was Sie dazu sagen wollen" value={typedIn(again, 'note', known?.note ?? '')} rows={2} required={false} />
        <Button type="submit">Bewerten</Button>
      </Form>
    </Details>
  );
}

export function NeedForms({ service, network, again }: Part & { network: Network }): VNode {
  const names = new Map(network.names.map(({ id, name }) => [id, name]));
  const own = network.needs.filter(({ from }) => from === service.id);
  return (
    <Details summary="Abhängigkeiten eintragen und lösen" open={again !== undefined}>
      <Table compact stack caption="Braucht unmittelbar" rows={own} rowKey={({ to }) => to} empty="Noch keine." columns={[
        { key: 'name', head: 'Dienst', rowHead: true, cell: ({ to }) => names.get(to) ?? to },
        { key: 'effect', head: 'Ohne ihn', cell: ({ effect }) => effectWords[effect].words },
        { key: 'interface', head: 'Schnittstelle', cell: (need) => need.interface || '–' },
        { key: 'drop', head: 'Lösen', headHidden: true, cell: ({ to }) => <Form action={`${itHref(service.id)}/braucht-nicht`} label={`${names.get(to) ?? ''} lösen`}><input type="hidden" name="needsId" value={to} /><Button type="submit" size="small" variant="tertiary">Lösen</Button></Form> },
      ]} />
      <Form action={`${itHref(service.id)}/braucht`} label="Abhängigkeit eintragen">
        <SelectField name="needsId" id="braucht-needsId" label="Braucht" value={typedIn(again, 'needsId')} error={again?.mistakes['needsId']} options={network.names.filter(({ id }) => id !== service.id).map(({ id, name }) => ({ value: id, label: name }))} />
        <SelectField name="effect" id="braucht-effect" label="Fällt er aus, ist dieser Dienst" value={typedIn(again, 'effect', 'stops')} placeholder={false} options={effects} />
        <TextField name="interface" id="braucht-interface" label="Schnittstelle" hint="Zum Beispiel LDAP, XMeld, Datei jede Nacht" value={typedIn(again, 'interface')} required={false} />
        <Button type="submit">Eintragen</Button>
      </Form>
    </Details>
  );
}

export function UseForms({ service, network, again }: Part & { network: Network }): VNode {
  const titles = new Map(network.services.map(({ slug, name }) => [slug, name]));
  const own = network.uses.filter(({ serviceId }) => serviceId === service.id);
  return (
    <Details summary="Leistungen eintragen und lösen" open={again !== undefined}>
      <Table compact stack caption="Leistungen, die ihn brauchen" rows={own} rowKey={({ slug }) => slug} empty="Noch keine." columns={[
        { key: 'name', head: 'Leistung', rowHead: true, cell: ({ slug }) => titles.get(slug) ?? slug },
        { key: 'effect', head: 'Ohne ihn', cell: ({ effect }) => effectWords[effect].words },
        { key: 'drop', head: 'Lösen', headHidden: true, cell: ({ slug }) => <Form action={`${itHref(service.id)}/leistung-nicht`} label={`${titles.get(slug) ?? slug} lösen`}><input type="hidden" name="slug" value={slug} /><Button type="submit" size="small" variant="tertiary">Lösen</Button></Form> },
      ]} />
      <Form action={`${itHref(service.id)}/leistung`} label="Leistung eintragen">
        <SelectField name="slug" id="leistung-slug" label="Leistung" value={typedIn(again, 'slug')} error={again?.mistakes['slug']} options={network.services.map(({ slug, name }) => ({ value: slug, label: name }))} />
        <SelectField name="effect" id="leistung-effect" label="Fällt der Dienst aus, ist die Leistung" value={typedIn(again, 'effect', 'stops')} placeholder={false} options={effects} />
        <Button type="submit">Eintragen</Button>
      </Form>
    </Details>
  );
}
