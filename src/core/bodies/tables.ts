export type BodyKind = 'steering-committee' | 'steering-team' | 'working-group' | 'staff-council' | 'other';
export type MemberRole = 'chair' | 'deputy' | 'member' | 'adviser' | 'minutes';
export type MeetingState = 'planned' | 'running' | 'closed' | 'approved';
export type AttendanceState = 'present' | 'excused' | 'absent';
export type ResolutionState = 'open' | 'done' | 'dropped';

export type BodyRow = { tenant_id: number; id: string; key: string; name: string; kind: BodyKind; purpose: string; rhythm: string; project_id: string | null; confidential: boolean; closed_on: string | null };
export type MemberRow = { tenant_id: number; id: string; body_id: string; account_id: string; role: MemberRole; from_on: string; until_on: string | null };
export type MeetingRow = {
  tenant_id: number; id: string; body_id: string; number: number; title: string; held_on: string; begins: string; place: string; state: MeetingState;
  closed_at: Date | null; closed_by_name: string | null; approved_on: string | null;
};
export type AttendanceRow = { tenant_id: number; meeting_id: string; account_id: string; state: AttendanceState };
export type AgendaItemRow = { tenant_id: number; id: string; meeting_id: string; number: number; title: string; presenter: string; href: string; minutes: string };
export type ResolutionRow = {
  tenant_id: number; id: string; number: string; body_id: string; meeting_id: string | null; agenda_item_id: string | null; title: string; text: string; project_id: string | null;
  votes_for: number | null; votes_against: number | null; abstentions: number | null; responsible_id: string | null; due_on: string | null; decided_on: string;
  state: ResolutionState; closed_on: string | null; result: string; reminded_on: string | null;
};
export type BodiesTables = {
  'bodies.body': BodyRow; 'bodies.member': MemberRow; 'bodies.meeting': MeetingRow; 'bodies.attendance': AttendanceRow; 'bodies.agenda_item': AgendaItemRow; 'bodies.resolution': ResolutionRow;
};
