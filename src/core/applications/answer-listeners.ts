import type { CompiledService } from '#core/catalogue';
import { firstOpenQuestion, listQuestions, questionAt, type FieldError, type FormData, type FormEnv } from '#engines/forms';
import { calendarDayOf } from '#platform/i18n';
import { definePoint, type Actor, type Ctx, type Platform } from '#platform/module';
import type { Draft } from './drafts.ts';

/** What a page that was sent tells about its questions, by path ("dogs.breed"); never an answer, never whose. */
export type Answers = { platform: Platform; tenantId: number; actor: Actor['kind']; service: string; /** Asked for the first time in this draft. */ asked: string[]; /** Answered for the first time. */ answered: string[]; /** Sent back with a mistake. */ refused: string[] };
/** Whoever counts where forms are hard; told after the commit. */
export const answerListeners = definePoint<(answers: Answers) => void>('applications/answers');

type Sent = { draft: Draft; service: CompiledService; env: FormEnv; pageId: string; data: FormData; errors: FieldError[] };

/** Tells the listeners about a page that was sent. */
export function tellAnswers(ctx: Ctx, { draft, service, env, pageId, data, errors }: Sent): void {
  const listeners = ctx.platform.contributions(answerListeners);
  if (listeners.length === 0) return;
  const { platform, tenantId, actor } = ctx;
  ctx.afterCommit(() => {
    const before = draft.pages_seen.includes(pageId) ? listQuestions(service.form, { pageId, data: draft.data, env }) : [];
    const now = listQuestions(service.form, { pageId, data, env });
    const refused = [...new Set(errors.flatMap(({ path }) => questionAt(service.form, path) ?? []))];
    const known = (path: string, answered: boolean): boolean => before.some((one) => one.path === path && (one.answered || !answered));
    const told: Answers = { platform, tenantId, actor: actor.kind, service: service.slug, asked: now.filter(({ path }) => !known(path, false)).map(({ path }) => path), answered: now.filter(({ path, answered }) => answered && !refused.includes(path) && !known(path, true)).map(({ path }) => path), refused };
    for (const listener of listeners) listener(told);
  });
}

/** Where a draft that nobody went on with stopped: its first question without a right answer, or 'review' when only sending was left. */
export function stopOf(ctx: Ctx, draft: Pick<Draft, 'data'>, service: CompiledService): string {
  return firstOpenQuestion(service.form, draft.data, { today: calendarDayOf(ctx.now), locale: 'de' }) ?? 'review';
}
