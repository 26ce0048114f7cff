import { compileForm } from '../compile-form.ts';
import type { CompileFeel } from '../compiled.ts';
import type { FormDefinition } from '../definition.ts';
import type { Finding } from '../finding.ts';
import type { Imported } from './imported.ts';

const expressions = new Set(['condition', 'required', 'min', 'max', 'pattern', 'value', 'rules', 'minLength', 'maxLength']);

/** Takes out what our rules do not allow (unknown names, circles …) and says so in notes, until the draft compiles. */
export function settleDraft(imported: Imported, feel: CompileFeel): Imported {
  const { definition, notes } = imported;
  if (!definition) return imported;
  for (let round = 0; round < 20; round++) {
    const { findings } = compileForm(definition, { feel });
    if (findings.length === 0) return imported;
    const settled = findings.filter((finding) => takeOut(definition, finding, notes));
    if (settled.length === 0) return { notes, refusals: findings.map(({ where, message }) => ({ where, message })) };
  }
  return { notes, refusals: [{ where: 'Formular', message: 'Der Entwurf lässt sich nicht in eine gültige Form bringen' }] };
}

type Loose = Record<string, unknown>;

function takeOut(definition: FormDefinition, finding: Finding, notes: Imported['notes']): boolean {
  const steps = finding.path.split('.');
  let owner: unknown = definition;
  let name = '';
  for (const step of steps) {
    if (expressions.has(step)) {
      name = step;
      break;
    }
    owner = (owner as Loose | undefined)?.[step];
  }
  if (typeof owner !== 'object' || owner === null) return false;
  const element = owner as Loose;
  // A circle is reported at the element: its condition or its calculation has to go.
  const property = name || (element.condition === undefined ? 'value' : 'condition');
  const text = element[property];
  if (text === undefined || (property === 'value' && text === 'null')) return false;
  if (property === 'value') element.value = 'null';
  else delete element[property];
  notes.push({ where: finding.where, message: `„${property}: ${String(text).slice(0, 300)}“ wurde ausgelassen: ${finding.message}` });
  return true;
}
