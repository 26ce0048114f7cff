import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { h } from 'preact';
import { render } from 'preact-render-to-string';
import { htmlMistakes } from '#platform/testing';
import { breakLines, Diagram } from './diagram.tsx';
import { readLayout } from './read-layout.ts';

const xml = await readFile(resolve(import.meta.dirname, '../../../../services/business-registration/process.bpmn'), 'utf8');

test('the drawing of a process is read with its tasks, events, gateways and flows', async () => {
  const layout = await readLayout(xml);
  assert.ok(layout);
  const kinds = new Set(layout.shapes.map((shape) => shape.kind));
  for (const kind of ['task', 'event', 'gateway'] as const) assert.ok(kinds.has(kind), kind);
  assert.equal(layout.shapes.find((shape) => shape.id === 'Task_check')?.flavour, 'user');
  assert.ok(layout.edges.length > 10);
});

test('where the case stands is marked by a sign and not by colour alone', async () => {
  const layout = await readLayout(xml);
  assert.ok(layout);
  const html = render(h(Diagram, { layout, current: new Set(['Task_check']), done: new Set(['Start']), failed: new Set(['Task_fee']), label: 'Ablauf' }));
  for (const sign of ['▶', '✓', '!', 'role="img"', 'aria-label="Ablauf"']) assert.ok(html.includes(sign), sign);
  assert.deepEqual(await htmlMistakes(`<!DOCTYPE html><html lang="de"><head><title>x</title></head><body>${html}</body></html>`), []);
});

test('a model without a drawing has none to show', async () => {
  assert.equal(await readLayout('<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x"><process id="p"/></definitions>'), undefined);
});

test('long German words are broken, long texts end with dots', () => {
  assert.deepEqual(breakLines('Gewerbezentralregisterauszug prüfen', 14, 4), ['Gewerbezentra-', 'lregisterausz-', 'ug prüfen']);
  assert.equal(breakLines('eins zwei drei vier fünf sechs', 5, 3).at(-1), 'drei…');
});
