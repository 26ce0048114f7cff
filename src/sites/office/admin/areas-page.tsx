import { z } from 'zod';
import { accountNames } from '#platform/auth';
import { page, redirect, view, type Reply, type Route, type Rq } from '#platform/http';
import { may, notAllowed, type Ctx } from '#platform/module';
import { Button, ButtonRow, CheckboxGroup, Columns, EmptyState, ErrorSummary, Form, Link, PageHeader, Prose, Radios, Section, Stack, Table, TextField } from '#platform/ui';
import { closeArea, createArea, listAreas, listAssignments, listOffices, setAreasOf, type Area, type AreaCover, type Office } from '#core/organisation';
import { crumbsOf } from './crumbs.ts';
import { attempt, idParams, listInput, summaryOf, textInput, type FieldErrors } from './form-input.ts';

const path = '/office/zustaendigkeiten';
const areaFields = { name: textInput(60), art: z.enum(['buchstaben', 'werte']).catch('buchstaben'), von: textInput(4), bis: textInput(4), werte: textInput(2000) };
type AreaInput = z.output<ReturnType<typeof z.object<typeof areaFields>>>;

type Person = { id: string; name: string };
type Known = { office: Office | undefined; offices: Office[]; areas: Area[]; people: Person[]; mayDivide: boolean };

const divides = (ctx: Ctx, officeId: string): boolean => may(ctx.actor, 'admin/areas', officeId) || may(ctx.actor, 'admin/offices', officeId);

/** Offices one works in or may divide; who may neither sees none. */
async function load(rq: Rq, id: string | undefined): Promise<Known> {
  return rq.read(async (ctx) => {
    const own = new Set((await listAssignments(ctx, { accountIds: [ctx.actor.id ?? ''] })).map(({ officeId }) => officeId));
    const offices = (await listOffices(ctx)).filter((office) => own.has(office.id) || divides(ctx, office.id));
    const office = id ? offices.find((one) => one.id === id) : (offices.find((one) => own.has(one.id)) ?? offices[0]);
    if (id && !office) throw notAllowed();
    if (!office) return { office, offices, areas: [], people: [], mayDivide: false };
    const held = await listAssignments(ctx, { officeId: office.id });
    const names = await accountNames(ctx, [...new Set(held.map(({ accountId }) => accountId))]);
    const people = [...names].map(([personId, name]) => ({ id: personId, name })).sort((a, b) => a.name.localeCompare(b.name, 'de'));
    return { office, offices, areas: await listAreas(ctx, { officeId: office.id }), people, mayDivide: divides(ctx, office.id) };
  });
}

const coverWords = (area: AreaCover): string => (area.kind === 'letters' ? `Namen von ${area.from} bis ${area.to}` : area.values.join(', '));

function Areas({ known }: { known: Known }) {
  const nameOf = (id: string): string[] => known.people.filter((one) => one.id === id).map(({ name }) => name);
  return (
    <Table<Area>
      caption="Bereiche des Amtes"
      captionHidden
      stack
      rows={known.areas}
      rowKey={({ id }) => id}
      empty={<EmptyState title="Das Amt ist nicht in Bereiche geteilt.">Alle im Amt sind für alles zuständig.</EmptyState>}
      columns={[
        { key: 'name', head: 'Bereich', rowHead: true, cell: (area) => area.name },
        { key: 'covers', head: 'Umfasst', cell: coverWords },
        { key: 'who', head: 'Zuständig', cell: (area) => area.members.flatMap(nameOf).join(', ') || 'alle im Amt' },
        ...(known.mayDivide
          ? [{
              key: 'close', head: 'Schließen', headHidden: true, narrow: true,
              cell: (area: Area) => (
                <form method="post" action={`${path}/${area.id}/schliessen`}>
                  <Button size="small" variant="tertiary" attributes={{ 'aria-label': `Bereich ${area.name} schließen` }}>Schließen</Button>
                </form>
              ),
            }]
          : []),
      ]}
    />
  );
}

function Share({ known, officeId }: { known: Known; officeId: string }) {
  if (!known.mayDivide || known.areas.length === 0) return null;
  const options = known.areas.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Section title="Wer macht was" id="verteilen">
      <Form action={`${path}/${officeId}/verteilen`} label="Bereiche verteilen">
        {known.people.map((person) => (
          <CheckboxGroup key={person.id} name={`p-${person.id}`} label={person.name} options={options} value={known.areas.filter(({ members }) => members.includes(person.id)).map(({ id }) => id)} inline />
        ))}
        <ButtonRow>
          <Button variant="primary">Verteilung speichern</Button>
        </ButtonRow>
      </Form>
    </Section>
  );
}

