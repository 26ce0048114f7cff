import { sql, type RawBuilder } from 'kysely';
import type { Actor } from './actor.ts';
import type { Ctx } from './context.ts';
import { defineProblems, type Problem } from './problems.ts';

const problem = defineProblems({
  'module/mandate-reads-only': {
    status: 403,
    de: 'Für {name} dürfen Sie nur lesen. Bitte fragen Sie eine Person, die das Organisationskonto verwaltet.',
    en: 'You may only read for {name}. Please ask a person who administers the organisation account.',
  },
  'module/mandate-other-service': {
    status: 403,
    de: 'Ihre Vollmacht für {name} gilt nicht für diese Leistung. Bitte fragen Sie eine Person, die das Organisationskonto verwaltet.',
    en: 'Your mandate for {name} does not cover this service. Please ask a person who administers the organisation account.',
  },
});

/** Whose applications, messages and payments a citizen opens now: the organisation's while acting for it, else their own. */
export const holderOf = (actor: Actor): string => actor.actingFor?.id ?? actor.id ?? '';

/** Does the mandate cover this service? Whoever acts for themselves needs none. */
export const covers = ({ mandate }: Actor, service: string): boolean => !mandate?.services || mandate.services.includes(service);

/** The services to which a mandate limits what is seen of this account; null: no limit. */
export const limitOf = ({ actingFor, mandate }: Actor, accountId: string): string[] | null => (mandate && actingFor?.id === accountId ? mandate.services : null);

/** Condition of a query: of an organisation's rows only those of services (in this column) that the mandate covers. */
export function withinMandate({ actor }: Pick<Ctx, 'actor'>, accountId: string, column: string): RawBuilder<boolean> {
  const services = limitOf(actor, accountId);
  return services ? sql<boolean>`${sql.ref(column)} = any(${services}::text[])` : sql<boolean>`true`;
}

/**
 * Before something is begun, changed or sent: may this person act for the organisation, for this service?
 * @throws Problem 403 when the mandate allows reading only, or other services
 */
export function requireToAct({ actor }: Pick<Ctx, 'actor'>, service?: string): void {
  const refused = whyNotToAct(actor, service);
  if (refused) throw refused;
}

/** What {@link requireToAct} would throw, for saying it before somebody has begun; undefined when the person may act. */
export function whyNotToAct(actor: Actor, service?: string): Problem | undefined {
  const name = actor.actingFor?.name ?? '';
  if (actor.mandate?.role === 'reader') return problem('module/mandate-reads-only', { name });
  return service !== undefined && !covers(actor, service) ? problem('module/mandate-other-service', { name }) : undefined;
}
