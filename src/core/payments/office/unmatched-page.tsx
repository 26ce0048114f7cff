import { z } from 'zod';
import { page, redirect, view, type Reply } from '#platform/http';
import { formatDate, formatMoney } from '#platform/i18n';
import { Problem } from '#platform/module';
import { Button, EmptyState, ErrorSummary, Form, PageHeader, Stack, Table, TextField } from '#platform/ui';
import { listUnmatched, type Receipt } from '../claims.queries.ts';
import { bookingCodesIn } from '../import-statement.ts';
import { assignReceipt } from '../settle-claim.ts';

/** Money that arrived and fits no claim: a person says what it was for. */
export const unmatchedPage = page({
  method: 'GET',
  path: '/office/kasse/ungeklaert',
  site: 'office',
  access: 'may:payments/book',
  handle: (rq) => rq.read(async (ctx) => unmatchedView({ receipts: await listUnmatched(ctx) })),
});

type Shown = { receipts: Receipt[]; wrong?: { key: string; code: string; error: string } };

const fieldOf = (receipt: Pick<Receipt, 'entry_key'>): string => `kassenzeichen-${receipt.entry_key.replaceAll(/[^\w]/g, '-')}`;

function unmatchedView({ receipts, wrong }: Shown): Reply {
  return view({
    title: 'Ungeklärte Eingänge',
    status: wrong ? 422 : 200,
    crumbs: [{ label: 'Kasse', href: '/office/kasse' }, { label: 'Ungeklärt' }],
    body: (
      <Stack>
        {wrong && <ErrorSummary errors={[{ id: fieldOf({ entry_key: wrong.key }), text: wrong.error }]} />}
        <PageHeader title="Ungeklärte Eingänge" lead="Dieses Geld passt zu keiner Forderung. Geben Sie das richtige Kassenzeichen an; der Betrag muss stimmen." />
        {receipts.length === 0 ? <EmptyState title="Alles ist zugeordnet">Neue Kontoauszüge lesen Sie in der Kasse ein.</EmptyState> : <Receipts receipts={receipts} wrong={wrong} />}
      </Stack>
    ),
  });
}

function Receipts({ receipts, wrong }: Shown) {
  return (
    <Table
      caption="Eingänge ohne Forderung"
      captionHidden
      rows={receipts}
      rowKey={(receipt) => receipt.entry_key}
      columns={[
        { key: 'on', head: 'Gebucht', narrow: true, cell: (receipt) => formatDate(receipt.booked_on, 'de') },
        { key: 'payer', head: 'Von', rowHead: true, cell: (receipt) => receipt.payer || '–' },
        { key: 'reference', head: 'Verwendungszweck', cell: (receipt) => receipt.reference || '–' },
        { key: 'amount', head: 'Betrag', numeric: true, narrow: true, cell: (receipt) => formatMoney(Number(receipt.amount_cents), 'de') },
        { key: 'assign', head: 'Kassenzeichen', cell: (receipt) => <AssignForm receipt={receipt} wrong={wrong?.key === receipt.entry_key ? wrong : undefined} /> },
      ]}
    />
  );
}

function AssignForm({ receipt, wrong }: { receipt: Receipt; wrong: Shown['wrong'] }) {
  return (
    <Form action="/office/kasse/ungeklaert" inline>
      <input type="hidden" name="eingang" value={receipt.entry_key} />
      <TextField name="kassenzeichen" id={fieldOf(receipt)} label={`Kassenzeichen für ${formatMoney(Number(receipt.amount_cents), 'de')} von ${receipt.payer || 'unbekannt'}`} labelHidden value={wrong?.code ?? bookingCodesIn(receipt.reference)[0] ?? ''} error={wrong?.error} width={20} spellcheck={false} autocomplete="off" />
      <Button size="small">Zuordnen</Button>
    </Form>
  );
}

export const assignPost = page({
  method: 'POST',
  path: '/office/kasse/ungeklaert',
  site: 'office',
  access: 'may:payments/book',
  body: z.object({ eingang: z.string().max(80), kassenzeichen: z.string().max(80).default('') }),
  handle: async (rq) => {
    const { eingang, kassenzeichen } = rq.body;
    try {
      const claim = await rq.transact((ctx) => assignReceipt(ctx, eingang, kassenzeichen));
      return redirect('/office/kasse/ungeklaert', { flash: `Der Eingang ist der Forderung ${claim.booking_code} zugeordnet. Der Vorgang geht weiter.` });
    } catch (error) {
      if (!(error instanceof Problem) || error.status === 403 || error.status === 404) throw error;
      const wrong = { key: eingang, code: kassenzeichen, error: error.de };
      return rq.read(async (ctx) => unmatchedView({ receipts: await listUnmatched(ctx), wrong }));
    }
  },
});
