import { defineConnector } from '#core/cases';
import { isBpmnError } from '#engines/process';
import { newId } from '#platform/db';
import { OutsideFailure } from '#platform/outbound';
import { Problem, type Platform, type Who } from '#platform/module';
import { z } from 'zod';
import { problem } from './problems.ts';
import { listRegisters, prepareQuestion, type RegisterAnswer } from './registers.ts';

/** Connector `ask-register`: asks a register; the process gets `found` and `answer`. */
export const askRegisterConnector = defineConnector({
  type: 'ask-register',
  label: 'Register fragen',
  input: z.looseObject({ register: z.string().min(1), query: z.unknown() }),
  mode: 'outside',
  run: async (ctx, { case: found, input, idempotencyKey, taskId }) => {
    const ask = await prepareQuestion(ctx, { name: input.register, query: input.query, idempotencyKey, caseId: found.id, step: taskId }).catch(hopelessly);
    return async () => {
      const said = await ask();
      return { found: said.found, answer: said.found ? said.answer : null };
    };
  },
});

/** A question that is wrong today is wrong tomorrow. */
function hopelessly(error: unknown): never {
  throw error instanceof Problem ? Object.assign(error, { retryable: false }) : error;
}

/**
 * Asks a register while somebody waits, for example to prefill a form; at most some seconds.
 * @throws outside/register-silent 503, outside/query-invalid 422, outside/no-such-register 422
 */
export async function askRegister(platform: Platform, who: Who, question: { name: string; query: unknown }): Promise<RegisterAnswer> {
  const ask = await platform.transact(who, (ctx) => prepareQuestion(ctx, { ...question, idempotencyKey: newId() }));
  try {
    return await ask();
  } catch (error) {
    if (isBpmnError(error)) throw problem('outside/register-refused', { message: error.message });
    const ours = error instanceof OutsideFailure || (error instanceof Error && 'retryable' in error);
    if (!ours) throw error;
    platform.log.warn({ err: error, register: question.name }, 'a register does not answer as agreed');
    throw problem('outside/register-silent', { label: listRegisters({ platform }).find((one) => one.name === question.name)?.label ?? question.name });
  }
}
