import { formatDate, type Locale } from '#platform/i18n';
import { Badge } from '#platform/ui';
import type { PermitState } from '../permits.queries.ts';
import type { Permit } from '../tables.ts';
import { texts } from './texts.ts';

const looks = { valid: 'done', 'not-yet': 'waiting', expired: 'late', replaced: 'late' } as const;

export function StateBadge({ state, locale }: { state: PermitState; locale: Locale }) {
  return <Badge state={looks[state]}>{texts(locale)[state]}</Badge>;
}

/** What a permit says; the plate only where the holder looks. */
export function permitFacts(permit: Permit, { locale, withPlate }: { locale: Locale; withPlate: boolean }): { term: string; value: string }[] {
  const t = texts(locale);
  return [
    ...(withPlate && permit.plate ? [{ term: t.plate, value: permit.plate }] : []),
    { term: t.area, value: permit.area },
    { term: t.from, value: formatDate(permit.valid_from, locale) },
    { term: t.until, value: formatDate(permit.valid_until, locale) },
    { term: t.code, value: permit.code },
  ];
}
