import type { CasePanel } from '#core/cases';
import { formatDate } from '#platform/i18n';
import { DescriptionList, Link } from '#platform/ui';
import { listCasePermits } from '../permits.queries.ts';

/** Permits of a case, in the column of facts. */
export const permitsPanel: CasePanel = {
  id: 'permits',
  title: 'Ausweise',
  place: 'side',
  order: 50,
  render: async (ctx, found) => {
    const permits = await listCasePermits(ctx, found.id);
    if (permits.length === 0) return undefined;
    return (
      <DescriptionList
        items={permits.map((permit) => ({
          term: permit.title,
          value: (
            <>
              {permit.status === 'replaced' ? 'ersetzt' : `gültig bis ${formatDate(permit.valid_until, 'de')}`} <Link href={`/ausweis/${permit.code}`}>prüfen</Link>
            </>
          ),
        }))}
      />
    );
  },
};
