import type { VNode } from 'preact';
import { z } from 'zod';
import { listServices } from '#core/catalogue';
import { listOffices } from '#core/organisation';
import { page, redirect, view, type Reply, type Rq } from '#platform/http';
import { formatMoney, formatNumber, plural } from '#platform/i18n';
import { may } from '#platform/module';
import { Badge, Button, ButtonRow, EmptyState, ErrorSummary, Form, Link, PageHeader, Row, SelectField, Stack, Table, TextArea, TextField, type BadgeState } from '#platform/ui';
import type { ProcessState } from '../tables.ts';
import { getProcess, listProcesses, saveProcess, type MappedProcess } from './process.ts';

const MAP = '/office/prozesse';
const stateWords: Record<ProcessState, { words: string; look: BadgeState }> = { paper: { words: 'auf Papier', look: 'late' }, partly: { words: 'zum Teil digital', look: 'soon' }, digital: { words: 'ganz digital', look: 'done' } };

/** All processes of the administration, the greatest potential first. */
export const mapPage = page({
  method: 'GET', path: MAP, site: 'office', access: 'may:processes/read',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const processes = await listProcesses(ctx);
      const offices = new Map((await listOffices(ctx, { closed: true })).map(({ key, name }) => [key, name]));
      const hours = processes.reduce((sum, { potential }) => sum + potential, 0);
      return view({
        title: 'Prozesse',
        width: 'full',
        nav: MAP,
        body: (
          <Stack>
            <PageHeader title="Prozesslandkarte" lead={processes.length === 0 ? 'Noch ist kein Prozess aufgenommen.' : `${processes.length} Prozesse. Ganz digital ließen sich im Jahr bis zu ${formatNumber(hours)} Stunden sparen.`} actions={<Row>{may(rq.actor, 'processes/edit') && <Button variant="primary" href={`${MAP}/neu`} icon="add">Prozess aufnehmen</Button>}<Button href={`${MAP}/verbesserungen`}>Verbesserungen</Button><Button href={`${MAP}/auswertung`}>Auswerten</Button><Button href={`${MAP}/simulation`}>Was wäre, wenn</Button></Row>} />
            <ProcessTable processes={processes} offices={offices} />
          </Stack>
        ),
      });
    }),
});

function ProcessTable({ processes, offices }: { processes: (MappedProcess & { potential: number })[]; offices: Map<string, string> }): VNode {
  return (
    <Table
      compact
      stack
      stickyHead
      caption="Prozesse nach dem, was sich sparen lässt"
      rows={processes}
      rowKey={({ id }) => id}
      empty={<EmptyState title="Noch kein Prozess">Nehmen Sie zusammen mit den Ämtern auf, was heute wie läuft: wie oft, wie lange, wo jemand abtippt.</EmptyState>}
      columns={[
        { key: 'name', head: 'Prozess', rowHead: true, cell: ({ id, name, office, owner }) => <><Link href={`${MAP}/p/${id}`}>{name}</Link><br /><small>{[offices.get(office) ?? office, owner].filter(Boolean).join(', ')}</small></> },
        { key: 'state', head: 'Stand', narrow: true, cell: ({ state }) => <Badge state={stateWords[state].look}>{stateWords[state].words}</Badge> },
        { key: 'year', head: 'Im Jahr', numeric: true, cell: ({ perYear }) => formatNumber(perYear) },
        { key: 'each', head: 'Je Fall', numeric: true, cell: ({ minutesEach, mediaBreaks }) => <>{`${formatNumber(minutesEach)} Min.`}{mediaBreaks > 0 && <><br /><small>{plural(mediaBreaks, { one: 'ein Medienbruch', other: `${mediaBreaks} Medienbrüche` })}</small></>}</> },
        { key: 'cost', head: 'Kosten im Jahr', numeric: true, cell: ({ costCentsEach, perYear }) => formatMoney(costCentsEach * perYear) },
        { key: 'potential', head: 'Sparbar (Std.)', numeric: true, cell: ({ potential }) => formatNumber(potential) },
        { key: 'mine', head: 'Gemessen', narrow: true, cell: ({ service }) => (service ? <Link href={`${MAP}/auswertung?leistung=${service}`}>auswerten</Link> : '–') },
      ]}
    />
  );
}

const text = z.string().trim().max(200).default('');
const body = z.object({ name: text, office: text, owner: text, service: text, state: z.enum(['paper', 'partly', 'digital']).default('paper'), perYear: text, minutesEach: text, cost: text, mediaBreaks: text, improvements: z.string().max(10_000).default('') });
type Typed = z.output<typeof body>;
type Mistake = { id: string; text: string };
const EMPTY: Typed = body.parse({});
const typedOf = (process: MappedProcess): Typed => ({ ...process, service: process.service ?? '', perYear: String(process.perYear), minutesEach: String(process.minutesEach), cost: (process.costCentsEach / 100).toFixed(2).replace('.', ','), mediaBreaks: String(process.mediaBreaks) });

