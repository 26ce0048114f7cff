import { z } from 'zod';
import type { ErasureItem } from '#core/parties';
import { file, json, page, redirect, view, type Reply, type Rq, type View } from '#platform/http';
import { calendarDayOf, formatDate, formatDateTime } from '#platform/i18n';
import { Problem, type Ctx } from '#platform/module';
import { Alert, Badge, Button, ButtonRow, Deadline, DescriptionList, EmptyState, ErrorSummary, Fieldset, Form, Link, PageHeader, Radios, SearchField, Section, Stack, Table, Tabs, TextArea, TextField } from '#platform/ui';
import { accessDocument } from '../access-document.ts';
import { findPerson, type FoundCase, type FoundPerson } from '../find-person.ts';
import { answerAccess, approveErasure, endRequest, getRequest, listRequests, openRequest, previewErasure } from '../requests.ts';
import { listMentions, type Mention, type Mentions } from '../mentions.ts';
import type { RequestRow } from '../tables.ts';

const BASE = '/office/datenschutz';
const access = 'may:data-protection/work';
const params = z.object({ id: z.uuid() });
const kinds: Record<RequestRow['kind'], string> = { access: 'Auskunft (Art. 15)', erasure: 'Löschung (Art. 17)' };
const states: Record<RequestRow['state'], string> = { open: 'offen', done: 'erledigt', refused: 'abgelehnt' };
const many = z.union([z.string(), z.array(z.string())]).default([]).transform((value) => [value].flat());

/** Requests, and the search for the person a new one is about. */
export const overviewPage = page({
  method: 'GET',
  path: BASE,
  site: 'office',
  access,
  query: z.object({ q: z.string().max(200).default(''), ansicht: z.enum(['open', 'done']).catch('open') }),
  handle: (rq) => rq.read((ctx) => overview(ctx, rq.query)),
});

type Asked = { q: string; ansicht: 'open' | 'done' };
type Typed = { art: string; kennung: string; konto: string[]; vorgang: string[] };

async function overview(ctx: Ctx, { q, ansicht }: Asked, again?: { error: Problem; typed: Typed }): Promise<View> {
  const rows = await listRequests(ctx, ansicht);
  const found = q ? await findPerson(ctx, q) : undefined;
  return view({
    title: 'Auskunft und Löschung',
    status: again?.error.status ?? 200,
    width: 'full',
    nav: BASE,
    body: (
      <Stack>
        {again && <ErrorSummary errors={[{ text: again.error.de }]} />}
        <PageHeader title="Auskunft und Löschung" lead="Was Menschen nach der DSGVO verlangen: in einem Monat beantwortet, gelöscht nur zu zweit." />
        <Section title="Neues Anliegen" id="neu">
          <SearchField action={BASE} name="q" value={q} label="Person suchen: Name oder E-Mail-Adresse" />
          {found && <NewRequest q={q} found={found} typed={again?.typed} />}
        </Section>
        <Section title="Anliegen" id="anliegen">
          <Tabs label="Anliegen" items={[{ label: 'Offen', href: BASE, current: ansicht === 'open' }, { label: 'Erledigt', href: `${BASE}?ansicht=done`, current: ansicht === 'done' }]} />
          <Requests rows={rows} today={calendarDayOf(ctx.now)} />
        </Section>
      </Stack>
    ),
  });
}

function Requests({ rows, today }: { rows: RequestRow[]; today: string }) {
  return (
    <Table<RequestRow>
      compact
      stack
      caption="Anliegen"
      captionHidden
      rows={rows}
      rowKey={(row) => row.id}
      empty={<EmptyState title="Kein Anliegen." icon="check">Suchen Sie oben nach der Person, um eines anzulegen.</EmptyState>}
      columns={[
        { key: 'name', head: 'Person', rowHead: true, cell: (row) => <Link href={`${BASE}/${row.id}`}>{row.name || 'gelöscht'}</Link> },
        { key: 'kind', head: 'Verlangt', cell: (row) => kinds[row.kind] },
        { key: 'received', head: 'Eingegangen', narrow: true, cell: (row) => formatDate(row.received_on, 'de') },
        { key: 'state', head: 'Frist', cell: (row) => (row.state === 'open' ? <Deadline on={row.due_on} today={today} /> : <Badge state="done">{states[row.state]}</Badge>) },
      ]}
    />
  );
}

