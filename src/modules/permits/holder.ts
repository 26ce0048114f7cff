import { getServiceVersion } from '#core/catalogue';
import type { Case } from '#core/cases';
import { compileFeel, fromFeel } from '#engines/decisions';
import type { Ctx } from '#platform/module';
import { keyedHash } from './permit-key.ts';

/**
 * Who holds the permit of a case, as a keyed hash: name and date of birth when the service asks for them, else the account.
 * null when nobody can be told apart; then a second permit can't be noticed.
 */
export async function holderOf(ctx: Ctx, found: Case): Promise<string | null> {
  const { settings } = await getServiceVersion(ctx, found.versionId);
  const birthDate = settings.applicant.birthDate ? fromFeel(compileFeel(settings.applicant.birthDate).evaluate({ application: found.data })) : undefined;
  const plain = (name: string): string => name.normalize('NFKD').replaceAll(/[^\p{L}]+/gu, ' ').trim().toLowerCase();
  if (typeof birthDate === 'string' && found.applicant.name) return keyedHash(ctx.platform, `person|${plain(found.applicant.name)}|${birthDate}`);
  return found.applicant.accountId ? keyedHash(ctx.platform, `account|${found.applicant.accountId}`) : null;
}
