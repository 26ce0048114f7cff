import { page, view, type View } from '#platform/http';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { may, notAllowed, type Ctx } from '#platform/module';
import { Alert, Badge, Button, ButtonRow, Details, EmptyState, ErrorSummary, Form, Link, MoneyField, PageHeader, Radios, Section, SelectField, Stack, Table, TextField } from '#platform/ui';
import { z } from 'zod';
import { maySeeMoney, requireMoney } from '../access.ts';
import { bookActual, reverseBooking } from '../book-actual.ts';
import { addLine, changeLine } from '../budget-lines.ts';
import { listBookings, listLines, type Booking } from '../budgets.queries.ts';
import { listFundings } from '../fundings/fundings.queries.ts';
import { addUp, readYearSums } from '../money.ts';
import type { LineRow } from '../tables.ts';
import { costTypeWords, fundingWords, lineKindWords, sourceWords } from '../words.ts';
import { act, typedIn, type Again } from './again.ts';
import { BUDGET, cents, yearIn } from './city-page.tsx';
import { MoneyTable } from './money-table.tsx';
import { needDay, needMoney, needOne, needWhole, type Typed } from './read-typed.ts';

/** A project, or (null) running operation of one year. */
type Scope = { projectId: string | null; href: string };
const costTypes = Object.keys(costTypeWords) as (keyof typeof costTypeWords)[];
const options = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));

async function show(ctx: Ctx, { projectId, href }: Scope, more: { again?: Again | undefined; year?: number } = {}): Promise<View> {
  const project = projectId ? await requireMoney(ctx, projectId) : undefined;
  if (!project && !maySeeMoney(ctx)) throw notAllowed();
  const { again, year } = more;
  const sums = (await readYearSums(ctx, projectId ? { projectIds: [projectId] } : year ? { year } : {})).filter((row) => row.projectId === projectId).toSorted((a, b) => a.year - b.year);
  const lines = await listLines(ctx, { projectId, ...(year && !projectId ? { year } : {}) });
  const bookings = await listBookings(ctx, { projectId, ...(year && !projectId ? { year } : {}) }, { limit: 30 });
  const fundings = projectId ? await listFundings(ctx, { projectId }) : [];
  const editable = may(ctx.actor, 'budgets/edit');
  const title = project ? `Geld: ${project.title}` : `Laufender Betrieb ${year ?? ''}`;
  const today = calendarDayOf(ctx.now);
  return view({
    title, width: 'full', nav: BUDGET, status: again?.problem.status ?? 200,
    crumbs: [{ label: 'Haushalt', href: BUDGET }, { label: project?.number ?? 'Laufender Betrieb' }],
    body: (
      <Stack>
        {again && <ErrorSummary errors={[{ text: again.problem.de }]} />}
        <PageHeader preline={project ? `${project.number} · ${project.officeName}` : 'ohne Projekt'} title={title} actions={project && <Button size="small" href={`/office/projekte/${project.id}`}>Zum Projekt</Button>} />
        {fundings.map((one) => <p key={one.id}>Förderung: <Link href={`${BUDGET}/foerderungen/${one.id}`}>{one.programme}</Link>, {cents(one.amount_cents)}, {fundingWords[one.state]}</p>)}
        {fundings.some(({ state }) => state === 'applied') && <Alert kind="warning" title="Eine Förderung ist noch nicht bewilligt">Wer vor dem Bescheid bestellt oder beginnt, verliert sie meist.</Alert>}
        <Section title="Jahre" id="jahre">
          {sums.length === 0 ? <EmptyState title="Noch kein Geld geplant" /> : <MoneyTable caption="Geld je Jahr" head="Jahr" rows={sums.map((row) => ({ key: String(row.year), label: String(row.year), ...addUp(ctx, [row]) }))} sum={addUp(ctx, sums)} />}
        </Section>
        <Section title="Haushaltszeilen" id="zeilen">
          <LineTable rows={lines} href={href} editable={editable} again={again} />
          {editable && <NewLine href={href} again={again} year={year ?? Number(today.slice(0, 4))} />}
        </Section>
        <Section title="Buchungen" id="buchungen" actions={<Link href={`${BUDGET}/buchungen${projectId ? `?projekt=${projectId}` : ''}`}>Alle Buchungen</Link>}>
          <BookingTable rows={bookings.rows} href={editable ? href : undefined} again={again} />
          {editable && <NewBooking href={href} again={again} today={today} />}
        </Section>
      </Stack>
    ),
  });
}

