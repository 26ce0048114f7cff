import { projectsById } from '#core/projects';
import { file, page, view, type View } from '#platform/http';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { may, notAllowed, type Ctx } from '#platform/module';
import { Badge, Button, Columns, Deadline, DescriptionList, Details, ErrorSummary, Form, Link, MoneyField, PageHeader, Section, SelectField, Stack, StatTile, Table, TextField } from '#platform/ui';
import { z } from 'zod';
import { maySeeMoney } from '../access.ts';
import { addDrawdown, addDuty, fulfilDuty, getFundingRow, noteDrawdown, saveFunding } from '../fundings/fundings.ts';
import { listFundingParts } from '../fundings/fundings.queries.ts';
import { listFundingBookings, makeProofOfUse, proofSums } from '../fundings/proof-of-use.ts';
import type { DrawdownRow, DutyRow, FundingRow } from '../tables.ts';
import { dutyWords } from '../words.ts';
import { act, typedIn, type Again } from './again.ts';
import { BUDGET, cents } from './city-page.tsx';
import { fundingFields, fundingForm, typedOf } from './funding-form.tsx';
import { FUNDINGS, fundingBadge } from './fundings-page.tsx';
import { needDay, needMoney, needOne } from './read-typed.ts';

type Shown = { row: FundingRow; href: string; editable: boolean; today: string; again: Again | undefined };

async function show(ctx: Ctx, id: string, again?: Again): Promise<View> {
  const row = await getFundingRow(ctx, id);
  const project = row.project_id ? (await projectsById(ctx, [row.project_id])).get(row.project_id) : undefined;
  if (!maySeeMoney(ctx, project)) throw notAllowed();
  const { drawdowns, duties } = await listFundingParts(ctx, id);
  const spentCents = (await listFundingBookings(ctx, id)).reduce((sum, one) => sum + one.amount_cents, 0);
  const sums = proofSums(row, { spentCents, drawnCents: drawdowns.filter((one) => one.received_on).reduce((sum, one) => sum + one.amount_cents, 0) });
  const shown: Shown = { row, href: `${FUNDINGS}/${id}`, editable: may(ctx.actor, 'budgets/edit'), today: calendarDayOf(ctx.now), again };
  return view({
    title: row.programme, width: 'full', nav: BUDGET, status: again?.problem.status ?? 200,
    crumbs: [{ label: 'Haushalt', href: BUDGET }, { label: 'Förderungen', href: FUNDINGS }, { label: row.programme }],
    body: (
      <Stack>
        {again && <ErrorSummary errors={[{ text: again.problem.de }]} />}
        <PageHeader preline={row.giver} title={row.programme} meta={<span>{fundingBadge(row.state)} {row.rate_percent} Prozent der Ausgaben, höchstens {cents(row.amount_cents)}</span>} actions={<Button icon="download" size="small" href={`${shown.href}/verwendungsnachweis.pdf`}>Verwendungsnachweis (PDF)</Button>} />
        <Columns layout="quarters">
          <StatTile label="Ausgegeben" value={cents(sums.spentCents)} href={row.project_id ? `${BUDGET}/buchungen?projekt=${row.project_id}` : undefined} />
          <StatTile label="Davon gefördert" value={cents(sums.eligibleCents)} note={`Eigenanteil ${cents(sums.spentCents - sums.eligibleCents)}`} />
          <StatTile label="Eingegangen" value={cents(sums.drawnCents)} />
          <StatTile label={sums.restCents < 0 ? 'Zu viel abgerufen' : 'Noch abzurufen'} value={cents(Math.abs(sums.restCents))} note={sums.restCents < 0 ? 'Bis zum Nachweis ausgeben oder zurückzahlen' : undefined} />
        </Columns>
        <Section title="Pflichten" id="pflichten"><DutyTable shown={shown} rows={duties} />{shown.editable && <NewDuty shown={shown} />}</Section>
        <Section title="Mittelabrufe" id="abrufe"><DrawdownTable shown={shown} rows={drawdowns} />{shown.editable && <NewDrawdown shown={shown} />}</Section>
        <Section title="Angaben" id="angaben">
          <DescriptionList columns items={[
            { term: 'Projekt', value: project ? <Link href={`/office/projekte/${project.id}`}>{project.number} {project.title}</Link> : 'ohne Projekt' },
            { term: 'Bescheid', value: row.notice_on ? `${row.notice_number} vom ${formatDate(row.notice_on)}` : 'liegt nicht vor' },
            { term: 'Zeitraum', value: `${formatDate(row.period_from)} bis ${formatDate(row.period_until)}` },
            { term: 'Zweckbindung', value: row.bound_until ? `bis ${formatDate(row.bound_until)}` : 'keine' },
            row.early_start_on !== null && { term: 'Vorzeitiger Beginn', value: `ab ${formatDate(row.early_start_on)}` },
          ]} />
          {row.conditions && <p class="lines"><strong>Auflagen:</strong> {row.conditions}</p>}
          {shown.editable && <Details summary="Angaben ändern" open={again?.form === 'angaben'}>{await fundingForm(ctx, { action: shown.href, typed: again?.form === 'angaben' ? again.typed : typedOf(row) })}</Details>}
        </Section>
      </Stack>
    ),
  });
}

