import { z } from 'zod';
import { getEntry, lastReview, type EntryDetails } from '#core/catalogue';
import { setDocument } from '#core/inbox';
import { cityOf, describeHours, findOfficeByKey, hoursNote, listOffices, wayTo, type City, type Office } from '#core/organisation';
import type { ContentNode } from '#engines/documents';
import { file, page, rememberBriefly } from '#platform/http';
import { calendarDayOf, contentLocale, defineTexts, formatDate, tr, type ContentLocale, type Text } from '#platform/i18n';
import { notFound, type Ctx } from '#platform/module';

const texts = defineTexts({
  de: { fee: 'Gebühr', duration: 'Dauer', deadline: 'Frist', validity: 'Gültig', office: 'Zuständig', requirements: 'Voraussetzungen', papers: 'Unterlagen', steps: 'So läuft es ab', law: 'Rechtsgrundlagen', reviewed: (date: string, by: string) => `Zuletzt geprüft am ${date}${by ? `, ${by}` : ''}.`, contact: 'Kontakt', hours: 'Öffnungszeiten', way: 'So kommen Sie hin', web: (url: string) => `Diese Seite im Internet: ${url}` },
  en: { fee: 'Fee', duration: 'Processing time', deadline: 'Deadline', validity: 'Valid', office: 'Office in charge', requirements: 'Requirements', papers: 'Papers', steps: 'How it works', law: 'Legal basis', reviewed: (date: string, by: string) => `Last checked on ${date}${by ? `, ${by}` : ''}.`, contact: 'Contact', hours: 'Opening hours', way: 'How to get there', web: (url: string) => `This page on the internet: ${url}` },
});

const words = (text: string): ContentNode => ({ type: 'text', text });
const paragraph = (text: string): ContentNode => ({ type: 'paragraph', content: [words(text)] });
const heading = (text: string): ContentNode => ({ type: 'heading', attrs: { level: 2 }, content: [words(text)] });
const list = (lines: string[]): ContentNode => ({ type: 'bulletList', content: lines.map((line) => ({ type: 'listItem', content: [paragraph(line)] })) });
const part = (title: string, lines: string[]): ContentNode[] => (lines.length > 0 ? [heading(title), list(lines)] : []);

/** An editor's Markdown as paragraphs, lists and headings; links lose their address, emphasis its marks. */
function described(markdown: string): ContentNode[] {
  const nodes: ContentNode[] = [];
  const plain = markdown.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll('**', '');
  for (const block of plain.split(/\n{2,}/)) {
    const lines = block.split('\n').map((line) => line.trim()).filter(Boolean);
    const bullets = lines.filter((line) => line.startsWith('- '));
    if (lines[0]?.startsWith('#')) nodes.push(heading(lines.shift()?.replace(/^#+\s*/, '') ?? ''));
    if (lines.length > 0 && bullets.length === lines.length) nodes.push(list(lines.map((line) => line.slice(2))));
    else if (lines.length > 0) nodes.push(paragraph(lines.join(' ')));
  }
  return nodes;
}

type Sheet = { entry: EntryDetails; office: Office | undefined; city: City; locale: ContentLocale; address: string };

/** Whom to ask, when somebody is there, how to get there. */
function contactOf({ office, city, locale }: Sheet): ContentNode[] {
  if (!office) return [];
  const t = texts(locale);
  const { street, houseNumber, postalCode, city: town, note } = office.address;
  const { way } = wayTo(city, office.address);
  return part(t.contact, [
    [office.name, note, `${street} ${houseNumber}`, `${postalCode} ${town}`].filter(Boolean).join(', '),
    [office.phone, office.email].filter(Boolean).join(', '),
    `${t.hours}: ${[...describeHours(office.hours, locale).map(({ days, times }) => `${days} ${times}`), hoursNote(office.hours, locale)].filter(Boolean).join('; ')}`,
    ...(way ? [`${t.way}: ${tr(way, locale)}`] : []),
  ].filter(Boolean));
}

function contentOf(sheet: Sheet): ContentNode[] {
  const { entry, office, locale, address } = sheet;
  const { settings } = entry;
  const reviewed = lastReview(entry);
  const t = texts(locale);
  const say = (text: Text | undefined): string => tr(text, locale) ?? '';
  const facts = ([[t.fee, say(settings.fee?.text)], [t.duration, say(settings.processingTime?.text)], [t.deadline, say(settings.deadline)], [t.validity, say(settings.validity)], [t.office, office ? office.name : '']] satisfies [string, string][]).filter(([, value]) => value);
  return [
    paragraph(say(settings.summary)),
    ...(facts.length > 0 ? [list(facts.map(([term, value]) => `${term}: ${value}`))] : []),
    ...described(say(settings.description)),
    ...part(t.requirements, settings.requirements.map(say)),
    ...part(t.papers, settings.papers.map((paper) => `${[say(paper.name), say(paper.when)].filter(Boolean).join(', ')}${paper.hint ? ` (${say(paper.hint).replace(/\.$/, '')})` : ''}`)),
    ...part(t.steps, settings.steps.map(say)),
    ...part(t.law, settings.legalBasis.map(({ title, paragraph: where }) => [where, say(title)].filter(Boolean).join(' '))),
    ...contactOf(sheet),
    paragraph([reviewed ? t.reviewed(formatDate(reviewed.on, locale), reviewed.by) : '', t.web(address)].filter(Boolean).join(' ')),
  ];
}

/** A service as an accessible PDF (PDF/A-3a, PDF/UA-1), to print or hand out. */
export const serviceSheet = page({
  method: 'GET',
  path: '/leistungen/:slug/blatt.pdf',
  site: 'portal',
  access: 'anyone',
  params: z.object({ slug: z.string().max(80) }),
  handle: async (rq) => {
    const { slug } = rq.params;
    const locale = contentLocale(rq.locale);
    // Setting takes 60 ms of a core: whoever asks again at once gets the same.
    const bytes = await rememberBriefly(rq.platform, `sheet/${rq.tenantId}/${locale}/${slug}`, () => rq.read((ctx) => makeSheet(ctx, slug, locale)));
    return file({ bytes, name: `${slug}.pdf`, type: 'application/pdf', inline: true });
  },
});

async function makeSheet(ctx: Ctx, slug: string, locale: ContentLocale): Promise<Uint8Array> {
  const entry = await getEntry(ctx, slug);
  const office = entry.settings.office ? await findOfficeByKey(ctx, entry.settings.office) : undefined;
  // Whom the letterhead names when no office is in charge yet.
  const sender = office ?? (await findOfficeByKey(ctx, 'buergerbuero')) ?? (await listOffices(ctx))[0];
  if (!sender) throw notFound();
  const title = tr(entry.settings.name, locale);
  const content = contentOf({ entry, office, city: cityOf(ctx.platform), locale, address: `${ctx.platform.config.publicUrl}/leistungen/${slug}` });
  return setDocument(ctx, {
    officeId: sender.id,
    layout: 'report',
    locale,
    content: { type: 'doc', attrs: { kind: 'letter', seal: false, title, subject: `${title} – ${cityOf(ctx.platform).name}`, layout: 'report', language: locale }, content },
    meta: { date: calendarDayOf(ctx.now), createdAt: entry.updatedAt },
  });
}
