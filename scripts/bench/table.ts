import { compileDecisions, evaluateDecision } from '#engines/decisions';
import { figure } from './measure.ts';
import type { Bench } from './run.ts';

const RULES = 20;

/** Rules over age, income, kind and place that fire at the very end of the table. */
function tableXml(): string {
  const cells = Array.from({ length: RULES }, (_, i) => [`[${i * 5}..${i * 5 + 5})`, `>= ${i * 100}`, `"a","b","k${i}"`, i % 2 === 0 ? 'not("x")' : '-', String(i)]);
  const inputs = [['age', 'number'], ['income', 'number'], ['kind', 'string'], ['place', 'string']] as const;
  const rules = cells.map((row) => `<rule>${row.slice(0, 4).map((cell) => `<inputEntry><text>${cell.replaceAll('<', '&lt;')}</text></inputEntry>`).join('')}<outputEntry><text>${row[4]}</text></outputEntry></rule>`);
  return `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="Bench" namespace="urn:bench">
${inputs.map(([name, type]) => `<inputData id="${name}" name="${name}"><variable name="${name}" typeRef="${type}"/></inputData>`).join('')}
<decision id="fee" name="fee"><variable name="fee" typeRef="number"/>${inputs.map(([name]) => `<informationRequirement><requiredInput href="#${name}"/></informationRequirement>`).join('')}
<decisionTable hitPolicy="UNIQUE">${inputs.map(([name, type]) => `<input label="${name}"><inputExpression typeRef="${type}"><text>${name}</text></inputExpression></input>`).join('')}<output name="fee"/>${rules.join('')}</decisionTable></decision></definitions>`;
}

/** The same table as a person would write it in TypeScript, every rule looked at. */
function byHand({ age, income, kind, place }: { age: number; income: number; kind: string; place: string }): number | null {
  const hits: number[] = [];
  for (let i = 0; i < RULES; i++) {
    if (age >= i * 5 && age < i * 5 + 5 && income >= i * 100 && ['a', 'b', `k${i}`].includes(kind) && (i % 2 === 1 || place !== 'x')) hits.push(i);
  }
  return hits.length === 1 ? (hits[0] ?? null) : null;
}

/** Milliseconds for one decision by a table of 20 rules and 4 inputs, with its explanation. Reference: the same rules written in TypeScript. */
export const tableBench: Bench = async () => {
  const { model, findings } = compileDecisions(tableXml());
  if (!model) throw new Error(findings.map((finding) => finding.message).join('\n'));
  const inputs = Array.from({ length: 100 }, (_, i) => ({ age: i, income: 5000, kind: i % 3 === 0 ? 'a' : `k${Math.floor(i / 5)}`, place: 'Musterstadt' }));
  for (const input of inputs) if (evaluateDecision(model, 'fee', { input }).value !== byHand(input)) throw new Error(`The table and the reference differ for ${JSON.stringify(input)}`);
  const perRun = (work: (input: (typeof inputs)[number]) => unknown, runs: number): number => {
    const before = process.cpuUsage();
    for (let i = 0; i < runs; i++) work(inputs[i % inputs.length] as (typeof inputs)[number]);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / runs;
  };
  const decide = (input: (typeof inputs)[number]): unknown => evaluateDecision(model, 'fee', { input }).value;
  perRun(decide, 5000);
  perRun(byHand, 100_000);
  return figure(perRun(decide, 20_000), 'ms CPU', perRun(byHand, 1_000_000));
};
