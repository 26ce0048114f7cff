import type { Text } from '#platform/i18n';
import type { WholePattern } from './field-facts.ts';
import type { CompiledSignatures } from './signatures/compile-signatures.ts';
import type { FieldDefinition, FormDefinition, GroupDefinition, InfoDefinition, RepeatDefinition } from './definition.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };
/** A form's answers by key: groups nest, lists are arrays, "weiß ich nicht" is null, not asked or empty is absent. */
export type FormData = { [key: string]: Json | undefined };

/** The outside of a form: language, day, and what FEEL may see besides the answers. */
export type FormEnv = {
  /** Calendar day in Berlin, "2026-09-01"; also the FEEL name `today`. */
  today: string;
  locale?: 'de' | 'en' | 'de-leicht';
  /** FEEL variables by name: account, applicant, case, application … */
  context?: Record<string, unknown>;
};

/** What `now()` and `today()` see. */
export type FeelClock = { now: Date };

/** The compiled FEEL that the caller injects (compileFeel of #engines/decisions); throws when the text is no FEEL. */
export type CompileFeel = (text: string) => {
  evaluate(variables: Record<string, unknown>, clock?: FeelClock): unknown;
  /** Free variables. */
  names: readonly string[];
  /** Names inside filters that may be properties of the filtered items or variables. */
  filterNames?: readonly string[];
};

/** Where a FEEL name gets its value: an answer at a level of nesting, or the surroundings. */
export type Lookup = { name: string; from: number | 'context' | 'application' | 'today' | 'row' | 'rowNumber' };

export type Expression = {
  text: string;
  lookups: Lookup[];
  evaluate(variables: Record<string, unknown>, clock?: FeelClock): unknown;
  /** Place in words, for messages. */
  where: string;
};

export type Bound = number | string | Expression;

export type Rule = { assert: Expression; message: Text; fields: string[] };

type Placed = {
  /** Unique within the form. */
  uid: number;
  /** Keys from the root, without row numbers: "dogs.breed". */
  path: string;
  page: CompiledPage;
  parent: CompiledContainer;
  condition?: Expression;
  /** How many answers objects lie above (root = 0), and how many lists. */
  level: number;
  rowDepth: number;
};

export type CompiledField = Placed & {
  kind: 'field';
  key: string;
  definition: FieldDefinition;
  required: boolean | Expression;
  min?: Bound;
  max?: Bound;
  pattern?: WholePattern;
  calculate?: Expression;
  /** By option value. */
  optionConditions: Map<string, Expression>;
  /** By option value: the elements that follow directly and appear only for this answer; shown inside the option. */
  reveals: Map<string, CompiledElement[]>;
};
export type CompiledGroup = Placed & { kind: 'group'; key?: string; definition: GroupDefinition; children: CompiledElement[]; rules: Rule[] };
export type CompiledRepeat = Placed & {
  kind: 'repeat';
  key: string;
  definition: RepeatDefinition;
  children: CompiledElement[];
  rules: Rule[];
  min: number;
  max: number;
};
export type CompiledInfo = Placed & { kind: 'info'; definition: InfoDefinition };
export type CompiledPage = {
  kind: 'page';
  uid: number;
  id: string;
  title: Text;
  lead?: Text;
  condition?: Expression;
  children: CompiledElement[];
  rules: Rule[];
  level: 0;
  rowDepth: 0;
};
export type CompiledElement = CompiledField | CompiledGroup | CompiledRepeat | CompiledInfo;
export type CompiledContainer = CompiledPage | CompiledGroup | CompiledRepeat;
export type CompiledNode = CompiledElement | CompiledPage;

/** A checked form with everything prepared; immutable, make it once per version and keep it. */
export type CompiledForm = {
  definition: FormDefinition;
  id: string;
  title: Text;
  pages: CompiledPage[];
  /** Fields by definition path ("dogs.breed"). */
  fields: Map<string, CompiledField>;
  /** Conditions and calculations in the order in which they depend on each other. */
  steps: CompiledNode[];
  expressionCount: number;
  /** Who must sign, when several persons must. */
  signatures?: CompiledSignatures;
};
