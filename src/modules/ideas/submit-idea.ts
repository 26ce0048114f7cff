import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { addWorkingDays, cityOf } from '#core/organisation';
import { stemsOf } from '#core/projects';
import type { UploadedFile } from '#platform/http';
import { calendarDayOf } from '#platform/i18n';
import { notAllowed, type Ctx } from '#platform/module';
import { nextNumber } from '#platform/numbers';
import { problem } from './problems.ts';
import type { IdeaRow, IdeasTables } from './tables.ts';

export type NewIdea = { title: string; problem: string; proposal?: string; benefit?: string; savingCents?: number | null; officeId?: string; campaignId?: string; files?: UploadedFile[] };

/** Working days until somebody answers for the first time, and until it is decided after that. */
export const FIRST_ANSWER_DAYS = 10;
export const DECISION_DAYS = 30;

const LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';

/** 20 letters that nobody mistakes for each other, about 98 bits: guessing is hopeless. */
function newCode(): string {
  const picked: string[] = [];
  while (picked.length < 20) for (const byte of randomBytes(32)) if (byte < 240 && picked.length < 20) picked.push(LETTERS[byte % 30] ?? 'A');
  return (picked.join('').match(/.{5}/g) ?? []).join('-');
}

/** What is kept of a mailbox code. Small letters, spaces and missing dashes are forgiven. */
export const hashOfCode = (code: string): string => createHash('sha256').update(`ideas/mailbox/${code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`).digest('hex');

/** No row before the first field: what every idea begins with. */
export function emptyIdea(): Omit<IdeaRow, 'tenant_id' | 'id' | 'number' | 'title' | 'problem' | 'submitted_on'> {
  return {
    proposal: '', benefit: '', saving_cents: null, office_id: null, campaign_id: null, author_id: null, mailbox_hash: null, state: 'submitted', step_due_on: null, first_answer_on: null, decided_on: null, decided_by_name: null,
    reason_code: null, reason: '', responsible_id: null, due_on: null, closed_on: null, closing: '', merged_into: null, project_id: null, impact: 0, effort: 0, ratings: 0, comments: 0,
  };
}

export const ideaNumber = (year: string, count: number): string => `I-${year}-${String(count).padStart(4, '0')}`;

/**
 * Hands in an idea; the problem alone is enough. Who calls it without a name (actor `anonymous`) stays without one: no account, no time but the
 * day, and a random code that is the only way back. It is returned once and kept as a hash.
 * @throws ideas/title-needed, problem-needed 422; 403 for citizens
 */
export async function submitIdea(ctx: Ctx, given: NewIdea): Promise<{ id: string; number: string; code?: string }> {
  const anonymous = ctx.actor.kind === 'anonymous';
  if (!anonymous && ctx.actor.kind !== 'staff') throw notAllowed();
  if (given.title.trim().length < 5) throw problem('ideas/title-needed');
  if (given.problem.trim().length < 5) throw problem('ideas/problem-needed');
  const id = randomUUID();
  const today = calendarDayOf(ctx.now);
  const year = today.slice(0, 4);
  const number = ideaNumber(year, await nextNumber(ctx, `ideas/idea/${year}`));
  const code = anonymous ? newCode() : undefined;
  const row: IdeaRow = {
    ...emptyIdea(), tenant_id: ctx.tenantId, id, number, title: given.title.trim(), problem: given.problem.trim(), proposal: given.proposal?.trim() ?? '', benefit: given.benefit?.trim() ?? '', saving_cents: given.savingCents ?? null,
    office_id: given.officeId || null, campaign_id: given.campaignId || null, author_id: anonymous ? null : ctx.actor.id, mailbox_hash: code ? hashOfCode(code) : null, submitted_on: today,
    step_due_on: addWorkingDays(today, FIRST_ANSWER_DAYS, cityOf(ctx.platform).calendar),
  };
  await ctx.db<IdeasTables>().insertInto('ideas.idea').values(row).execute();
  await indexWords(ctx, row);
  const files = (given.files ?? []).filter(({ error }) => !error);
  if (files.length > 0) await ctx.db<IdeasTables>().insertInto('ideas.attachment').values(files.map((one) => ({ tenant_id: ctx.tenantId, id: randomUUID(), idea_id: id, name: one.name, mime: one.detectedType ?? 'application/octet-stream', hash: one.hash, size: one.size }))).execute();
  ctx.emit({ type: 'ideas/submitted', subject: `idea:${id}`, data: { number, anonymous } });
  return { id, number, ...(code ? { code } : {}) };
}

type Wording = Pick<IdeaRow, 'id' | 'title' | 'problem' | 'proposal'>;
export const wordsOf = ({ title, problem: what, proposal }: Wording): string[] => [...stemsOf(`${title} ${what} ${proposal}`)].slice(0, 120);

/** Makes an idea findable by its words. */
async function indexWords(ctx: Ctx, idea: Wording): Promise<void> {
  const words = wordsOf(idea);
  if (words.length > 0) await ctx.db<IdeasTables>().insertInto('ideas.word').values(words.map((word) => ({ tenant_id: ctx.tenantId, word, idea_id: idea.id }))).execute();
}
