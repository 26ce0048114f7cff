import type { VNode } from 'preact';
import { formatFileSize, tr } from '#platform/i18n';
import { Checkbox, CheckboxGroup, DateField, FileField, Radios, SelectField, TextArea, TextField } from '#platform/ui';
import type { ChoiceOption, FieldWidth, InputMode, TextFieldProps } from '#platform/ui';
import { showsRadios } from './field-facts.ts';
import { yesNoWord } from './field-types/choice-types.ts';
import { listCountries } from './field-types/countries.ts';
import { acceptOf, filesOf, largestFile, mostFiles } from './field-types/file.ts';
import { evaluate } from './form-state.ts';
import { engineNames } from './input-names.ts';
import { formatValue } from './describe.ts';
import { shownText, typedText } from './render-context.ts';
import type { Drawn } from './render-context.ts';
import { AddressFields, PlateFields } from './render-parts.tsx';
import { isRequired } from './validate.ts';
import { words } from './words.ts';

/** What every input component takes. */
export type CommonProps = {
  id: string;
  name: string;
  label: string;
  hint?: string;
  error?: string;
  required: boolean;
  locale: Drawn['drawing']['locale'];
};

function commonProps(drawn: Drawn): CommonProps {
  const { field, drawing, path, id, error } = drawn;
  const { hint, example, label } = field.definition;
  const { locale } = drawing;
  const source = drawing.sourceOf(path, drawn.value);
  const hints = [hint && tr(hint, locale), example && `${words(locale).example}: ${example}`, source];
  const required = isRequired(drawing.state, field, drawn.place);
  return { id, name: path, label: tr(label, locale), hint: sentences(hints) || undefined, error, required, locale };
}

// Hints of an author are often no whole sentence; one behind the other they must be told apart.
const sentences = (hints: (string | undefined)[]): string =>
  hints
    .filter((hint) => hint !== undefined && hint !== '')
    .map((hint, i, all) => (i < all.length - 1 && !/[.!?:;]$/.test(hint ?? '') ? `${hint}.` : hint))
    .join(' ');

type OneLine = { autocomplete?: string; inputmode?: InputMode; width?: FieldWidth; type?: TextFieldProps['type']; spellcheck?: boolean };

// One-line inputs: what phones and autofill should know about them (WCAG 2.2, 1.3.5).
const oneLine: Partial<Record<string, OneLine>> = {
  text: {},
  name: { spellcheck: false },
  organisationName: { autocomplete: 'organization', spellcheck: false },
  email: { type: 'email', autocomplete: 'email', inputmode: 'email', spellcheck: false },
  phone: { type: 'tel', autocomplete: 'tel', inputmode: 'tel', width: 20 },
  iban: { spellcheck: false, width: 20 },
  bic: { spellcheck: false, width: 10 },
  taxId: { inputmode: 'numeric', width: 20 },
  registerNumber: { spellcheck: false, width: 20 },
  postcode: { inputmode: 'numeric', autocomplete: 'postal-code', width: 6 },
  time: { inputmode: 'numeric', width: 6 },
  money: { inputmode: 'decimal', width: 10 },
  integer: { inputmode: 'numeric', width: 6 },
  decimal: { inputmode: 'decimal', width: 10 },
  percentage: { inputmode: 'decimal', width: 6 },
};

