/** What a running decision reports about itself; filled by decision tables, read by the explanation. */
export type RuleFired = {
  decisionId: string;
  decisionName: string;
  ruleId: string;
  /** Row of the table, counted from 1. */
  ruleIndex: number;
  description: string | undefined;
  annotations: readonly { name: string; text: string }[];
  inputs: readonly { label: string; value: unknown }[];
  outputs: readonly { name: string; value: unknown }[];
};
