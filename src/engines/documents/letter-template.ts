import type { LayoutName, LetterKind, Locale } from './content.ts';

/** A parsed FEEL expression; the evaluator is handed in, the documents engine knows no FEEL itself. */
export type FeelExpression = { evaluate(vars: Record<string, unknown>): unknown; names: readonly string[] };

/** Parses FEEL text; throws an `Error` with a message for the author when it is wrong. */
export type FeelParser = (text: string) => FeelExpression;

export type PipeCall = { name: string; argument: string | undefined };

export type ValueNode = {
  kind: 'value';
  source: string;
  line: number;
  expression: FeelExpression;
  pipes: PipeCall[];
  marks: TemplateMark[];
};

export type TemplateMark =
  | { type: 'bold' }
  | { type: 'italic' }
  | { type: 'link'; href: (string | ValueNode)[]; line: number };

export type ElementNode = {
  kind: 'element';
  type:
    | 'paragraph'
    | 'heading'
    | 'bulletList'
    | 'orderedList'
    | 'listItem'
    | 'blockquote'
    | 'table'
    | 'tableRows'
    | 'tableRow'
    | 'tableHeader'
    | 'tableCell'
    | 'pageBreak'
    | 'hardBreak'
    | 'box';
  attrs?: Record<string, string | number | string[]>;
  children: TemplateNode[];
  line: number;
};

export type Condition = { source: string; line: number; expression: FeelExpression };

export type TemplateNode =
  | { kind: 'text'; text: string; marks: TemplateMark[] }
  | ValueNode
  | ElementNode
  | { kind: 'if'; cases: { when: Condition | undefined; children: TemplateNode[] }[]; line: number }
  | { kind: 'for'; name: string; list: Condition; children: TemplateNode[]; line: number }
  | { kind: 'qr'; text: Condition; children: TemplateNode[]; line: number };

/** A letter ready to be filled. */
export type Letter = {
  kind: LetterKind;
  layout: LayoutName;
  title: Record<'de', string> & Partial<Record<Locale, string>>;
  subject: TemplateNode[];
  seal: boolean;
  language: Locale;
  body: TemplateNode[];
  appeal: TemplateNode[];
  /** Variables the letter reads, sorted; for checks against a form or process. */
  names: string[];
};
