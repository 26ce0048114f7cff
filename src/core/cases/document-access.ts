import { documentAccess } from '#core/records';
import { maySeeCase } from './access.ts';
import { getCase } from './cases.queries.ts';

/** Who may see a case may see its documents; the applicant sees those meant for the applicant (records checks that mark). */
export const caseDocumentAccess = documentAccess.of(async (ctx, document) => {
  const found = await getCase(ctx, document.caseId);
  if (ctx.actor.kind === 'citizen') return ctx.actor.id !== null && found.applicant.accountId === ctx.actor.id;
  return maySeeCase(ctx, found);
});
