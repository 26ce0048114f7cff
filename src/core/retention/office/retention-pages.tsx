import { listOffices } from '#core/organisation';
import { dispositionWords, listFilePlan, type DueFile } from '#core/records';
import { file, page, redirect, view, type Reply, type Rq, type View } from '#platform/http';
import { formatDate, formatDateTime } from '#platform/i18n';
import { may, Problem, type Ctx } from '#platform/module';
import { Alert, Badge, Button, ButtonRow, ConfirmPage, DescriptionList, Details, EmptyState, ErrorSummary, FileField, Form, Link, PageHeader, Section, SelectField, Stack, Table, TextField, Time } from '#platform/ui';
import { z } from 'zod';
import { approveDisposal, decideFile, destroyDisposal, dryRun, getDisposal, handOver, listCertificates, listDisposals, makeOffer, proposeDisposal, takeMessage, type Wanted } from '../disposal.ts';
import type { CertificateRow, DisposalFileRow, DisposalRow } from '../tables.ts';

const params = z.object({ id: z.uuid() });
const states: Record<DisposalRow['state'], string> = { proposed: 'vorgeschlagen', offered: 'dem Archiv angeboten', appraised: 'bewertet', 'handed-over': 'übergeben', received: 'Empfang bestätigt', done: 'abgeschlossen', cancelled: 'abgebrochen' };
const fileStates: Record<DisposalFileRow['state'], string> = { open: 'offen', 'handed-over': 'übergeben', received: 'vom Archiv übernommen', failed: 'Übernahme gescheitert', destroyed: 'vernichtet', kept: 'bleibt' };

/** /office/aussonderung: what is due (dry run), and the rounds. */
export const overviewPage = page({
  method: 'GET',
  path: '/office/aussonderung',
  site: 'office',
  access: 'staff',
  query: z.object({ stelle: z.string().max(80).optional().catch(undefined), amt: z.union([z.uuid(), z.literal('')]).optional().catch(undefined) }),
  handle: (rq) => rq.read((ctx) => overview(ctx, wantedOf(rq.query))),
});

const wantedOf = ({ stelle, amt }: { stelle?: string | undefined; amt?: string | undefined }): Wanted => ({ ...(stelle ? { position: stelle } : {}), ...(amt ? { officeId: amt } : {}) });

async function overview(ctx: Ctx, wanted: Wanted, error?: Problem): Promise<View> {
  const works = may(ctx.actor, 'retention/work');
  const due = works ? await dryRun(ctx, wanted) : [];
  const rounds = works || may(ctx.actor, 'retention/approve') || may(ctx.actor, 'retention/control') ? await listDisposals(ctx) : [];
  const offices = (await listOffices(ctx)).map((office) => ({ value: office.id, label: office.name }));
  const plan = (await listFilePlan(ctx)).map((one) => ({ value: one.number, label: `${one.number} ${one.title}` }));
  return view({
    title: 'Aussonderung',
    status: error?.status ?? 200,
    width: 'full',
    nav: '/office/aussonderung',
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ text: error.de }]} />}
        <PageHeader title="Aussonderung" lead="Akten, deren Aufbewahrungsfrist abgelaufen ist, gehen ins Archiv oder werden vernichtet. Nie vor der Frist, nie unter einer Sperre, nie allein." />
        {works && (
          <Section title={`Fällig (${due.length}${due.length === 200 ? ' und mehr' : ''})`} id="faellig">
            <Form method="get" action="/office/aussonderung" inline label="Nach Stelle und Amt">
              <SelectField name="stelle" label="Stelle" placeholder="alle" value={wanted.position} options={plan} />
              <SelectField name="amt" label="Amt" placeholder="alle" value={wanted.officeId} options={offices} />
              <Button size="small">Zeigen</Button>
            </Form>
            <DueTable due={due} offices={new Map(offices.map((office) => [office.value, office.label]))} />
            {new Set(due.map((one) => one.officeId)).size > 1 && <p class="muted">Freigeben kann nur, wer alle diese Ämter leitet. Wählen Sie ein Amt, dann gibt dessen Leitung frei.</p>}
            {due.length > 0 && (
              <Form action="/office/aussonderung">
                <input type="hidden" name="stelle" value={wanted.position ?? ''} />
                <input type="hidden" name="amt" value={wanted.officeId ?? ''} />
                <TextField name="titel" label="Name der Aussonderung" maxlength={200} required={false} />
                <Button variant="primary" size="small">{due.length === 1 ? 'Diese Akte vorschlagen' : `Diese ${due.length} Akten vorschlagen`}</Button>
              </Form>
            )}
          </Section>
        )}
        <Section title="Aussonderungen" id="runden">
          <Table<DisposalRow>
            compact
            stack
            caption="Aussonderungen"
            captionHidden
            rows={rounds}
            rowKey={(row) => row.id}
            empty={<EmptyState title="Noch keine Aussonderung." />}
            columns={[
              { key: 'title', head: 'Name', rowHead: true, cell: (row) => <Link href={`/office/aussonderung/${row.id}`}>{row.title}</Link> },
              { key: 'state', head: 'Stand', cell: (row) => <Badge state={row.state === 'done' ? 'done' : 'waiting'}>{states[row.state]}</Badge> },
              { key: 'at', head: 'Vom', narrow: true, cell: (row) => <Time at={row.created_at} /> },
            ]}
          />
        </Section>
      </Stack>
    ),
  });
}

