import type { Refusal } from '../commands.ts';
import type { Vars } from '../state.ts';
import { plainValue } from './plain-value.ts';
import type { Run } from './run.ts';

/** What a person or a message brings must be plain and must not take the names of the environment; said at once to whoever tries. */
export function refuseVariables(run: Run, vars: Vars | undefined): Refusal | undefined {
  if (!vars) return undefined;
  const name = Object.keys(vars).find((key) => Object.hasOwn(run.env.context, key));
  if (name !== undefined)
    return { code: 'reserved-name', message: `Der Name „${name}“ ist vergeben und kann nicht überschrieben werden.` };
  try {
    plainValue(vars);
    return undefined;
  } catch (error) {
    return { code: 'not-storable', message: `Die Angaben lassen sich nicht speichern: ${error instanceof Error ? error.message : String(error)}.` };
  }
}
