import { listOffices } from '#core/organisation';
import { page, redirect, view, type Reply, type View } from '#platform/http';
import { formatDateTime } from '#platform/i18n';
import { Problem, type Ctx } from '#platform/module';
import { Alert, Badge, Button, ButtonRow, CheckboxGroup, DescriptionList, Details, EmptyState, ErrorSummary, FilterChips, Form, Link, PageHeader, Pagination, SearchField, Section, SelectField, Stack, Table, TextArea, TextField, Time } from '#platform/ui';
import { z } from 'zod';
import { changeBlock, createBlock, getBlock, listBlocks, listBlockVersions, mayWrite, retireBlock, textUses, useWords, type BlockText, type TextBlock } from '../blocks.ts';
import { fillPlaces, places, type PlaceValues } from '../placeholders.ts';
import type { BlockVersionRow, TextUse } from '../tables.ts';

const HOME = '/office/textbausteine';
const PAGE = 50;
const params = z.object({ id: z.uuid() });
const use = z.enum(['note', 'message', 'letter', 'order']);
const route = { site: 'office', access: 'staff' } as const;
type Office = { id: string; name: string };

/** Offices in which this person keeps the texts; null is the whole city. */
async function writableOffices(ctx: Ctx): Promise<(Office | { id: null; name: string })[]> {
  const offices = (await listOffices(ctx)).filter((office) => !office.closedOn && mayWrite(ctx, office.id)).map(({ id, name }) => ({ id, name }));
  return mayWrite(ctx, null) ? [{ id: null, name: 'alle Ämter' }, ...offices] : offices;
}

export const blocksPage = page({
  ...route,
  method: 'GET',
  path: HOME,
  query: z.object({ q: z.string().max(200).default('').catch(''), art: use.optional().catch(undefined), nach: z.string().max(200).optional().catch(undefined), ab: z.uuid().optional().catch(undefined) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { q, art, nach, ab } = rq.query;
      const found = await listBlocks(ctx, { q, use: art, limit: PAGE + 1, ...(nach !== undefined && ab ? { after: { name: nach, id: ab } } : {}) });
      const offices = new Map((await listOffices(ctx)).map((office) => [office.id, office.name]));
      const last = found.length > PAGE ? found[PAGE - 1] : undefined;
      const keep = { ...(q ? { q } : {}), ...(art ? { art } : {}) };
      return view({
        title: 'Textbausteine',
        width: 'full',
        nav: HOME,
        body: (
          <Stack>
            <PageHeader title="Textbausteine" lead="Texte für Vermerke, Nachrichten, Schreiben und Verfügungen. Platzhalter füllt der Vorgang." actions={(await writableOffices(ctx)).length > 0 && <Button href={`${HOME}/neu`} variant="primary" icon="add">Neuer Textbaustein</Button>} />
            <SearchField action={HOME} label="Textbausteine durchsuchen" value={q} {...(art ? { keep: { art } } : {})} />
            <FilterChips label="Wofür" chips={[{ label: 'Alle', href: `${HOME}?${new URLSearchParams(q ? { q } : {})}`, active: !art }, ...textUses.map((one) => ({ label: useWords[one], href: `${HOME}?${new URLSearchParams({ ...(q ? { q } : {}), art: one })}`, active: art === one }))]} />
            <BlockTable blocks={found.slice(0, PAGE)} offices={offices} searched={Boolean(q || art)} />
            {last && <Pagination noun="Textbausteine" shown={PAGE} next={`${HOME}?${new URLSearchParams({ ...keep, nach: last.name, ab: last.id })}`} />}
          </Stack>
        ),
      });
    }),
});

function BlockTable({ blocks, offices, searched }: { blocks: TextBlock[]; offices: Map<string, string>; searched: boolean }) {
  if (blocks.length === 0) return <EmptyState title={searched ? 'Kein Textbaustein passt dazu.' : 'Es gibt noch keinen Textbaustein.'} icon="document">{searched ? 'Suchen Sie mit einem anderen Wort.' : 'Legen Sie den ersten an: zum Beispiel den Satz, den Sie am häufigsten schreiben.'}</EmptyState>;
  return (
    <Table<TextBlock>
      compact
      stack
      caption={blocks.length === 1 ? 'Ein Textbaustein' : `${blocks.length} Textbausteine`}
      rows={blocks}
      rowKey={(row) => row.id}
      columns={[
        { key: 'name', head: 'Name', rowHead: true, cell: (row) => <Link href={`${HOME}/${row.id}`}>{row.name}</Link> },
        { key: 'uses', head: 'Wofür', cell: (row) => row.uses.map((one) => useWords[one]).join(', ') },
        { key: 'kind', head: 'Art', cell: (row) => (row.subject ? 'Vorlage' : 'Baustein') },
        { key: 'office', head: 'Amt', cell: (row) => (row.officeId ? (offices.get(row.officeId) ?? '–') : 'alle Ämter') },
        { key: 'text', head: 'Beginnt mit', wideOnly: true, cell: (row) => <span class="muted">{row.text.slice(0, 70)}{row.text.length > 70 && ' …'}</span> },
        { key: 'at', head: 'Geändert', narrow: true, cell: (row) => <Time at={row.changedAt} /> },
      ]}
    />
  );
}

