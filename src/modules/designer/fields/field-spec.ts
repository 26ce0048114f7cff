/** What one input of an editor is: everything in the workshop that is a property is described by these, drawn once, merged once. */
export type FieldSpec = {
  /** Name it is posted under, e.g. 'name.de'. */
  name: string;
  label: string;
  /** One sentence beside the field. */
  hint?: string;
  kind: 'line' | 'text' | 'number' | 'choice' | 'many' | 'yes' | 'money';
  options?: { value: string; label: string }[];
  rows?: number;
  /** A text with headings, lists and links: an editor over the plain field. */
  rich?: boolean;
  width?: 2 | 4 | 6 | 10 | 20 | 'full';
  /** Suggestions for a line. */
  suggestions?: string[];
  /** The label is only read aloud: cells of a table. */
  labelHidden?: boolean;
};

/** Fields that stand together; `more`: behind "Weitere Angaben". */
export type FieldGroup = { title?: string; fields: FieldSpec[]; more?: boolean };

/** All values of an editor as texts: numbers as typed, 'ja' or '', chosen values one a line. */
export type Values = Record<string, string>;
export const fieldsOf = (groups: readonly FieldGroup[]): FieldSpec[] => groups.flatMap((group) => group.fields);
