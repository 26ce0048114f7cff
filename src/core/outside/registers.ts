import { definePoint, type Ctx, type JsonObject } from '#platform/module';
import type { z } from 'zod';
import { problem } from './problems.ts';

/**
 * A register of another authority or office that can be asked (§ 5 EGovG, once-only principle): what a question and what an
 * answer look like, and how to ask. Use {@link defineRegister}.
 */
export type Register = {
  /** Short name for processes and forms: `residents`. */
  name: string;
  label: string;
  /** Law that allows the question; shown to whoever designs with it. */
  legalBasis: string;
  query: z.ZodType;
  answer: z.ZodType;
  /** Prepares the question within the transaction; the function asks, without one. Undefined: the register knows nothing. */
  ask(ctx: Ctx, query: never, more: { idempotencyKey: string }): Promise<() => Promise<unknown>>;
};
export const registers = definePoint<Register>('outside/register');

/** Types `ask` by the schemas: `registers.of(defineRegister({ name, label, legalBasis, query, answer, ask }))`. */
export function defineRegister<Query extends z.ZodType, Answer extends z.ZodType>(
  register: Omit<Register, 'query' | 'answer' | 'ask'> & {
    query: Query;
    answer: Answer;
    ask(ctx: Ctx, query: z.output<Query>, more: { idempotencyKey: string }): Promise<() => Promise<z.input<Answer> | undefined>>;
  },
): Register {
  return register as Register;
}

/** All registers that this installation can ask. */
export const listRegisters = (ctx: Pick<Ctx, 'platform'>): Register[] => ctx.platform.contributions(registers);

export type RegisterAnswer = { found: true; answer: JsonObject } | { found: false };
type Question = { name: string; query: unknown; idempotencyKey: string; caseId?: string; step?: string };

/**
 * Checks a question and prepares it within the transaction; the function it gives back asks, without one.
 * @throws outside/no-such-register 422, outside/query-invalid 422, and from the function outside/answer-invalid 502 or what the register throws
 */
export async function prepareQuestion(ctx: Ctx, { name, query, idempotencyKey, caseId, step }: Question): Promise<() => Promise<RegisterAnswer>> {
  const register = listRegisters(ctx).find((one) => one.name === name);
  if (!register) throw problem('outside/no-such-register', { name, known: listRegisters(ctx).map((one) => one.name).join(', ') || 'keins' });
  const asked = register.query.safeParse(query);
  if (!asked.success) throw problem('outside/query-invalid', { label: register.label, fields: fieldsOf(asked.error) });
  const ask = await register.ask(ctx, asked.data as never, { idempotencyKey });
  ctx.emit({ type: 'outside/register-asked', subject: caseId ? `case:${caseId}` : `register:${name}`, ...(caseId ? { caseId } : {}), data: { register: name, ...(step ? { step } : {}) } });
  return async () => {
    const said = await ask();
    if (said === undefined) return { found: false };
    const answer = register.answer.safeParse(said);
    // "Could not read it" is never "there is nobody".
    if (!answer.success) throw Object.assign(problem('outside/answer-invalid', { label: register.label, fields: fieldsOf(answer.error) }), { retryable: false });
    return { found: true, answer: answer.data as JsonObject };
  };
}

const fieldsOf = (error: z.ZodError): string => error.issues.map((issue) => `${issue.path.join('.') || 'Angaben'}: ${issue.message}`).slice(0, 5).join('; ');
