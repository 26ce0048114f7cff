import type { Values } from '../fields/field-spec.ts';
import { mergeValues, type FieldConflict } from '../fields/merge-values.ts';
import { postedText, readBase, type Posted } from '../fields/read-values.ts';
import { problem } from '../problems.ts';
import type { TableModel } from './table-file.ts';

/** What a page of the table showed: the ids behind its positions. */
type Seen = { rules: string[]; inputs: string[]; outputs: string[] };
export const seenOf = ({ rules, inputs, outputs }: TableModel): Seen => ({ rules: rules.map(({ id }) => id), inputs: inputs.map(({ id }) => id), outputs: outputs.map(({ id }) => id) });

const LABELS = { i: ['label', 'expression', 'type'], o: ['label', 'name', 'type'] } as const;

/** All cells and headings by the names of their fields: `r.0.i.1`, `r.0.d`, `i.0.label`, `hitPolicy`. */
export function cellsOf(table: TableModel): Values {
  const values: Values = { hitPolicy: table.hitPolicy || 'UNIQUE', aggregation: table.aggregation };
  for (const [i, input] of table.inputs.entries()) for (const key of LABELS.i) values[`i.${i}.${key}`] = input[key];
  for (const [o, output] of table.outputs.entries()) for (const key of LABELS.o) values[`o.${o}.${key}`] = output[key];
  for (const [r, rule] of table.rules.entries()) {
    values[`r.${r}.d`] = rule.description;
    for (const i of table.inputs.keys()) values[`r.${r}.i.${i}`] = rule.inputs[i] ?? '-';
    for (const o of table.outputs.keys()) values[`r.${r}.o.${o}`] = rule.outputs[o] ?? '';
  }
  return values;
}

function readSeen(body: Posted, current: TableModel): Seen {
  try {
    return { ...seenOf(current), ...(JSON.parse(postedText(body, '_rows') || '{}') as Partial<Seen>) };
  } catch {
    return seenOf(current);
  }
}

/** The name of a field in the table as it is now; undefined when its row or column is gone. */
function nameNow(name: string, seen: Seen, now: Seen): string | undefined {
  const [first = '', at = '', second, third] = name.split('.');
  const move = (list: keyof Seen, index: string): number => now[list].indexOf(seen[list][Number(index)] ?? '');
  if (at === '') return name;
  const row = move(first === 'r' ? 'rules' : first === 'i' ? 'inputs' : 'outputs', at);
  if (row < 0) return undefined;
  if (first !== 'r' || second === 'd') return [first, row, second].join('.');
  const column = move(second === 'i' ? 'inputs' : 'outputs', third ?? '');
  return column < 0 ? undefined : ['r', row, second, column].join('.');
}

function withCells(table: TableModel, values: Values): TableModel {
  const text = (name: string, otherwise: string): string => values[name] ?? otherwise;
  const next: TableModel = {
    ...table,
    hitPolicy: text('hitPolicy', table.hitPolicy),
    aggregation: text('aggregation', table.aggregation),
    inputs: table.inputs.map((input, i) => ({ ...input, label: text(`i.${i}.label`, input.label), expression: text(`i.${i}.expression`, input.expression), type: text(`i.${i}.type`, input.type) })),
    outputs: table.outputs.map((output, i) => ({ ...output, label: text(`o.${i}.label`, output.label), name: text(`o.${i}.name`, output.name), type: text(`o.${i}.type`, output.type) })),
    rules: table.rules.map((rule, r) => ({ ...rule, description: text(`r.${r}.d`, rule.description), inputs: rule.inputs.map((cell, i) => text(`r.${r}.i.${i}`, cell) || '-'), outputs: rule.outputs.map((cell, i) => text(`r.${r}.o.${i}`, cell)) })),
  };
  return next.hitPolicy === 'COLLECT' ? next : { ...next, aggregation: '' };
}

export type ReadTable = { table: TableModel; /** What this person typed, for the form when it comes again. */ typed: TableModel; conflicts: FieldConflict[] };

/**
 * The table as it was posted, after the action of the button. Two people may fill in different cells, add and move rows at once: every cell
 * is found by the ids behind its place. A cell that both changed, or that was typed into a row that is gone, is named as a conflict.
 */
