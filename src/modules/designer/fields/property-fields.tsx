import type { VNode } from 'preact';
import { Alert, Checkbox, CheckboxGroup, Details, Enhanced, Fieldset, fieldId, SelectField, Stack, TextArea, TextField } from '#platform/ui';
import { fieldsOf, type FieldGroup, type FieldSpec, type Values } from './field-spec.ts';
import type { FieldConflict } from './merge-values.ts';

export type PropertyFieldsProps = {
  groups: FieldGroup[];
  /** What is there now; the hidden base of the next save. */
  values: Values;
  /** What was typed, when the form comes again. */
  typed?: Values;
  errors?: Record<string, string>;
  conflicts?: FieldConflict[];
};

/** The fields of an editor, with what they showed as a hidden text: the server merges by it. */
export function PropertyFields({ groups, values, typed, errors = {}, conflicts = [] }: PropertyFieldsProps): VNode {
  const base = Object.fromEntries(fieldsOf(groups).map(({ name }) => [name, values[name] ?? '']));
  const labels = new Map(fieldsOf(groups).map(({ name, label }) => [name, label]));
  const shown = { ...values, ...typed };
  const wrong = { ...errors, ...Object.fromEntries(conflicts.map(({ name, theirs }) => [name, `Inzwischen steht hier: „${theirs || 'nichts'}“. Ihr Text steht im Feld; speichern Sie noch einmal, dann gilt er.`])) };
  return (
    <Stack gap="small">
      <input type="hidden" name="_base" value={JSON.stringify(base)} />
      {conflicts.length > 0 && (
        <Alert kind="warning" title="Jemand anders hat dasselbe geändert" role="alert">
          <ul>
            {conflicts.map(({ name, mine, theirs }) => (
              <li key={name}>
                <a href={`#${fieldId(name)}`}>{labels.get(name)}</a>: jetzt „{theirs || 'nichts'}“, von Ihnen „{mine || 'nichts'}“
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {groups.map((group) => (
        <Group key={group.title ?? ''} group={group} values={shown} errors={wrong} />
      ))}
    </Stack>
  );
}

function Group({ group, values, errors }: { group: FieldGroup; values: Values; errors: Record<string, string> }): VNode {
  const fields = group.fields.map((field) => <PropertyField key={field.name} field={field} value={values[field.name] ?? ''} error={errors[field.name]} />);
  if (group.more) {
    return (
      <Details summary={group.title ?? 'Weitere Angaben'} open={group.fields.some(({ name }) => errors[name])}>
        <Stack gap="small">{fields}</Stack>
      </Details>
    );
  }
  return group.title ? <Fieldset legend={group.title}>{fields}</Fieldset> : <>{fields}</>;
}

function PropertyField({ field, value, error }: { field: FieldSpec; value: string; error: string | undefined }): VNode {
  const { name, label, hint, options = [], labelHidden = false } = field;
  const common = { name, label, labelHidden, ...(hint ? { hint } : {}), ...(error ? { error } : {}) };
  switch (field.kind) {
    case 'text':
      return field.rich ? <Enhanced name="text-editor"><TextArea {...common} value={value} rows={field.rows ?? 3} /></Enhanced> : <TextArea {...common} value={value} rows={field.rows ?? 3} />;
    case 'choice':
      return <SelectField {...common} value={value} options={withUnknown(options, value)} placeholder={false} />;
    case 'many':
      return <CheckboxGroup {...common} value={value.split('\n').filter(Boolean)} options={options} />;
    case 'yes':
      return <Checkbox {...common} checked={value === 'ja'} />;
    default:
      return <TextField {...common} value={value} width={field.width ?? 'full'} {...(field.suggestions ? { suggestions: field.suggestions } : {})} {...(field.kind === 'line' ? {} : { inputmode: 'decimal' as const })} />;
  }
}

/** A value that is no option (yet) stays chosen instead of being lost with the next save. */
function withUnknown(options: { value: string; label: string }[], value: string): { value: string; label: string }[] {
  return value === '' || options.some((option) => option.value === value) ? options : [...options, { value, label: `${value} (unbekannt)` }];
}
