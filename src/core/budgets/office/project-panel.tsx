import type { ProjectPanel } from '#core/projects';
import { Link } from '#platform/ui';
import { maySeeMoney } from '../access.ts';
import { listFundings } from '../fundings/fundings.queries.ts';
import { addUp, readYearSums } from '../money.ts';
import { fundingWords } from '../words.ts';
import { BUDGET } from './city-page.tsx';
import { FUNDINGS } from './fundings-page.tsx';
import { MoneyTable, euros } from './money-table.tsx';

/** On the page of a project: its money by year and its grants, for whoever may see money. */
export const moneyPanel: ProjectPanel = {
  id: 'geld',
  title: 'Geld',
  order: 20,
  render: async (ctx, project) => {
    if (!maySeeMoney(ctx, project) || project.state === 'draft') return undefined;
    const sums = (await readYearSums(ctx, { projectIds: [project.id] })).toSorted((a, b) => a.year - b.year);
    const fundings = await listFundings(ctx, { projectId: project.id });
    const requested = project.estimate.reduce((sum, { onceCents, runningCents }) => sum + onceCents + runningCents, 0);
    return (
      <>
        {sums.length > 0 && <MoneyTable caption="Geld je Jahr" head="Jahr" rows={sums.map((row) => ({ key: String(row.year), label: String(row.year), ...addUp(ctx, [row]) }))} sum={addUp(ctx, sums)} />}
        {sums.length === 0 && <p>{requested > 0 ? `Beantragt sind ${euros(requested)}.` : 'Noch ist kein Geld geplant.'}</p>}
        {fundings.map((one) => <p key={one.id}>Förderung: <Link href={`${FUNDINGS}/${one.id}`}>{one.programme}</Link>, {euros(one.amount_cents)}, {fundingWords[one.state]}</p>)}
        <p><Link href={`${BUDGET}/projekte/${project.id}`}>Haushaltszeilen und Buchungen</Link></p>
      </>
    );
  },
};