function DutyTable({ shown, rows }: { shown: Shown; rows: DutyRow[] }) {
  const { href, editable, today, again } = shown;
  if (rows.length === 0) return <p class="muted">Mit der Bewilligung entstehen die üblichen Pflichten.</p>;
  return (
    <Table<DutyRow>
      compact stack caption="Pflichten" captionHidden rows={rows} rowKey={({ id }) => id}
      columns={[
        { key: 'title', head: 'Pflicht', rowHead: true, cell: ({ title, note }) => <>{title}{note && <p class="muted">{note}</p>}</> },
        { key: 'kind', head: 'Art', cell: ({ kind }) => dutyWords[kind] },
        { key: 'due', head: 'Bis', narrow: true, cell: ({ kind, due_on: due, done_on: done }) => (done || kind === 'retention' ? formatDate(due) : <Deadline on={due} today={today} soonDays={30} />) },
        { key: 'done', head: 'Stand', cell: ({ kind, done_on: done }) => (done ? <Badge state="done">{`erfüllt ${formatDate(done)}`}</Badge> : kind === 'retention' ? 'läuft' : 'offen') },
        ...(editable ? [{ key: 'do', head: 'Erfüllt', cell: (one: DutyRow) => (one.done_on || one.kind === 'retention' ? '' : (
          <Details summary="erfüllt melden" open={again?.form === `pflicht:${one.id}`}>
            <Form action={`${href}/pflichten/${one.id}`}>
              <TextField name="am" id={`am-${one.id.slice(-6)}`} label="Erfüllt am" type="date" value={typedIn(again, `pflicht:${one.id}`).am ?? today} />
              <TextField name="notiz" id={`notiz-${one.id.slice(-6)}`} label="Bemerkung" required={false} maxlength={300} value={typedIn(again, `pflicht:${one.id}`).notiz} />
              <Button size="small">Speichern</Button>
            </Form>
          </Details>
        )) }] : []),
      ]}
    />
  );
}

function NewDuty({ shown: { href, again } }: { shown: Shown }) {
  const typed = typedIn(again, 'pflicht');
  return (
    <Details summary="Pflicht hinzufügen" open={again?.form === 'pflicht'}>
      <Form action={`${href}/pflichten`}>
        <TextField name="titel" label="Pflicht" maxlength={300} value={typed.titel} />
        <SelectField name="art" label="Art" value={typed.art ?? 'interim-report'} placeholder={false} options={Object.entries(dutyWords).map(([value, label]) => ({ value, label }))} />
        <TextField name="bis" id="pflicht-bis" label="Bis" type="date" value={typed.bis} />
        <Button size="small">Hinzufügen</Button>
      </Form>
    </Details>
  );
}

function DrawdownTable({ shown: { href, editable, today, again }, rows }: { shown: Shown; rows: DrawdownRow[] }) {
  if (rows.length === 0) return <p class="muted">Noch kein Abruf geplant.</p>;
  return (
    <Table<DrawdownRow>
      compact stack caption="Mittelabrufe" captionHidden rows={rows} rowKey={({ id }) => id}
      columns={[
        { key: 'due', head: 'Vorgesehen', rowHead: true, cell: ({ due_on: due, requested_on: asked }) => (asked ? formatDate(due) : <Deadline on={due} today={today} soonDays={30} />) },
        { key: 'amount', head: 'Betrag', numeric: true, cell: ({ amount_cents: amount }) => cents(amount) },
        { key: 'asked', head: 'Angefordert', cell: ({ requested_on: on }) => (on ? formatDate(on) : 'noch nicht') },
        { key: 'got', head: 'Eingegangen', cell: ({ received_on: on }) => (on ? <Badge state="done">{formatDate(on)}</Badge> : 'noch nicht') },
        ...(editable ? [{ key: 'do', head: 'Weiter', cell: (one: DrawdownRow) => (one.received_on ? '' : (
          <Form inline action={`${href}/abrufe/${one.id}`}>
            <TextField name="am" id={`ab-${one.id.slice(-6)}`} label={one.requested_on ? 'Eingegangen am' : 'Angefordert am'} labelHidden type="date" value={typedIn(again, `abruf:${one.id}`).am ?? today} />
            <Button size="small" name="schritt" value={one.requested_on ? 'received' : 'requested'}>{one.requested_on ? 'eingegangen' : 'angefordert'}</Button>
          </Form>
        )) }] : []),
      ]}
    />
  );
}

