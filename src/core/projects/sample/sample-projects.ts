import { findSampleFile, listOffices } from '#core/organisation';
import { listAccounts } from '#platform/auth';
import { newId } from '#platform/db';
import type { Ctx, Seed } from '#platform/module';
import { nextNumber } from '#platform/numbers';
import type { Insertable } from 'kysely';
import { emptyProject, projectNumber } from '../apply-for-project.ts';
import type { ProjectTables } from '../tables.ts';
import { defaultGateItems } from '../gates/gate-items.ts';
import { phases } from '../gates/phases.ts';
import { projectsFile, type SampleProject } from './projects-file.ts';

/** The sample city's projects, only in demo mode and only while there is none; some bulk inserts. */
export const sampleProjects: Seed = { name: 'projects/sample', run: seedProjects };

async function seedProjects(ctx: Ctx): Promise<void> {
  const projects = findSampleFile(ctx.platform, 'projects.yaml', projectsFile)?.projects;
  if (!projects) return;
  const db = ctx.db<ProjectTables>();
  if (await db.selectFrom('projects.project').select('id').where('tenant_id', '=', ctx.tenantId).limit(1).executeTakeFirst()) return;
  const offices = new Map((await listOffices(ctx)).map((office) => [office.key, office]));
  const people = new Map((await listAccounts(ctx, { kind: 'staff', limit: 500 })).map((one) => [one.email?.split('@')[0] ?? '', { id: one.id, name: one.name }]));
  const known: Known = { offices, people, ids: new Map(projects.map((one) => [one.key, newId()])) };
  const byAge = projects.toSorted((a, b) => (a.appliedOn ?? '9999').localeCompare(b.appliedOn ?? '9999') || a.key.localeCompare(b.key));
  const rows: Insertable<ProjectTables['projects.project']>[] = [];
  for (const one of byAge) rows.push({ ...projectRow(ctx, one, known), number: await numberOf(ctx, one) });
  await db.insertInto('projects.project').values(rows).execute();
  await insertParts(ctx, projects, known);
  for (const one of byAge) ctx.emit({ type: 'projects/taken-over', subject: `project:${known.ids.get(one.key)}`, data: { key: one.key, state: one.state } });
}

type Known = { offices: Map<string, { id: string; name: string }>; people: Map<string, { id: string; name: string }>; ids: Map<string, string> };

async function numberOf(ctx: Ctx, { appliedOn }: SampleProject): Promise<string> {
  const year = (appliedOn ?? ctx.now.toISOString()).slice(0, 4);
  return projectNumber(year, await nextNumber(ctx, `project-${year}`));
}

function projectRow(ctx: Ctx, one: SampleProject, { offices, people, ids }: Known) {
  const office = offices.get(one.office);
  if (!office) throw new Error(`projects.yaml: '${one.key}' names the office '${one.office}', which is not in offices.yaml.`);
  const lead = people.get(one.lead);
  const sponsor = people.get(one.sponsor);
  const open = one.milestones.filter(({ done }) => !done).toSorted((a, b) => a.due.localeCompare(b.due))[0];
  const worst = one.risks.toSorted((a, b) => b.probability * b.impact - a.probability * a.impact)[0];
  const applied = one.appliedOn ? new Date(`${one.appliedOn}T09:00:00Z`) : null;
  return {
    ...emptyProject(ctx),
    id: ids.get(one.key) ?? newId(),
    key: one.key, title: one.title, purpose: one.purpose, state: one.state, phase: one.phase, office_id: office.id, office_name: office.name,
    lead_id: lead?.id ?? null, lead_name: lead?.name ?? '', sponsor_id: sponsor?.id ?? null, sponsor_name: sponsor?.name ?? '',
    starts_on: one.startsOn ?? null, ends_on: one.endsOn ?? null, live_on: one.liveOn ?? null, ended_on: one.endedOn ?? null, service_slug: one.service ?? null,
    duty_kind: one.duty?.kind ?? null, duty_basis: one.duty?.basis ?? '', duty_on: one.duty?.dueOn ?? null,
    cases_per_year: one.benefit?.cases ?? null, minutes_saved: one.benefit?.minutes ?? null, money_cents: one.benefit ? one.benefit.euros * 100 : null, realisation_percent: one.benefit?.percent ?? null, benefit_text: one.benefit?.text ?? '',
    capacity_days: one.days ?? null, longevity_years: one.longevity ?? null,
    estimate: JSON.stringify(one.money.map(({ year, plan, running }) => ({ year, onceCents: running ? 0 : plan * 100, runningCents: running ? plan * 100 : 0 }))),
    decision_reason: one.decision, decided_on: one.decidedOn ?? null, decided_by_name: one.decidedOn ? 'Steuerungskreis' : '',
    next_due_on: open?.due ?? null, next_due_title: open?.title ?? '', worst_risk: worst ? worst.probability * worst.impact : 0, worst_risk_title: worst?.title ?? '', blocking_issue: one.issues.find(({ blocking }) => blocking)?.title ?? '',
    created_by: lead?.id ?? null, created_by_name: lead?.name ?? '', created_at: applied ?? ctx.now, applied_at: applied,
  };
}

