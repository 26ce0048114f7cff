import type { VNode } from 'preact';
import { z } from 'zod';
import { listAccounts } from '#platform/auth';
import { listOffices, type Office } from '#core/organisation';
import { page, redirect, view, type Reply, type Rq } from '#platform/http';
import { may, Problem, type Ctx } from '#platform/module';
import { Button, ButtonRow, Columns, ErrorSummary, Fieldset, Form, PageHeader, SelectField, Stack, TextArea, TextField, type SelectOption } from '#platform/ui';
import { criticalityWords, kindWords, longevityCriteria, operatorWords, protectionWords, stateWords, type ItService } from '../services/it-service.ts';
import { getItService, listItNames } from '../services/it-services.queries.ts';
import { itServiceFields, readItService, type ItServiceCells, type ItServiceField, type Known, type Mistakes } from '../services/read-it-service.ts';
import { saveItService, setCost } from '../services/save-it-service.ts';
import { IT, itHref } from './addresses.ts';

type KnownHere = Omit<Known, 'offices' | 'services'> & { offices: Office[]; services: { id: string; key: string; name: string }[] };

/** Offices, keys and owners against which typed words and lines of tables are checked. */
export async function readKnown(ctx: Ctx): Promise<KnownHere> {
  const [offices, services, staff] = [await listOffices(ctx), await listItNames(ctx), await listAccounts(ctx, { kind: 'staff', status: 'active', limit: 10_000 })];
  return { offices, services, owners: new Map(staff.flatMap(({ id, email, name }) => (email ? [[email.toLowerCase(), { id, name }] as const] : []))) };
}

/** A service as the form and the table write it. */
export function cellsOf(service: ItService, known: Known): ItServiceCells {
  const email = [...known.owners].find(([, { id }]) => id === service.ownerId)?.[0] ?? '';
  return {
    key: service.key, name: service.name, summary: service.summary, kind: service.kind, office: known.offices.find(({ id }) => id === service.officeId)?.key ?? '', owner: email, operator: service.operator, provider: service.provider, users: String(service.users), state: service.state,
    criticality: String(service.criticality), confidentiality: String(service.confidentiality), integrity: String(service.integrity), availability: String(service.availability), personal: service.personalData ? 'ja' : 'nein', record: service.processingRecord,
    partner: service.contractPartner, contract: service.contractNumber, starts: service.contractStartsOn ?? '', ends: service.contractEndsOn ?? '', notice: String(service.noticeMonths), interfaces: service.interfaces,
    successor: known.services.find(({ id }) => id === service.successorId)?.key ?? '', ...Object.fromEntries(longevityCriteria.map(({ key }) => [key, service.longevity[key] === undefined ? '' : String(service.longevity[key])])),
  };
}

type Shown = { id?: string; title: string; cells: ItServiceCells; mistakes?: Mistakes };