function LineTable({ rows, href, editable, again }: { rows: LineRow[]; href: string; editable: boolean; again: Again | undefined }) {
  if (rows.length === 0) return <p class="muted">Noch keine Zeile.</p>;
  return (
    <Table<LineRow>
      compact stack caption="Haushaltszeilen" captionHidden rows={rows} rowKey={({ id }) => id}
      columns={[
        { key: 'year', head: 'Jahr', rowHead: true, cell: ({ year, kind }) => `${year} ${lineKindWords[kind]}` },
        { key: 'type', head: 'Kostenart', cell: ({ cost_type: type, running }) => `${costTypeWords[type]}, ${running ? 'laufend' : 'einmalig'}` },
        { key: 'product', head: 'Produkt, Kostenstelle', wideOnly: true, cell: ({ product, cost_centre: centre }) => [product, centre].filter(Boolean).join(', ') || '–' },
        { key: 'text', head: 'Bemerkung', cell: ({ text }) => text || '–' },
        { key: 'amount', head: 'Betrag', numeric: true, cell: ({ amount_cents: amount }) => cents(amount) },
        ...(editable ? [{ key: 'do', head: 'Ändern', cell: (line: LineRow) => <LineForm line={line} href={href} again={again} /> }] : []),
      ]}
    />
  );
}

function LineForm({ line, href, again }: { line: LineRow; href: string; again: Again | undefined }) {
  const form = `zeile:${line.id}`;
  const id = line.id.slice(-6);
  return (
    <Details summary="Betrag ändern" open={again?.form === form}>
      <Form action={`${href}/zeilen/${line.id}`}>
        <MoneyField name="betrag" id={`betrag-${id}`} label="Neuer Betrag" hint="0 entfernt die Zeile. Der alte Betrag bleibt im Verlauf." value={typedIn(again, form).betrag ?? line.amount_cents} />
        <Button size="small">Speichern</Button>
      </Form>
    </Details>
  );
}

function NewLine({ href, again, year }: { href: string; again: Again | undefined; year: number }) {
  const typed = typedIn(again, 'zeile');
  return (
    <Details summary="Zeile hinzufügen" open={again?.form === 'zeile'}>
      <Form action={`${href}/zeilen`}>
        <Radios name="art" label="Was ist es?" inline value={typed.art ?? 'plan'} options={[{ value: 'plan', label: 'Plan' }, { value: 'committed', label: 'Bestellt (Vertrag, Auftrag)' }, { value: 'forecast', label: 'Prognose für das ganze Jahr' }]} />
        <TextField name="jahr" label="Haushaltsjahr" inputmode="numeric" width={4} value={typed.jahr ?? String(year)} />
        <MoneyField name="betrag" label="Betrag" value={typed.betrag} />
        <SelectField name="kostenart" label="Kostenart" value={typed.kostenart ?? 'services'} placeholder={false} options={options(costTypeWords)} />
        <Radios name="dauer" label="Wie oft?" inline value={typed.dauer ?? 'einmalig'} options={[{ value: 'einmalig', label: 'einmalig' }, { value: 'laufend', label: 'laufend, jedes Jahr' }]} />
        <TextField name="produkt" label="Produkt" hint="Zum Beispiel 11.12.04" required={false} width={10} maxlength={30} value={typed.produkt} />
        <TextField name="kostenstelle" label="Kostenstelle" required={false} width={10} maxlength={30} value={typed.kostenstelle} />
        <TextField name="text" label="Bemerkung" required={false} maxlength={300} value={typed.text} />
        <Button size="small">Hinzufügen</Button>
      </Form>
    </Details>
  );
}

/** Bookings with their source; `href` given: those that are wrong can be taken back. */
export function BookingTable({ rows, href, again, projects }: { rows: Booking[]; href: string | undefined; again: Again | undefined; projects?: Map<string, string> }) {
  if (rows.length === 0) return <p class="muted">Noch nichts gebucht.</p>;
  return (
    <Table<Booking>
      compact stack caption="Buchungen, die neueste zuerst" captionHidden rows={rows} rowKey={({ id }) => id}
      columns={[
        { key: 'on', head: 'Tag', narrow: true, cell: ({ booked_on: on }) => formatDate(on) },
        { key: 'text', head: 'Wofür', rowHead: true, cell: ({ text }) => text },
        ...(projects ? [{ key: 'project', head: 'Projekt', cell: ({ project_id: id }: Booking) => (id ? <Link href={`${BUDGET}/projekte/${id}`}>{projects.get(id) ?? 'Projekt'}</Link> : 'laufender Betrieb') }] : []),
        { key: 'source', head: 'Beleg', cell: ({ source_kind: kind, source_ref: ref, reverses_id: reverses }) => (reverses ? sourceWords[kind] : `${sourceWords[kind]} ${ref}`) },
        { key: 'type', head: 'Kostenart', wideOnly: true, cell: ({ cost_type: type }) => costTypeWords[type] },
        { key: 'amount', head: 'Betrag', numeric: true, cell: ({ amount_cents: amount }) => cents(amount) },
        ...(href ? [{ key: 'do', head: 'Zurücknehmen', cell: (one: Booking) => <ReverseForm one={one} href={href} again={again} /> }] : []),
      ]}
    />
  );
}

