import { z } from 'zod';
import { Problem } from '#platform/module';

/** One form field: missing is empty, longer than anything meant is refused. */
export const textInput = (max = 200) => z.string().trim().max(max).default('');
export const idParams = z.object({ id: z.uuid() });
/** A field that occurs once or often is always a list. */
export const listInput = z.union([z.string(), z.array(z.string())]).default([]).transform((value) => [value].flat());

export type FieldErrors = Record<string, string>;
export const summaryOf = (errors: FieldErrors): { id?: string; text: string }[] => Object.entries(errors).map(([id, text]) => (id === 'form' ? { text } : { id, text }));

/**
 * Runs a change; a refusal that belongs to a field is returned as its error, every other one goes on.
 * `fields` maps the code of the problem to the field.
 */
export async function attempt(fields: Record<string, string>, change: () => Promise<unknown>): Promise<FieldErrors | undefined> {
  try {
    await change();
    return undefined;
  } catch (error) {
    const field = error instanceof Problem ? fields[error.code] : undefined;
    if (!field || !(error instanceof Problem)) throw error;
    return { [field]: error.de };
  }
}
