import { z } from 'zod';
import { cityOf, getOffice } from '#core/organisation';
import { getCase } from '#core/cases';
import { setDocument } from '#core/inbox';
import { giroCode, qrSvg, type ContentNode } from '#engines/documents';
import { file, page, view, type Rq } from '#platform/http';
import { calendarDayOf, defineTexts, formatDate, formatMoney, type Locale } from '#platform/i18n';
import { holderOf, type Ctx, type Platform } from '#platform/module';
import { Badge, Button, Card, DescriptionList, EmptyState, Link, PageHeader, Pagination, Stack, Table } from '#platform/ui';
import { getClaim, listAccountClaims } from '../claims.queries.ts';
import type { Claim } from '../tables.ts';
import { QrPicture } from './qr-picture.tsx';

const texts = defineTexts({
  de: {
    payments: 'Zahlungen',
    account: 'Mein Konto',
    lead: 'Gebühren und Steuern zu Ihren Anträgen.',
    empty: 'Keine Zahlungen',
    emptyText: 'Zurzeit ist nichts zu bezahlen.',
    open: 'offen',
    overdue: 'überfällig',
    paid: 'bezahlt',
    cancelled: 'entfallen',
    purpose: 'Wofür',
    amount: 'Betrag',
    due: 'Zu zahlen bis',
    state: 'Stand',
    code: 'Kassenzeichen',
    receiver: 'Empfänger',
    pay: (amount: string) => `${amount} bezahlen`,
    collected: (amount: string) => `${amount} ziehen wir ein`,
    collectedText: (date: string) => `Sie müssen nichts überweisen. Wir buchen den Betrag nach dem ${date} von Ihrem Konto ab.`,
    scan: 'Scannen Sie den Code mit der App Ihrer Bank. Oder überweisen Sie mit diesen Angaben:',
    qr: 'GiroCode für die Überweisung',
    hint: 'Geben Sie als Verwendungszweck bitte nur das Kassenzeichen an.',
    invoice: 'Rechnung speichern (PDF)',
    toCase: 'Vorgang',
    paidOn: 'Bezahlt am',
  },
  en: {
    payments: 'Payments',
    account: 'My account',
    lead: 'Fees and taxes for your applications.',
    empty: 'No payments',
    emptyText: 'There is nothing to pay at the moment.',
    open: 'open',
    overdue: 'overdue',
    paid: 'paid',
    cancelled: 'cancelled',
    purpose: 'For',
    amount: 'Amount',
    due: 'To be paid by',
    state: 'State',
    code: 'Booking code',
    receiver: 'Payee',
    pay: (amount: string) => `Pay ${amount}`,
    collected: (amount: string) => `We collect ${amount}`,
    collectedText: (date: string) => `You need not transfer anything. We debit the amount from your account after ${date}.`,
    scan: "Scan the code with your bank's app. Or make a transfer with these details:",
    qr: 'GiroCode for the transfer',
    hint: 'Please use only the booking code as reference.',
    invoice: 'Save the invoice (PDF)',
    toCase: 'Case',
    paidOn: 'Paid on',
  },
});

const states = { open: 'soon', paid: 'done', cancelled: 'neutral' } as const;
/** Open, paid, cancelled; with the day also whether it is overdue. */
export function ClaimBadge({ claim, locale, today }: { claim: Claim; locale: Locale; today?: string }) {
  if (today && claim.status === 'open' && claim.due_on < today) return <Badge state="late">{texts(locale).overdue}</Badge>;
  return <Badge state={states[claim.status]}>{texts(locale)[claim.status]}</Badge>;
}

/** EPC QR text of a claim. */
export function claimCode(platform: Platform, claim: Claim): string {
  const { bank } = cityOf(platform);
  return giroCode({ name: bank.creditorName, iban: bank.iban, bic: bank.bic, amountCents: claim.amount_cents, reference: claim.booking_code });
}

/** How to pay one claim: QR code and transfer details. Also shown on the page of an application, with or without account. */
export function PaymentBox({ claim, platform, locale, invoiceHref, named = true }: { claim: Claim; platform: Platform; locale: Locale; invoiceHref?: string; /** Says what it is for; not needed where the page does. */ named?: boolean }) {
  const t = texts(locale);
  const { bank } = cityOf(platform);
  const amount = formatMoney(claim.amount_cents, locale);
  if (claim.method === 'debit') {
    return (
      <Card title={t.collected(amount)} level={2} preline={named ? claim.purpose : undefined}>
        <p class="kern-body">{t.collectedText(formatDate(claim.due_on, locale))}</p>
      </Card>
    );
  }
  return (
    <Card title={t.pay(amount)} level={2} preline={named ? claim.purpose : undefined}>
      <Stack>
        <p class="kern-body">{t.scan}</p>
        <div class="payment">
          <QrPicture svg={qrSvg(claimCode(platform, claim))} label={t.qr} />
          <DescriptionList
            stacked
            items={[
              { term: t.due, value: formatDate(claim.due_on, locale) },
              { term: t.code, value: <strong class="spelled">{claim.booking_code}</strong> },
              { term: 'IBAN', value: <span class="spelled">{(bank.iban.match(/.{1,4}/g) ?? []).join(' ')}</span> },
              { term: t.receiver, value: `${bank.creditorName} (BIC ${bank.bic})` },
            ]}
          />
        </div>
        <p class="kern-body kern-body--small">{t.hint}</p>
        {invoiceHref && (
          <p>
            <Button icon="download" href={invoiceHref}>
              {t.invoice}
            </Button>
          </p>
        )}
      </Stack>
    </Card>
  );
}