function ReverseForm({ one, href, again }: { one: Booking; href: string; again: Again | undefined }) {
  if (one.reverses_id) return <Badge>Gegenbuchung</Badge>;
  if (one.reversed) return <Badge>zurückgenommen</Badge>;
  const form = `gegen:${one.id}`;
  return (
    <Details summary="zurücknehmen" open={again?.form === form}>
      <Form action={`${href}/buchungen/${one.id}/zuruecknehmen`}>
        <TextField name="grund" id={`grund-${one.id.slice(-6)}`} label="Warum" hint="Es entsteht eine Gegenbuchung; beide bleiben stehen." value={typedIn(again, form).grund} maxlength={300} />
        <Button size="small">Gegenbuchen</Button>
      </Form>
    </Details>
  );
}

function NewBooking({ href, again, today }: { href: string; again: Again | undefined; today: string }) {
  const typed = typedIn(again, 'buchung');
  return (
    <Details summary="Ausgabe buchen" open={again?.form === 'buchung'}>
      <Form action={`${href}/buchungen`}>
        <MoneyField name="betrag" id="b-betrag" label="Betrag" value={typed.betrag} />
        <TextField name="am" label="Bezahlt am" type="date" value={typed.am ?? today} />
        <TextField name="text" id="b-text" label="Wofür" maxlength={300} value={typed.text} width="full" />
        <SelectField name="quelle" label="Woher" value={typed.quelle ?? 'invoice'} placeholder={false} options={options({ invoice: 'Rechnung', manual: 'anderer Beleg', payroll: 'Personalabrechnung', internal: 'innere Verrechnung' })} />
        <TextField name="beleg" label="Nummer des Belegs" hint="Derselbe Beleg wird nur einmal gebucht." maxlength={100} width={20} value={typed.beleg} />
        <SelectField name="kostenart" id="b-kostenart" label="Kostenart" value={typed.kostenart ?? 'services'} placeholder={false} options={options(costTypeWords)} />
        <ButtonRow><Button size="small">Buchen</Button></ButtonRow>
      </Form>
    </Details>
  );
}

const params = z.object({ id: z.uuid() });
const part = z.object({ id: z.uuid(), teil: z.uuid() });
const body = z.record(z.string(), z.string().max(5000)).default({});
const query = z.object({ jahr: z.string().max(4).optional().catch(undefined) });
const ofProject = (id: string): Scope => ({ projectId: id, href: `${BUDGET}/projekte/${id}` });
const operation: Scope = { projectId: null, href: `${BUDGET}/betrieb` };

export const projectMoney = page({ method: 'GET', path: `${BUDGET}/projekte/:id`, site: 'office', access: 'staff', params, handle: (rq) => rq.read((ctx) => show(ctx, ofProject(rq.params.id))) });
export const operationMoney = page({ method: 'GET', path: `${BUDGET}/betrieb`, site: 'office', access: 'staff', query, handle: (rq) => rq.read((ctx) => show(ctx, operation, { year: yearIn(rq.query.jahr, calendarDayOf(ctx.now)) })) });

const saveLine = (scope: Scope) => (ctx: Ctx, typed: Typed) =>
  addLine(ctx, {
    projectId: scope.projectId, kind: needOne(typed, 'art', { what: 'Was ist es?', of: ['plan', 'committed', 'forecast'] }), year: needWhole(typed, 'jahr', 'Haushaltsjahr'), amountCents: needMoney(typed, 'betrag'),
    costType: needOne(typed, 'kostenart', { what: 'Kostenart', of: costTypes }), running: typed.dauer === 'laufend', product: typed.produkt ?? '', costCentre: typed.kostenstelle ?? '', text: typed.text ?? '',
  });
