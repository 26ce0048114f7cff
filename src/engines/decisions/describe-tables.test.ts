import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileDecisions } from './dmn/compile-decisions.ts';
import { describeTables } from './describe-tables.ts';

const table = (id: string) => `<decisionTable id="${id}" hitPolicy="FIRST">
  <input id="${id}i" label="Betrag"><inputExpression typeRef="number"><text>amount</text></inputExpression></input>
  <output id="${id}o" name="way" label="Weg" typeRef="string"/><annotation name="publicText"/>
  <rule id="${id}r1"><description>klein</description><inputEntry><text>&lt; 100</text></inputEntry><outputEntry><text>"ja"</text></outputEntry><annotationEntry><text>Kleine Beträge sind frei.</text></annotationEntry></rule>
  <rule id="${id}r2"><inputEntry><text>-</text></inputEntry><outputEntry><text>"nein"</text></outputEntry><annotationEntry><text/></annotationEntry></rule></decisionTable>`;
const model = (logic: string) => `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="urn:m">
  <inputData id="a" name="amount"><variable name="amount" typeRef="number"/></inputData>
  <decision id="d" name="Weg"><variable name="Weg" typeRef="Any"/><informationRequirement><requiredInput href="#a"/></informationRequirement>${logic}</decision></definitions>`;

test('a table is told as it was written, also inside a context', () => {
  for (const logic of [table('t'), `<context><contextEntry><variable name="inner"/>${table('t')}</contextEntry></context>`]) {
    const { model: compiled } = compileDecisions(model(logic));
    assert.ok(compiled);
    const [told] = describeTables(compiled);
    assert.deepEqual([told?.decisionName, told?.hitPolicy, told?.inputs, told?.outputs, told?.annotations], ['Weg', 'FIRST', [{ label: 'Betrag', expression: 'amount' }], [{ name: 'way', label: 'Weg' }], ['publicText']]);
    assert.deepEqual(told?.rules[0], { id: 'tr1', row: 1, description: 'klein', inputs: ['< 100'], outputs: ['"ja"'], annotations: ['Kleine Beträge sind frei.'] });
    assert.equal(told?.rules[1]?.inputs[0], '-');
  }
});