const PAGE = 25;
export const claimsPage = page({
  method: 'GET',
  path: '/konto/zahlungen',
  site: 'portal',
  access: 'citizen',
  query: z.object({ vor: z.uuid().optional() }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const t = texts(rq.locale);
      const found = await listAccountClaims(ctx, holderOf(rq.actor), { ...(rq.query.vor ? { before: rq.query.vor } : {}), limit: PAGE + 1 });
      const claims = found.slice(0, PAGE);
      const next = found.length > PAGE ? `/konto/zahlungen?vor=${claims.at(-1)?.id}` : undefined;
      return view({
        title: t.payments,
        nav: 'account',
        noIndex: true,
        crumbs: [{ label: t.account, href: '/konto' }, { label: t.payments }],
        body: (
          <Stack gap="large">
            <PageHeader title={t.payments} lead={t.lead} />
            {claims.length === 0 ? <EmptyState title={t.empty}>{t.emptyText}</EmptyState> : <ClaimsTable claims={claims} locale={rq.locale} today={calendarDayOf(ctx.now)} />}
            {(next || rq.query.vor) && <Pagination shown={claims.length} next={next} previous={rq.query.vor ? '/konto/zahlungen' : undefined} locale={rq.locale} />}
          </Stack>
        ),
      });
    }),
});

function ClaimsTable({ claims, locale, today }: { claims: Claim[]; locale: Locale; today: string }) {
  const t = texts(locale);
  return (
    <Table
      caption={t.payments}
      captionHidden
      stack
      rows={claims}
      rowKey={(claim) => claim.id}
      columns={[
        { key: 'purpose', head: t.purpose, rowHead: true, cell: (claim) => <Link href={`/konto/zahlungen/${claim.id}`}>{claim.purpose}</Link> },
        { key: 'amount', head: t.amount, numeric: true, cell: (claim) => formatMoney(claim.amount_cents, locale) },
        { key: 'due', head: t.due, narrow: true, cell: (claim) => formatDate(claim.due_on, locale) },
        { key: 'state', head: t.state, narrow: true, cell: (claim) => <ClaimBadge claim={claim} locale={locale} today={today} /> },
      ]}
      locale={locale}
    />
  );
}

const params = z.object({ id: z.uuid() });

export const claimPage = page({
  method: 'GET',
  path: '/konto/zahlungen/:id',
  site: 'portal',
  access: 'citizen',
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const t = texts(rq.locale);
      const claim = await getClaim(ctx, rq.params.id, { accountId: holderOf(rq.actor) });
      return view({
        title: claim.purpose,
        nav: 'account',
        width: 'narrow',
        noIndex: true,
        crumbs: [{ label: t.account, href: '/konto' }, { label: t.payments, href: '/konto/zahlungen' }, { label: claim.booking_code }],
        body: (
          <Stack gap="large">
            <PageHeader title={claim.purpose} meta={<ClaimBadge claim={claim} locale={rq.locale} today={calendarDayOf(ctx.now)} />} />
            {claim.status === 'open' ? (
              <PaymentBox claim={claim} platform={rq.platform} locale={rq.locale} invoiceHref={`/konto/zahlungen/${claim.id}/rechnung.pdf`} named={false} />
            ) : (
              <DescriptionList
                items={[
                  { term: t.amount, value: formatMoney(claim.amount_cents, rq.locale) },
                  { term: t.code, value: claim.booking_code },
                  ...(claim.paid_on ? [{ term: t.paidOn, value: formatDate(claim.paid_on, rq.locale) }] : []),
                ]}
              />
            )}
          </Stack>
        ),
      });
    }),
});

export const invoiceFile = page({
  method: 'GET',
  path: '/konto/zahlungen/:id/rechnung.pdf',
  site: 'portal',
  access: 'citizen',
  params,
  handle: (rq) => rq.read(async (ctx) => invoiceReply(ctx, await getClaim(ctx, rq.params.id, { accountId: holderOf(rq.actor) }), rq)),
});

/** The invoice of a claim as accessible PDF with GiroCode; the same claim gives the same bytes. */
export async function invoiceReply(ctx: Ctx, claim: Claim, rq: Pick<Rq, 'platform'>): Promise<ReturnType<typeof file>> {
  const found = await getCase(ctx, claim.case_id);
  const office = await getOffice(ctx, found.officeId);
  const amount = formatMoney(claim.amount_cents, 'de');
  const line = (text: string): ContentNode => ({ type: 'paragraph', content: [{ type: 'text', text }] });
  const pdf = await setDocument(ctx, {
    officeId: found.officeId,
    layout: 'letter',
    locale: 'de',
    content: {
      type: 'doc',
      attrs: { kind: 'letter', layout: 'letter', title: `Rechnung ${claim.booking_code}`, subject: `Rechnung: ${claim.purpose}`, seal: false, language: 'de' },
      content: [line('Guten Tag,'), line(`bitte zahlen Sie ${amount} bis zum ${formatDate(claim.due_on, 'de')}. Geben Sie als Verwendungszweck nur das Kassenzeichen ${claim.booking_code} an.`), line(`Grund: ${claim.purpose} (Vorgang ${claim.case_number}). Zuständig: ${office.name}.`)],
    },
    recipient: [claim.debtor],
    meta: { date: calendarDayOf(claim.created_at), createdAt: claim.created_at, reference: claim.booking_code, code: { text: claimCode(rq.platform, claim), alt: `GiroCode: Überweisung von ${amount} mit dem Kassenzeichen ${claim.booking_code}`, caption: 'Mit der App Ihrer Bank scannen' } },
  });
  return file({ bytes: pdf, name: `Rechnung-${claim.booking_code}.pdf`, type: 'application/pdf' });
}
