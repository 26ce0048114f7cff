import { listCaseDecisions, listNotes, type CaseDecision } from '#core/cases';
import { listCaseMessages, type Message } from '#core/inbox';
import { listCaseClaims, type Claim } from '#core/payments';
import { listCaseEvents } from '#platform/audit';
import { formatDate, formatDateTime, formatMoney } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { DocumentKind } from '#core/records';

/** A paper the machine writes about what happened; plain text, which stays readable for as long as files are kept. */
export type Paper = { title: string; kind: DocumentKind; text: string };

const lines = (...parts: (string | false | null | undefined)[]): string => `${parts.filter((part) => part !== false && part !== null && part !== undefined).join('\n')}\n`;

/** A note of staff, as it was written. */
export async function notePaper(ctx: Ctx, caseId: string, id: string): Promise<Paper | undefined> {
  const note = (await listNotes(ctx, caseId)).find((one) => one.id === id);
  return note && { title: `Vermerk von ${note.createdBy}`, kind: 'note', text: lines(`Vermerk vom ${formatDateTime(note.createdAt, 'de')}`, `Von: ${note.createdBy}`, '', note.text) };
}

/** What decision tables answered and which rules fired: the reasons behind a decision (§ 39 VwVfG). */
export async function decisionPaper(ctx: Ctx, caseId: string, id: string): Promise<Paper | undefined> {
  const decision = (await listCaseDecisions(ctx, caseId)).find((one) => one.id === id);
  return decision && { title: `Entscheidungsgründe: ${decision.name || decision.decisionId}`, kind: 'note', text: explain(decision) };
}

function explain(decision: CaseDecision): string {
  const rules = decision.rules.flatMap((rule) => [
    `Regel ${rule.ruleIndex + 1} in „${rule.decisionName}“${rule.description ? `: ${rule.description}` : ''}`,
    ...rule.inputs.map((input) => `  ${input.label}: ${said(input.value)}`),
    ...rule.outputs.map((output) => `  ergibt ${output.name}: ${said(output.value)}`),
    ...rule.annotations.map((one) => `  ${one.name}: ${one.text}`),
  ]);
  return lines(`Entscheidung nach Regeln: ${decision.name || decision.decisionId}`, `Am: ${formatDateTime(decision.decidedAt, 'de')}`, `Ergebnis: ${said(decision.result)}`, '', ...rules, ...decision.warnings.map((warning) => `Hinweis: ${warning}`));
}

const said = (value: unknown): string => (typeof value === 'string' ? value : value === true ? 'ja' : value === false ? 'nein' : JSON.stringify(value));

const findMessage = async (ctx: Ctx, caseId: string, id: string): Promise<Message | undefined> => (await listCaseMessages(ctx, caseId)).find((one) => one.id === id);

/** A message between the person and the office. */
export async function messagePaper(ctx: Ctx, caseId: string, id: string): Promise<Paper | undefined> {
  const message = await findMessage(ctx, caseId, id);
  if (!message) return undefined;
  const incoming = message.direction === 'from-applicant';
  return { title: `${incoming ? 'Nachricht von' : 'Nachricht an'} ${incoming ? message.author : 'antragstellende Person'}: ${message.subject}`.slice(0, 300), kind: 'message', text: lines(`Betreff: ${message.subject}`, `Von: ${message.author}`, `Am: ${formatDateTime(message.created_at, 'de')}`, '', message.body) };
}

/** How and when a letter reached the person: the authority bears the proof (OZG § 9, VwVfG § 41). */
export async function proofPaper(ctx: Ctx, caseId: string, id: string): Promise<Paper | undefined> {
  const message = await findMessage(ctx, caseId, id);
  if (!message || message.kind !== 'letter') return undefined;
  const at = (label: string, instant: Date | null): string | false => instant !== null && `${label}: ${formatDateTime(instant, 'de')}`;
  return {
    title: `Zustellnachweis: ${message.subject}`.slice(0, 300),
    kind: 'receipt',
    text: lines(
      `Schreiben: ${message.subject}`,
      `Weg: ${message.delivery === 'inbox' ? 'Bereitstellung zum Abruf im Postfach' : 'Post'}`,
      at('Erstellt', message.created_at),
      at('Bereitgestellt', message.provided_at),
      at('Zur Post gegeben', message.posted_at),
      at('Abgerufen', message.read_at),
      message.deemed_on && `Gilt als bekannt gegeben am: ${formatDate(message.deemed_on, 'de')}`,
      message.document_id && `Dokument: ${message.document_id}`,
    ),
  };
}

const claimStates: Record<Claim['status'], string> = { open: 'offen', paid: 'bezahlt', cancelled: 'entfallen' };

/** What is owed and what was paid. */
export async function paymentPaper(ctx: Ctx, caseId: string, id: string): Promise<Paper | undefined> {
  const claim = (await listCaseClaims(ctx, caseId)).find((one) => one.id === id);
  if (!claim) return undefined;
  return {
    title: `Forderung ${claim.booking_code}: ${claim.purpose}`.slice(0, 300),
    kind: 'payment',
    text: lines(`Kassenzeichen: ${claim.booking_code}`, `Schuldner: ${claim.debtor}`, `Zweck: ${claim.purpose}`, `Betrag: ${formatMoney(claim.amount_cents, 'de')}`, `Fällig am: ${formatDate(claim.due_on, 'de')}`, `Stand: ${claimStates[claim.status]}`, claim.paid_on && `Bezahlt am: ${formatDate(claim.paid_on, 'de')}`, claim.cancel_reason && `Grund: ${claim.cancel_reason}`),
  };
}

/** Who did what and when, from the sealed log, when the case has ended. */
export async function historyPaper(ctx: Ctx, caseId: string): Promise<Paper> {
  const events = await listCaseEvents(ctx, caseId, { limit: 2000 });
  const told = events.filter((event) => !event.type.endsWith('-read') && event.type !== 'records/document-filed').map((event) => `${formatDateTime(event.at, 'de')}  ${event.type}  ${event.actor.name}${event.actor.for ? ` für ${event.actor.for.name}` : ''}`);
  return { title: 'Verlauf des Vorgangs', kind: 'note', text: lines('Verlauf des Vorgangs nach dem versiegelten Protokoll', '', ...told) };
}
