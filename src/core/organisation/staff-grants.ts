import { accountNames, type GrantSource } from '#platform/auth';
import { listLentScopes } from './lent-scopes.ts';
import { grantsFrom, rolesHeld } from './roles-held.ts';

/**
 * Grants from roles in offices. A session that works as a substitute has the rights of the absent person and no others, so that
 * everything it does is rightly written down as 'X for Y'; when the substitution ends, it is oneself again with the next request.
 */
export const staffGrants: GrantSource = async (ctx, { accountId, actingForId }) => {
  const scopes = actingForId ? await listLentScopes(ctx, { substituteId: accountId, absentId: actingForId }) : [];
  if (!actingForId || scopes.length === 0) return { grants: grantsFrom(await rolesHeld(ctx, accountId)) };
  const names = await accountNames(ctx, [actingForId]);
  // what is lent for one service is looked at case by case (#core/cases), because a grant knows offices only
  const grants = scopes.filter((scope) => !scope.serviceSlug).flatMap((scope) => scope.grants);
  return { grants, actingFor: { id: actingForId, name: names.get(actingForId) ?? '' } };
};
