import { z } from 'zod';
import { caseContext, caseExplanation, defineConnector, type Case } from '#core/cases';
import { getServiceVersion } from '#core/catalogue';
import { cityOf, getOffice } from '#core/organisation';
import { addressLines, type PostalAddress } from '#core/parties';
import { fileDocument, findDocumentBySource } from '#core/records';
import { fillLetter, giroCode, type Letter } from '#engines/documents';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx, JsonObject } from '#platform/module';
import { deliver, type Delivered } from './delivery.ts';
import { sealDocument, setDocument } from './letter-press.ts';
import { letterText } from './letter-text.ts';
import { findLetterMessage } from './messages.queries.ts';
import { problem } from './problems.ts';

const input = z.looseObject({
  /** Name of the file in the service's letters/, without ending. */
  letter: z.string(),
  /** What it is called in the inbox and in the record; else the title of the template. */
  title: z.string().max(200).optional(),
  deliver: z.enum(['inbox', 'post']).optional(),
});

/**
 * Writes a letter of the service: filled from the case, set as PDF/A-3a, sealed when the template says so, filed in the record
 * and provided to the applicant. All in the transaction of the process step; the same step tried again makes no second letter.
 */
export const sendLetter = defineConnector({
  type: 'send-letter',
  label: 'Schreiben erstellen, siegeln und zustellen',
  input,
  mode: 'background',
  run: async (ctx, call) => {
    const { case: found, idempotencyKey } = call;
    const earlier = await findDocumentBySource(ctx, found.id, idempotencyKey);
    if (earlier) return outputOf(earlier.id, await findLetterMessage(ctx, earlier.id));
    const service = await getServiceVersion(ctx, found.versionId);
    const letter = service.letters[call.input.letter];
    if (!letter) throw problem('inbox/no-letter', { letter: call.input.letter });
    const { title, deliver: delivery } = call.input;
    const { documentId, delivered } = await writeLetter(ctx, found, { letter, name: call.input.letter, given: call.input, sourceId: idempotencyKey, ...(title ? { title } : {}), ...(delivery ? { delivery } : {}) });
    return outputOf(documentId, delivered);
  },
});

export type CaseLetter = {
  letter: Letter;
  /** Part of the file's name. */
  name: string;
  /** What it is called in the inbox and in the record; else the title of the template. */
  title?: string;
  /** Beside the case: what the template may name. */
  given: Record<string, unknown>;
  /** Names this very letter: it is filed once. */
  sourceId: string;
  delivery?: 'inbox' | 'post';
};

/** Makes a letter of a case, files it in the record and provides it to the applicant. */
export async function writeLetter(ctx: Ctx, found: Case, wanted: CaseLetter): Promise<{ documentId: string; delivered: Delivered }> {
  const { letter, sourceId } = wanted;
  const context = await letterContext(ctx, found, wanted.given);
  const { pdf, text, ...made } = await makeLetter(ctx, { found, letter, context });
  const title = wanted.title ?? made.title;
  const blob = await ctx.platform.storage.put(pdf);
  const name = `${found.number}-${wanted.name}.pdf`;
  const documentId = await fileDocument(ctx, { caseId: found.id, title, kind: letter.kind === 'notice' ? 'decision' : 'letter', blob, mime: 'application/pdf', name, sourceId, sealed: letter.seal, visibleToApplicant: true });
  const delivered = await deliver(ctx, found, { kind: 'letter', subject: title, body: text, documentId, ...(wanted.delivery ? { delivery: wanted.delivery } : {}) });
  return { documentId, delivered };
}

const outputOf = (documentId: string, delivered: Pick<Delivered, 'providedAt' | 'deemedOn' | 'delivery'> | undefined): JsonObject => ({
  documentId,
  providedAt: delivered?.providedAt?.toISOString() ?? null,
  deemedOn: delivered?.deemedOn ?? null,
  delivery: delivered?.delivery ?? null,
});

/** What a letter's placeholders may name: the case with its variables, and what the task hands over. */
async function letterContext(ctx: Ctx, found: Case, given: Record<string, unknown>): Promise<Record<string, unknown>> {
  const city = cityOf(ctx.platform);
  const [office, known, explanation] = await Promise.all([getOffice(ctx, found.officeId), caseContext(ctx, found), caseExplanation(ctx, found)]);
  const address = `${office.address.street} ${office.address.houseNumber}, ${office.address.postalCode} ${office.address.city}`;
  const context = {
    ...known,
    ...given,
    today: calendarDayOf(ctx.now),
    authority: { name: `${city.officialName}, ${office.name}`, address },
    court: { name: city.appeal.court, address: `${city.appeal.courtAddress.street} ${city.appeal.courtAddress.houseNumber}, ${city.appeal.courtAddress.postalCode} ${city.appeal.courtAddress.city}` },
    city: { name: city.name, bank: city.bank },
    office: { name: office.name, phone: office.phone, email: office.email },
    explanation,
  };
  return { ...context, giroCode: paymentCode(context, city) };
}

/** GiroCode text when the context names what is to be paid (amountCents or totalCents, bookingCode). */
function paymentCode(context: Record<string, unknown>, city: ReturnType<typeof cityOf>): string | null {
  const cents = context.amountCents ?? context.totalCents;
  const reference = context.bookingCode;
  if (typeof cents !== 'number' || cents <= 0 || typeof reference !== 'string') return null;
  return giroCode({ name: city.bank.creditorName, iban: city.bank.iban, bic: city.bank.bic, amountCents: cents, reference });
}

async function makeLetter(ctx: Ctx, { found, letter, context }: { found: Case; letter: Letter; context: Record<string, unknown> }): Promise<{ pdf: Uint8Array; title: string; text: string }> {
  const content = fillLetter(letter, context);
  const title = content.attrs.title;
  const facts = found.applicant.facts as { address?: PostalAddress };
  const data = new TextEncoder().encode(JSON.stringify({ case: found.number, application: found.data }, null, 1));
  const pdf = await setDocument(ctx, {
    officeId: found.officeId,
    content,
    recipient: [found.applicant.name, ...addressLines(facts.address)].slice(0, 6),
    meta: { date: calendarDayOf(ctx.now), createdAt: ctx.now, reference: found.number, ...(found.responsible && ctx.actor.kind === 'staff' ? { signature: { name: found.responsible.name } } : {}) },
    attachments: [{ name: 'vorgang.json', mime: 'application/json', bytes: data, relationship: 'data', description: 'Daten des Vorgangs' }],
  });
  const text = letterText(content.content);
  return { pdf: letter.seal ? await sealDocument(ctx, pdf, title) : pdf, title, text };
}