async function show(rq: Rq, { id, title, cells, mistakes = {} }: Shown): Promise<Reply> {
  const known = await rq.read(readKnown);
  const offices = known.offices.filter((office) => may(rq.actor, 'assets/edit', office.id));
  const errors = Object.entries(mistakes).flatMap(([field, text]) => (text ? [{ id: field, text: `${itServiceFields[field as ItServiceField] ?? 'Eintrag'}: ${text}` }] : []));
  const context: FieldContext = { cells, mistakes };
  return view({
    title, nav: IT, status: errors.length > 0 ? 422 : 200, crumbs: [{ label: 'IT-Dienste', href: IT }, ...(id ? [{ label: cells.name ?? '', href: itHref(id) }, { label: 'Ändern' }] : [{ label: 'Aufnehmen' }])],
    body: (
      <Stack>
        <ErrorSummary errors={errors} />
        <PageHeader title={title} />
        <Form action={id ? `${itHref(id)}/aendern` : `${IT}/neu`}>
          <General {...context} offices={offices} owners={[...known.owners.keys()]} />
          <Protection {...context} />
          <Contract {...context} successors={known.services.filter((one) => one.id !== id)} />
          <Longevity {...context} />
          <ButtonRow>
            <Button type="submit" variant="primary">Speichern</Button>
            <Button href={id ? itHref(id) : IT}>Abbrechen</Button>
          </ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

type FieldContext = { cells: ItServiceCells; mistakes: Mistakes };

function Text({ field, context, hint, width = 'full' }: { field: ItServiceField; context: FieldContext; hint?: string; width?: 4 | 6 | 10 | 20 | 'full' }): VNode {
  return <TextField name={field} label={itServiceFields[field]} {...(hint ? { hint } : {})} value={context.cells[field] ?? ''} error={context.mistakes[field]} width={width} />;
}
function Choice({ field, context, options, hint }: { field: ItServiceField; context: FieldContext; options: SelectOption[]; hint?: string }): VNode {
  return <SelectField name={field} label={itServiceFields[field]} {...(hint ? { hint } : {})} value={context.cells[field] ?? ''} options={options} placeholder={false} error={context.mistakes[field]} />;
}
const optionsOf = (words: Record<string, string | { words: string }>): SelectOption[] => Object.entries(words).map(([value, word]) => ({ value, label: typeof word === 'string' ? word : word.words }));
const levels = (words: readonly string[]): SelectOption[] => words.map((label, at) => ({ value: String(at + 1), label }));

function General({ offices, owners, ...context }: FieldContext & { offices: Office[]; owners: string[] }): VNode {
  return (
    <Fieldset legend="Der Dienst">
      <Text field="name" context={context} />
      <Text field="key" context={context} hint="Bleibt gleich, auch wenn der Name wechselt: „wohngeld-verfahren“" width={20} />
      <TextArea name="summary" label={itServiceFields.summary} value={context.cells.summary ?? ''} rows={2} />
      <Columns>
        <Choice field="kind" context={context} options={optionsOf(kindWords)} />
        <Choice field="state" context={context} options={optionsOf(stateWords)} />
      </Columns>
      <Columns>
        <Choice field="office" context={context} options={[{ value: '', label: 'Bitte wählen' }, ...offices.map(({ key, name }) => ({ value: key, label: name }))]} />
        <TextField name="owner" label={itServiceFields.owner} hint="Dienstliche E-Mail-Adresse; diese Person wird an Vertragsfristen erinnert" value={context.cells.owner ?? ''} error={context.mistakes['owner']} suggestions={owners.slice(0, 300)} />
      </Columns>
      <Columns>
        <Choice field="operator" context={context} options={optionsOf(operatorWords)} />
        <Text field="provider" context={context} />
      </Columns>
      <Text field="users" context={context} width={6} />
      <TextArea name="interfaces" label={itServiceFields.interfaces} hint="Standards und Partner, zum Beispiel „XMeld 3.4 an das Landesamt“" value={context.cells.interfaces ?? ''} rows={2} />
    </Fieldset>
  );
}

function Protection(context: FieldContext): VNode {
  return (
    <Fieldset legend="Wie wichtig und wie schutzbedürftig">
      <Choice field="criticality" context={context} options={criticalityWords.map(({ level, words, means }) => ({ value: String(level), label: `${words}: ohne ihn geht es ${means}` }))} />
      <Columns layout="thirds">
        <Choice field="confidentiality" context={context} options={levels(protectionWords)} />
        <Choice field="integrity" context={context} options={levels(protectionWords)} />
        <Choice field="availability" context={context} options={levels(protectionWords)} />
      </Columns>
      <Columns>
        <Choice field="personal" context={context} options={[{ value: 'nein', label: 'nein' }, { value: 'ja', label: 'ja' }]} />
        <Text field="record" context={context} hint="Nummer im Verzeichnis nach Art. 30 DSGVO, oder die Adresse der Seite" />
      </Columns>
    </Fieldset>
  );
}

function Contract({ successors, ...context }: FieldContext & { successors: { key: string; name: string }[] }): VNode {
  const date = (field: 'starts' | 'ends') => <TextField name={field} type="date" label={itServiceFields[field]} value={context.cells[field] ?? ''} error={context.mistakes[field]} />;
  return (
    <Fieldset legend="Vertrag">
      <Columns>
        <Text field="partner" context={context} />
        <Text field="contract" context={context} width={20} />
      </Columns>
      <Columns layout="thirds">
        {date('starts')}
        {date('ends')}
        <Text field="notice" context={context} width={4} />
      </Columns>
      <Choice field="successor" context={context} options={[{ value: '', label: 'noch keiner' }, ...successors.map(({ key, name }) => ({ value: key, label: name }))]} />
    </Fieldset>
  );
}

function Longevity(context: FieldContext): VNode {
  return (
    <Fieldset id="langlebigkeit" legend="Wie lange es tragen wird" hint="Stufen 0 (nichts davon) bis 5 (vollständig), nach den Kriterien des Deutschland-Stacks in der Testphase. Der Mittelwert ordnet nur ein.">
      {longevityCriteria.map(({ key, asks }) => <Choice key={key} field={key} context={context} hint={asks} options={[{ value: '', label: 'noch nicht angesehen' }, ...[0, 1, 2, 3, 4, 5].map((level) => ({ value: String(level), label: String(level) }))]} />)}
    </Fieldset>
  );
}

const text = z.string().max(4000).default('');
const body = z.object(Object.fromEntries((Object.keys(itServiceFields) as ItServiceField[]).map((field) => [field, text])) as Record<ItServiceField, typeof text>);
const params = z.object({ id: z.uuid() });

async function save(rq: Rq<unknown, unknown, Record<ItServiceField, string>>, { id, title }: { id?: string; title: string }): Promise<Reply> {
  const cells = rq.body;
  const { input, cost, mistakes } = readItService(cells, await rq.read(readKnown));
  const again = (wrong: Mistakes): Promise<Reply> => show(rq, { ...(id ? { id } : {}), title, cells, mistakes: wrong });
  if (Object.keys(mistakes).length > 0) return again(mistakes);
  try {
    const saved = await rq.transact(async (ctx) => {
      const serviceId = await saveItService(ctx, id, input);
      if (cost) await setCost(ctx, serviceId, { year: ctx.now.getUTCFullYear(), ...cost });
      return serviceId;
    });
    return redirect(itHref(saved), { flash: 'Gespeichert.' });
  } catch (error) {
    if (error instanceof Problem && (error.code === 'assets/key-taken' || error.code === 'assets/wrong-input')) return again({ [error.code === 'assets/key-taken' ? 'key' : 'ends']: error.de });
    throw error;
  }
}

const common = { site: 'office', access: 'may:assets/edit' } as const;
const NEW = 'IT-Dienst aufnehmen';
export const itFormRoutes = [
  page({ ...common, method: 'GET', path: `${IT}/neu`, handle: (rq) => show(rq, { title: NEW, cells: { criticality: '2', confidentiality: '1', integrity: '1', availability: '1', personal: 'nein', kind: 'application', operator: 'own', state: 'running' } }) }),
  page({ ...common, method: 'POST', path: `${IT}/neu`, body, handle: (rq) => save(rq, { title: NEW }) }),
  page({
    ...common, method: 'GET', path: `${IT}/d/:id/aendern`, params,
    handle: async (rq) => {
      const [service, known] = await rq.read(async (ctx) => [await getItService(ctx, rq.params.id), await readKnown(ctx)] as const);
      return show(rq, { id: service.id, title: `${service.name} ändern`, cells: cellsOf(service, known) });
    },
  }),
  page({ ...common, method: 'POST', path: `${IT}/d/:id/aendern`, params, body, handle: async (rq) => save(rq, { id: rq.params.id, title: `${rq.body.name || 'IT-Dienst'} ändern` }) }),
];
