import { setDocument } from '#core/inbox';
import { listOffices } from '#core/organisation';
import { projectsById, tableNode } from '#core/projects';
import type { ContentNode } from '#engines/documents';
import { calendarDayOf, formatDate, formatMoney } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { BookingRow, BudgetTables, DrawdownRow, FundingRow } from '../tables.ts';
import { costTypeWords, sourceWords } from '../words.ts';
import { listFundingParts } from './fundings.queries.ts';
import { getFundingRow } from './fundings.ts';

const words = (text: string): ContentNode => ({ type: 'text', text });
const paragraph = (text: string): ContentNode => ({ type: 'paragraph', content: [words(text)] });
const heading = (text: string): ContentNode => ({ type: 'heading', attrs: { level: 2 }, content: [words(text)] });

export type ProofSums = { spentCents: number; eligibleCents: number; drawnCents: number; restCents: number };

/** What the grant pays of what was spent: its rate, never more than was granted; the rest to draw (or, below zero, to pay back). Cents are rounded down, for the giver. */
export function proofSums(funding: Pick<FundingRow, 'amount_cents' | 'rate_percent'>, { spentCents, drawnCents }: { spentCents: number; drawnCents: number }): ProofSums {
  const eligibleCents = Math.min(funding.amount_cents, Math.floor((spentCents * funding.rate_percent) / 100));
  return { spentCents, eligibleCents, drawnCents, restCents: eligibleCents - drawnCents };
}

/** Bookings that a grant pays for, by day; at most 5,000, and more is refused instead of leaving some out. */
export async function listFundingBookings(ctx: Ctx, fundingId: string): Promise<BookingRow[]> {
  return ctx.db<BudgetTables>().selectFrom('budgets.booking').selectAll().where('tenant_id', '=', ctx.tenantId).where('funding_id', '=', fundingId).orderBy('booked_on').orderBy('id').limit(5000).execute();
}

/** The proof of use (Verwendungsnachweis) from the bookings as PDF/A-3a and PDF/UA-1, the bookings attached as CSV. @throws Problem 404 */
export async function makeProofOfUse(ctx: Ctx, fundingId: string): Promise<{ bytes: Uint8Array; name: string }> {
  const funding = await getFundingRow(ctx, fundingId);
  const bookings = await listFundingBookings(ctx, fundingId);
  const { drawdowns } = await listFundingParts(ctx, fundingId);
  const project = funding.project_id ? (await projectsById(ctx, [funding.project_id])).get(funding.project_id) : undefined;
  const officeId = project?.officeId ?? (await listOffices(ctx))[0]?.id;
  if (!officeId) throw problem('budgets/no-funding');
  const title = `Verwendungsnachweis: ${funding.programme}`;
  const sums = proofSums(funding, { spentCents: bookings.reduce((sum, one) => sum + one.amount_cents, 0), drawnCents: drawdowns.filter((one) => one.received_on).reduce((sum, one) => sum + one.amount_cents, 0) });
  const bytes = await setDocument(ctx, {
    officeId, layout: 'report', locale: 'de',
    content: { type: 'doc', attrs: { kind: 'letter', seal: false, title, subject: title, layout: 'report', language: 'de' }, content: proofNodes({ funding, bookings, drawdowns, sums, over: calendarDayOf(ctx.now) > funding.period_until, purpose: project ? `${project.number} ${project.title}. ${project.purpose}` : '' }) },
    meta: {
      date: calendarDayOf(ctx.now), createdAt: ctx.now, ...(funding.notice_number ? { reference: funding.notice_number } : {}),
      facts: [
        { label: 'Zuwendungsgeber', value: funding.giver },
        { label: 'Bescheid', value: [funding.notice_number, funding.notice_on && `vom ${formatDate(funding.notice_on)}`].filter(Boolean).join(' ') || 'liegt nicht vor' },
        { label: 'Bewilligt', value: `${formatMoney(funding.amount_cents)}, ${funding.rate_percent} Prozent der Ausgaben` },
        { label: 'Zeitraum', value: `${formatDate(funding.period_from)} bis ${formatDate(funding.period_until)}` },
      ],
    },
    attachments: [{ name: 'buchungen.csv', mime: 'text/csv', bytes: Buffer.from(csvOf(bookings)), relationship: 'data', description: 'Alle Buchungen dieses Nachweises' }],
  });
  return { bytes, name: `verwendungsnachweis-${(funding.notice_number || funding.programme).replaceAll(/[^\p{L}\p{N}]+/gu, '-').toLowerCase()}.pdf` };
}

type Proof = { funding: FundingRow; bookings: BookingRow[]; drawdowns: DrawdownRow[]; sums: ProofSums; purpose: string; /** The period has ended. */ over: boolean };

function proofNodes({ funding, bookings, drawdowns, sums, purpose, over }: Proof): ContentNode[] {
  const byType = [...Map.groupBy(bookings, (one) => one.cost_type)].map(([type, own]) => [costTypeWords[type], formatMoney(own.reduce((sum, one) => sum + one.amount_cents, 0))]);
  return [
    ...(purpose ? [heading('Wofür'), paragraph(purpose)] : []),
    heading('Ergebnis'),
    tableNode(['Was', 'Betrag'], [
      ['Ausgaben im Zeitraum', formatMoney(sums.spentCents)],
      [`Davon gefördert (${funding.rate_percent} Prozent, höchstens ${formatMoney(funding.amount_cents)})`, formatMoney(sums.eligibleCents)],
      ['Eigenanteil der Stadt', formatMoney(sums.spentCents - sums.eligibleCents)],
      ['Erhalten', formatMoney(sums.drawnCents)],
      [sums.restCents >= 0 ? 'Noch abzurufen' : over ? 'Zurückzuzahlen' : 'Abgerufen und noch nicht ausgegeben', formatMoney(Math.abs(sums.restCents))],
    ], [1]),
    heading('Ausgaben nach Kostenart'),
    byType.length > 0 ? tableNode(['Kostenart', 'Ausgaben'], byType, [1]) : paragraph('Im Zeitraum ist nichts gebucht.'),
    heading('Mittelabrufe'),
    drawdowns.length > 0 ? tableNode(['Vorgesehen', 'Angefordert', 'Eingegangen', 'Betrag'], drawdowns.map((one) => [formatDate(one.due_on), one.requested_on ? formatDate(one.requested_on) : '–', one.received_on ? formatDate(one.received_on) : '–', formatMoney(one.amount_cents)]), [3]) : paragraph('Keine.'),
    heading('Belege'),
    bookings.length > 0 ? tableNode(['Tag', 'Beleg', 'Wofür', 'Kostenart', 'Betrag'], bookings.map((one) => [formatDate(one.booked_on), `${sourceWords[one.source_kind]}${one.reverses_id ? '' : ` ${one.source_ref}`}`, one.text, costTypeWords[one.cost_type], formatMoney(one.amount_cents)]), [4]) : paragraph('Keine.'),
    ...(funding.conditions ? [heading('Auflagen des Bescheids'), paragraph(funding.conditions)] : []),
    heading('Erklärung'),
    paragraph('Die Ausgaben waren notwendig. Es wurde wirtschaftlich und sparsam verfahren. Die Angaben stimmen mit den Büchern und den Belegen überein.'),
  ];
}

const csvOf = (bookings: BookingRow[]): string =>
  ['Tag;Beleg;Art;Text;Kostenart;Betrag', ...bookings.map((one) => [one.booked_on, one.source_ref, sourceWords[one.source_kind], one.text, costTypeWords[one.cost_type], (one.amount_cents / 100).toFixed(2).replace('.', ',')].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';'))].join('\r\n');
