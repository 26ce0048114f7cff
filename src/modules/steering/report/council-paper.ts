import { createHash } from 'node:crypto';
import { cityOf } from '#core/organisation';
import { figureText } from '#core/insights';
import type { ContentNode } from '#engines/documents';
import { formatDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { figureTable, heading, paragraph, textNodes } from './report-nodes.ts';
import { setReport } from './report-pdf.ts';
import { blocksOf } from './report-text.ts';
import { publicHref, titleOf, type ReportHead, type ReportPart, type Snapshot } from './report.ts';
import { findReportFile, findSnapshot } from './reports.queries.ts';

/** A paper for the council (Vorlage): what shall be resolved, why, what it costs, what lies beside it. */
export type CouncilPaper = { subject: string; facts: [string, string][]; resolution: string; reasons: { title: string; text: string; part: ReportPart }[]; money: string; enclosures: string[] };

/** First words and numbers of every part: the council reads two pages, the report lies beside them. */
export async function writePaper(ctx: Ctx, report: ReportHead, parts: ReportPart[]): Promise<CouncilPaper> {
  const subject = titleOf(report.year);
  const pdf = await findReportFile(ctx, report.id);
  const money = parts.find(({ id }) => /money|budget|haushalt/.test(id));
  const state = report.state === 'draft' ? 'Entwurf' : report.edition > 1 ? `${report.edition}. Ausgabe: ${report.reason}` : 'abgeschlossen';
  return {
    subject,
    facts: [['Gremium', 'Stadtrat'], ['Art', 'Vorlage zur Kenntnisnahme'], ['Öffentlichkeit', 'öffentlich'], ['Bericht', state], ['Stand', formatDate(report.frozenAt ?? ctx.now)]],
    resolution: `Der Stadtrat von ${cityOf(ctx.platform).name} nimmt den ${subject} zur Kenntnis.`,
    reasons: parts.filter(({ id }) => id !== 'preface').map((part) => ({ title: part.title, text: firstWords(part.text), part })),
    money: money ? money.figures.map(({ label, value, unit }) => `${label}: ${figureText(value, unit)}`).join('; ') : 'Keine: Der Bericht löst keine Ausgaben aus.',
    enclosures: [`${subject} (PDF)${pdf ? `, SHA-256 ${createHash('sha256').update(pdf).digest('hex')}` : ''}`, ...(report.publishedAt ? [`Im Internet: ${ctx.platform.config.publicUrl}${publicHref(report.year)}`] : [])],
  };
}

const firstWords = (text: string): string => {
  const first = blocksOf(text).find((block) => block.kind === 'paragraph');
  return first?.kind === 'paragraph' ? first.text : '';
};

/** As PDF/A-3a and PDF/UA-1. */
export async function paperPdf(ctx: Ctx, report: ReportHead & { snapshot: Snapshot | null }, parts: ReportPart[]): Promise<Uint8Array> {
  const paper = await writePaper(ctx, report, parts);
  const before = await findSnapshot(ctx, report.year - 1);
  const content: ContentNode[] = [
    ...paper.facts.map(([label, value]) => paragraph(`${label}: ${value}`)),
    heading('Beschlussvorschlag'),
    { type: 'box', content: [paragraph(paper.resolution)] },
    heading('Sachverhalt'),
    ...paper.reasons.flatMap(({ title, text, part }) => {
      const old = before?.parts.find(({ id }) => id === part.id);
      return [heading(title, 3), ...textNodes(text), ...figureTable(part, { year: report.year, before: old && new Map(old.figures.map(({ id, value }) => [id, value])), origin: ctx.platform.config.publicUrl })];
    }),
    heading('Finanzielle Auswirkungen'),
    paragraph(paper.money),
    heading('Anlagen'),
    ...paper.enclosures.map(paragraph),
  ];
  return setReport(ctx, { title: `Vorlage: ${paper.subject}`, content, on: report.snapshot?.asOn ?? ctx.now.toISOString().slice(0, 10) });
}

/** For council systems that take plain text. */
export async function paperMarkdown(ctx: Ctx, report: ReportHead, parts: ReportPart[]): Promise<string> {
  const paper = await writePaper(ctx, report, parts);
  const numbers = ({ figures }: ReportPart): string[] => (figures.length === 0 ? [] : ['', `| Kennzahl | ${report.year} |`, '| --- | ---: |', ...figures.map(({ label, value, unit }) => `| ${label.replaceAll('|', '/')} | ${figureText(value, unit)} |`)]);
  const lines = [
    `# Vorlage: ${paper.subject}`, '', ...paper.facts.map(([label, value]) => `- ${label}: ${value}`), '',
    '## Beschlussvorschlag', '', paper.resolution, '', '## Sachverhalt',
    ...paper.reasons.flatMap(({ title, text, part }) => ['', `### ${title}`, ...(text ? ['', text] : []), ...numbers(part)]),
    '', '## Finanzielle Auswirkungen', '', paper.money, '', '## Anlagen', '', ...paper.enclosures.map((one) => `- ${one}`),
  ];
  return `${lines.join('\n')}\n`;
}