async function showForm(rq: Rq, { id, typed, errors = [] }: { id?: string; typed: Typed; errors?: Mistake[] }): Promise<Reply> {
  const [offices, services] = await rq.read(async (ctx) => [await listOffices(ctx), await listServices(ctx)] as const);
  const errorOf = (name: string) => errors.find((one) => one.id === name)?.text;
  const editable = may(rq.actor, 'processes/edit');
  const field = (name: 'name' | 'owner' | 'perYear' | 'minutesEach' | 'cost' | 'mediaBreaks', label: string, hint = '') => <TextField name={name} label={label} hint={hint} value={typed[name]} error={errorOf(name)} width={name === 'name' || name === 'owner' ? 'full' : 10} />;
  return view({
    title: typed.name || 'Prozess aufnehmen',
    nav: MAP,
    ...(errors.length > 0 ? { status: 422 } : {}),
    crumbs: [{ label: 'Prozesse', href: MAP }, { label: typed.name || 'Neu' }],
    body: (
      <Stack>
        {errors.length > 0 && <ErrorSummary errors={errors} />}
        <PageHeader title={typed.name || 'Prozess aufnehmen'} actions={id ? <Button href={`${MAP}/p/${id}/ablauf`}>Ablauf heute und künftig, Verbesserungen</Button> : undefined} />
        <fieldset class="plain-fieldset" disabled={!editable}>
<legend class="kern-sr-only">Angaben</legend>
          <Form action={id ? `${MAP}/p/${id}` : `${MAP}/neu`}>
            {field('name', 'Name', 'Zum Beispiel „Sondernutzung für einen Umzugswagen“')}
            <SelectField name="office" label="Amt" value={typed.office} options={offices.map(({ key, name }) => ({ value: key, label: name }))} placeholder="Bitte wählen" error={errorOf('office')} />
            {field('owner', 'Verantwortlich', 'Stelle, nicht Person')}
            <SelectField name="state" label="Stand" value={typed.state} options={Object.entries(stateWords).map(([value, { words }]) => ({ value, label: words }))} placeholder={false} />
            <SelectField name="service" label="Leistung, die ihn digital macht" value={typed.service} options={[{ value: '', label: 'noch keine' }, ...services.map(({ slug, name }) => ({ value: slug, label: name }))]} placeholder={false} />
            {field('perYear', 'Fälle im Jahr')}
            {field('minutesEach', 'Minuten Arbeit je Fall')}
            {field('cost', 'Kosten je Fall in Euro', 'Arbeit, Porto, Papier')}
            {field('mediaBreaks', 'Medienbrüche', 'Wie oft wird etwas gedruckt, gescannt oder abgetippt?')}
            <TextArea name="improvements" label="Bemerkungen" hint="Vorschläge mit Stand und Verantwortung stehen unter „Verbesserungen“" value={typed.improvements} rows={5} />
            {editable && (
              <ButtonRow>
                <Button type="submit" variant="primary">
                  Speichern
                </Button>
                <Button href={MAP}>Abbrechen</Button>
              </ButtonRow>
            )}
          </Form>
        </fieldset>
      </Stack>
    ),
  });
}

async function save(rq: Rq<unknown, unknown, Typed>, id?: string): Promise<Reply> {
  const typed = rq.body;
  const whole = (name: 'perYear' | 'minutesEach' | 'mediaBreaks'): number => (/^\d{1,8}$/.test(typed[name].replaceAll('.', '')) ? Number(typed[name].replaceAll('.', '')) : Number.NaN);
  const cost = /^\d{1,7}([.,]\d{1,2})?$/.test(typed.cost) ? Math.round(Number(typed.cost.replace(',', '.')) * 100) : typed.cost === '' ? 0 : Number.NaN;
  const errors: Mistake[] = [
    ...(typed.name.length < 3 ? [{ id: 'name', text: 'Geben Sie dem Prozess einen Namen.' }] : []),
    ...(typed.office ? [] : [{ id: 'office', text: 'Wählen Sie das Amt.' }]),
    ...(['perYear', 'minutesEach', 'mediaBreaks'] as const).filter((name) => Number.isNaN(whole(name))).map((name) => ({ id: name, text: 'Geben Sie hier eine ganze Zahl an.' })),
    ...(Number.isNaN(cost) ? [{ id: 'cost', text: 'Geben Sie die Kosten so an: 12,50' }] : []),
  ];
  if (errors.length > 0) return showForm(rq, { ...(id ? { id } : {}), typed, errors });
  await rq.transact((ctx) => saveProcess(ctx, id, { name: typed.name, office: typed.office, owner: typed.owner, service: typed.service || null, state: typed.state, perYear: whole('perYear'), minutesEach: whole('minutesEach'), costCentsEach: cost, mediaBreaks: whole('mediaBreaks'), improvements: typed.improvements }));
  return redirect(MAP, { flash: 'Gespeichert.' });
}

const params = z.object({ id: z.uuid() });
export const newProcessPage = page({ method: 'GET', path: `${MAP}/neu`, site: 'office', access: 'may:processes/edit', handle: (rq) => showForm(rq, { typed: EMPTY }) });
export const newProcessPost = page({ method: 'POST', path: `${MAP}/neu`, site: 'office', access: 'may:processes/edit', body, handle: (rq) => save(rq) });
export const processDetailPage = page({ method: 'GET', path: `${MAP}/p/:id`, site: 'office', access: 'may:processes/read', params, handle: async (rq) => showForm(rq, { id: rq.params.id, typed: typedOf(await rq.read((ctx) => getProcess(ctx, rq.params.id))) }) });
export const processDetailPost = page({ method: 'POST', path: `${MAP}/p/:id`, site: 'office', access: 'may:processes/edit', params, body, handle: (rq) => save(rq, rq.params.id) });