function NewRequest({ q, found, typed }: { q: string; found: FoundPerson; typed: Typed | undefined }) {
  if (found.accounts.length + found.cases.length === 0) return <EmptyState title="Niemand gefunden.">Mindestens drei Buchstaben; ein Vorgang auf Papier wird unter dem Namen gefunden, der im Antrag steht.</EmptyState>;
  return (
    <Form action={BASE} label="Neues Anliegen">
      <input type="hidden" name="q" value={q} />
      {found.accounts.length > 0 && (
        <Table
          compact
          stack
          caption="Konten"
          rows={found.accounts}
          rowKey={(row) => row.id}
          select={{ name: 'konto', value: (row) => row.id, label: (row) => `Konto von ${row.name}` }}
          columns={[
            { key: 'name', head: 'Name', rowHead: true, cell: (row) => row.name },
            { key: 'mail', head: 'E-Mail', cell: (row) => row.email ?? '–' },
            { key: 'birth', head: 'Geboren', narrow: true, cell: (row) => (row.profile.birthDate ? formatDate(row.profile.birthDate, 'de') : '–') },
            { key: 'where', head: 'Anschrift', cell: (row) => (row.profile.address ? `${row.profile.address.street} ${row.profile.address.houseNumber}, ${row.profile.address.city}` : '–') },
          ]}
        />
      )}
      {found.cases.length > 0 && (
        <Table<FoundCase>
          compact
          stack
          caption="Vorgänge (die der gewählten Konten gehören von selbst dazu)"
          rows={found.cases}
          rowKey={(row) => row.id}
          select={{ name: 'vorgang', value: (row) => row.id, label: (row) => `Vorgang ${row.number}` }}
          columns={[
            { key: 'number', head: 'Zeichen', rowHead: true, narrow: true, cell: (row) => row.number },
            { key: 'person', head: 'Person', cell: (row) => row.person },
            { key: 'title', head: 'Worum es geht', cell: (row) => row.title },
          ]}
        />
      )}
      <Fieldset legend="Anliegen">
        <Radios name="art" label="Was verlangt die Person?" value={typed?.art ?? 'access'} options={Object.entries(kinds).map(([value, label]) => ({ value, label }))} inline />
        <TextField name="kennung" label="Woran haben Sie die Person erkannt?" hint="zum Beispiel: Ausweis gesehen, im Konto angemeldet" value={typed?.kennung} required maxlength={500} />
      </Fieldset>
      <ButtonRow>
        <Button variant="primary">Anliegen anlegen</Button>
      </ButtonRow>
    </Form>
  );
}

export const proposeRoute = page({
  method: 'POST',
  path: BASE,
  site: 'office',
  access,
  body: z.object({ q: z.string().max(200).default(''), art: z.enum(['access', 'erasure']).catch('access'), kennung: z.string().max(600).default(''), konto: many, vorgang: many }),
  handle: async (rq) => {
    const { q, art, kennung, konto, vorgang } = rq.body;
    const isId = (id: string): boolean => z.uuid().safeParse(id).success;
    try {
      const id = await rq.transact((ctx) => openRequest(ctx, { kind: art, name: q, identified: kennung, accountIds: konto.filter(isId), caseIds: vorgang.filter(isId) }));
      return redirect(`${BASE}/${id}`, { flash: 'Das Anliegen ist angelegt.' });
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 422) throw error;
      return rq.read((ctx) => overview(ctx, { q, ansicht: 'open' }, { error, typed: rq.body }));
    }
  },
});

export const requestPage = page({ method: 'GET', path: `${BASE}/:id`, site: 'office', access, params, handle: (rq) => rq.read((ctx) => showRequest(ctx, rq.params.id)) });