function NewDrawdown({ shown: { href, again } }: { shown: Shown }) {
  const typed = typedIn(again, 'abruf');
  return (
    <Details summary="Abruf planen" open={again?.form === 'abruf'}>
      <Form action={`${href}/abrufe`}>
        <TextField name="am" id="abruf-am" label="Vorgesehen am" type="date" value={typed.am} />
        <MoneyField name="betrag" id="abruf-betrag" label="Betrag" value={typed.betrag} />
        <Button size="small">Planen</Button>
      </Form>
    </Details>
  );
}

const params = z.object({ id: z.uuid() });
const part = z.object({ id: z.uuid(), teil: z.uuid() });
const edit = { method: 'POST', site: 'office', access: 'may:budgets/edit', body: z.record(z.string(), z.string().max(20_000)).default({}) } as const;
const back = (id: string, anchor: string, flash: string) => ({ to: `${FUNDINGS}/${id}#${anchor}`, flash });

export const fundingRoutes = [
  page({ method: 'GET', path: `${FUNDINGS}/:id`, site: 'office', access: 'staff', params, handle: (rq) => rq.read((ctx) => show(ctx, rq.params.id)) }),
  page({ ...edit, path: `${FUNDINGS}/:id`, params, handle: (rq) => act(rq, { form: 'angaben', work: (ctx, typed) => saveFunding(ctx, fundingFields(typed), rq.params.id), done: back(rq.params.id, 'angaben', 'Gespeichert.'), show: (ctx, again) => show(ctx, rq.params.id, again) }) }),
  page({ ...edit, path: `${FUNDINGS}/:id/pflichten`, params, handle: (rq) => act(rq, { form: 'pflicht', work: (ctx, typed) => addDuty(ctx, { fundingId: rq.params.id, kind: needOne(typed, 'art', { what: 'Art', of: ['interim-report', 'proof-of-use', 'drawdown', 'publicity', 'retention', 'other'] }), title: typed.titel ?? '', dueOn: needDay(typed, 'bis', 'Bis') }), done: back(rq.params.id, 'pflichten', 'Pflicht hinzugefügt.'), show: (ctx, again) => show(ctx, rq.params.id, again) }) }),
  page({ ...edit, path: `${FUNDINGS}/:id/pflichten/:teil`, params: part, handle: (rq) => act(rq, { form: `pflicht:${rq.params.teil}`, work: (ctx, typed) => fulfilDuty(ctx, { fundingId: rq.params.id, dutyId: rq.params.teil, on: needDay(typed, 'am', 'Erfüllt am'), note: typed.notiz ?? '' }), done: back(rq.params.id, 'pflichten', 'Erfüllt.'), show: (ctx, again) => show(ctx, rq.params.id, again) }) }),
  page({ ...edit, path: `${FUNDINGS}/:id/abrufe`, params, handle: (rq) => act(rq, { form: 'abruf', work: (ctx, typed) => addDrawdown(ctx, { fundingId: rq.params.id, dueOn: needDay(typed, 'am', 'Vorgesehen am'), amountCents: needMoney(typed, 'betrag') }), done: back(rq.params.id, 'abrufe', 'Abruf geplant.'), show: (ctx, again) => show(ctx, rq.params.id, again) }) }),
  page({ ...edit, path: `${FUNDINGS}/:id/abrufe/:teil`, params: part, handle: (rq) => act(rq, { form: `abruf:${rq.params.teil}`, work: (ctx, typed) => noteDrawdown(ctx, { fundingId: rq.params.id, drawdownId: rq.params.teil, step: needOne(typed, 'schritt', { what: 'Schritt', of: ['requested', 'received'] }), on: needDay(typed, 'am', 'Tag') }), done: back(rq.params.id, 'abrufe', 'Gespeichert.'), show: (ctx, again) => show(ctx, rq.params.id, again) }) }),
  page({
    method: 'GET', path: `${FUNDINGS}/:id/verwendungsnachweis.pdf`, site: 'office', access: 'staff', params,
    handle: (rq) =>
      rq.read(async (ctx) => {
        const row = await getFundingRow(ctx, rq.params.id);
        if (!maySeeMoney(ctx, row.project_id ? (await projectsById(ctx, [row.project_id])).get(row.project_id) : undefined)) throw notAllowed();
        const { bytes, name } = await makeProofOfUse(ctx, rq.params.id);
        return file({ name, type: 'application/pdf', bytes });
      }),
  }),
];