const saveBooking = (scope: Scope) => (ctx: Ctx, typed: Typed) =>
  bookActual(ctx, {
    projectId: scope.projectId, amountCents: needMoney(typed, 'betrag'), on: needDay(typed, 'am', 'Bezahlt am'), text: typed.text ?? '',
    source: { kind: needOne(typed, 'quelle', { what: 'Woher', of: ['invoice', 'manual', 'payroll', 'internal'] }), ref: typed.beleg ?? '' }, costType: needOne(typed, 'kostenart', { what: 'Kostenart', of: costTypes }), running: scope.projectId === null,
  });

const edit = { method: 'POST', site: 'office', access: 'may:budgets/edit', body } as const;

/** The same forms for a project and for running operation. */
export const moneyActions = [
  page({ ...edit, path: `${BUDGET}/projekte/:id/zeilen`, params, handle: (rq) => act(rq, { form: 'zeile', work: saveLine(ofProject(rq.params.id)), done: { to: `${ofProject(rq.params.id).href}#zeilen`, flash: 'Zeile hinzugefügt.' }, show: (ctx, again) => show(ctx, ofProject(rq.params.id), { again }) }) }),
  page({ ...edit, path: `${BUDGET}/betrieb/zeilen`, handle: (rq) => act(rq, { form: 'zeile', work: saveLine(operation), done: { to: `${operation.href}#zeilen`, flash: 'Zeile hinzugefügt.' }, show: (ctx, again) => show(ctx, operation, { again, year: yearIn(undefined, calendarDayOf(ctx.now)) }) }) }),
  page({ ...edit, path: `${BUDGET}/projekte/:id/zeilen/:teil`, params: part, handle: (rq) => act(rq, { form: `zeile:${rq.params.teil}`, work: (ctx, typed) => changeLine(ctx, { lineId: rq.params.teil, amountCents: needMoney(typed, 'betrag') }), done: { to: `${ofProject(rq.params.id).href}#zeilen`, flash: 'Gespeichert.' }, show: (ctx, again) => show(ctx, ofProject(rq.params.id), { again }) }) }),
  page({ ...edit, path: `${BUDGET}/betrieb/zeilen/:teil`, params: z.object({ teil: z.uuid() }), handle: (rq) => act(rq, { form: `zeile:${rq.params.teil}`, work: (ctx, typed) => changeLine(ctx, { lineId: rq.params.teil, amountCents: needMoney(typed, 'betrag') }), done: { to: `${operation.href}#zeilen`, flash: 'Gespeichert.' }, show: (ctx, again) => show(ctx, operation, { again, year: yearIn(undefined, calendarDayOf(ctx.now)) }) }) }),
  page({ ...edit, path: `${BUDGET}/projekte/:id/buchungen`, params, handle: (rq) => act(rq, { form: 'buchung', work: saveBooking(ofProject(rq.params.id)), done: { to: `${ofProject(rq.params.id).href}#buchungen`, flash: 'Gebucht.' }, show: (ctx, again) => show(ctx, ofProject(rq.params.id), { again }) }) }),
  page({ ...edit, path: `${BUDGET}/betrieb/buchungen`, handle: (rq) => act(rq, { form: 'buchung', work: saveBooking(operation), done: { to: `${operation.href}#buchungen`, flash: 'Gebucht.' }, show: (ctx, again) => show(ctx, operation, { again, year: yearIn(undefined, calendarDayOf(ctx.now)) }) }) }),
  page({ ...edit, path: `${BUDGET}/projekte/:id/buchungen/:teil/zuruecknehmen`, params: part, handle: (rq) => act(rq, { form: `gegen:${rq.params.teil}`, work: (ctx, typed) => reverseBooking(ctx, { bookingId: rq.params.teil, reason: typed.grund ?? '' }), done: { to: `${ofProject(rq.params.id).href}#buchungen`, flash: 'Zurückgenommen: Die Gegenbuchung steht oben.' }, show: (ctx, again) => show(ctx, ofProject(rq.params.id), { again }) }) }),
  page({ ...edit, path: `${BUDGET}/betrieb/buchungen/:teil/zuruecknehmen`, params: z.object({ teil: z.uuid() }), handle: (rq) => act(rq, { form: `gegen:${rq.params.teil}`, work: (ctx, typed) => reverseBooking(ctx, { bookingId: rq.params.teil, reason: typed.grund ?? '' }), done: { to: `${operation.href}#buchungen`, flash: 'Zurückgenommen.' }, show: (ctx, again) => show(ctx, operation, { again, year: yearIn(undefined, calendarDayOf(ctx.now)) }) }) }),
];
