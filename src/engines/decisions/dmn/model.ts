/** A DMN model as data, read from XML of DMN 1.1 to 1.5; nothing in it is checked or compiled yet. */
export type Definitions = {
  id: string;
  name: string;
  namespace: string;
  imports: readonly { name: string; namespace: string; line: number }[];
  items: readonly ItemDefinition[];
  elements: readonly DrgElement[];
};

export type ItemDefinition = {
  name: string;
  typeRef: string | undefined;
  isCollection: boolean;
  /** Unary tests. */
  allowedValues: string | undefined;
  typeConstraint: string | undefined;
  components: readonly ItemDefinition[];
  functionItem: { outputTypeRef: string | undefined; parameters: readonly Variable[] } | undefined;
  line: number;
};

export type Variable = { name: string; typeRef: string | undefined };

/** Elements of the decision requirements graph. */
export type DrgElement = { id: string; name: string; line: number; variable: Variable } & (
  | { kind: 'inputData' }
  | {
      kind: 'decision';
      logic: Boxed | undefined;
      information: readonly string[];
      knowledge: readonly string[];
      question: string | undefined;
    }
  | { kind: 'bkm'; logic: Boxed | undefined; knowledge: readonly string[] }
  | {
      kind: 'decisionService';
      outputs: readonly string[];
      encapsulated: readonly string[];
      inputDecisions: readonly string[];
      inputData: readonly string[];
    }
);

/** Boxed expressions. */
export type Boxed = { id: string; line: number; typeRef: string | undefined } & (
  | { kind: 'literal'; text: string; language: string | undefined }
  | ({ kind: 'table' } & DecisionTable)
  | { kind: 'context'; entries: readonly { variable: Variable | undefined; value: Boxed | undefined }[] }
  | { kind: 'invocation'; callee: Boxed | undefined; bindings: readonly { name: string; value: Boxed | undefined }[] }
  | { kind: 'relation'; columns: readonly Variable[]; rows: readonly (readonly Boxed[])[] }
  | { kind: 'list'; items: readonly Boxed[] }
  | { kind: 'function'; language: 'FEEL' | 'Java' | 'PMML'; parameters: readonly Variable[]; body: Boxed | undefined }
  | { kind: 'conditional'; condition: Boxed | undefined; yes: Boxed | undefined; no: Boxed | undefined }
  | { kind: 'filter'; list: Boxed | undefined; match: Boxed | undefined }
  | {
      kind: 'iterator';
      type: 'for' | 'every' | 'some';
      variable: string;
      list: Boxed | undefined;
      body: Boxed | undefined;
    }
  | { kind: 'unknown'; name: string }
);

export const HIT_POLICIES = ['UNIQUE', 'ANY', 'PRIORITY', 'FIRST', 'RULE ORDER', 'OUTPUT ORDER', 'COLLECT'] as const;
export type HitPolicy = (typeof HIT_POLICIES)[number];
export const AGGREGATIONS = ['SUM', 'COUNT', 'MIN', 'MAX'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

export type DecisionTable = {
  hitPolicy: string;
  aggregation: string | undefined;
  inputs: readonly TableInput[];
  outputs: readonly TableOutput[];
  annotations: readonly string[];
  rules: readonly TableRule[];
};

export type TableInput = {
  id: string;
  label: string;
  expression: string;
  typeRef: string | undefined;
  /** Unary tests. */
  values: string | undefined;
};

export type TableOutput = {
  id: string;
  name: string;
  label: string;
  typeRef: string | undefined;
  values: string | undefined;
  defaultValue: string | undefined;
};

export type TableRule = {
  id: string;
  description: string | undefined;
  inputs: readonly string[];
  outputs: readonly string[];
  annotations: readonly string[];
  line: number;
};
