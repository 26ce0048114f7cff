import type { VNode } from 'preact';
import { Button, ButtonRow, Details, Form, SelectField, Stack, TextField } from '#platform/ui';
import type { TableModel } from './table-file.ts';
import { cellsOf, seenOf, typeOptions } from './table-form.ts';

const policies = [
  { value: 'UNIQUE', label: 'Genau eine Zeile trifft zu' }, { value: 'FIRST', label: 'Die erste Zeile, die zutrifft' }, { value: 'ANY', label: 'Mehrere, alle mit derselben Antwort' }, { value: 'PRIORITY', label: 'Die wichtigste Antwort' },
  { value: 'COLLECT', label: 'Alle Antworten sammeln' }, { value: 'RULE ORDER', label: 'Alle, in der Reihenfolge der Zeilen' }, { value: 'OUTPUT ORDER', label: 'Alle, die wichtigste zuerst' },
];
const aggregations = [{ value: '', label: 'als Liste' }, { value: 'SUM', label: 'zusammengezählt' }, { value: 'MIN', label: 'die kleinste' }, { value: 'MAX', label: 'die größte' }, { value: 'COUNT', label: 'wie viele' }];

/** A decision table as a table of fields; rows and columns come and go by buttons. */
export function TableEditor({ table, base, action, row }: { table: TableModel; /** As it is stored: what the next save is compared with. */ base: TableModel; action: string; row?: number }): VNode {
  return (
    <Form action={action}>
      <input type="hidden" name="_rows" value={JSON.stringify(seenOf(base))} />
      <input type="hidden" name="_base" value={JSON.stringify(cellsOf(base))} />
      <Grid table={table} newRow={row} />
      <p class="rules-table__help">
        In „Wenn“: <code>"hart"</code> ein Text, <code>&gt;= 3</code> oder <code>[3..10]</code> eine Zahl, <code>true</code> ja, <code>-</code> egal. In „Dann“: <code>2500</code>, <code>"Text"</code> oder ein Ausdruck wie <code>application.menge * 2500</code>.
      </p>
      <ButtonRow>
        <Button type="submit" variant="primary" name="was" value="save">
          Speichern
        </Button>
        <Button type="submit" name="was" value="addRule" icon="add">
          Zeile hinzufügen
        </Button>
      </ButtonRow>
      <Columns table={table} />
    </Form>
  );
}

const cell = (name: string, label: string, { value, focus = false }: { value: string; focus?: boolean }): VNode => <TextField name={name} label={label} labelHidden value={value} spellcheck={false} {...(focus ? { attributes: { autofocus: '' } } : {})} />;

function Grid({ table, newRow }: { table: TableModel; newRow: number | undefined }): VNode {
  return (
    <section class="rules-table" tabindex={0} aria-label={`Tabelle ${table.name}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Nr.</th>
            {table.inputs.map((input) => (
              <th key={input.id} scope="col">
                <small>Wenn</small> {input.label || input.expression}
              </th>
            ))}
            {table.outputs.map((output) => (
              <th key={output.id} scope="col" class="rules-table__answer">
                <small>Dann</small> {output.label || output.name || 'Antwort'}
              </th>
            ))}
            <th scope="col">Bemerkung</th>
            <th scope="col">
              <span class="kern-sr-only">Zeile ändern</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {table.rules.map((rule, row) => (
            <tr key={rule.id}>
              <th scope="row">{row + 1}</th>
              {table.inputs.map((input, column) => (
                <td key={input.id}>{cell(`r.${row}.i.${column}`, `Zeile ${row + 1}, wenn ${input.label}`, { value: rule.inputs[column] ?? '-', focus: row === newRow && column === 0 })}</td>
              ))}
              {table.outputs.map((output, column) => (
                <td key={output.id} class="rules-table__answer">{cell(`r.${row}.o.${column}`, `Zeile ${row + 1}, dann ${output.label || output.name}`, { value: rule.outputs[column] ?? '' })}</td>
              ))}
              <td>{cell(`r.${row}.d`, `Zeile ${row + 1}, Bemerkung`, { value: rule.description })}</td>
              <td class="rules-table__tools">
                <Button type="submit" size="small" variant="tertiary" iconOnly icon="arrow-up" name="was" value={`up.${row}`}>{`Zeile ${row + 1} nach oben`}</Button>
                <Button type="submit" size="small" variant="tertiary" iconOnly icon="arrow-down" name="was" value={`down.${row}`}>{`Zeile ${row + 1} nach unten`}</Button>
                <Button type="submit" size="small" variant="tertiary" iconOnly icon="copy" name="was" value={`copy.${row}`}>{`Zeile ${row + 1} kopieren`}</Button>
                <Button type="submit" size="small" variant="tertiary" iconOnly icon="delete" name="was" value={`remove.${row}`}>{`Zeile ${row + 1} löschen`}</Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Columns({ table }: { table: TableModel }): VNode {
  return (
    <Details summary="Spalten und Art der Tabelle">
      <Stack gap="small">
        <SelectField name="hitPolicy" label="Wie viele Zeilen gelten" options={policies} value={table.hitPolicy || 'UNIQUE'} placeholder={false} />
        <SelectField name="aggregation" label="Gesammelte Antworten" options={aggregations} value={table.aggregation} placeholder={false} />
        {table.inputs.map((input, column) => (
          <div key={input.id} class="rules-table__column">
            <TextField name={`i.${column}.label`} label={`Wenn, Spalte ${column + 1}: Überschrift`} value={input.label} />
            <TextField name={`i.${column}.expression`} label="Ausdruck" value={input.expression} />
            <SelectField name={`i.${column}.type`} label="Art" options={withOwn(input.type)} value={input.type} placeholder={false} />
            <Button type="submit" size="small" name="was" value={`removeInput.${column}`} icon="delete">
              Spalte löschen
            </Button>
          </div>
        ))}
        {table.outputs.map((output, column) => (
          <div key={output.id} class="rules-table__column">
            <TextField name={`o.${column}.label`} label={`Dann, Spalte ${column + 1}: Überschrift`} value={output.label} />
            <TextField name={`o.${column}.name`} label="Name der Antwort" hint={table.outputs.length > 1 ? '' : 'Leer bei nur einer Antwort'} value={output.name} />
            <SelectField name={`o.${column}.type`} label="Art" options={withOwn(output.type)} value={output.type} placeholder={false} />
            <Button type="submit" size="small" name="was" value={`removeOutput.${column}`} icon="delete">
              Spalte löschen
            </Button>
          </div>
        ))}
        <ButtonRow>
          <Button type="submit" name="was" value="addInput" icon="add">
            Spalte „Wenn“
          </Button>
          <Button type="submit" name="was" value="addOutput" icon="add">
            Spalte „Dann“
          </Button>
        </ButtonRow>
      </Stack>
    </Details>
  );
}

const withOwn = (type: string) => (typeOptions.some(({ value }) => value === type) ? typeOptions : [{ value: type, label: type || 'nicht angegeben' }, ...typeOptions]);
