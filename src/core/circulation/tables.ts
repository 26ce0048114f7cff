export type StepAction = 'read' | 'co-sign' | 'sign' | 'resubmit' | 'close';
export type RunRow = {
  tenant_id: number; id: string; document_id: string; file_id: string; case_id: string | null; title: string; state: 'running' | 'returned' | 'done' | 'cancelled'; round: number;
  started_at: Date; started_by: string | null; started_by_name: string; ended_at: Date | null;
};
export type StepRow = {
  tenant_id: number; id: string; run_id: string; number: number; stage: number; holder_kind: 'account' | 'group'; holder: string; holder_name: string; action: StepAction;
  instruction: string; due_on: string | null; state: 'waiting' | 'open' | 'done' | 'cancelled';
};
export type RemarkRow = { tenant_id: number; id: string; run_id: string; step_id: string | null; round: number; outcome: 'done' | 'returned' | 'restarted' | 'cancelled'; comment: string; version: number; made_at: Date; made_by_name: string };
export type CirculationTables = { 'circulation.run': RunRow; 'circulation.step': StepRow; 'circulation.remark': RemarkRow };