/** The input of a field, without help and "weiß ich nicht"; `inside` are the questions that stand inside an answer. */
export function renderInput(drawn: Drawn, inside?: (option: string) => VNode[]): VNode {
  const props = commonProps(drawn);
  const { definition } = drawn.field;
  switch (definition.type) {
    case 'textarea':
      return <TextArea {...props} value={shownText(drawn)} rows={definition.rows ?? 4} maxlength={definition.maxLength} />;
    case 'birthDate':
    case 'date':
      return renderDate(drawn, props);
    case 'yesNo':
    case 'choice':
      if (definition.appearance === 'autocomplete') return renderSuggested(drawn, props);
      return showsRadios(definition) ? renderRadios(drawn, props, inside) : renderSelect(drawn, props);
    case 'multiChoice':
      return renderCheckboxes(drawn, props);
    case 'confirm':
      return <Checkbox {...props} value="true" checked={typedOr(drawn, String(drawn.value === true)) === 'true'} />;
    case 'country':
    case 'nationality': {
      const autocomplete = definition.autocomplete ?? (definition.type === 'country' && !inList(drawn) ? 'country' : undefined);
      const options = listCountries(definition.type, props.locale);
      return <SelectField {...props} options={options} value={shownText(drawn)} autocomplete={autocomplete} />;
    }
    case 'file':
      return renderFile(drawn, props);
    case 'address':
      return <AddressFields drawn={drawn} props={props} />;
    case 'plate':
      return <PlateFields drawn={drawn} props={props} />;
    case 'calculated':
      return renderCalculated(drawn, props);
    default:
      return renderLine(drawn, props);
  }
}

// Autofill knows the person at the keyboard, not the fourth dog's former keeper.
const inList = ({ field }: Drawn): boolean => field.rowDepth > 0;

function renderLine(drawn: Drawn, props: CommonProps): VNode {
  const { definition } = drawn.field;
  if (definition.type === 'time' && drawn.drawing.forStaff) return <TextField {...props} type="time" value={shownText(drawn)} width={10} />;
  const { autocomplete, ...line } = oneLine[definition.type] ?? {};
  const suffix = definition.type === 'money' ? '€' : definition.type === 'percentage' ? '%' : definition.unit && tr(definition.unit, props.locale);
  return (
    <TextField
      {...props}
      {...line}
      value={shownText(drawn)}
      autocomplete={definition.autocomplete ?? (inList(drawn) ? undefined : autocomplete)}
      suffix={suffix}
    />
  );
}

function renderDate(drawn: Drawn, props: CommonProps): VNode {
  const { drawing, path, value, field } = drawn;
  if (drawing.forStaff) return <TextField {...props} type="date" value={shownText(drawn)} width={10} />;
  const typed = (['day', 'month', 'year'] as const).map((part) => typedText(drawing, `${path}-${part}`));
  const whole = typedText(drawing, path);
  const [day = '', month = '', year = ''] = typed;
  const shown = typed.some((text) => text !== undefined) ? { day, month, year } : (whole ?? (typeof value === 'string' ? value : undefined));
  const bday = field.definition.type === 'birthDate' && field.definition.autocomplete !== 'off' && !inList(drawn);
  const id = drawing.errors.get(path)?.id ?? '';
  const wrong = (['month', 'year'] as const).filter((part) => id.endsWith(`-${part}`));
  return <DateField {...props} value={shown} autocomplete={bday ? 'bday' : undefined} wrong={wrong.length > 0 ? wrong : undefined} />;
}

const typedOr = ({ drawing, path }: Drawn, stored: string): string => {
  // An unticked box posts nothing: when the page was posted, absence is the answer.
  const typed = typedText(drawing, path);
  return Object.keys(drawing.typed).length > 0 ? (typed ?? '') : stored;
};

function openOptions(drawn: Drawn) {
  const { field, drawing, place } = drawn;
  return (field.definition.options ?? []).filter((option) => {
    const condition = field.optionConditions.get(option.value);
    return condition === undefined || evaluate(drawing.state, condition, place) === true;
  });
}

