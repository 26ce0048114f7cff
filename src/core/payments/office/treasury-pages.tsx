import { z } from 'zod';
import { page, redirect, view } from '#platform/http';
import { calendarDayOf, formatDate, formatMoney } from '#platform/i18n';
import { Button, ButtonRow, DescriptionList, Details, EmptyState, FilterChips, Form, Link, PageHeader, Pagination, SearchField, Section, Stack, Table, TextField } from '#platform/ui';
import { countUnmatched, getClaim, listClaims } from '../claims.queries.ts';
import { ClaimBadge } from '../portal/claim-pages.tsx';
import { cancelClaim, notePayment } from '../settle-claim.ts';
import type { Claim } from '../tables.ts';

const PAGE = 50;
const states = { open: 'Offen', overdue: 'Überfällig', paid: 'Bezahlt', cancelled: 'Entfallen' } as const;
const query = z.object({ stand: z.enum(['open', 'overdue', 'paid', 'cancelled']).default('open'), q: z.string().max(80).optional(), nach: z.string().regex(/^\d{4}-\d{2}-\d{2}~[0-9a-f-]{36}$/).optional() });

/** All claims for the treasury, by due day. */
export const treasuryPage = page({
  method: 'GET',
  path: '/office/kasse',
  site: 'office',
  access: 'may:payments/book',
  query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { stand, q, nach } = rq.query;
      const [dueOn = '', id = ''] = nach?.split('~') ?? [];
      const unmatched = await countUnmatched(ctx);
      const found = await listClaims(ctx, { state: stand, limit: PAGE + 1, ...(q ? { text: q } : {}), ...(nach ? { after: { dueOn, id } } : {}) });
      const claims = found.slice(0, PAGE);
      const last = claims.at(-1);
      const href = (changes: Record<string, string>): string => `/office/kasse?${new URLSearchParams({ stand, ...(q ? { q } : {}), ...changes })}`;
      return view({
        title: 'Kasse',
        body: (
          <Stack>
            <PageHeader title="Kasse" lead="Forderungen aus allen Vorgängen" actions={<Actions unmatched={unmatched} />} />
            <SearchField action="/office/kasse" label="Kassenzeichen, Vorgang oder Name" value={q ?? ''} keep={{ stand }} size="small" />
            <FilterChips label="Stand" chips={Object.entries(states).map(([key, label]) => ({ label, href: `/office/kasse?stand=${key}`, active: key === stand }))} />
            {claims.length === 0 ? <EmptyState title="Nichts gefunden">Für diese Auswahl gibt es keine Forderungen.</EmptyState> : <ClaimTable claims={claims} today={calendarDayOf(ctx.now)} />}
            <Pagination shown={claims.length} noun="Forderungen" next={found.length > PAGE && last ? href({ nach: `${last.due_on}~${last.id}` }) : undefined} previous={nach ? href({}) : undefined} />
          </Stack>
        ),
      });
    }),
});

function Actions({ unmatched }: { unmatched: number }) {
  return (
    <ButtonRow>
      {unmatched > 0 && <Button href="/office/kasse/ungeklaert">{unmatched === 1 ? '1 ungeklärter Eingang' : `${unmatched} ungeklärte Eingänge`}</Button>}
      <Button variant="primary" href="/office/kasse/kontoauszug">
        Kontoauszug einlesen
      </Button>
    </ButtonRow>
  );
}

function ClaimTable({ claims, today }: { claims: Claim[]; today: string }) {
  return (
    <Table
      caption="Forderungen"
      captionHidden
      rows={claims}
      rowKey={(claim) => claim.id}
      columns={[
        { key: 'code', head: 'Kassenzeichen', rowHead: true, narrow: true, cell: (claim) => <Link href={`/office/kasse/${claim.id}`}>{claim.booking_code}</Link> },
        { key: 'debtor', head: 'Wer', cell: (claim) => claim.debtor },
        { key: 'purpose', head: 'Wofür', cell: (claim) => claim.purpose },
        { key: 'case', head: 'Vorgang', narrow: true, cell: (claim) => <Link href={`/office/vorgaenge/${claim.case_id}`}>{claim.case_number}</Link> },
        { key: 'due', head: 'Fällig', narrow: true, cell: (claim) => formatDate(claim.due_on, 'de') },
        { key: 'amount', head: 'Betrag', numeric: true, narrow: true, cell: (claim) => formatMoney(claim.amount_cents, 'de') },
        { key: 'state', head: 'Stand', narrow: true, cell: (claim) => <ClaimBadge claim={claim} locale="de" today={today} /> },
      ]}
    />
  );
}