async function insertParts(ctx: Ctx, projects: SampleProject[], { people, ids }: Known): Promise<void> {
  const db = ctx.db<ProjectTables>();
  const of = <T>(make: (one: SampleProject, own: { tenant_id: number; project_id: string }) => T[]): T[] => projects.flatMap((one) => make(one, { tenant_id: ctx.tenantId, project_id: ids.get(one.key) ?? '' }));
  const name = (key: string): string => people.get(key)?.name ?? key;
  const noted = ctx.now.toISOString().slice(0, 10);
  await db.insertInto('projects.milestone').values(of((one, own) => one.milestones.map((m) => ({ ...own, id: newId(), title: m.title, due_on: m.due, done_on: m.done ?? null, evidence: m.evidence })))).execute();
  await db.insertInto('projects.dependency').values(of((one, own) => one.needs.map((needs) => ({ ...own, needs_id: needed(ids, one.key, needs), note: '' })))).execute();
  await db.insertInto('projects.work_package').values(of((one, own) => one.packages.map((w) => ({ ...own, id: newId(), title: w.title, owner_id: people.get(w.owner)?.id ?? null, owner_name: name(w.owner), starts_on: w.from, ends_on: w.until, effort_days: w.days, state: w.state })))).execute();
  const members = of((one, own) => one.members.flatMap((m) => {
    const account = people.get(m.person);
    return account && one.startsOn && one.endsOn ? [{ ...own, id: newId(), account_id: account.id, name: account.name, duty: m.duty, days_per_month: m.days, from_on: one.startsOn, until_on: one.endsOn }] : [];
  }));
  if (members.length > 0) await db.insertInto('projects.member').values(members).execute();
  await db.insertInto('projects.risk').values(of((one, own) => one.risks.map((r) => ({ ...own, id: newId(), title: r.title, probability: r.probability, impact: r.impact, measure: r.measure, owner_name: name(r.owner), state: 'open' as const, noted_on: one.startsOn ?? noted })))).execute();
  await db.insertInto('projects.entry').values(of((one, own) => [
    ...one.issues.map((i) => ({ ...own, id: newId(), kind: 'issue' as const, title: i.title, text: '', blocking: i.blocking, owner_name: name(one.lead), due_on: null, noted_on: i.on, noted_by_name: name(one.lead), closed_on: null })),
    ...one.decisions.map((d) => ({ ...own, id: newId(), kind: 'decision' as const, title: d.title, text: d.text, blocking: false, owner_name: '', due_on: null, noted_on: d.on, noted_by_name: name(one.sponsor), closed_on: null })),
  ])).execute();
  await insertGates(ctx, projects, ids);
}

function needed(ids: Map<string, string>, key: string, needs: string): string {
  const id = ids.get(needs);
  if (!id) throw new Error(`projects.yaml: '${key}' needs '${needs}', which is not there.`);
  return id;
}

/** Gates that lie behind a project are passed with their evidence. */
async function insertGates(ctx: Ctx, projects: SampleProject[], ids: Map<string, string>): Promise<void> {
  const db = ctx.db<ProjectTables>();
  const started = projects.filter(({ state }) => ['approved', 'running', 'live', 'closed', 'stopped'].includes(state));
  const items = started.flatMap((one) => {
    const at = phases.findIndex(({ key }) => key === one.phase);
    return defaultGateItems(ctx.tenantId, ids.get(one.key) ?? '').map((item) => (phases.findIndex(({ key }) => key === item.phase) < at ? { ...item, met: true, evidence: 'liegt in der Projektakte' } : item));
  });
  const reviews = started.flatMap((one) => {
    const at = phases.findIndex(({ key }) => key === one.phase);
    return phases.slice(0, at).map(({ key }, index) => ({ tenant_id: ctx.tenantId, id: newId(), project_id: ids.get(one.key) ?? '', phase: key, outcome: 'go' as const, reason: '', missing: [], held_on: one.milestones[index]?.done ?? one.startsOn ?? '2024-01-01', held_by_name: 'Steuerungskreis' }));
  });
  await db.insertInto('projects.gate_item').values(items).execute();
  if (reviews.length > 0) await db.insertInto('projects.gate_review').values(reviews).execute();
}
