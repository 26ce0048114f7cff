import type { VNode } from 'preact';
import { z } from 'zod';
import { listOffices } from '#core/organisation';
import { lightWords } from '#core/projects';
import type { Ctx } from '#platform/module';
import { Button, Form, SelectField, Tabs } from '#platform/ui';
import type { RankingFilter } from './read-ranking.ts';

export const PORTFOLIO = '/office/portfolio';
export const filterQuery = z.object({
  amt: z.uuid().optional().catch(undefined),
  ampel: z.enum(['green', 'amber', 'red']).optional().catch(undefined),
  feld: z.string().max(80).optional().catch(undefined).transform((key) => key || undefined),
  jahr: z.coerce.number().int().min(2000).max(2100).optional().catch(undefined),
});
export type FilterQuery = z.output<typeof filterQuery>;
export const filterOf = ({ amt, ampel, feld }: FilterQuery): RankingFilter => ({ officeId: amt, light: ampel, field: feld });
/** The query of an address that keeps the filter. */
export function keepFilter(query: Partial<FilterQuery>, more: Record<string, string> = {}): string {
  const given = [...Object.entries(query), ...Object.entries(more)].flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)] as [string, string]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

/** Views of the portfolio, each with its own address. */
export function PortfolioTabs({ current, query = {} }: { current: string; query?: Partial<FilterQuery> }): VNode {
  const views = [['', 'Rangfolge'], ['/matrix', 'Matrix'], ['/tafel', 'Tafel'], ['/fahrplan', 'Fahrplan'], ['/was-waere-wenn', 'Was wäre, wenn'], ['/runden', 'Bewertungsrunden'], ['/modell', 'Bewertungsmodell']] as const;
  const filtered = new Set(['', '/matrix', '/tafel', '/fahrplan']);
  return <Tabs label="Portfolio" items={views.map(([path, label]) => ({ label, href: `${PORTFOLIO}${path}${filtered.has(path) ? keepFilter(query) : ''}`, current: path === current }))} />;
}

/** Filters by field of action, office and light; works as a plain form, keeps its state in the address. */
export async function filterForm(ctx: Ctx, { path, query, fields, keep = {} }: { path: string; query: FilterQuery; fields: { key: string; name: string }[]; keep?: Record<string, string> }): Promise<VNode> {
  const offices = await listOffices(ctx);
  return (
    <Form action={`${PORTFOLIO}${path}`} method="get" inline label="Filtern">
      {Object.entries(keep).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
      {query.jahr !== undefined && <input type="hidden" name="jahr" value={query.jahr} />}
      <SelectField name="feld" label="Handlungsfeld" value={query.feld} placeholder="alle" options={fields.map(({ key, name }) => ({ value: key, label: name }))} />
      <SelectField name="amt" label="Amt" value={query.amt} placeholder="alle" options={offices.map(({ id, name }) => ({ value: id, label: name }))} />
      <SelectField name="ampel" label="Ampel" value={query.ampel} placeholder="alle" options={Object.entries(lightWords).map(([value, label]) => ({ value, label }))} />
      <Button>Filtern</Button>
    </Form>
  );
}
