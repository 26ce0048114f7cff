import { createHash } from 'node:crypto';
import { addDays, addWorkingDays, cityOf, findSampleFile, listOffices } from '#core/organisation';
import { projectIdsByKey } from '#core/projects';
import { accountNames, listAccounts } from '#platform/auth';
import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { nextNumber } from '#platform/numbers';
import { awardFor } from './flow/award.ts';
import { recount } from './flow/rate-idea.ts';
import { sampleComments, sampleOpinion } from './sample-talk.ts';
import { ideasFile, type SampleIdea } from './sample-file.ts';
import { DECISION_DAYS, emptyIdea, FIRST_ANSWER_DAYS, hashOfCode, ideaNumber, wordsOf } from './submit-idea.ts';
import type { AwardRow, AwardRuleRow, CommentRow, IdeaRow, IdeasTables, OpinionRow, RatingRow, WordRow } from './tables.ts';

/** The same number for the same words, so that every installation begins alike. */
const numberFrom = (text: string): number => createHash('md5').update(text).digest().readUInt32BE(0);
const idFrom = (text: string): string => {
  const hex = createHash('md5').update(`ideas/sample/${text}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

type Person = { id: string; name: string };
type Town = { projects: Map<string, string>; people: Person[]; byMail: Map<string, Person>; offices: Map<string, string>; today: string; rules: AwardRuleRow[] };

/** The ideas of the sample city with what was said about them, only while there are none. */
export async function seedIdeas(ctx: Ctx): Promise<void> {
  const file = findSampleFile(ctx.platform, 'ideas.yaml', ideasFile);
  const db = ctx.db<IdeasTables>();
  if (!file || (await db.selectFrom('ideas.idea').select('id').where('tenant_id', '=', ctx.tenantId).limit(1).executeTakeFirst())) return;
  const tenant_id = ctx.tenantId;
  const campaigns = new Map(file.campaigns.map((one) => [one.key, newId()]));
  const rules = file.rules.map((one, at) => ({ tenant_id, version: at + 1, from_on: one.from, share_percent: one.share, flat_cents: one.flat * 100, cap_cents: one.cap * 100, made_by_name: 'Jürgen Aschenbrenner' }));
  const town = await readTown(ctx, rules);
  if (town.people.length < 8) return;
  await db.insertInto('ideas.award_rule').values(rules).execute();
  if (file.campaigns.length > 0) await db.insertInto('ideas.campaign').values(file.campaigns.map((one) => ({ tenant_id, id: campaigns.get(one.key) ?? newId(), title: one.title, text: one.text, from_on: one.from, until_on: one.until, made_by_name: 'Greta Simon' }))).execute();
  const ideas: { sample: SampleIdea; row: IdeaRow }[] = [];
  for (const sample of file.ideas) ideas.push({ sample, row: await rowOf(ctx, { sample, town, campaignId: campaigns.get(sample.campaign ?? '') ?? null }) });
  const byTitle = new Map(ideas.map(({ row }) => [row.title, row]));
  for (const { idea, into, reason } of file.merges) {
    const [from, to] = [byTitle.get(idea), byTitle.get(into)];
    if (from && to) Object.assign(from, { state: 'merged', merged_into: to.id, reason_code: 'duplicate', reason, step_due_on: null });
  }
  const talk = ideas.map(({ sample, row }) => talkOf({ sample, row, town }));
  for (const { row, ratings, comments } of talk) Object.assign(row, { ...means(ratings), comments: comments.length });
  await insertAll(ctx, { ideas: ideas.map(({ row }) => row), ratings: talk.flatMap(({ ratings }) => ratings), comments: talk.flatMap(({ comments }) => comments), opinions: talk.flatMap(({ opinions }) => opinions), awards: talk.flatMap(({ awards }) => awards) });
  ctx.emit({ type: 'ideas/sample-made', subject: 'ideas:sample', data: { ideas: ideas.length } });
}

async function readTown(ctx: Ctx, rules: AwardRuleRow[]): Promise<Town> {
  const accounts = await listAccounts(ctx, { kind: 'staff', status: 'active', limit: 200 });
  const names = await accountNames(ctx, accounts.map(({ id }) => id));
  const people = accounts.map(({ id }) => ({ id, name: names.get(id) ?? '' })).sort((a, b) => a.name.localeCompare(b.name, 'de'));
  const byMail = new Map(accounts.map(({ email, id, name }) => [(email ?? '').split('@')[0] ?? '', { id, name }]));
  return { people, byMail, rules, projects: await projectIdsByKey(ctx), offices: new Map((await listOffices(ctx)).map(({ key, id }) => [key, id])), today: calendarDayOf(ctx.now) };
}

async function rowOf(ctx: Ctx, { sample, town, campaignId }: { sample: SampleIdea; town: Town; campaignId: string | null }): Promise<IdeaRow> {
  const land = cityOf(ctx.platform).calendar;
  const year = sample.on.slice(0, 4);
  const author = town.byMail.get(sample.by ?? '');
  const state = sample.state;
  const answered = state === 'submitted' ? null : addWorkingDays(sample.on, 2 + (numberFrom(sample.title) % 8), land);
  const step = { submitted: addWorkingDays(sample.on, FIRST_ANSWER_DAYS, land), review: addWorkingDays(answered ?? sample.on, DECISION_DAYS + 10, land), accepted: sample.due ?? null, implemented: null, dropped: null, rejected: null }[state];
  const accepted = state === 'accepted' || state === 'implemented' || state === 'dropped';
  return {
    ...emptyIdea(), tenant_id: ctx.tenantId, id: idFrom(sample.title), number: ideaNumber(year, await nextNumber(ctx, `ideas/idea/${year}`)), title: sample.title, problem: sample.problem, proposal: sample.proposal, saving_cents: sample.saving ? sample.saving * 100 : null,
    office_id: town.offices.get(sample.office) ?? null, campaign_id: campaignId, author_id: author?.id ?? null, mailbox_hash: author ? null : hashOfCode(`probe ${sample.title}`), submitted_on: sample.on, state, step_due_on: step, first_answer_on: answered,
    decided_on: sample.decided ?? null, decided_by_name: sample.decided ? 'Aylin Demir' : null, reason_code: sample.reason ?? null, reason: sample.reason ? (reasons[sample.reason] ?? '') : '',
    responsible_id: accepted ? (town.byMail.get(sample.responsible ?? '')?.id ?? null) : null, due_on: accepted ? (sample.due ?? sample.closed ?? null) : null, closed_on: sample.closed ?? (state === 'rejected' ? (sample.decided ?? null) : null), closing: sample.closing, project_id: town.projects.get(sample.project ?? '') ?? null,
  };
}

const reasons: Record<string, string> = {
  saves: 'Das spart den Beteiligten jede Woche Zeit, und der Aufwand ist überschaubar.', service: 'Davon haben Bürgerinnen und Bürger sofort etwas.', quality: 'Damit passieren weniger Fehler, und alle sehen denselben Stand.', staff: 'Das macht die Arbeit leichter; die Ämter haben sich dafür ausgesprochen.', climate: 'Das spart Energie und Wege und kostet wenig.',
  exists: 'Das gibt es inzwischen: Alle Leistungen laufen im Browser, auch auf dem Handy. Danke für den Hinweis, dass es zu wenig bekannt ist.', costly: 'Wir haben gerechnet: Der Aufwand ist jedes Jahr höher als das, was dadurch besser wird.', 'no-benefit': 'Wir haben mit drei Ämtern gesprochen; niemand sah, was dadurch besser würde.',
  law: 'Das lässt das geltende Recht nicht zu. Die Stellungnahme der Rechtsstelle liegt bei.', 'not-ours': 'Das liegt nicht in der Hand der Stadt. Wir haben die Idee an den Träger weitergegeben.', later: 'Die Idee ist gut, aber in diesem Jahr fehlt die Kraft. Reichen Sie sie gern wieder ein.', other: 'Darüber gehen die Meinungen weit auseinander; ohne Mehrheit führen wir es nicht ein.',
};

type Talk = { row: IdeaRow; ratings: RatingRow[]; comments: CommentRow[]; opinions: OpinionRow[]; awards: AwardRow[] };

function talkOf({ sample, row, town }: { sample: SampleIdea; row: IdeaRow; town: Town }): Talk {
  const seed = numberFrom(row.title);
  // two in three take part, as it is where ideas are welcome
  const others = town.people.filter(({ id, name }) => id !== row.author_id && numberFrom(name) % 3 !== 0);
  const rated = row.state === 'submitted' ? seed % 6 : 4 + (seed % 13);
  const liked = row.state === 'rejected' ? 1.7 : 3.2 + (seed % 9) / 6;
  const ratings = Array.from({ length: rated }, (_, at): RatingRow => {
    const person = others[(seed + at * 7) % others.length];
    return { tenant_id: row.tenant_id, idea_id: row.id, account_id: person?.id ?? '', impact: within(liked + ((seed >>> (at % 16)) % 3) - 1), effort: within(2.4 + ((seed >>> ((at + 3) % 16)) % 3) - 1 + (row.state === 'rejected' ? 1 : 0)), rated_on: earliest(addDays(row.submitted_on, 1 + (at % 9)), town.today) };
  });
  const seen = new Set<string>();
  const once = ratings.filter(({ account_id }) => account_id && !seen.has(account_id) && seen.add(account_id));
  return { row, ratings: once, comments: sampleComments({ row, seed, others, today: town.today }), opinions: sampleOpinion({ row, seed, others, today: town.today }), awards: awardsOf({ sample, row, town }) };
}

const within = (value: number): number => Math.min(5, Math.max(1, Math.round(value)));
const earliest = (a: string, b: string): string => (a < b ? a : b);

function awardsOf({ sample, row, town }: { sample: SampleIdea; row: IdeaRow; town: Town }): AwardRow[] {
  const [miriam, helena] = [town.byMail.get('miriam.doering'), town.byMail.get('helena.brandt')];
  if (!sample.award || !row.closed_on || !miriam || !helena || row.author_id === miriam.id) return [];
  const closed = row.closed_on;
  const rule = town.rules.findLast(({ from_on }) => from_on <= closed);
  if (!rule) return [];
  const { amountCents, explanation } = awardFor(rule, row.saving_cents);
  const open = closed > addDays(town.today, -62);
  return [{ tenant_id: row.tenant_id, id: newId(), idea_id: row.id, rule_version: rule.version, saving_cents: row.saving_cents, amount_cents: amountCents, explanation, state: open ? 'proposed' : 'approved', proposed_by: miriam.id, proposed_by_name: miriam.name, proposed_on: closed, decided_by: open ? null : helena.id, decided_by_name: open ? null : helena.name, decided_on: open ? null : addDays(closed, 9), comment: '', paid_on: null, paid_by_name: null }];
}

function means(ratings: RatingRow[]): Pick<IdeaRow, 'impact' | 'effort' | 'ratings'> {
  const mean = (of: (one: RatingRow) => number): number => (ratings.length === 0 ? 0 : Math.round((ratings.reduce((sum, one) => sum + of(one), 0) / ratings.length) * 100));
  return { impact: mean(({ impact }) => impact), effort: mean(({ effort }) => effort), ratings: ratings.length };
}

async function insertAll(ctx: Ctx, rows: { ideas: IdeaRow[]; ratings: RatingRow[]; comments: CommentRow[]; opinions: OpinionRow[]; awards: AwardRow[] }): Promise<void> {
  const db = ctx.db<IdeasTables>();
  const words: WordRow[] = rows.ideas.flatMap((row) => wordsOf(row).map((word) => ({ tenant_id: ctx.tenantId, word, idea_id: row.id })));
  await db.insertInto('ideas.idea').values(rows.ideas).execute();
  for (let at = 0; at < words.length; at += 5000) await db.insertInto('ideas.word').values(words.slice(at, at + 5000)).execute();
  if (rows.ratings.length > 0) await db.insertInto('ideas.rating').values(rows.ratings).execute();
  if (rows.comments.length > 0) await db.insertInto('ideas.comment').values(rows.comments).execute();
  if (rows.opinions.length > 0) await db.insertInto('ideas.opinion').values(rows.opinions).execute();
  if (rows.awards.length > 0) await db.insertInto('ideas.award').values(rows.awards).execute();
  // what a merged idea was rated counts where it went, each person once
  for (const { merged_into } of rows.ideas) if (merged_into) await recount(ctx, merged_into);
}