function DueTable({ due, offices }: { due: DueFile[]; offices: Map<string, string> }) {
  return (
    <Table<DueFile>
      compact
      stack
      caption="Probelauf: das würde vorgeschlagen"
      rows={due}
      rowKey={(row) => row.id}
      empty={<EmptyState title="Keine Akte ist fällig." icon="check" />}
      columns={[
        { key: 'number', head: 'Aktenzeichen', narrow: true, rowHead: true, cell: (row) => <Link href={`/office/vorgangsakten/${row.id}`}>{row.number}</Link> },
        { key: 'title', head: 'Titel', cell: (row) => row.title },
        { key: 'office', head: 'Amt', cell: (row) => offices.get(row.officeId ?? '') ?? '' },
        { key: 'documents', head: 'Dokumente', numeric: true, cell: (row) => row.documents },
        { key: 'closed', head: 'zdA', narrow: true, cell: (row) => (row.closedAt ? formatDate(row.closedAt, 'de') : '') },
        { key: 'due', head: 'Frist bis', narrow: true, cell: (row) => formatDate(row.dueOn, 'de') },
        { key: 'then', head: 'Danach', cell: (row) => dispositionWords[row.disposition] },
      ]}
    />
  );
}

export const disposalPage = page({
  method: 'GET',
  path: '/office/aussonderung/:id',
  site: 'office',
  access: 'staff',
  params,
  handle: (rq) => rq.read((ctx) => showDisposal(ctx, rq.params.id)),
});

async function showDisposal(ctx: Ctx, id: string, error?: Problem): Promise<View> {
  const { disposal, files } = await getDisposal(ctx, id);
  const certificates = await listCertificates(ctx, id);
  const rights = { work: may(ctx.actor, 'retention/work'), approve: may(ctx.actor, 'retention/approve'), control: may(ctx.actor, 'retention/control') };
  return view({
    title: disposal.title,
    status: error?.status ?? 200,
    width: 'full',
    nav: '/office/aussonderung',
    crumbs: [{ label: 'Aussonderung', href: '/office/aussonderung' }, { label: disposal.title }],
    body: <DisposalBody disposal={disposal} files={files} certificates={certificates} rights={rights} error={error} />,
  });
}

type Rights = { work: boolean; approve: boolean; control: boolean };
type BodyProps = { disposal: DisposalRow; files: DisposalFileRow[]; certificates: CertificateRow[]; rights: Rights; error: Problem | undefined };

