import { formatMoney } from '#platform/i18n';
import { Badge, Table } from '#platform/ui';
import type { ComponentChildren } from 'preact';
import type { Money } from '../money.ts';

export type MoneyRow = Money & { key: string; label: ComponentChildren };

/** Whole euros; cents are shown where single bookings are. */
export const euros = (cents: number): string => formatMoney(Math.round(cents / 100) * 100).replace(/,00/, '');

/** Is more expected than planned? Said in words, not by colour alone. */
export const OverPlan = ({ planCents, forecastCents }: Money) => (planCents > 0 && forecastCents > planCents ? <Badge state={forecastCents * 10 > planCents * 11 ? 'late' : 'soon'}>{`${euros(forecastCents - planCents)} über Plan`}</Badge> : <span class="muted">im Plan</span>);

/** Plan, orders, payments and forecast side by side, with their sum. */
export function MoneyTable({ caption, head, rows, sum }: { caption: string; head: string; rows: MoneyRow[]; sum?: Money | undefined }) {
  return (
    <Table<MoneyRow>
      compact stack caption={caption} captionHidden rows={sum && rows.length > 1 ? [...rows, { key: 'sum', label: <strong>Zusammen</strong>, ...sum }] : rows} rowKey={({ key }) => key}
      columns={[
        { key: 'label', head, rowHead: true, cell: ({ label }) => label },
        { key: 'plan', head: 'Plan', numeric: true, cell: ({ planCents }) => euros(planCents) },
        { key: 'committed', head: 'Bestellt', numeric: true, cell: ({ committedCents }) => euros(committedCents) },
        { key: 'spent', head: 'Ausgegeben', numeric: true, cell: ({ spentCents }) => euros(spentCents) },
        { key: 'forecast', head: 'Prognose', numeric: true, cell: ({ forecastCents }) => euros(forecastCents) },
        { key: 'over', head: 'Abweichung', cell: (row) => <OverPlan {...row} /> },
      ]}
    />
  );
}