const posted = z.object({ name: z.string().max(1000).default(''), wofuer: z.union([use, z.array(use)]).optional(), betreff: z.string().max(1000).default(''), text: z.string().max(40_000).default(''), amt: z.string().max(40).default(''), fassung: z.coerce.number().int().default(0), tun: z.enum(['vorschau', 'speichern']).default('speichern') });
const textOf = (given: z.output<typeof posted>): BlockText => ({ name: given.name, uses: [given.wofuer ?? []].flat(), subject: given.betreff, text: given.text.replaceAll('\r\n', '\n') });

type Shown = { said: BlockText; officeId: string | null; version: number; block?: TextBlock; mistake?: Problem; preview?: boolean };

export const newBlockPage = page({ ...route, method: 'GET', path: `${HOME}/neu`, handle: (rq) => rq.read(async (ctx) => showEditor(ctx, { said: { name: '', uses: ['letter'], subject: '', text: '' }, officeId: (await writableOffices(ctx))[0]?.id ?? null, version: 0 })) });
export const blockPage = page({ ...route, method: 'GET', path: `${HOME}/:id`, params, handle: (rq) => rq.read((ctx) => showBlock(ctx, rq.params.id)) });

async function showBlock(ctx: Ctx, id: string): Promise<View> {
  const block = await getBlock(ctx, id);
  return showEditor(ctx, { said: block, officeId: block.officeId, version: block.version, block });
}

export const createBlockRoute = page({
  ...route,
  method: 'POST',
  path: HOME,
  body: posted,
  handle: (rq) => saved(rq, { said: textOf(rq.body), officeId: rq.body.amt || null, version: 0 }, (ctx) => createBlock(ctx, { ...textOf(rq.body), officeId: rq.body.amt || null })),
});

export const changeBlockRoute = page({
  ...route,
  method: 'POST',
  path: `${HOME}/:id`,
  params,
  body: posted,
  handle: async (rq) => {
    const block = await rq.read((ctx) => getBlock(ctx, rq.params.id));
    return saved(rq, { said: textOf(rq.body), officeId: block.officeId, version: rq.body.fassung, block }, async (ctx) => {
      await changeBlock(ctx, block.id, { ...textOf(rq.body), version: rq.body.fassung });
      return block.id;
    });
  },
});

type SaveRq = { body: z.output<typeof posted>; read<R>(work: (ctx: Ctx) => Promise<R>): Promise<R>; transact<R>(work: (ctx: Ctx) => Promise<R>): Promise<R> };

async function saved(rq: SaveRq, shown: Shown, work: (ctx: Ctx) => Promise<string>): Promise<Reply> {
  if (rq.body.tun === 'vorschau') return rq.read((ctx) => showEditor(ctx, { ...shown, preview: true }));
  try {
    return redirect(`${HOME}/${await rq.transact(work)}`, { flash: 'Der Textbaustein ist gespeichert.' });
  } catch (error) {
    if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
    return rq.read(async (ctx) => {
      // whoever comes too late saves over the newer version only with the second press, after having been told
      const version = shown.block ? (await getBlock(ctx, shown.block.id)).version : 0;
      return showEditor(ctx, { ...shown, version, mistake: error });
    });
  }
}

export const retireBlockRoute = page({
  ...route,
  method: 'POST',
  path: `${HOME}/:id/entfernen`,
  params,
  handle: async (rq) => {
    await rq.transact((ctx) => retireBlock(ctx, rq.params.id));
    return redirect(HOME, { flash: 'Der Textbaustein wird nicht mehr angeboten.' });
  },
});

async function showEditor(ctx: Ctx, shown: Shown): Promise<View> {
  const title = shown.block?.name ?? 'Neuer Textbaustein';
  const [offices, versions] = [await writableOffices(ctx), shown.block ? await listBlockVersions(ctx, shown.block.id) : []];
  const writes = shown.block ? mayWrite(ctx, shown.block.officeId) : offices.length > 0;
  return view({
    title,
    status: shown.mistake?.status ?? 200,
    nav: HOME,
    crumbs: [{ label: 'Textbausteine', href: HOME }, { label: title }],
    body: <Editor shown={shown} offices={offices} writes={writes} versions={versions} />,
  });
}

type EditorProps = { shown: Shown; offices: Awaited<ReturnType<typeof writableOffices>>; writes: boolean; versions: BlockVersionRow[] };