async function showRequest(ctx: Ctx, id: string, error?: Problem): Promise<View> {
  const request = await getRequest(ctx, id);
  const open = request.state === 'open';
  const items = request.kind === 'erasure' && open ? await previewErasure(ctx, request) : (request.certificate ?? []);
  const mentions = open && request.kind === 'access' ? await listMentions(ctx, request) : undefined;
  return view({
    title: kinds[request.kind],
    status: error?.status ?? 200,
    width: 'full',
    nav: BASE,
    crumbs: [{ label: 'Auskunft und Löschung', href: BASE }, { label: request.name || 'gelöscht' }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ text: error.de }]} />}
        <PageHeader preline={kinds[request.kind]} title={request.name || 'Name gelöscht'} />
        <DescriptionList
          columns
          items={[
            { term: 'Eingegangen', value: formatDate(request.received_on, 'de') },
            { term: 'Frist (Art. 12 Abs. 3)', value: open ? <Deadline on={request.due_on} today={calendarDayOf(ctx.now)} /> : formatDate(request.due_on, 'de') },
            { term: 'Angelegt', value: `${request.created_by_name}, ${formatDateTime(request.created_at, 'de')}` },
            { term: 'Erkannt an', value: request.identified },
            { term: 'Umfang', value: `${request.account_ids.length === 1 ? '1 Konto' : `${request.account_ids.length} Konten`}, ${request.case_ids.length === 1 ? '1 Vorgang' : `${request.case_ids.length} Vorgänge`}` },
            ...(request.done_at ? [{ term: states[request.state], value: `${request.done_by_name ?? ''}, ${formatDateTime(request.done_at, 'de')}` }] : []),
            ...(request.reason ? [{ term: 'Grund', value: request.reason }] : []),
          ]}
        />
        {items.length > 0 && <Items items={items} open={open} />}
        {mentions && <MentionTable mentions={mentions} />}
        {open && <Steps request={request} same={request.created_by === ctx.actor.id} />}
      </Stack>
    ),
  });
}

function Items({ items, open }: { items: ErasureItem[]; open: boolean }) {
  return (
    <Table<ErasureItem>
      compact
      stack
      caption={open ? 'Das würde geschehen' : 'Löschprotokoll'}
      rows={items}
      rowKey={(item) => item.what}
      columns={[
        { key: 'what', head: 'Daten', rowHead: true, cell: (item) => item.what },
        { key: 'count', head: 'Anzahl', numeric: true, cell: (item) => item.count },
        { key: 'outcome', head: open ? 'Dann' : 'Ergebnis', cell: (item) => <Badge state={item.outcome === 'erased' ? 'late' : 'neutral'}>{item.outcome === 'erased' ? (open ? 'wird gelöscht' : 'gelöscht') : 'bleibt'}</Badge> },
        { key: 'because', head: 'Warum es bleibt', cell: (item) => item.because ?? '' },
      ]}
    />
  );
}

function MentionTable({ mentions: { found, more } }: { mentions: Mentions }) {
  return (
    <Section title="Erwähnt in Schriftstücken anderer" id="erwaehnt">
      <p>
        {found.length === 0
          ? 'Der Name kommt außerhalb der eigenen Vorgänge in keinem Schriftstück vor, das sich durchsuchen lässt.'
          : `Bitten Sie die Ämter, diese ${more ? 'Schriftstücke (es gibt noch mehr)' : 'Schriftstücke'} durchzusehen: Ist es dieselbe Person, und schadet die Auskunft niemandem (Art. 15 Abs. 4 DSGVO)? In der Datei für die Person steht nur ihre Anzahl.`}
      </p>
      {found.length > 0 && (
        <Table<Mention>
          compact
          stack
          caption={found.length === 1 ? 'Ein Schriftstück' : `${found.length} Schriftstücke`}
          rows={found}
          rowKey={(row) => row.id}
          columns={[
            { key: 'file', head: 'Akte', rowHead: true, cell: (row) => row.fileNumber },
            { key: 'title', head: 'Schriftstück', cell: (row) => <Link href={`/office/dokumente/${row.id}`}>{row.title}</Link> },
            { key: 'office', head: 'Amt', cell: (row) => row.office },
            { key: 'at', head: 'Vom', narrow: true, cell: (row) => formatDate(row.createdAt, 'de') },
          ]}
        />
      )}
    </Section>
  );
}