function Add({ officeId, input, errors }: { officeId: string; input: Partial<AreaInput>; errors: FieldErrors }) {
  return (
    <Section title="Bereich anlegen" id="anlegen">
      <Form action={`${path}/${officeId}`} label="Bereich anlegen">
        <TextField name="name" label="Name des Bereichs" hint="Zum Beispiel A–K oder Nordstadt" value={input.name} error={errors.name} width={20} required />
        <Radios
          name="art"
          label="Wonach wird geteilt?"
          value={input.art ?? 'buchstaben'}
          options={[
            {
              value: 'buchstaben', label: 'Nach dem Anfang des Namens',
              children: (
                <Columns>
                  <TextField name="von" label="Von" value={input.von} error={errors.von} width={2} />
                  <TextField name="bis" label="Bis einschließlich" value={input.bis} width={2} />
                </Columns>
              ),
            },
            { value: 'werte', label: 'Nach Postleitzahl, Bezirk oder anderen Werten', children: <TextField name="werte" label="Werte, durch Komma getrennt" value={input.werte} error={errors.werte} width="full" /> },
          ]}
        />
        <ButtonRow>
          <Button icon="add">Bereich anlegen</Button>
        </ButtonRow>
      </Form>
    </Section>
  );
}

async function show(rq: Rq, { id, input = {}, errors = {} }: { id?: string | undefined; input?: Partial<AreaInput>; errors?: FieldErrors }): Promise<Reply> {
  const known = await load(rq, id);
  const { office } = known;
  const body = (
    <Stack>
      <ErrorSummary errors={summaryOf(errors)} />
      <PageHeader title="Zuständigkeiten" preline={office?.name} lead="Wie die Arbeit eines Amtes nach Namen oder Orten verteilt ist. Ein Bereich ohne Personen gehört allen im Amt." />
      {known.offices.length > 1 && (
        <Prose>
          <p>
            {known.offices.map((one, position) => (
              <>
                {position > 0 && ' · '}
                {one.id === office?.id ? <strong>{one.name}</strong> : <Link href={`${path}?amt=${one.id}`}>{one.name}</Link>}
              </>
            ))}
          </p>
        </Prose>
      )}
      {office ? <Areas known={known} /> : <EmptyState title="Sie gehören zu keinem Amt." />}
      {office && <Share known={known} officeId={office.id} />}
      {office && known.mayDivide && <Add officeId={office.id} input={input} errors={errors} />}
    </Stack>
  );
  return view({ title: 'Zuständigkeiten', body, crumbs: crumbsOf({ label: 'Zuständigkeiten' }), nav: path, status: Object.keys(errors).length ? 422 : 200 });
}

async function add(rq: Rq<{ id: string }, unknown, AreaInput>): Promise<Reply> {
  const { name, art, von, bis, werte } = rq.body;
  const cover: AreaCover = art === 'werte' ? { kind: 'values', values: werte.split(/[,;\n]/) } : { kind: 'letters', from: von, to: bis };
  const overlap = art === 'werte' ? 'werte' : 'von';
  const fields = { 'organisation/area-name': 'name', 'organisation/key-taken': 'name', 'organisation/area-letters': 'von', 'organisation/area-values': 'werte', 'organisation/area-overlap': overlap };
  const refused = await attempt(fields, () => rq.transact((ctx) => createArea(ctx, { officeId: rq.params.id, name, cover })));
  return refused ? show(rq, { id: rq.params.id, input: rq.body, errors: refused }) : redirect(`${path}?amt=${rq.params.id}`, { flash: `Der Bereich ${name} ist angelegt. Bis Sie ihn verteilen, gehört er allen im Amt.` });
}

async function share(rq: Rq<{ id: string }, unknown, Record<string, string | string[]>>): Promise<Reply> {
  await rq.transact(async (ctx) => {
    // exactly the people who stood on the page: whoever has no tick sends nothing
    for (const accountId of new Set((await listAssignments(ctx, { officeId: rq.params.id })).map((one) => one.accountId)))
      await setAreasOf(ctx, { accountId, officeId: rq.params.id, areaIds: listInput.parse(rq.body[`p-${accountId}`] ?? []) });
  });
  return redirect(`${path}?amt=${rq.params.id}`, { flash: 'Die Verteilung ist gespeichert. Neue Aufgaben gehen danach; offene bleiben bei ihrem Bereich.' });
}

async function close(rq: Rq<{ id: string }>): Promise<Reply> {
  const officeId = await rq.transact(async (ctx) => {
    const area = (await listAreas(ctx)).find(({ id }) => id === rq.params.id);
    await closeArea(ctx, rq.params.id);
    return area?.officeId;
  });
  return redirect(officeId ? `${path}?amt=${officeId}` : path, { flash: 'Der Bereich ist geschlossen. Seine offenen Aufgaben gehören jetzt allen im Amt.' });
}

const common = { site: 'office', access: 'staff' } as const;

/** Zuständigkeiten: areas of an office and who has them; everybody of the office reads, its head changes. */
export const areasPage: Route[] = [
  page({ ...common, method: 'GET', path, query: z.object({ amt: z.uuid().optional().catch(undefined) }), handle: (rq) => show(rq, { id: rq.query.amt }) }),
  page({ ...common, method: 'POST', path: `${path}/:id`, params: idParams, body: z.object(areaFields), handle: add }),
  page({ ...common, method: 'POST', path: `${path}/:id/verteilen`, params: idParams, body: z.record(z.string(), z.union([z.string(), z.array(z.string())])), handle: share }),
  page({ ...common, method: 'POST', path: `${path}/:id/schliessen`, params: idParams, handle: close }),
];
