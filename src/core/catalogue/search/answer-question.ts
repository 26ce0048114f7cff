import { tr, type Locale, type Text } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { getEntry } from '../entries.queries.ts';
import { readQuestion, type Asked } from './read-question.ts';
import { EXACTLY, findRanked, type Found } from './search-services.ts';

export type Answer = { slug: string; name: string; asked: Asked; lines: string[]; office?: string };

/** So much better than the next one must a service be, that nobody is answered about the wrong one. */
const CLEARLY = 1.25;

/** The one service that is meant. Of several called exactly so, the city's own goes before what another catalogue merely names. */
export function findMeant<T extends Pick<Found, 'score' | 'online'>>(hits: T[]): T | undefined {
  const own = hits.filter(({ score, online }) => score >= EXACTLY && online);
  const [best, next] = own.length > 0 ? own : hits;
  return best && next && best.score < CLEARLY * next.score && !(best.online && !next.online) ? undefined : best;
}

/** The answer itself, when the question is clear, one service is meant and it has the answer. */
export async function answerQuestion(ctx: Ctx, query: string): Promise<Answer | undefined> {
  const question = readQuestion(query);
  if (!question) return undefined;
  const best = findMeant(await findRanked(ctx, { query: question.about, limit: 4 }));
  if (!best) return undefined;
  const { settings } = await getEntry(ctx, best.slug);
  const say = (...texts: (Text | undefined)[]): string[] => texts.flatMap((text) => tr(text, ctx.locale) ?? []).filter(Boolean);
  const lines: Record<Asked, string[]> = {
    fee: say(settings.fee?.text),
    duration: say(settings.processingTime?.text),
    papers: settings.papers.map((paper) => paperInWords(paper, ctx.locale)),
    deadline: say(settings.deadline),
    validity: say(settings.validity),
    office: [],
    law: settings.legalBasis.map(({ title, paragraph }) => [paragraph, tr(title, ctx.locale)].filter(Boolean).join(' ')),
  };
  const found = lines[question.asked];
  if (question.asked === 'office') return settings.office ? { slug: best.slug, name: best.name, asked: 'office', lines: [], office: settings.office } : undefined;
  return found.length > 0 ? { slug: best.slug, name: best.name, asked: question.asked, lines: found.slice(0, 8) } : undefined;
}

const paperInWords = ({ name, when }: { name: Text; when?: Text | undefined }, locale: Locale): string => [tr(name, locale), tr(when, locale)].filter(Boolean).join(', ');
