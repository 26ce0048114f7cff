import { getCase, requireCaseAccess, type Case } from '#core/cases';
import { cityOf, getOffice } from '#core/organisation';
import { addressLines, type PostalAddress } from '#core/parties';
import { getCaseFileById, requireFileWork, type CaseFile } from '#core/records';
import { calendarDayOf, formatDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { PlaceValues } from './placeholders.ts';
import type { TextUse } from './tables.ts';

/** What is written about: a case of the desk, or a case file that has none. */
export type WritingTarget = { kind: 'case'; found: Case } | { kind: 'file'; found: CaseFile };
export type TargetKind = WritingTarget['kind'];

/** Somebody who may write there. @throws Problem 404, 403 */
export async function getTarget(ctx: Ctx, kind: TargetKind, id: string): Promise<WritingTarget> {
  if (kind === 'case') return { kind, found: await requireCaseAccess(ctx, await getCase(ctx, id)) };
  await requireFileWork(ctx, id);
  return { kind, found: await getCaseFileById(ctx, id) };
}

/** A message needs somebody with an inbox. */
export const usesOf = (target: WritingTarget): TextUse[] => (target.kind === 'case' ? ['note', 'message', 'letter', 'order'] : ['note', 'letter', 'order']);

export const addressOf = (target: WritingTarget): string[] => (target.kind === 'case' ? [target.found.applicant.name, ...addressLines((target.found.applicant.facts as { address?: PostalAddress }).address)].slice(0, 6) : []);

/** What the placeholders of a text say here. */
export async function placeValues(ctx: Ctx, target: WritingTarget): Promise<PlaceValues> {
  const { found } = target;
  const office = found.officeId ? await getOffice(ctx, found.officeId) : undefined;
  const today = calendarDayOf(ctx.now);
  const known = target.kind === 'case' ? ofCase(target.found) : { name: target.found.person, givenName: '', familyName: '', received: '', due: '', answers: {} };
  return {
    Aktenzeichen: found.number,
    Betreff: found.title,
    Anrede: known.name ? `Guten Tag ${known.name},` : '',
    Name: known.name,
    Vorname: known.givenName,
    Nachname: known.familyName,
    Anschrift: addressOf(target).slice(1).join('\n'),
    Eingang: known.received,
    Frist: known.due,
    Heute: formatDate(today, 'de'),
    Amt: office?.name ?? '',
    Telefon: office?.phone ?? '',
    'E-Mail': office?.email ?? '',
    Bearbeitung: ctx.actor.name,
    Stadt: cityOf(ctx.platform).name,
    today,
    answers: known.answers,
  };
}

function ofCase(found: Case): { name: string; givenName: string; familyName: string; received: string; due: string; answers: Record<string, unknown> } {
  const { name, facts } = found.applicant;
  return { name, givenName: facts.givenName ?? '', familyName: facts.familyName ?? '', received: formatDate(found.submittedAt, 'de'), due: found.dueOn ? formatDate(found.dueOn, 'de') : '', answers: found.data };
}
