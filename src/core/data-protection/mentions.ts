import { listCasesByIds } from '#core/cases';
import { listOffices } from '#core/organisation';
import { getCaseFileById, searchDocuments } from '#core/records';
import { requirePermission, SYSTEM, type Ctx } from '#platform/module';
import type { RequestRow } from './tables.ts';

/** A document of somebody else's file in which the name stands. */
export type Mention = { id: string; title: string; fileNumber: string; office: string; createdAt: Date };
export type Mentions = { found: Mention[]; more: boolean };

const MOST = 100;

/**
 * Documents outside the person's own cases in which the full name stands, found by full text. Nobody can tell by machine whether it is this person, nor what of it
 * may be given out without harming others (Art. 15 (4) GDPR): the office that keeps the file looks through it. @throws Problem 403
 */
export async function listMentions(ctx: Ctx, request: RequestRow): Promise<Mentions> {
  requirePermission(ctx, 'data-protection/work');
  // the officer learns that a paper is there, not what it says; opening it needs the rights of the office
  const everywhere: Ctx = { ...ctx, actor: SYSTEM };
  const own = new Set((await listCasesByIds(everywhere, request.case_ids)).map((one) => one.number));
  const offices = new Map((await listOffices(ctx)).map((office) => [office.id, office.name]));
  const mentions = new Map<string, Mention>();
  let more = false;
  for (const name of request.name.split(', ').filter((one) => one.includes(' ')).slice(0, 5)) {
    const result = await searchDocuments(everywhere, { text: name }, { limit: 200 });
    more ||= result.more;
    for (const hit of result.hits.filter((one) => !own.has(one.fileNumber) && !mentions.has(one.id))) {
      if (mentions.size >= MOST) return { found: [...mentions.values()], more: true };
      const file = await getCaseFileById(everywhere, hit.fileId);
      mentions.set(hit.id, { id: hit.id, title: hit.title, fileNumber: hit.fileNumber, office: offices.get(file.officeId ?? '') ?? 'ohne Amt', createdAt: hit.createdAt });
    }
  }
  return { found: [...mentions.values()], more };
}