const params = z.object({ id: z.uuid() });

export const treasuryClaimPage = page({
  method: 'GET',
  path: '/office/kasse/:id',
  site: 'office',
  access: 'may:payments/book',
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const claim = await getClaim(ctx, rq.params.id);
      return view({
        title: `Forderung ${claim.booking_code}`,
        crumbs: [{ label: 'Kasse', href: '/office/kasse' }, { label: claim.booking_code }],
        body: (
          <Stack>
            <PageHeader title={`${formatMoney(claim.amount_cents, 'de')} von ${claim.debtor}`} preline={claim.purpose} meta={<ClaimBadge claim={claim} locale="de" today={calendarDayOf(ctx.now)} />} />
            <DescriptionList
              columns
              items={[
                { term: 'Kassenzeichen', value: claim.booking_code },
                { term: 'Vorgang', value: <Link href={`/office/vorgaenge/${claim.case_id}`}>{claim.case_number}</Link> },
                { term: 'Fällig', value: formatDate(claim.due_on, 'de') },
                { term: 'Zahlweg', value: claim.method === 'debit' ? 'Lastschrift' : 'Überweisung' },
                claim.paid_on !== null && { term: 'Bezahlt am', value: formatDate(claim.paid_on, 'de') },
                claim.cancel_reason !== null && { term: 'Entfallen, weil', value: claim.cancel_reason },
              ]}
            />
            {claim.status === 'open' && <ClaimForms claim={claim} today={calendarDayOf(ctx.now)} />}
          </Stack>
        ),
      });
    }),
});

function ClaimForms({ claim, today }: { claim: Claim; today: string }) {
  const here = `/office/kasse/${claim.id}`;
  return (
    <>
      <Section title="Zahlung vermerken">
        <Form action={`${here}/bezahlt`} label="Zahlung vermerken" inline>
          <TextField type="date" name="bookedOn" label="Gebucht am" value={today} width={10} />
          <Button variant="primary">Als bezahlt vermerken</Button>
        </Form>
      </Section>
      <Details summary="Forderung entfallen lassen">
        <Form action={`${here}/entfallen`} label="Forderung entfallen lassen">
          <TextField name="reason" label="Grund" hint="Die Forderung entfällt endgültig. Der Grund steht im Protokoll." maxlength={500} required />
          <ButtonRow>
            <Button variant="danger">Forderung entfallen lassen</Button>
          </ButtonRow>
        </Form>
      </Details>
    </>
  );
}

export const paidPost = page({
  method: 'POST',
  path: '/office/kasse/:id/bezahlt',
  site: 'office',
  access: 'may:payments/book',
  params,
  body: z.object({ bookedOn: z.iso.date() }),
  handle: async (rq) => {
    const claim = await rq.transact((ctx) => notePayment(ctx, rq.params.id, { bookedOn: rq.body.bookedOn }));
    return redirect(`/office/kasse/${claim.id}`, { flash: `Die Zahlung zu ${claim.booking_code} ist vermerkt. Der Vorgang geht weiter.` });
  },
});

export const cancelPost = page({
  method: 'POST',
  path: '/office/kasse/:id/entfallen',
  site: 'office',
  access: 'may:payments/book',
  params,
  body: z.object({ reason: z.string().max(2000).default('') }),
  handle: async (rq) => {
    await rq.transact((ctx) => cancelClaim(ctx, rq.params.id, rq.body.reason));
    return redirect(`/office/kasse/${rq.params.id}`, { flash: 'Die Forderung ist entfallen.' });
  },
});
