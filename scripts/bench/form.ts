import { h } from 'preact';
import { render } from 'preact-render-to-string';
import { compileFeel } from '#engines/decisions';
import { compileForm, renderPage, validateAll, type CompiledForm, type FormData, type FormEnv, type Json } from '#engines/forms';
import { figure, median } from './measure.ts';
import type { Bench } from './run.ts';

const FIELDS = 1000;
const ANSWERS: Record<string, Json> = {
  text: 'Hallo', name: 'Anna', textarea: 'Ein Satz.', email: 'a@example.org', date: '2026-01-31', yesNo: true, choice: 'a', integer: 5, money: 1250, decimal: 1.5,
};
const TYPES = Object.keys(ANSWERS);

/** One page with a thousand questions of ten kinds; every third is demanded, every seventh has a condition. */
function bigForm(): { form: CompiledForm; data: FormData } {
  const elements = Array.from({ length: FIELDS }, (_, i) => ({
    type: TYPES[i % TYPES.length],
    key: `f${i}`,
    label: `Frage ${i}`,
    hint: 'Ein Hinweis vor dem Feld',
    required: i % 3 === 0,
    ...(i % 7 === 0 && i % 10 > 0 ? { condition: `f${i - (i % 10)} != "nichts"` } : {}),
    ...(TYPES[i % TYPES.length] === 'choice' ? { options: [{ value: 'a', label: 'A' }, { value: 'b', label: 'B' }] } : {}),
  }));
  const { form, findings } = compileForm({ schemaVersion: 1, id: 'big', title: 'Groß', pages: [{ id: 'one', title: 'Eine Seite', elements }] }, { feel: compileFeel });
  if (!form) throw new Error(findings.map((finding) => finding.message).join('\n'));
  return { form, data: Object.fromEntries(elements.map(({ key, type }) => [key, ANSWERS[type ?? '']])) };
}

const cpuMs = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

/** CPU of drawing and checking a form of 1,000 fields, all threads. Reference: drawing 1,000 bare labels and inputs. */
export const formBench: Bench = async ({ log }) => {
  const { form, data } = bigForm();
  const env: FormEnv = { today: '2026-09-01', locale: 'de' };
  const once = (): void => {
    render(renderPage({ form, pageId: 'one', data, env }).fields);
    if (!validateAll(form, data, env).valid) throw new Error('The answers of the bench are not valid.');
  };
  const bare = (): void =>
    void render(h('form', {}, Object.keys(data).map((key) => h('div', { key }, h('label', { for: key }, key), h('input', { id: key, name: key, value: String(data[key]) })))));
  log(`Beim ersten Mal, mit dem Übersetzen des Programms: ${Math.round(cpuMs(once))} ms`);
  for (let i = 0; i < 10; i++) {
    once();
    bare();
  }
  const runs = Array.from({ length: 20 }, () => [cpuMs(once), cpuMs(bare)] as const);
  return figure(median(runs.map(([ours]) => ours)), 'ms CPU', median(runs.map(([, theirs]) => theirs)));
};
