import type { CompiledService } from '#core/catalogue';
import { isPublicText } from '#core/catalogue';
import { describeTables, type DescribedTable } from '#engines/decisions';
import { Badge, Table, type TableColumn } from '#platform/ui';
import type { FiredRule } from '../decisions.queries.ts';

type Row = DescribedTable['rules'][number];

const described = new WeakMap<CompiledService, DescribedTable[]>();
const tablesOf = (service: CompiledService): DescribedTable[] => {
  let tables = described.get(service);
  if (!tables) described.set(service, (tables = service.decisions ? describeTables(service.decisions) : []));
  return tables;
};

/** The tables in which rules fired, whole, with the matching lines marked by a word and a colour. */
export function DecisionTables({ service, rules }: { service: CompiledService; rules: readonly FiredRule[] }) {
  const fired = new Set(rules.map(({ ruleId }) => ruleId));
  const tables = tablesOf(service).filter((table) => table.rules.some(({ id }) => fired.has(id)));
  return (
    <>
      {tables.map((table) => (
        <DecisionTable key={`${table.decisionId}-${table.rules[0]?.id}`} table={table} fired={fired} />
      ))}
    </>
  );
}

/** A cell as people read it: '-' is anything, texts lose their quotes. */
const cellWords = (cell: string): string => (cell.trim() === '-' || cell.trim() === '' ? 'egal' : cell.replaceAll('"', '').replaceAll(/\btrue\b/g, 'ja').replaceAll(/\bfalse\b/g, 'nein').replaceAll(/\bnull\b/g, 'ohne Angabe'));

function DecisionTable({ table, fired }: { table: DescribedTable; fired: Set<string> }) {
  const notes = table.annotations.map((name, index) => ({ name, index })).filter(({ name }) => name && !isPublicText(name));
  const columns: TableColumn<Row>[] = [
    { key: 'row', head: 'Zeile', rowHead: true, narrow: true, cell: (rule) => <>{rule.row} {fired.has(rule.id) && <Badge state="done">trifft zu</Badge>}</> },
    ...table.inputs.map((input, index): TableColumn<Row> => ({ key: `in${index}`, head: `Wenn ${input.label || input.expression}`, cell: (rule) => cellWords(rule.inputs[index] ?? '') })),
    ...table.outputs.map((output, index): TableColumn<Row> => ({ key: `out${index}`, head: `Dann ${output.label || output.name}`, cell: (rule) => cellWords(rule.outputs[index] ?? '') })),
    ...(table.rules.some(({ description }) => description) ? [{ key: 'why', head: 'Anmerkung', cell: (rule: Row) => rule.description ?? '' }] : []),
    ...notes.map(({ name, index }): TableColumn<Row> => ({ key: `note${index}`, head: name, cell: (rule) => rule.annotations[index] ?? '' })),
  ];
  return <Table<Row> compact caption={`Alle Regeln der Tabelle: ${table.question ?? table.decisionName}`} rows={[...table.rules]} rowKey={({ id }) => id} current={({ id }) => fired.has(id)} columns={columns} />;
}
