import type { Text } from '#platform/i18n';
import type { SignaturesDefinition } from './signatures/signatures-schema.ts';

/** A FEEL expression as text; a leading "=" is allowed and ignored. */
export type FeelText = string;

/** All kinds of questions a form can ask; what each one stores stands in the README. */
export const fieldTypeNames = [
  'text',
  'textarea',
  'name',
  'organisationName',
  'birthDate',
  'date',
  'time',
  'email',
  'phone',
  'iban',
  'bic',
  'taxId',
  'registerNumber',
  'plate',
  'postcode',
  'address',
  'money',
  'integer',
  'decimal',
  'percentage',
  'yesNo',
  'choice',
  'multiChoice',
  'confirm',
  'country',
  'nationality',
  'file',
  'calculated',
] as const;

export type FieldTypeName = (typeof fieldTypeNames)[number];

export type OptionDefinition = {
  value: string;
  label: Text;
  hint?: Text;
  /** Only offered when true. */
  condition?: FeelText;
  /** multiChoice: "Nichts davon"; excludes all others. */
  exclusive?: boolean;
};

/** What kind of value a calculated field shows. */
export type CalculatedFormat = 'text' | 'money' | 'integer' | 'decimal' | 'percentage' | 'date' | 'yesNo';

export type FieldDefinition = {
  type: FieldTypeName;
  key: string;
  label: Text;
  hint?: Text;
  /** Longer explanation behind "Mehr dazu". */
  help?: Text;
  example?: string;
  required?: boolean | FeelText;
  condition?: FeelText;
  /** HTML autofill token (WCAG 2.2, 1.3.5); sensible ones are set by type. */
  autocomplete?: string;
  /** Where the first value comes from, for example "account.familyName"; of several the first that knows something counts. */
  prefill?: string | string[];
  /** Why we ask (GDPR Art. 13), shown beside the field. */
  purpose?: Text;
  legalBasis?: string;
  /** Retention class of this value. */
  retention?: string;
  /** FIM id, for example "F60000227". */
  fim?: string;
  /** Offers "Das weiß ich nicht"; the value is then null. */
  dontKnow?: boolean;
  messages?: { required?: Text; invalid?: Text };
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  rows?: number;
  /** Number, cents, ISO date or time, or "= FEEL"; for multiChoice and file the count. */
  min?: number | string;
  max?: number | string;
  /** decimal, percentage: digits after the comma. */
  digits?: number;
  unit?: Text;
  options?: OptionDefinition[];
  /** Where the options come from: a list of the library and, once compiled, its version. */
  codeList?: string;
  codeListVersion?: string;
  /** `autocomplete`: a text with suggestions, for lists that are too long to unfold. */
  appearance?: 'radio' | 'select' | 'autocomplete';
  accept?: string[];
  maxMegabytes?: number;
  several?: boolean;
  /** calculated: the expression. */
  value?: FeelText;
  format?: CalculatedFormat;
};

/** Ready-made questions that are put in front of a group's own elements. */
export const presetNames = ['person', 'contact', 'bankAccount', 'organisation'] as const;
export type PresetName = (typeof presetNames)[number];

export type RuleDefinition = {
  /** Must be true. */
  assert: FeelText;
  message: Text;
  /** Keys (with dots into groups) where the message appears. */
  fields: string[];
};

export type GroupDefinition = {
  type: 'group';
  /** With a key the answers nest under it; without, the group is only a heading. */
  key?: string;
  label: Text;
  hint?: Text;
  condition?: FeelText;
  fim?: string;
  /** The block of the library that these elements come from: "person@2". */
  block?: string;
  preset?: PresetName;
  /** Keys of the preset that are left out. */
  without?: string[];
  elements: ElementDefinition[];
  rules?: RuleDefinition[];
};

export type RepeatDefinition = {
  type: 'repeat';
  key: string;
  label: Text;
  hint?: Text;
  /** Heading of one row, for example "Hund"; the number is added. */
  itemLabel: Text;
  /** Words on the button; default "{itemLabel} hinzufügen". */
  addLabel?: Text;
  condition?: FeelText;
  fim?: string;
  min?: number;
  max?: number;
  elements: ElementDefinition[];
  rules?: RuleDefinition[];
};

/** A static text. Paragraphs are separated by an empty line; lines that begin with "- " make a list. */
export type InfoDefinition = {
  type: 'info';
  text: Text;
  title?: Text;
  appearance?: 'text' | 'note' | 'warning';
  condition?: FeelText;
};

export type ElementDefinition = FieldDefinition | GroupDefinition | RepeatDefinition | InfoDefinition;

export type PageDefinition = {
  id: string;
  title: Text;
  lead?: Text;
  condition?: FeelText;
  elements: ElementDefinition[];
  rules?: RuleDefinition[];
};

/** A register that is asked about the person, what with and what for. */
export type RegisterDefinition = {
  name: string;
  /** Value of the question by name: a source such as "account.familyName". */
  query: Record<string, string>;
  purpose: Text;
};

export type FormDefinition = {
  schemaVersion: 1;
  id: string;
  title: Text;
  pages: PageDefinition[];
  /** Registers that may be asked for first values, when the person agrees; fields name them with `prefill: "register.<name>.…"`. */
  registers?: RegisterDefinition[];
  /** When several persons must sign before the form is sent. */
  signatures?: SignaturesDefinition;
};