function Editor({ shown, offices, writes, versions }: EditorProps) {
  const { block, said, mistake, preview, version } = shown;
  return (
    <Stack>
      {mistake && <ErrorSummary errors={[{ id: fieldOf[mistake.code] ?? 'text', text: mistake.de }]} />}
      <PageHeader title={block?.name ?? 'Neuer Textbaustein'} {...(block ? { meta: <span>Fassung {block.version} vom {formatDateTime(block.changedAt, 'de')} von {block.changedBy}</span> } : {})} />
      {block?.retiredAt && <Alert kind="info" title="Dieser Textbaustein wird nicht mehr angeboten.">Wenn Sie ihn speichern, ist er wieder da.</Alert>}
      {preview && <PreviewPaper said={said} />}
      {writes ? (
        <Form action={block ? `${HOME}/${block.id}` : HOME}>
          <input type="hidden" name="fassung" value={version} />
          <TextField name="name" label="Name" value={said.name} maxlength={120} error={errorOf(mistake, 'name')} />
          {!block && <SelectField name="amt" label="Für welches Amt" options={offices.map((office) => ({ value: office.id ?? '', label: office.name }))} value={shown.officeId ?? ''} placeholder={false} />}
          <CheckboxGroup name="wofuer" label="Wofür" value={said.uses} options={textUses.map((one: TextUse) => ({ value: one, label: useWords[one] }))} inline error={errorOf(mistake, 'wofuer')} />
          <TextField name="betreff" label="Betreff" value={said.subject} maxlength={200} required={false} hint="Mit Betreff wird daraus eine Vorlage." />
          <TextArea name="text" label="Text" value={said.text} rows={12} maxlength={10_000} error={errorOf(mistake, 'text')} />
          <Places />
          <ButtonRow>
            <Button variant="primary" name="tun" value="speichern">Speichern</Button>
            <Button name="tun" value="vorschau">Vorschau</Button>
            <Button href={HOME} variant="tertiary">Zurück</Button>
          </ButtonRow>
        </Form>
      ) : (
        <pre class="paper">{said.text}</pre>
      )}
      {versions.length > 1 && <Versions versions={versions} />}
      {block && writes && !block.retiredAt && (
        <Form action={`${HOME}/${block.id}/entfernen`} label="Nicht mehr anbieten">
          <Button size="small" variant="tertiary">Nicht mehr anbieten</Button>
        </Form>
      )}
    </Stack>
  );
}

const fieldOf: Record<string, string> = { 'text-blocks/name-needed': 'name', 'text-blocks/name-taken': 'name', 'text-blocks/use-needed': 'wofuer' };
const errorOf = (mistake: Problem | undefined, field: string): string | undefined => (mistake && (fieldOf[mistake.code] ?? 'text') === field ? mistake.de : undefined);

function Places() {
  return (
    <Details summary="Platzhalter, die Sie verwenden können">
      <DescriptionList
        items={[
          ...Object.entries(places).map(([name, note]) => ({ term: `{{${name}}}`, value: note || name })),
          { term: '{{Angabe hund.name}}', value: 'eine Angabe aus dem Antrag, mit dem Namen des Feldes' },
          { term: '{{Baustein NAME}}', value: 'ein anderer Textbaustein' },
        ]}
      />
    </Details>
  );
}

const sample: PlaceValues = { Aktenzeichen: '2026-HUND-000123', Betreff: 'Hund Bello', Anrede: 'Guten Tag Erika Muster,', Name: 'Erika Muster', Vorname: 'Erika', Nachname: 'Muster', Anschrift: 'Musterweg 1\n12345 Musterstadt', Eingang: '02.11.2026', Frist: '02.02.2027', Heute: '22.11.2026', Amt: 'Steueramt', Telefon: '0123 4567-0', 'E-Mail': 'steueramt@musterstadt.example', Bearbeitung: 'Ihr Name', Stadt: 'Musterstadt', today: '2026-11-22', answers: {} };

function PreviewPaper({ said }: { said: BlockText }) {
  return (
    <Section title="Vorschau mit erfundenen Angaben" id="vorschau">
      <div class="paper">
        {said.subject && <p><strong>{fillPlaces(said.subject, sample)}</strong></p>}
        <p class="lines">{fillPlaces(said.text, sample) || '(leer)'}</p>
      </div>
    </Section>
  );
}

function Versions({ versions }: { versions: BlockVersionRow[] }) {
  return (
    <Section title="Frühere Fassungen" id="fassungen">
      {versions.slice(1).map((one) => (
        <Details key={one.number} summary={`Fassung ${one.number} vom ${formatDateTime(one.made_at, 'de')} von ${one.made_by_name}`}>
          {one.subject && <p><Badge state="neutral">Betreff</Badge> {one.subject}</p>}
          <pre class="paper">{one.text}</pre>
        </Details>
      ))}
    </Section>
  );
}
