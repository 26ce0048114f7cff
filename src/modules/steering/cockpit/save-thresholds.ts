import { listFigures } from '#core/insights';
import { defineProblems, requirePermission, type Ctx } from '#platform/module';
import { inOrder, type Threshold } from './cockpit-light.ts';
import { SHOWN } from './read-cockpit.ts';
import type { CockpitTables } from './tables.ts';

const problem = defineProblems({
  'steering/cockpit-wrong': { status: 422, de: '{mistakes}', en: '{mistakes}' },
});

export type TypedThreshold = { figure: string; position: string; amber: string; red: string };

/** A number as Germans write it; money is typed in euros and kept in cents. Undefined: no number. */
function readLimit(text: string, unit: string): number | null | undefined {
  const plain = text.trim().replaceAll('.', '').replace(',', '.').replace(/[€%]/g, '').trim();
  if (plain === '') return null;
  const value = Number(plain);
  return Number.isFinite(value) && value >= 0 ? (unit === 'cents' ? Math.round(value * 100) : value) : undefined;
}

/**
 * Chooses the figures of the cockpit and where their lights change. A figure without a place is left out.
 * @throws steering/cockpit-wrong 422 with every mistake
 */
export async function saveThresholds(ctx: Ctx, typed: TypedThreshold[]): Promise<void> {
  requirePermission(ctx, 'steering/edit');
  const figures = new Map(listFigures(ctx).map((figure) => [figure.id, figure]));
  const mistakes: string[] = [];
  const chosen: (Threshold & { position: number })[] = [];
  for (const one of typed.filter(({ position }) => position.trim() !== '')) {
    const figure = figures.get(one.figure);
    if (!figure) continue;
    const [position, amber, red] = [Number(one.position), readLimit(one.amber, figure.unit), readLimit(one.red, figure.unit)];
    if (!Number.isInteger(position) || position < 1 || position > 99) mistakes.push(`„${figure.label}“: Der Platz ist eine Zahl von 1 bis 99.`);
    if (amber === undefined || red === undefined) mistakes.push(`„${figure.label}“: Schwellen sind Zahlen ab null.`);
    else if ((amber === null) !== (red === null)) mistakes.push(`„${figure.label}“: Nennen Sie beide Schwellen oder keine.`);
    else if (amber !== null && red !== null && !inOrder(figure, { amber, red })) mistakes.push(`„${figure.label}“: Rot muss ${figure.good === 'more' ? 'unter' : 'über'} Gelb liegen.`);
    else chosen.push({ figure: one.figure, position, amber, red });
  }
  if (mistakes.length === 0 && chosen.length === 0) mistakes.push('Wählen Sie mindestens eine Zahl.');
  if (chosen.length > SHOWN) mistakes.push(`Es sind ${chosen.length} Zahlen; auf einen Blick passen ${SHOWN}.`);
  if (mistakes.length > 0) throw problem('steering/cockpit-wrong', { mistakes: mistakes.join(' ') });
  const db = ctx.db<CockpitTables>();
  await db.deleteFrom('steering.cockpit_figure').where('tenant_id', '=', ctx.tenantId).execute();
  await db.insertInto('steering.cockpit_figure').values(chosen.map((one) => ({ tenant_id: ctx.tenantId, ...one, changed_at: ctx.now, changed_by_name: ctx.actor.name }))).execute();
  ctx.emit({ type: 'steering/cockpit-changed', subject: 'cockpit', data: { figures: chosen.map(({ figure }) => figure) } });
}
