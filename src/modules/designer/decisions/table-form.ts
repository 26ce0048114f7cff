import { createHash } from 'node:crypto';
import { postedText, type Posted } from '../fields/read-values.ts';
import { problem } from '../problems.ts';
import type { TableModel } from './table-file.ts';

/** Fingerprint of a table as it was shown; a save on another one is refused. */
export const tableHash = (table: TableModel): string => createHash('sha256').update(JSON.stringify(table)).digest('hex').slice(0, 16);

export type ReadTable = { table: TableModel; conflict?: string };

/** The table as it was posted, after the action of the button. When somebody else has changed it meanwhile, `conflict` says so. */
export function readTable(current: TableModel, body: Posted): ReadTable {
  const text = (name: string, otherwise: string): string => (body[name] === undefined ? otherwise : postedText(body, name).trim());
  const typed: TableModel = {
    ...current,
    hitPolicy: text('hitPolicy', current.hitPolicy),
    aggregation: text('aggregation', current.aggregation),
    inputs: current.inputs.map((input, i) => ({ ...input, label: text(`i.${i}.label`, input.label), expression: text(`i.${i}.expression`, input.expression), type: text(`i.${i}.type`, input.type) })),
    outputs: current.outputs.map((output, i) => ({ ...output, label: text(`o.${i}.label`, output.label), name: text(`o.${i}.name`, output.name), type: text(`o.${i}.type`, output.type) })),
    rules: current.rules.map((rule, r) => ({ ...rule, description: text(`r.${r}.d`, rule.description), inputs: rule.inputs.map((cell, i) => text(`r.${r}.i.${i}`, cell) || '-'), outputs: rule.outputs.map((cell, i) => text(`r.${r}.o.${i}`, cell)) })),
  };
  if (typed.hitPolicy !== 'COLLECT') typed.aggregation = '';
  if (postedText(body, '_seen') !== tableHash(current)) return { table: typed, conflict: 'Jemand anders hat diese Tabelle inzwischen geändert. Unten steht sein Stand mit Ihren Eingaben darin; prüfen Sie ihn und speichern Sie noch einmal.' };
  return { table: perform(typed, postedText(body, 'was')) };
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