function Steps({ request, same }: { request: RequestRow; same: boolean }) {
  const here = `${BASE}/${request.id}`;
  return (
    <Section title="Nächste Schritte" id="schritte">
      {request.kind === 'access' ? (
        <ButtonRow>
          <Button variant="primary" icon="download" href={`${here}/auskunft.pdf`}>Auskunft als PDF</Button>
          <Button icon="download" href={`${here}/auskunft.json`}>Maschinenlesbar (JSON)</Button>
          <Form action={`${here}/erteilt`} inline label="Auskunft erteilt"><Button>Auskunft ist erteilt</Button></Form>
        </ButtonRow>
      ) : same ? (
        <Alert kind="info" title="Eine zweite Person muss löschen.">Sie haben die Löschung vorgeschlagen. Wer löscht, sieht dieselbe Aufstellung.</Alert>
      ) : (
        <Stack gap="small">
          <Alert kind="warning" title="Gelöschtes lässt sich nicht zurückholen.">Die Person kann sich danach nicht mehr anmelden. Was bleibt, steht mit dem Grund in der Aufstellung.</Alert>
          <Form action={`${here}/freigeben`} label="Löschen"><Button variant="danger">Freigeben und löschen</Button></Form>
        </Stack>
      )}
      <Form action={`${here}/ablehnen`} label="Ablehnen">
        <TextArea name="grund" label="Ablehnen mit diesem Grund" rows={3} maxlength={1000} hint="Teilen Sie ihn der Person mit; sie kann sich beschweren (Art. 12 Abs. 4 DSGVO)." />
        <Button size="small">Ablehnen</Button>
      </Form>
    </Section>
  );
}

const route = { method: 'POST', site: 'office', access, params } as const;
type IdRq = Pick<Rq<{ id: string }>, 'transact' | 'read' | 'params'>;

async function act(rq: IdRq, work: (ctx: Ctx) => Promise<string>): Promise<Reply> {
  try {
    return redirect(`${BASE}/${rq.params.id}`, { flash: await rq.transact(work) });
  } catch (error) {
    if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
    return rq.read((ctx) => showRequest(ctx, rq.params.id, error));
  }
}

export const answeredRoute = page({ ...route, path: `${BASE}/:id/erteilt`, handle: (rq) => act(rq, async (ctx) => (await endRequest(ctx, { id: rq.params.id, state: 'done', reason: '' }), 'Vermerkt: Die Auskunft ist erteilt.')) });
export const refuseRoute = page({ ...route, path: `${BASE}/:id/ablehnen`, body: z.object({ grund: z.string().max(1100).default('') }), handle: (rq) => act(rq, async (ctx) => (await endRequest(ctx, { id: rq.params.id, state: 'refused', reason: rq.body.grund }), 'Das Anliegen ist abgelehnt.')) });
export const approveRoute = page({ ...route, path: `${BASE}/:id/freigeben`, handle: (rq) => act(rq, async (ctx) => (await approveErasure(ctx, rq.params.id), 'Gelöscht. Das Löschprotokoll bleibt.')) });

/** Everything about the person, machine-readable (Art. 15, 20). */
export const jsonRoute = page({
  method: 'GET',
  path: `${BASE}/:id/auskunft.json`,
  site: 'office',
  access,
  params,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const { request, data } = await answerAccess(ctx, rq.params.id);
      return json({ person: request.name, exportedAt: ctx.now.toISOString(), ...data }, { headers: { 'content-disposition': `attachment; filename="auskunft-${calendarDayOf(ctx.now)}.json"` } });
    }),
});

/** The same to read, with the machine-readable file inside. */
export const pdfRoute = page({
  method: 'GET',
  path: `${BASE}/:id/auskunft.pdf`,
  site: 'office',
  access,
  params,
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const { request, data } = await answerAccess(ctx, rq.params.id);
      return file({ bytes: await accessDocument(ctx, request, data), name: `auskunft-${calendarDayOf(ctx.now)}.pdf`, type: 'application/pdf' });
    }),
});