function renderRadios(drawn: Drawn, props: CommonProps, inside?: (option: string) => VNode[]): VNode {
  const { definition, reveals } = drawn.field;
  const { locale } = props;
  const plain: ChoiceOption[] =
    definition.type === 'yesNo'
      ? [true, false].map((answer) => ({ value: String(answer), label: yesNoWord(answer, locale) }))
      : openOptions(drawn).map(({ value, label, hint }) => ({ value, label: tr(label, locale), hint: hint && tr(hint, locale) }));
  const options = plain.map((option) => (reveals.has(option.value) ? { ...option, children: inside?.(option.value) } : option));
  if (definition.dontKnow) options.push({ value: engineNames.dontKnowOption, label: words(locale).dontKnow });
  const value = drawn.value === null ? engineNames.dontKnowOption : shownText(drawn);
  return <Radios {...props} options={options} value={typedText(drawn.drawing, drawn.path) ?? value} inline={definition.type === 'yesNo' && reveals.size === 0} />;
}

function renderSelect(drawn: Drawn, props: CommonProps): VNode {
  const options = openOptions(drawn).map(({ value, label }) => ({ value, label: tr(label, props.locale) }));
  return <SelectField {...props} options={options} value={shownText(drawn)} autocomplete={drawn.field.definition.autocomplete} />;
}

// With more the page would grow by megabytes; what was meant is then found when the page is posted.
const MOST_SUGGESTIONS = 1000;

/** A text with the browser's own suggestions: works without JavaScript, and what is typed is looked up in the list. */
function renderSuggested(drawn: Drawn, props: CommonProps): VNode {
  const { definition } = drawn.field;
  const labels = openOptions(drawn).map(({ label }) => tr(label, props.locale));
  const stored = typeof drawn.value === 'string' ? formatValue(definition, drawn.value, props.locale) : '';
  const hint = [props.hint, words(props.locale).suggestions].filter(Boolean).join(' ');
  const value = typedText(drawn.drawing, drawn.path) ?? stored;
  return <TextField {...props} hint={hint} value={value} spellcheck={false} {...(labels.length <= MOST_SUGGESTIONS ? { suggestions: labels } : {})} autocomplete="off" />;
}

function renderCheckboxes(drawn: Drawn, props: CommonProps): VNode {
  const typed = drawn.drawing.typed[drawn.path];
  const stored = Array.isArray(drawn.value) ? drawn.value.map(String) : [];
  const value = Array.isArray(typed) ? typed : typed === undefined ? stored : [typed];
  const options = openOptions(drawn).map(({ value: option, label, hint }) => ({
    value: option,
    label: tr(label, props.locale),
    hint: hint && tr(hint, props.locale),
  }));
  return <CheckboxGroup {...props} options={options} value={value} />;
}

function renderFile(drawn: Drawn, props: CommonProps): VNode {
  const { drawing, field, path, value } = drawn;
  const accept = acceptOf(field.definition);
  const kinds = accept.map((kind) => kind.replace(/^\.|^.*\//, '').replace('*', 'image').toUpperCase()).join(', ');
  const say = accept.some((kind) => kind.startsWith('image/')) ? words(props.locale).files : words(props.locale).filesPlain;
  const hint = [props.hint, say(kinds, formatFileSize(largestFile(field.definition), props.locale))].filter(Boolean).join(' ');
  const files = filesOf(value).map((file) => ({ name: file.name, size: file.size, href: drawing.fileHref?.(file), removeValue: file.id }));
  drawing.hasFiles = true;
  if (files.length > 0) drawing.hasButtons = true;
  return (
    <>
      <FileField
        {...props}
        hint={hint}
        accept={accept.join(',')}
        multiple={mostFiles(field.definition) > 1}
        files={files}
        removeName={engineNames.removeFile + path}
      />
      {drawing.fileOffer?.({ path, definition: field.definition, chosen: filesOf(value).map((file) => file.id) })}
    </>
  );
}

function renderCalculated({ field, value, id }: Drawn, { label, hint, locale }: CommonProps): VNode {
  return (
    <div class="kern-form-input field">
      <span class="kern-label" id={`${id}-label`}>
        {label}
      </span>
      {hint && <div class="kern-hint">{hint}</div>}
      <output id={id} class="kern-body kern-body--bold" aria-labelledby={`${id}-label`}>
        {formatValue(field.definition, value, locale) || '–'}
      </output>
    </div>
  );
}
