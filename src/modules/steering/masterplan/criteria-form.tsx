import type { VNode } from 'preact';
import { Button, ButtonRow, Form, SelectField, Stack, Table, TextField } from '#platform/ui';
import type { Criterion } from './maturity-model.ts';
import type { ModelVersion } from './models.ts';
import type { PlanRow } from './plan-line.ts';
import { lineHref } from './plan-parts.tsx';
import type { Assessed } from './plan.queries.ts';

type CriteriaFormProps = { row: PlanRow; version: ModelVersion; assessed: Assessed[]; editable: boolean; typed?: Record<string, string> };

/** Criterion by criterion: the level, what proves it, and what the program sees itself. */
export function CriteriaForm({ row, version, assessed, editable, typed }: CriteriaFormProps): VNode {
  const known = new Map(assessed.map((one) => [one.criterion, one]));
  const seen = row.seen[version.key] ?? {};
  const todo = version.model.criteria.some(({ key }) => !known.has(key) && seen[key]);
  const levelWords = (criterion: Criterion, level: number | null | undefined): string => (level === undefined ? 'noch offen' : level === null ? 'trifft nicht zu' : `${level}: ${anchorAt(criterion, level)}`);
  const table = (
    <Table
      compact
      stack
      caption="Kriterien"
      captionHidden
      rows={version.model.criteria}
      rowKey={({ key }) => key}
      columns={[
        { key: 'name', head: 'Kriterium', rowHead: true, cell: ({ name, asks }) => <>{name}<br /><small>{asks}</small></> },
        {
          key: 'level', head: 'Stufe', cell: (criterion) =>
            editable ? (
              <SelectField name={`stufe-${criterion.key}`} label={`Stufe: ${criterion.name}`} labelHidden value={typed?.[`stufe-${criterion.key}`] ?? valueOf(known.get(criterion.key))} placeholder={false} options={optionsOf(criterion, known.get(criterion.key)?.level)} attributes={inForm} />
            ) : (
              levelWords(criterion, known.get(criterion.key)?.level)
            ),
        },
        { key: 'evidence', head: 'Beleg', cell: (criterion) => (editable ? <TextField name={`beleg-${criterion.key}`} label={`Beleg: ${criterion.name}`} labelHidden value={typed?.[`beleg-${criterion.key}`] ?? known.get(criterion.key)?.evidence ?? ''} required={false} width="full" attributes={inForm} /> : known.get(criterion.key)?.evidence || '–') },
        { key: 'seen', head: 'Das Programm sieht', cell: ({ key }) => (seen[key] ? <small>{`${seen[key].level === null ? 'trifft nicht zu' : `Stufe ${seen[key].level}`}: ${seen[key].reason}`}</small> : '–') },
      ]}
    />
  );
  if (!editable) return table;
  return (
    <Stack>
      {todo && <Form action={`${lineHref(row.id)}/gesehen`} inline label="Vorschläge übernehmen"><input type="hidden" name="modell" value={version.key} /><Button type="submit">Vorschläge übernehmen, wo noch nichts steht</Button></Form>}
      {/* a form of its own is as narrow as reading wants it: the table stands outside, over the full width, and its fields belong to the form by name */}
      {table}
      <Form id={FORM} action={`${lineHref(row.id)}/kriterien`} label="Bewertung">
        <input type="hidden" name="modell" value={version.key} />
        <ButtonRow><Button type="submit" variant="primary">Bewertung speichern</Button></ButtonRow>
      </Form>
    </Stack>
  );
}

const FORM = 'kriterien';
const inForm = { form: FORM };

/** Only levels that a criterion has words for are offered; one that was set otherwise stays choosable. */
function optionsOf(criterion: Criterion, known: number | null | undefined): { value: string; label: string }[] {
  const levels = [...new Set([...criterion.anchors.map(({ level }) => level), ...(typeof known === 'number' ? [known] : [])])].toSorted((a, b) => a - b);
  return [{ value: '', label: 'noch offen' }, { value: 'n', label: 'trifft nicht zu' }, ...levels.map((level) => ({ value: String(level), label: `${level}: ${anchorAt(criterion, level)}` }))];
}

const valueOf = (one: Assessed | undefined): string => (one === undefined ? '' : one.level === null ? 'n' : String(one.level));

/** The words of the highest anchor that a level has reached. */
export function anchorAt({ anchors }: Criterion, level: number): string {
  const own = anchors.findLast((anchor) => anchor.level <= level);
  return own ? (own.level === level ? own.words : `mehr als „${own.words}“`) : `weniger als „${anchors[0]?.words ?? ''}“`;
}
