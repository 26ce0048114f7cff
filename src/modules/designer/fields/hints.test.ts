// Beside every property stands what it means: one or two German sentences, mostly with an example.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldTypeNames, type ElementDefinition } from '#engines/forms';
import { itemGroups } from '../form/element-fields.ts';
import { letterGroups } from '../letters/letter-file.ts';
import { elementGroups, type ElementChoices } from '../process/element-properties.ts';
import { feePart, recordPart, textsPart } from '../settings/settings-parts.ts';
import { fieldsOf, type FieldGroup } from './field-spec.ts';

const choices: ElementChoices = { groups: [], forms: [], decisions: [], letters: [], connectors: [], userTasks: [{ value: 'other', label: 'Andere' }] };
const settings = { offices: [], lifeSituations: [], decisions: [] };
const task = (kind: string, more = {}) => elementGroups({ $type: `bpmn:${kind}`, id: 'one', ...more }, choices);
const withEvent = (kind: string) => task('IntermediateCatchEvent', { eventDefinitions: [{ $type: `bpmn:${kind}EventDefinition` }] });
const element = (type: string) => itemGroups({ kind: 'element', element: { type, key: 'a', label: 'A', elements: [] } as unknown as ElementDefinition });

const editors: Record<string, FieldGroup[]> = {
  page: itemGroups({ kind: 'page', page: { id: 'a', title: 'A', elements: [] } }),
  ...Object.fromEntries([...fieldTypeNames, 'group', 'repeat', 'info'].map((type) => [`field ${type}`, element(type)])),
  ...Object.fromEntries(['UserTask', 'SendTask', 'ServiceTask', 'BusinessRuleTask', 'ScriptTask', 'ReceiveTask', 'SequenceFlow', 'ExclusiveGateway', 'StartEvent', 'EndEvent', 'SubProcess', 'CallActivity'].map((kind) => [kind, task(kind)])),
  timer: withEvent('Timer'), message: withEvent('Message'), letter: letterGroups,
  texts: textsPart.groups({}, settings), fee: feePart.groups({}, settings), record: recordPart.groups({}, settings),
};

test('every property of every editor is explained', () => {
  const isTranslation = (name: string): boolean => /\.(en|de-leicht)$/.test(name);
  const bare = Object.entries(editors).flatMap(([editor, groups]) => fieldsOf(groups).filter(({ name, hint }) => !isTranslation(name) && (hint ?? '').length < 12).map(({ name }) => `${editor}: ${name}`));
  assert.deepEqual([...new Set(bare)], []);
});
