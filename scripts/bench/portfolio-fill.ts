import { SYSTEM, type Ctx, type Platform } from '#platform/module';
import { sql } from 'kysely';

const PROJECTS = 500;
const IDEAS = 5000;

/** A city with 500 projects (milestones, dependencies, budgets of three years, scores, a strategy they serve) and 5,000 ideas; bulk SQL past the use cases. */
export async function fillPortfolio(platform: Platform): Promise<string> {
  await platform.transact({ tenantId: 1, actor: SYSTEM }, async (ctx) => {
    await fillProjects(ctx);
    await fillScores(ctx);
    await fillStrategy(ctx);
    await sql`insert into ideas.idea (tenant_id, id, number, title, problem, submitted_on, state)
      select 1, gen_random_uuid(), 'I-' || n, 'Idee ' || n, 'Etwas dauert zu lange.', date '2026-01-01' + n % 300, (array['submitted', 'review', 'accepted', 'rejected'])[1 + n % 4] from generate_series(1, ${sql.lit(IDEAS)}) n`.execute(ctx.db());
  });
  await platform.db.pool.query('analyze');
  return `Portfolio: ${PROJECTS} Vorhaben, ${IDEAS} Ideen`;
}

const id = sql.raw("('00000000-0000-7000-9100-' || lpad(to_hex(n), 12, '0'))::uuid");

async function fillProjects(ctx: Ctx): Promise<void> {
  const db = ctx.db();
  await sql`insert into projects.project (tenant_id, id, number, title, state, phase, office_id, office_name, lead_name, starts_on, ends_on, duty_kind, duty_basis, duty_on, cases_per_year, minutes_saved, money_cents, realisation_percent, capacity_days, created_by_name, created_at, plan_cents)
    select 1, ${id}, 'P-2026-' || lpad(n::text, 4, '0'), 'Vorhaben ' || n || ': ein Verfahren wird digital', (array['applied', 'applied', 'approved', 'running', 'running'])[1 + n % 5], (array['preparation', 'planning', 'build', 'rollout'])[1 + n % 4],
      o.id, o.name, 'Leitung', date '2025-01-01' + (n * 7) % 900, date '2025-01-01' + (n * 7) % 900 + 120 + n % 300, case when n % 6 = 0 then 'law' end, case when n % 6 = 0 then '§ 1a OZG' else '' end, case when n % 6 = 0 then date '2027-01-01' + n end,
      100 + n, 5 + n % 60, n * 1000, 80, 20 + n % 120, 'Bench', now(), n * 10000
    from generate_series(1, ${sql.lit(PROJECTS)}) n join lateral (select id, name from organisation.office where tenant_id = 1 order by md5(id::text || n) limit 1) o on true`.execute(db);
  await sql`insert into projects.milestone (tenant_id, id, project_id, title, due_on, done_on) select 1, gen_random_uuid(), ${id}, 'Meilenstein ' || m, date '2025-03-01' + (n * 7) % 900 + m * 40, case when m < 3 then date '2025-03-01' + (n * 7) % 900 + m * 40 end from generate_series(1, ${sql.lit(PROJECTS)}) n, generate_series(1, 5) m`.execute(db);
  await sql`insert into projects.dependency (tenant_id, project_id, needs_id) select 1, ${id}, ('00000000-0000-7000-9100-' || lpad(to_hex(n - 3), 12, '0'))::uuid from generate_series(4, ${sql.lit(PROJECTS)}, 3) n`.execute(db);
  await sql`insert into budgets.line (tenant_id, id, project_id, year, kind, cost_type, running, amount_cents, noted_by_name, noted_at) select 1, gen_random_uuid(), ${id}, year, 'plan', 'services', false, n * 10000, 'Bench', now() from generate_series(1, ${sql.lit(PROJECTS)}) n, generate_series(2025, 2027) year`.execute(db);
}

async function fillScores(ctx: Ctx): Promise<void> {
  await sql`insert into steering.score (tenant_id, project_id, round_id, model_id, means, spreads, confidence, scored_at)
    select 1, ${id}, gen_random_uuid(), gen_random_uuid(), jsonb_build_object('legal', (n * 37) % 1001, 'efficiency', (n * 53) % 1001, 'longevity', (n * 71) % 1001, 'citizens', (n * 97) % 1001, 'feasibility', (n * 13) % 1001), '{}', n % 101, now() from generate_series(1, ${sql.lit(PROJECTS)}) n`.execute(ctx.db());
  await sql`insert into steering.frame (tenant_id, year, mandatory_cents, mandatory_days, chosen_cents, chosen_days, changed_at, changed_by_name) select 1, year, 90000000, 3000, 900000000, 9000, now(), 'Bench' from generate_series(2025, 2028) year`.execute(ctx.db());
}

async function fillStrategy(ctx: Ctx): Promise<void> {
  const idOf = (n: number): string => `00000000-0000-7000-9100-${n.toString(16).padStart(12, '0')}`;
  const all = Array.from({ length: PROJECTS }, (_, i) => i + 1);
  const fields = Array.from({ length: 5 }, (_, f) => ({ key: `feld-${f}`, name: `Handlungsfeld ${f}`, text: '', goals: [{ key: `ziel-${f}`, name: `Ziel ${f}`, text: '', indicators: [], measures: [{ key: `weg-${f}`, name: `Maßnahme ${f}`, text: '', projects: all.filter((n) => n % 5 === f).map(idOf) }] }] }));
  await sql`insert into steering.edition (tenant_id, id, number, title, reason, state, valid_from, revision, tree, created_at, changed_at, changed_by_name) values (1, gen_random_uuid(), 1, 'Strategie', 'Bench', 'current', '2026-01-01', 1, ${JSON.stringify({ vision: 'Alles ist leicht.', fields, shares: {} })}::jsonb, now(), now(), 'Bench')`.execute(ctx.db());
}
