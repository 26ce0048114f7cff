import { setDocument } from '#core/inbox';
import type { ContentNode } from '#engines/documents';
import { calendarDayOf, formatDate, formatMoney } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { phaseName } from '../gates/phases.ts';
import { dependenciesOf, milestonesOf, type Milestone } from '../plan/plan.queries.ts';
import { dutyWords, projectOf, stateWords, type Project } from '../project.ts';
import { getRow, projectsById } from '../projects.queries.ts';
import type { ProjectRow, ProjectTables, RiskRow } from '../tables.ts';
import { benefitWords } from './benefit-words.ts';

const words = (text: string): ContentNode => ({ type: 'text', text });
const paragraph = (text: string): ContentNode => ({ type: 'paragraph', content: [words(text)] });
const heading = (text: string): ContentNode => ({ type: 'heading', attrs: { level: 2 }, content: [words(text)] });
const lines = (text: string): ContentNode[] => text.split(/\n+/).map((line) => line.trim()).filter(Boolean).map(paragraph);
const list = (entries: string[]): ContentNode => ({ type: 'bulletList', content: entries.map((one) => ({ type: 'listItem', content: [paragraph(one)] })) });

/** A table with a head row; further columns may be written to the right. */
export function tableNode(head: string[], rows: string[][], right: number[] = []): ContentNode {
  const align = head.map((_, at) => (right.includes(at) ? 'right' : 'left'));
  const cell = (type: 'tableHeader' | 'tableCell', text: string): ContentNode => ({ type, content: [paragraph(text)] });
  return { type: 'table', attrs: { align }, content: [{ type: 'tableRow', content: head.map((one) => cell('tableHeader', one)) }, ...rows.map((row) => ({ type: 'tableRow' as const, content: row.map((one) => cell('tableCell', one)) }))] };
}

/** The project charter (Projektsteckbrief) as PDF/A-3a and PDF/UA-1. @throws Problem 404 for who may not see the project */
export async function makeCharter(ctx: Ctx, projectId: string): Promise<{ bytes: Uint8Array; name: string }> {
  const row = await getRow(ctx, projectId);
  const project = projectOf(row, calendarDayOf(ctx.now));
  const milestones = await milestonesOf(ctx, [row.id]);
  const needs = await projectsById(ctx, (await dependenciesOf(ctx, [row.id])).map(({ needsId }) => needsId));
  const risks = await ctx.db<ProjectTables>().selectFrom('projects.risk').selectAll().where('tenant_id', '=', ctx.tenantId).where('project_id', '=', row.id).where('state', '=', 'open').orderBy('id').execute();
  const title = `Projektsteckbrief ${row.number}: ${row.title}`;
  const bytes = await setDocument(ctx, {
    officeId: row.office_id,
    layout: 'report',
    locale: 'de',
    content: { type: 'doc', attrs: { kind: 'letter', seal: false, title, subject: title, layout: 'report', language: 'de' }, content: charterNodes({ row, project, milestones, needs: [...needs.values()], risks }) },
    meta: { date: calendarDayOf(ctx.now), createdAt: ctx.now, reference: row.number, facts: facts(row) },
  });
  return { bytes, name: `projektsteckbrief-${row.number}.pdf` };
}

const facts = (row: ProjectRow): { label: string; value: string }[] =>
  [
    { label: 'Stand', value: `${stateWords[row.state]}, ${phaseName(row.phase)}` },
    { label: 'Amt', value: row.office_name },
    { label: 'Leitung', value: row.lead_name || 'offen' },
    { label: 'Auftrag von', value: row.sponsor_name },
    { label: 'Zeitraum', value: row.starts_on && row.ends_on ? `${formatDate(row.starts_on)} bis ${formatDate(row.ends_on)}` : 'offen' },
  ].filter(({ value }) => value);

type Charter = { row: ProjectRow; project: Project; milestones: Milestone[]; needs: Project[]; risks: RiskRow[] };

function charterNodes({ row, project, milestones, needs, risks }: Charter): ContentNode[] {
  const benefit = project.expected && benefitWords(project.expected);
  return [
    heading('Was danach besser ist'),
    ...lines(row.purpose || 'Noch nicht beschrieben.'),
    ...(row.situation ? [heading('Wie es heute ist'), ...lines(row.situation)] : []),
    heading('Erwarteter Nutzen'),
    ...(benefit ? [list([benefit.hours, benefit.money])] : [paragraph('Ein Nutzen in Zahlen wird nicht erwartet.')]),
    ...lines(row.benefit_text),
    heading('Pflicht'),
    paragraph(project.mandatory ? `${dutyWords[project.mandatory.kind]}: ${project.mandatory.basis}${project.mandatory.dueOn ? `, zu erfüllen bis ${formatDate(project.mandatory.dueOn)}` : ''}.` : 'Das Projekt ist freiwillig.'),
    heading('Aufwand'),
    list([`Eigene Arbeitstage: ${row.capacity_days ?? 'noch nicht geschätzt'}`, `Nutzung voraussichtlich: ${row.longevity_years ? `${row.longevity_years} Jahre` : 'noch nicht geschätzt'}`]),
    ...(row.estimate.length > 0 ? [tableNode(['Jahr', 'Einmalig', 'Laufend'], row.estimate.map(({ year, onceCents, runningCents }) => [String(year), formatMoney(onceCents), formatMoney(runningCents)]), [1, 2])] : [paragraph('Kosten sind noch nicht geschätzt.')]),
    ...(row.funding ? [paragraph(`Förderung: ${row.funding}`)] : []),
    ...(milestones.length > 0 ? [heading('Meilensteine'), tableNode(['Meilenstein', 'Fällig', 'Erreicht'], milestones.map((one) => [one.title, formatDate(one.dueOn), one.doneOn ? formatDate(one.doneOn) : '–']))] : []),
    ...(needs.length > 0 ? [heading('Wartet auf'), list(needs.map((one) => `${one.number} ${one.title} (${stateWords[one.state]})`))] : []),
    ...(risks.length > 0 ? [heading('Risiken'), tableNode(['Risiko', 'Wert', 'Maßnahme'], risks.map((one) => [one.title, `${one.probability * one.impact} von 25`, one.measure || '–']), [1])] : []),
    ...(row.decided_on ? [heading('Entscheidung'), paragraph(`${formatDate(row.decided_on)}, ${row.decided_by_name}: ${row.decision_reason}`)] : []),
  ];
}
