import type { ComponentChildren } from 'preact';
import type { Locale } from '#platform/i18n';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import { useLocale } from '../locale-context.tsx';
import { words } from '../words.ts';

export type TableColumn<Row> = {
  key: string;
  head: ComponentChildren;
  cell: (row: Row) => ComponentChildren;
  /** Right-aligned figures. */
  numeric?: boolean;
  /** The cell names its row for screen readers; one column should. */
  rowHead?: boolean;
  /** The head becomes a link made by `sort.href`. */
  sortable?: boolean;
  headHidden?: boolean;
  /** Never breaks, as narrow as its content. */
  narrow?: boolean;
  /** Left out on a narrow screen. */
  wideOnly?: boolean;
};

export type SortDirection = 'ascending' | 'descending';

export type TableProps<Row> = {
  /** What the table shows; read aloud first. */
  caption: ComponentChildren;
  captionHidden?: boolean;
  columns: TableColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  sort?: { by?: string; direction?: SortDirection; href: (by: string, direction: SortDirection) => string };
  /** A box before each row that posts `name` = `value(row)`; the table must stand in a form. */
  select?: { name: string; value: (row: Row) => string; label: (row: Row) => string; selected?: (row: Row) => boolean };
  /** Marks the row whose details are shown beside the table. */
  current?: (row: Row) => boolean;
  /** Shown instead of rows. */
  empty?: ComponentChildren;
  /** A last row, e.g. sums: one entry per column key. */
  foot?: Record<string, ComponentChildren>;
  /** Dense rows of 38 px for staff; default in the office. */
  compact?: boolean;
  stickyHead?: boolean;
  /** On a phone every row becomes a block with the heads as labels; what is shown instead of rows is one anyway. */
  stack?: boolean;
  locale?: Locale;
};

const cellClass = (column: Pick<TableColumn<never>, 'numeric' | 'narrow' | 'wideOnly'>, kind: 'cell' | 'header'): string =>
  classNames(
    kind === 'cell' ? 'kern-table__cell' : 'kern-table__header',
    column.numeric && (kind === 'cell' ? 'kern-table__cell--numeric' : 'kern-table__header--numeric'),
    column.narrow && 'table__narrow',
    column.wideOnly && 'table__wide-only',
  );

function HeadCell<Row>({ column, sort }: { column: TableColumn<Row>; sort: TableProps<Row>['sort'] }) {
  const active = sort !== undefined && sort.by === column.key;
  const direction = active ? (sort.direction ?? 'ascending') : undefined;
  const head = <span class={column.headHidden ? 'kern-sr-only' : undefined}>{column.head}</span>;
  return (
    <th class={cellClass(column, 'header')} scope="col" aria-sort={direction}>
      {sort && column.sortable ? (
        <a class="table__sort" href={sort.href(column.key, direction === 'ascending' ? 'descending' : 'ascending')}>
          {head}
          <span class={classNames('table__arrow', !active && 'table__arrow--idle')}>
            <Icon name={direction === 'descending' ? 'arrow-down' : 'arrow-up'} size="small" />
          </span>
        </a>
      ) : (
        head
      )}
    </th>
  );
}

function BodyCell<Row>({ column, row, stack }: { column: TableColumn<Row>; row: Row; stack: boolean | undefined }) {
  const content = column.cell(row);
  const label = stack && !column.headHidden && typeof column.head === 'string' ? column.head : undefined;
  return column.rowHead ? (
    <th class={classNames(cellClass(column, 'cell'), 'table__row-head')} scope="row" data-label={label}>
      {content}
    </th>
  ) : (
    <td class={cellClass(column, 'cell')} data-label={label}>
      {content}
    </td>
  );
}

function Head<Row>({ columns, sort, select, locale }: TableProps<Row>) {
  return (
    <thead class="kern-table__head">
      <tr class="kern-table__row">
        {select && (
          <th class="kern-table__header table__narrow" scope="col">
            <span class="kern-sr-only">{words(locale ?? 'de').select}</span>
          </th>
        )}
        {columns.map((column) => (
          <HeadCell key={column.key} column={column} sort={sort} />
        ))}
      </tr>
    </thead>
  );
}

function BodyRow<Row>({ table, row }: { table: TableProps<Row>; row: Row }) {
  const { select } = table;
  const current = table.current?.(row);
  return (
    <tr class={classNames('kern-table__row', current && 'table__current')} aria-current={current ? 'true' : undefined}>
      {select && (
        <td class="kern-table__cell table__narrow">
          <input
            class="kern-form-check__checkbox table__box"
            type="checkbox"
            name={select.name}
            value={select.value(row)}
            aria-label={select.label(row)}
            checked={select.selected?.(row)}
          />
        </td>
      )}
      {table.columns.map((column) => (
        <BodyCell key={column.key} column={column} row={row} stack={table.stack} />
      ))}
    </tr>
  );
}

function Foot<Row>({ columns, foot = {}, select }: TableProps<Row>) {
  return (
    <tfoot class="kern-table__footer">
      <tr class="kern-table__row">
        {select && <td class="kern-table__cell" />}
        {columns.map((column) => (
          <td class={cellClass(column, 'cell')} key={column.key}>
            {foot[column.key]}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}

const textOf = (caption: ComponentChildren): string | undefined => (typeof caption === 'string' ? caption : undefined);

/** Rows and columns, with heads that sort by link, boxes to select and a sticky head. */
export function Table<Row>(given: TableProps<Row>) {
  const locale = useLocale(given.locale);
  const table = { ...given, locale };
  // A table that may scroll sideways must be reachable by keyboard; a work list with its boxes is anyway.
  const scrollable = table.stickyHead && table.select ? {} : { tabindex: 0, role: 'group' as const, 'aria-label': textOf(table.caption) };
  const look = classNames('kern-table', 'table', table.compact && 'table--compact', (table.stack || table.rows.length === 0) && 'table--stack');
  return (
    <div class={classNames('table-frame', table.stickyHead && 'table-frame--sticky')} {...scrollable}>
      <table class={look}>
        <caption class={table.captionHidden ? 'kern-sr-only' : 'kern-title kern-title--small'}>{table.caption}</caption>
        <Head {...table} />
        <tbody class="kern-table__body">
          {table.rows.map((row) => (
            <BodyRow key={table.rowKey(row)} table={table} row={row} />
          ))}
          {table.rows.length === 0 && (
            <tr class="kern-table__row">
              <td class="kern-table__cell table__empty" colspan={table.columns.length + (table.select ? 1 : 0)}>
                {table.empty ?? words(locale).nothingHere}
              </td>
            </tr>
          )}
        </tbody>
        {table.foot && <Foot {...table} />}
      </table>
    </div>
  );
}
