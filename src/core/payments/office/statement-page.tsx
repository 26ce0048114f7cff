import { z } from 'zod';
import { page, view } from '#platform/http';
import { formatDate, formatMoney } from '#platform/i18n';
import { Problem } from '#platform/module';
import { Alert, Badge, Button, ButtonRow, ErrorSummary, FileField, Form, Link, PageHeader, Stack, Table, type BadgeState } from '#platform/ui';
import { importStatement, previewStatement, type MatchedEntry } from '../import-statement.ts';

export const statementPage = page({
  method: 'GET',
  path: '/office/kasse/kontoauszug',
  site: 'office',
  access: 'may:payments/book',
  handle: async () => statementView({}),
});

type Shown = { entries?: MatchedEntry[]; error?: string; blob?: string; booked?: boolean };
function statementView({ entries, error, blob, booked }: Shown) {
  const matching = entries?.filter((one) => one.outcome === 'matches').length ?? 0;
  const unclear = entries?.filter((one) => one.outcome !== 'matches' && one.outcome !== 'known').length ?? 0;
  return view({
    title: 'Kontoauszug einlesen',
    status: error ? 422 : 200,
    crumbs: [{ label: 'Kasse', href: '/office/kasse' }, { label: 'Kontoauszug' }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'datei', text: error }]} />}
        <PageHeader title="Kontoauszug einlesen" lead="Format CAMT.053. Sie sehen zuerst, was passt; gebucht wird erst danach. Derselbe Auszug bucht nichts doppelt." />
        {booked && <Booked entries={entries ?? []} />}
        {entries && <EntryTable entries={entries} />}
        {blob && matching + unclear > 0 && (
          <Form action="/office/kasse/kontoauszug/buchen">
            <input type="hidden" name="blob" value={blob} />
            <ButtonRow>
              <Button variant="primary">{bookingWords(matching, unclear)}</Button>
            </ButtonRow>
          </Form>
        )}
        {!blob && (
          <Form action="/office/kasse/kontoauszug" files>
            <FileField name="datei" label="Kontoauszug (XML)" accept=".xml,application/xml,text/xml" error={error} />
            <ButtonRow>
              <Button variant="primary">Prüfen</Button>
            </ButtonRow>
          </Form>
        )}
      </Stack>
    ),
  });
}

function Booked({ entries }: { entries: MatchedEntry[] }) {
  const count = (...outcomes: MatchedEntry['outcome'][]): number => entries.filter((one) => outcomes.includes(one.outcome)).length;
  const unclear = count('wrong-amount', 'already-paid', 'no-claim');
  return (
    <Alert kind="success" title={`${payments(count('booked'))} gebucht`} role="status">
      {unclear > 0 && (
        <p class="kern-body">
          {payments(unclear)} zur Klärung vorgemerkt: <Link href="/office/kasse/ungeklaert">Ungeklärte Eingänge</Link>
        </p>
      )}
    </Alert>
  );
}

/** What the button does, in full. */
function bookingWords(matching: number, unclear: number): string {
  const book = matching > 0 ? `${matching === 1 ? '1 passende Zahlung' : `${matching} passende Zahlungen`} buchen` : '';
  const keep = unclear > 0 ? `${unclear} zur Klärung vormerken` : '';
  return [book, keep].filter(Boolean).join(', ');
}

const payments = (count: number): string => (count === 1 ? '1 Zahlung' : `${count} Zahlungen`);

const outcomes: Record<MatchedEntry['outcome'], [BadgeState, string]> = {
  matches: ['soon', 'passt'],
  booked: ['done', 'gebucht'],
  known: ['neutral', 'schon gebucht'],
  'wrong-amount': ['late', 'Betrag weicht ab'],
  'already-paid': ['late', 'Forderung ist schon erledigt'],
  'no-claim': ['waiting', 'keine Forderung gefunden'],
};

function EntryTable({ entries }: { entries: MatchedEntry[] }) {
  return (
    <Table
      caption="Eingänge auf dem Auszug"
      rows={entries}
      rowKey={(one) => one.entry.entryKey}
      empty="Auf diesem Auszug sind keine Eingänge."
      columns={[
        { key: 'on', head: 'Gebucht', narrow: true, cell: (one) => formatDate(one.entry.bookedOn, 'de') },
        { key: 'payer', head: 'Von', rowHead: true, cell: (one) => one.entry.payer || '–' },
        { key: 'reference', head: 'Verwendungszweck', cell: (one) => one.entry.reference || '–' },
        { key: 'amount', head: 'Betrag', numeric: true, narrow: true, cell: (one) => formatMoney(one.entry.amountCents, 'de') },
        { key: 'claim', head: 'Forderung', narrow: true, cell: (one) => (one.claim ? <Link href={`/office/kasse/${one.claim.id}`}>{one.claim.booking_code}</Link> : '–') },
        { key: 'state', head: 'Ergebnis', narrow: true, cell: (one) => <Badge state={outcomes[one.outcome][0]}>{outcomes[one.outcome][1]}</Badge> },
      ]}
    />
  );
}

export const statementCheck = page({
  method: 'POST',
  path: '/office/kasse/kontoauszug',
  site: 'office',
  access: 'may:payments/book',
  body: z.object({}),
  files: { maxBytes: 20_000_000, maxFiles: 1 },
  handle: async (rq) => {
    const [upload] = rq.files;
    if (!upload || upload.error) return statementView({ error: upload ? 'Die Datei ist zu groß (höchstens 20 MB).' : 'Bitte wählen Sie eine Datei.' });
    try {
      const bytes = await rq.platform.storage.bytes(upload.hash);
      return statementView({ entries: await rq.read((ctx) => previewStatement(ctx, bytes)), blob: upload.hash });
    } catch (error) {
      if (error instanceof Problem) return statementView({ error: error.de });
      throw error;
    }
  },
});

export const statementBook = page({
  method: 'POST',
  path: '/office/kasse/kontoauszug/buchen',
  site: 'office',
  access: 'may:payments/book',
  body: z.object({ blob: z.string().regex(/^[0-9a-f]{64}$/) }),
  handle: async (rq) => {
    const bytes = await rq.platform.storage.bytes(rq.body.blob);
    return statementView({ entries: await rq.transact((ctx) => importStatement(ctx, bytes)), booked: true });
  },
});
