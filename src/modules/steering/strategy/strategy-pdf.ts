import { z } from 'zod';
import { setDocument } from '#core/inbox';
import { findOfficeByKey, listOffices } from '#core/organisation';
import { tableNode } from '#core/projects';
import type { ContentNode } from '#engines/documents';
import { file, page } from '#platform/http';
import { calendarDayOf, formatDate, formatNumber } from '#platform/i18n';
import { notFound, type Ctx } from '#platform/module';
import { findEdition, getEdition, type FullEdition } from './editions.ts';
import { readFacts } from './read-facts.ts';
import { strategyProgress, type Facts, type Progress } from './progress.ts';
import { percentText, STRATEGY } from './strategy-tree-view.tsx';
import type { Goal } from './strategy-tree.ts';

const words = (text: string): ContentNode[] => (text ? [{ type: 'text', text }] : []);
const paragraph = (text: string): ContentNode => ({ type: 'paragraph', content: words(text) });
const heading = (level: number, text: string): ContentNode => ({ type: 'heading', attrs: { level }, content: words(text) });
const list = (lines: string[]): ContentNode[] => (lines.length === 0 ? [] : [{ type: 'bulletList', content: lines.map((line) => ({ type: 'listItem', content: [paragraph(line)] })) }]);
const number = (value: number): string => formatNumber(value, 'de', { maximumFractionDigits: 1 });

/** An edition as an accessible PDF (PDF/A-3a, PDF/UA-1), with its state of today. */
export const strategyPdf = page({
  method: 'GET', path: `${STRATEGY}/strategie.pdf`, site: 'office', access: 'may:steering/read',
  query: z.object({ fassung: z.coerce.number().int().optional().catch(undefined) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const edition = rq.query.fassung ? await getEdition(ctx, rq.query.fassung) : await findEdition(ctx, 'current');
      if (!edition) throw notFound();
      return file({ bytes: await setStrategy(ctx, edition), name: `strategie-${edition.number}.pdf`, type: 'application/pdf', inline: true });
    }),
});

async function setStrategy(ctx: Ctx, edition: FullEdition): Promise<Uint8Array> {
  const office = (await findOfficeByKey(ctx, 'digitalisierung')) ?? (await listOffices(ctx))[0];
  if (!office) throw notFound();
  const { known, ...facts } = await readFacts(ctx, edition.tree);
  const { whole, byKey } = strategyProgress(edition.tree, facts);
  const content: ContentNode[] = [
    paragraph(edition.tree.vision),
    paragraph(`${edition.number}. Fassung${edition.validFrom ? `, gilt seit ${formatDate(edition.validFrom)}` : ', Entwurf'}. Anlass: ${edition.reason}`),
    paragraph(`Stand am ${formatDate(facts.today)}: ${percentText(whole)}, berechnet aus Messwerten, Meilensteinen und Leistungen.`),
    ...edition.tree.fields.flatMap((field) => [
      heading(2, `${field.name}: ${percentText(byKey.get(field.key)?.percent ?? null)}`),
      ...(field.text ? [paragraph(field.text)] : []),
      ...field.goals.flatMap((goal) => goalContent(goal, { facts, byKey, titles: new Map([...known].map(([id, { title }]) => [id, title])) })),
    ]),
  ];
  return setDocument(ctx, { officeId: office.id, layout: 'report', locale: 'de', content: { type: 'doc', attrs: { kind: 'letter', layout: 'report', title: edition.title, subject: edition.title, seal: false, language: 'de' }, content }, meta: { date: calendarDayOf(ctx.now) } });
}

type Around = { facts: Facts; byKey: Map<string, Progress>; titles: Map<string, string> };
function goalContent(goal: Goal, { facts, byKey, titles }: Around): ContentNode[] {
  const progress = byKey.get(goal.key);
  const rows = goal.indicators.map((one) => [`${one.name}${one.unit ? ` (${one.unit})` : ''}`, `${number(one.base)} (${one.baseOn.slice(0, 4)})`, facts.values.has(one.key) ? number(facts.values.get(one.key)?.value ?? 0) : '–', `${number(one.target)} (${one.targetOn.slice(0, 4)})`]);
  return [
    heading(3, `${goal.name}: ${percentText(progress?.percent ?? null)}`),
    ...(goal.text ? [paragraph(goal.text)] : []),
    ...(rows.length > 0 ? [tableNode(['Messgröße', 'Ausgang', 'Heute', 'Ziel'], rows, [1, 2, 3])] : []),
    ...list(progress?.parts.map(({ name, formula }) => `${name}: ${formula}`) ?? []),
    ...goal.measures.flatMap((measure) => [paragraph(`Maßnahme: ${measure.name}${measure.text ? `. ${measure.text}` : ''}`), ...list(measure.projects.flatMap((id) => titles.get(id) ?? []))]),
  ];
}