function DisposalBody({ disposal, files, certificates, rights, error }: BodyProps) {
  const running = !['done', 'cancelled'].includes(disposal.state);
  return (
    <Stack>
      {error && <ErrorSummary errors={[{ text: error.de }]} />}
      <PageHeader preline={`Aussonderung, ${states[disposal.state]}`} title={disposal.title} />
      <DescriptionList
        columns
        items={[
          { term: 'Vorgeschlagen', value: `${disposal.created_by_name}, ${formatDateTime(disposal.created_at, 'de')}` },
          { term: 'Freigegeben', value: disposal.approved_by_name ? `${disposal.approved_by_name}, ${formatDateTime(disposal.approved_at ?? disposal.created_at, 'de')}` : 'noch nicht' },
          { term: 'Kontrolliert', value: disposal.controlled_by_name ? `${disposal.controlled_by_name}, ${formatDateTime(disposal.controlled_at ?? disposal.created_at, 'de')}` : 'noch nicht' },
        ]}
      />
      {running && <Steps disposal={disposal} files={files} rights={rights} />}
      <Table<DisposalFileRow>
        compact
        stack
        caption={`${files.length} Akten`}
        rows={files}
        rowKey={(row) => row.case_file_id}
        columns={[
          { key: 'number', head: 'Aktenzeichen', rowHead: true, narrow: true, cell: (row) => (row.state === 'destroyed' ? row.number : <Link href={`/office/vorgangsakten/${row.case_file_id}`}>{row.number}</Link>) },
          { key: 'title', head: 'Titel', cell: (row) => row.title },
          { key: 'plan', head: 'Stelle', narrow: true, cell: (row) => row.plan_position },
          { key: 'decision', head: 'Entscheidung', cell: (row) => (row.decision === 'A' ? 'Archiv' : row.decision === 'V' ? 'vernichten' : 'Archiv bewertet') },
          { key: 'state', head: 'Stand', cell: (row) => [fileStates[row.state], row.archive_mark && `Archivzeichen ${row.archive_mark}`, row.note].filter(Boolean).join(', ') },
          ...(rights.work && running ? [{ key: 'do', head: 'Entscheiden', cell: (row: DisposalFileRow) => (row.state === 'open' || row.state === 'kept' ? <Decide disposal={disposal} row={row} /> : '') }] : []),
        ]}
      />
      {certificates.length > 0 && (
        <Table<CertificateRow>
          compact
          stack
          caption="Vernichtungsnachweise"
          rows={certificates}
          rowKey={(row) => row.id}
          columns={[
            { key: 'number', head: 'Aktenzeichen', rowHead: true, cell: (row) => row.number },
            { key: 'documents', head: 'Dokumente', numeric: true, cell: (row) => row.documents },
            { key: 'archived', head: 'Im Archiv', cell: (row) => (row.archived ? 'ja' : 'nein') },
            { key: 'at', head: 'Vernichtet', cell: (row) => <><Time at={row.destroyed_at} /> von {row.destroyed_by}</> },
            { key: 'print', head: 'Fingerabdruck', wideOnly: true, cell: (row) => <code class="hash">{row.fingerprint.slice(0, 16)}</code> },
          ]}
        />
      )}
    </Stack>
  );
}

const Decide = ({ disposal, row }: { disposal: DisposalRow; row: DisposalFileRow }) => (
  <Form action={`/office/aussonderung/${disposal.id}/entscheiden`} inline label={`Über ${row.number} entscheiden`}>
    <input type="hidden" name="akte" value={row.case_file_id} />
    {(['A', 'V', 'keep'] as const).map((decision) => (
      <Button key={decision} size="small" variant="tertiary" name="entscheidung" value={decision}>
        {decision === 'A' ? 'Archiv' : decision === 'V' ? 'Vernichten' : 'Behalten'}
        <span class="kern-sr-only"> {row.number}</span>
      </Button>
    ))}
  </Form>
);

function Steps({ disposal, files, rights }: Omit<BodyProps, 'certificates' | 'error'>) {
  const base = `/office/aussonderung/${disposal.id}`;
  const offers = files.some((one) => one.disposition !== 'destroy');
  const approved = disposal.approved_by !== null && disposal.controlled_by !== null;
  return (
    <Section title="Nächste Schritte" id="schritte">
      {!approved && <Alert kind="info" title="Freigabe und Kontrolle sind nötig, durch zwei andere Personen." />}
      <ButtonRow>
        {rights.work && offers && ['proposed', 'offered'].includes(disposal.state) && <Post action={`${base}/anbieten`} label="Anbieteverzeichnis (0501)" />}
        {rights.approve && !disposal.approved_by && <Post action={`${base}/freigeben`} label="Freigeben" />}
        {rights.control && !disposal.controlled_by && <Post action={`${base}/kontrollieren`} label="Kontrolle bestätigen" />}
        {rights.work && approved && files.some((one) => one.decision === 'A' && ['open', 'failed', 'handed-over'].includes(one.state)) && <Post action={`${base}/uebergeben`} label="Übergabe (0503) als ZIP" />}
        {rights.work && approved && <Button href={`${base}/vernichten`} variant="danger" size="small">Vernichten …</Button>}
      </ButtonRow>
      {rights.work && offers && (
        <Details summary="Nachricht des Archivs einlesen (0502 Bewertung, 0506 Empfang)">
          <Form action={`${base}/nachricht`} files>
            <FileField name="datei" label="Nachricht (XML)" accept=".xml,application/xml" />
            <Button size="small">Einlesen</Button>
          </Form>
        </Details>
      )}
    </Section>
  );
}

const Post = ({ action, label }: { action: string; label: string }) => (
  <Form action={action} inline label={label}>
    <Button size="small">{label}</Button>
  </Form>
);

