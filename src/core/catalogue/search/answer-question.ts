import { tr, type Locale, type Text } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { getEntry } from '../entries.queries.ts';
import { findRanked } from './search-services.ts';

export type Asked = 'fee' | 'duration' | 'papers' | 'deadline' | 'validity' | 'office' | 'law';
export type Answer = { slug: string; name: string; asked: Asked; lines: string[]; office?: string };

const QUESTIONS: [Asked, RegExp][] = [
  ['validity', /\bwie lange (?:ist|gilt|sind|gelten)\b|\bgültig(?:keit)?\b|\bhow long (?:is|are) .*\bvalid\b|\bvalid(?:ity)?\b/i],
  ['fee', /\b(?:was|wie ?viel) (?:kostet|kosten|zahlt|zahle|muss ich zahlen)\b|\bkosten (?:für|von)\b|\b(?:gebühr|gebühren|preis) (?:für|von)\b|\bhow much\b|\b(?:cost|costs|fee|price) (?:of|for)\b|\bwhat does\b.*\bcost\b/i],
  ['duration', /\bwie lange (?:dauert|dauern|braucht|muss ich warten)\b|\bbearbeitungs(?:dauer|zeit)\b|\bhow long\b/i],
  ['papers', /\b(?:welche|was für) (?:unterlagen|papiere|dokumente|nachweise)\b|\bunterlagen (?:für|zu[rm]?)\b|\bwas (?:brauche|benötige|muss) ich\b|\bwhich (?:papers|documents)\b|\bwhat (?:documents|papers)\b|\bdocuments (?:for|needed)\b/i],
  ['deadline', /\bbis wann\b|\bwelche frist\b|\bfrist (?:für|zu[rm]?)\b|\bwie viel zeit\b|\bby when\b|\bdeadline (?:for|of)\b/i],
  ['office', /\bwer ist zuständig\b|\bwelches amt\b|\bwo (?:kann|muss|beantrage|bekomme|melde|finde)\b|\bwhich office\b|\bwhere (?:can|do|must) i\b/i],
  ['law', /\bwelches gesetz\b|\brechtsgrundlage\b|\bwhich law\b/i],
];
/** Words of the question that say nothing about the service. */
const EMPTY = /\b(?:was|wie|wieviel|viel|lange|welche[sr]?|für|von|zur|zum|zu|kostet|kosten|dauert|dauern|braucht|brauche|benötige|ich|man|muss|kann|mir|mein(?:en|e)?|eine?[nrm]?|der|die|das|den|dem|ist|sind|gilt|gelten|gültig|gültigkeit|unterlagen|papiere|dokumente|nachweise|frist|bis|wann|wer|wo|zuständig|amt|gebühr|gebühren|preis|zahlt|zahle|zahlen|bekomme|beantrage|es|wird|bearbeitungsdauer|bearbeitungszeit|rechtsgrundlage|gesetz|how|much|long|does|do|is|are|it|take|takes|to|get|the|an?|for|of|what|which|need|needed|documents|papers|cost|costs|fee|price|deadline|by|when|where|can|must|i|my|valid|validity|office|law)\b/gi;

/** What a sentence asks about what; undefined when it is no question that the facts of a service answer. */
export function readQuestion(query: string): { asked: Asked; about: string } | undefined {
  const asked = QUESTIONS.find(([, words]) => words.test(query))?.[0];
  // \b knows ASCII letters only: a mark beside every word keeps "für" whole.
  const about = query.replaceAll(/[?!.,]/g, ' ').split(/\s+/).filter((word) => word && word.replace(EMPTY, '') === word).join(' ');
  return asked && about.length > 2 ? { asked, about } : undefined;
}

/** So much better than the next one must a service be, that nobody is answered about the wrong one. */
const CLEARLY = 1.25;

/** The answer itself, when the question is clear, one service is meant and it has the answer. */
export async function answerQuestion(ctx: Ctx, query: string): Promise<Answer | undefined> {
  const question = readQuestion(query);
  if (!question) return undefined;
  const [best, next] = await findRanked(ctx, { query: question.about, limit: 2 });
  if (!best || (next && best.score < CLEARLY * next.score && !(best.online && !next.online))) return undefined;
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