export function readTable(current: TableModel, body: Posted): ReadTable {
  const [seen, now, shown] = [readSeen(body, current), seenOf(current), readBase(body)];
  const cells = cellsOf(current);
  const [base, typed]: [Values, Values] = [{}, {}];
  const conflicts: FieldConflict[] = [];
  for (const name of Object.keys(body).filter((one) => /^([rio]\.\d|hitPolicy$|aggregation$)/.test(one))) {
    const value = postedText(body, name).trim();
    const mine = /^r\.\d+\.i\./.test(name) ? value || '-' : value;
    const here = nameNow(name, seen, now);
    const before = shown[name] ?? (here === undefined ? mine : cells[here]) ?? '';
    if (here !== undefined) [base[here], typed[here]] = [before, mine];
    else if (mine !== before) conflicts.push({ name, mine, theirs: 'die Zeile oder Spalte gibt es nicht mehr' });
  }
  const merged = mergeValues({ base, typed, current: cells });
  conflicts.push(...merged.conflicts);
  const kept = withCells(current, merged.values);
  if (conflicts.length > 0) return { table: kept, typed: withCells(current, { ...merged.values, ...Object.fromEntries(conflicts.map(({ name, mine }) => [name, mine])) }), conflicts };
  const table = perform(kept, placedNow(postedText(body, 'was'), seen, now));
  return { table, typed: table, conflicts };
}

/** `remove.2` of a page that showed other rows means the row that stood there. */
function placedNow(action: string, seen: Seen, now: Seen): string {
  const [verb = '', place = ''] = action.split('.');
  if (place === '') return action;
  const list = verb === 'removeInput' ? 'inputs' : verb === 'removeOutput' ? 'outputs' : 'rules';
  const at = now[list].indexOf(seen[list][Number(place)] ?? '');
  return at < 0 ? '' : `${verb}.${at}`;
}

function freeId(table: TableModel, stem: string): string {
  const used = new Set([...table.inputs, ...table.outputs, ...table.rules].map(({ id }) => id));
  for (let number = 1; ; number++) if (!used.has(`${table.id}_${stem}${number}`)) return `${table.id}_${stem}${number}`;
}

function perform(table: TableModel, action: string): TableModel {
  const [verb = '', place = ''] = action.split('.');
  const at = Number(place);
  switch (verb) {
    case 'addRule':
      return { ...table, rules: [...table.rules, { id: freeId(table, 'rule'), description: '', inputs: table.inputs.map(() => '-'), outputs: table.outputs.map(({ type }) => (type === 'string' ? '""' : type === 'boolean' ? 'false' : '0')) }] };
    case 'remove':
      return { ...table, rules: table.rules.filter((_, row) => row !== at) };
    case 'up': {
      const rules = [...table.rules];
      const [rule] = rules.splice(at, 1);
      if (rule) rules.splice(Math.max(0, at - 1), 0, rule);
      return { ...table, rules };
    }
    case 'down': {
      const rules = [...table.rules];
      const [rule] = rules.splice(at, 1);
      if (rule) rules.splice(at + 1, 0, rule);
      return { ...table, rules };
    }
    case 'copy': {
      const rule = table.rules[at];
      return rule ? { ...table, rules: table.rules.toSpliced(at + 1, 0, { ...rule, id: freeId(table, 'rule') }) } : table;
    }
    case 'addInput':
      return { ...table, inputs: [...table.inputs, { id: freeId(table, 'in'), label: 'Neue Spalte', expression: 'application', type: 'Any', values: '' }], rules: table.rules.map((rule) => ({ ...rule, inputs: [...rule.inputs, '-'] })) };
    case 'addOutput':
      return { ...table, outputs: [...table.outputs.map((output, i) => ({ ...output, name: output.name || `answer${i + 1}` })), { id: freeId(table, 'out'), label: 'Neue Antwort', name: `answer${table.outputs.length + 1}`, type: 'string', values: '' }], rules: table.rules.map((rule) => ({ ...rule, outputs: [...rule.outputs, '""'] })) };
    case 'removeInput':
      return { ...table, inputs: table.inputs.filter((_, i) => i !== at), rules: table.rules.map((rule) => ({ ...rule, inputs: rule.inputs.filter((_, i) => i !== at) })) };
    case 'removeOutput':
      if (table.outputs.length === 1) throw problem('designer/refused', { reason: 'Eine Tabelle hat mindestens eine Antwort.' });
      return { ...table, outputs: table.outputs.filter((_, i) => i !== at), rules: table.rules.map((rule) => ({ ...rule, outputs: rule.outputs.filter((_, i) => i !== at) })) };
    default:
      return table;
  }
}

/** Types of columns in plain words. */
export const typeOptions = [{ value: 'string', label: 'ein Text' }, { value: 'number', label: 'eine Zahl' }, { value: 'boolean', label: 'ja oder nein' }, { value: 'date', label: 'ein Datum' }, { value: 'Any', label: 'etwas anderes' }];