export const destroyPage = page({
  method: 'GET',
  path: '/office/aussonderung/:id/vernichten',
  site: 'office',
  access: 'may:retention/work',
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { disposal, files } = await getDisposal(ctx, rq.params.id);
      const count = files.filter((one) => (one.decision === 'V' && one.state === 'open') || one.state === 'received').length;
      return view({
        title: 'Akten vernichten',
        width: 'narrow',
        crumbs: [{ label: disposal.title, href: `/office/aussonderung/${disposal.id}` }, { label: 'Vernichten' }],
        body: <ConfirmPage title={`${count} Akten endgültig vernichten?`} consequences={['Dokumente, Fassungen und Dateien sind danach nicht wiederherstellbar.', 'Aktenzeichen, Stelle, Zahl der Dokumente und ein Fingerabdruck bleiben als Nachweis.', 'Gesperrte Akten bleiben stehen.']} undo="Das lässt sich nicht rückgängig machen." confirm="Endgültig vernichten" cancel={{ href: `/office/aussonderung/${disposal.id}`, label: 'Nicht vernichten' }} danger />,
      });
    }),
});

const route = { method: 'POST', site: 'office', access: 'staff', params } as const;
type IdRq = Pick<Rq<{ id: string }>, 'transact' | 'read' | 'params'>;

async function act(rq: IdRq, work: (ctx: Ctx) => Promise<string>): Promise<Reply> {
  try {
    return redirect(`/office/aussonderung/${rq.params.id}`, { flash: await rq.transact(work) });
  } catch (error) {
    if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
    return rq.read((ctx) => showDisposal(ctx, rq.params.id, error));
  }
}

export const proposeRoute = page({
  method: 'POST',
  path: '/office/aussonderung',
  site: 'office',
  access: 'may:retention/work',
  body: z.object({ titel: z.string().max(300).default(''), stelle: z.string().max(80).default(''), amt: z.union([z.uuid(), z.literal('')]).default('').catch('') }),
  handle: async (rq) => {
    try {
      const id = await rq.transact((ctx) => proposeDisposal(ctx, { title: rq.body.titel, ...wantedOf(rq.body) }));
      return redirect(`/office/aussonderung/${id}`, { flash: 'Die Aussonderung ist vorgeschlagen.' });
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 422) throw error;
      return rq.read((ctx) => overview(ctx, wantedOf(rq.body), error));
    }
  },
});
export const decideRoute = page({ ...route, path: '/office/aussonderung/:id/entscheiden', body: z.object({ akte: z.uuid(), entscheidung: z.enum(['A', 'V', 'keep']) }), handle: (rq) => act(rq, async (ctx) => (await decideFile(ctx, { id: rq.params.id, caseFileId: rq.body.akte, decision: rq.body.entscheidung }), 'Die Entscheidung ist vermerkt.')) });
export const approveRoute = page({ ...route, path: '/office/aussonderung/:id/freigeben', handle: (rq) => act(rq, async (ctx) => (await approveDisposal(ctx, rq.params.id, 'approve'), 'Freigegeben.')) });
export const controlRoute = page({ ...route, path: '/office/aussonderung/:id/kontrollieren', handle: (rq) => act(rq, async (ctx) => (await approveDisposal(ctx, rq.params.id, 'control'), 'Die Kontrolle ist bestätigt.')) });
export const destroyRoute = page({
  ...route,
  path: '/office/aussonderung/:id/vernichten',
  handle: (rq) => act(rq, async (ctx) => {
    const { destroyed, left } = await destroyDisposal(ctx, rq.params.id);
    return `${destroyed} Akten sind vernichtet.${left.length ? ` Stehen geblieben: ${left.slice(0, 5).join('; ')}` : ''}`;
  }),
});
export const messageRoute = page({
  ...route,
  path: '/office/aussonderung/:id/nachricht',
  body: z.object({}),
  files: { maxBytes: 50_000_000, maxFiles: 1 },
  handle: async (rq) => {
    const [upload] = rq.files;
    const bytes = upload && !upload.error ? await rq.platform.storage.bytes(upload.hash) : new Uint8Array();
    return act(rq, async (ctx) => {
      const { type, files } = await takeMessage(ctx, rq.params.id, bytes);
      return `Nachricht ${type} übernommen: ${files} Akten.`;
    });
  },
});
export const offerRoute = page({
  ...route,
  path: '/office/aussonderung/:id/anbieten',
  handle: async (rq) => {
    try {
      const { name, xml } = await rq.transact((ctx) => makeOffer(ctx, rq.params.id));
      return file({ name: `${name}.xml`, type: 'application/xml', bytes: new TextEncoder().encode(xml) });
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 409) throw error;
      return rq.read((ctx) => showDisposal(ctx, rq.params.id, error));
    }
  },
});
export const handOverRoute = page({
  ...route,
  path: '/office/aussonderung/:id/uebergeben',
  handle: async (rq) => {
    try {
      const { name, zip } = await rq.transact((ctx) => handOver(ctx, rq.params.id));
      return file({ name, type: 'application/zip', bytes: zip });
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 409) throw error;
      return rq.read((ctx) => showDisposal(ctx, rq.params.id, error));
    }
  },
});
