import { countRecognising, mimeOf } from '#core/records';
import { page, redirect, requireSpace, view, type View } from '#platform/http';
import { formatDateTime, formatFileSize } from '#platform/i18n';
import { Problem, type Ctx } from '#platform/module';
import { Alert, Badge, Button, Details, EmptyState, Enhanced, ErrorSummary, FileField, Form, Link, PageHeader, Pagination, Section, Stack, Table, Tabs, TextField, Time } from '#platform/ui';
import { z } from 'zod';
import { listItems } from '../items.queries.ts';
import { problem } from '../problems.ts';
import { pagesInWords } from '../split-pile.ts';
import { noteDestroyed } from '../settle-item.ts';
import { takeIn } from '../take-in.ts';
import type { ItemRow } from '../tables.ts';
import { listWaysIn, type WayIn } from '../ways-in.ts';

const LIMITS = { maxBytes: 200_000_000, maxFiles: 50 };
const views = { neu: 'new', abgelegt: 'filed', antraege: 'application', verworfen: 'discarded', stapel: 'split', papier: 'to-destroy' } as const;
const words: Record<keyof typeof views, string> = { neu: 'Neu', abgelegt: 'Abgelegt', antraege: 'Als Antrag erfasst', verworfen: 'Verworfen', stapel: 'Getrennte Stapel', papier: 'Papier zu vernichten' };
type ViewName = keyof typeof views;
const query = z.object({ ansicht: z.enum(['neu', 'abgelegt', 'antraege', 'verworfen', 'stapel', 'papier']).default('neu').catch('neu'), nach: z.uuid().optional().catch(undefined) });

const sources: Record<ItemRow['source'], string> = { upload: 'hochgeladen', folder: 'Scanner', mail: 'E-Mail', api: 'Schnittstelle' };

/** /office/posteingang: what came in and waits for its place. */
export const postPage = page({
  method: 'GET',
  path: '/office/posteingang',
  site: 'office',
  access: 'may:inbound-post/work',
  query,
  handle: (rq) => rq.read((ctx) => show(ctx, rq.query)),
});

async function show(ctx: Ctx, { ansicht, nach }: z.output<typeof query>, error?: Problem): Promise<View> {
  const list = await listItems(ctx, { state: views[ansicht], after: nach });
  const [reading, ways] = [await countRecognising(ctx), await listWaysIn(ctx)];
  return view({ title: `Posteingang: ${words[ansicht]}`, status: error?.status ?? 200, width: 'full', nav: '/office/posteingang', body: <PostBody name={ansicht} rows={list.rows} next={list.next} reading={reading} ways={ways} error={error} /> });
}

const wayWords = { mail: 'Das Postfach', folder: 'Der Ordner der Scanner' };

/** What hinders a way in, or when it last worked. */
function WaysIn({ ways }: { ways: WayIn[] }) {
  const working = ways.filter((one) => !one.trouble && one.worked_at);
  return (
    <>
      {ways.map((one) => one.trouble && (
        <Alert key={one.way} kind="warning" title={`${wayWords[one.way]} wird seit ${formatDateTime(one.trouble_since ?? one.tried_at, 'de')} nicht vollständig abgeholt.`}>
          {one.trouble} Nichts ist verloren: {one.way === 'mail' ? 'Ungelesene Mails bleiben im Postfach, alle fünf Minuten' : 'Die Dateien bleiben liegen, jede Minute'} wird es wieder versucht. Bitte sagen Sie der Systembetreuung Bescheid.
        </Alert>
      ))}
      {working.length > 0 && <p class="muted">Zuletzt abgeholt: {working.map((one) => `${one.way === 'mail' ? 'Postfach' : 'Scanner'} ${formatDateTime(one.worked_at as Date, 'de')}`).join(', ')}</p>}
    </>
  );
}

type BodyProps = { ways: WayIn[]; name: ViewName; rows: ItemRow[]; next: string | undefined; reading: { files: number; pages: number }; error: Problem | undefined };

