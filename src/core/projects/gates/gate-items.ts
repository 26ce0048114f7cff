import { newId } from '#platform/db';
import type { GateItemRow } from '../tables.ts';
import { phases } from './phases.ts';

/** The checklists every project begins with; its people may add to them. */
export const defaultGateItems = (tenantId: number, projectId: string): GateItemRow[] =>
  phases.flatMap(({ key, items }) => items.map((title, position) => ({ tenant_id: tenantId, id: newId(), project_id: projectId, phase: key, position, title, evidence: '', met: false })));
