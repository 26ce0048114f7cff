import type { CasePanel } from '#core/cases';
import { formatDate, formatMoney } from '#platform/i18n';
import { DescriptionList } from '#platform/ui';
import { listCaseClaims } from '../claims.queries.ts';
import { ClaimBadge } from '../portal/claim-pages.tsx';

/** Payments of a case, in the column of facts. */
export const claimsPanel: CasePanel = {
  id: 'payments',
  title: 'Zahlungen',
  place: 'side',
  order: 40,
  render: async (ctx, found) => {
    const claims = await listCaseClaims(ctx, found.id);
    if (claims.length === 0) return undefined;
    return (
      <DescriptionList
        items={claims.map((claim) => ({
          term: claim.purpose,
          value: (
            <>
              {formatMoney(claim.amount_cents, 'de')}, {claim.paid_on ? `bezahlt am ${formatDate(claim.paid_on, 'de')}` : `fällig am ${formatDate(claim.due_on, 'de')}`} <ClaimBadge claim={claim} locale="de" />
              <br />
              {claim.booking_code}
            </>
          ),
        }))}
      />
    );
  },
};