function PostBody({ name, rows, next, reading, ways, error }: BodyProps) {
  return (
    <Stack gap="small">
      {error && <ErrorSummary errors={[{ id: 'dateien', text: error.de }]} />}
      <PageHeader title="Posteingang" lead="Scans, Mails und Dateien warten hier, bis sie in einer Akte liegen oder als Antrag laufen." />
      <Tabs label="Ansichten" items={(Object.keys(views) as ViewName[]).map((one) => ({ label: words[one], href: `/office/posteingang?ansicht=${one}`, current: one === name }))} />
      {name === 'neu' && <WaysIn ways={ways} />}
      {reading.files > 0 && <Alert kind="info" title={`Texterkennung läuft: noch ${reading.pages} ${reading.pages === 1 ? 'Seite' : 'Seiten'} in ${reading.files === 1 ? 'einer Datei' : `${reading.files} Dateien`}.`}>Sie können weiterarbeiten; Vorschläge werden besser, wenn der Text gelesen ist.</Alert>}
      <Table<ItemRow>
        compact
        stack
        caption={words[name]}
        rows={rows}
        rowKey={(row) => row.id}
        empty={<EmptyState title="Hier wartet nichts." icon="check" />}
        columns={[
          { key: 'name', head: 'Was', rowHead: true, cell: (row) => <><Link href={`/office/posteingang/${row.id}`}>{row.subject || row.name}</Link>{row.part_pages && <span class="muted"> {pagesInWords(row.part_pages)} eines Stapels</span>}{row.trouble && <> <Badge state="soon">nicht lesbar</Badge></>}</> },
          { key: 'from', head: 'Von', cell: (row) => row.sender || (row.scanned ? row.device : '') },
          { key: 'source', head: 'Woher', cell: (row) => sources[row.source] },
          { key: 'code', head: 'Deckblatt', cell: (row) => (row.code ? <Badge state="done">{row.code}</Badge> : row.examined_at ? '' : 'wird gelesen') },
          { key: 'size', head: 'Größe', numeric: true, wideOnly: true, cell: (row) => formatFileSize(row.size) },
          { key: 'at', head: 'Eingang', narrow: true, cell: (row) => <Time at={row.received_at} /> },
          ...(name === 'papier' ? [{ key: 'do', head: 'Papier', narrow: true, cell: (row: ItemRow) => <Destroyed row={row} /> }] : []),
        ]}
      />
      {next && <Pagination noun="Eingänge" shown={rows.length} next={`/office/posteingang?ansicht=${name}&nach=${next}`} />}
      {name === 'neu' && <UploadForm />}
    </Stack>
  );
}

const Destroyed = ({ row }: { row: ItemRow }) => (
  <Form action={`/office/posteingang/${row.id}/vernichtet`} inline label={`${row.name} vernichtet`}>
    <Button size="small">Vernichtet</Button>
  </Form>
);

function UploadForm() {
  return (
    <Section title="Scans hochladen" id="hochladen">
      <Enhanced name="drop-files">
        <Form action="/office/posteingang" files>
          <FileField name="dateien" label="Dateien" multiple hint={`Hierher ziehen oder auswählen. Höchstens ${LIMITS.maxFiles} Dateien mit je ${LIMITS.maxBytes / 1_000_000} MB.`} />
          <Details summary="Angaben zum Scannen (TR-RESISCAN)">
            <TextField name="geraet" label="Gerät" maxlength={200} required={false} hint="Leer: Die Datei kam digital, es gibt kein Papier." />
            <TextField name="einstellungen" label="Einstellungen" maxlength={300} required={false} hint="zum Beispiel 300 dpi, farbig, beidseitig" />
          </Details>
          <p class="muted">
            Ein Stapel mit mehreren Deckblättern oder <Link href="/office/posteingang/trennblatt">Trennblättern</Link> wird daran getrennt.
          </p>
          <Button variant="primary" size="small">
            Hochladen
          </Button>
        </Form>
      </Enhanced>
    </Section>
  );
}

export const uploadPostRoute = page({
  method: 'POST',
  path: '/office/posteingang',
  site: 'office',
  access: 'may:inbound-post/work',
  body: z.object({ geraet: z.string().max(200).default(''), einstellungen: z.string().max(300).default('') }),
  files: LIMITS,
  handle: async (rq) => {
    try {
      await rq.transact(async (ctx) => {
        requireSpace(rq.files);
        if (rq.files.length === 0 || rq.files.some((one) => one.error)) throw problem('inbound-post/file-needed', { mb: LIMITS.maxBytes / 1_000_000 });
        const scanned = rq.body.geraet.trim() ? { scanned: { device: rq.body.geraet.trim(), settings: rq.body.einstellungen.trim() } } : {};
        for (const one of rq.files) await takeIn(ctx, { source: 'upload', blob: { hash: one.hash, size: one.size }, mime: mimeOf(one), name: one.name, ...scanned });
      });
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 422) throw error;
      return rq.read((ctx) => show(ctx, { ansicht: 'neu', nach: undefined }, error));
    }
    return redirect('/office/posteingang', { flash: rq.files.length === 1 ? 'Die Datei liegt im Posteingang.' : `${rq.files.length} Dateien liegen im Posteingang.` });
  },
});

export const destroyedRoute = page({
  method: 'POST',
  path: '/office/posteingang/:id/vernichtet',
  site: 'office',
  access: 'may:inbound-post/work',
  params: z.object({ id: z.uuid() }),
  handle: async (rq) => {
    await rq.transact((ctx) => noteDestroyed(ctx, rq.params.id));
    return redirect('/office/posteingang?ansicht=papier', { flash: 'Die Vernichtung steht im Transfervermerk.' });
  },
});
