export type IdeaState = 'submitted' | 'review' | 'accepted' | 'implemented' | 'dropped' | 'rejected' | 'merged' | 'withdrawn';
export type Verdict = 'for' | 'conditional' | 'against';
export type AwardState = 'proposed' | 'approved' | 'refused' | 'paid';
export type CommentKind = 'comment' | 'answer' | 'progress';

export type CampaignRow = { tenant_id: number; id: string; title: string; text: string; from_on: string; until_on: string; made_by_name: string };
export type IdeaRow = {
  tenant_id: number; id: string; number: string; title: string; problem: string; proposal: string; benefit: string; saving_cents: number | null; office_id: string | null; campaign_id: string | null;
  author_id: string | null; mailbox_hash: string | null; submitted_on: string; state: IdeaState; step_due_on: string | null; first_answer_on: string | null; decided_on: string | null; decided_by_name: string | null;
  reason_code: string | null; reason: string; responsible_id: string | null; due_on: string | null; closed_on: string | null; closing: string; merged_into: string | null; project_id: string | null;
  impact: number; effort: number; ratings: number; comments: number;
};
export type WordRow = { tenant_id: number; word: string; idea_id: string };
export type AttachmentRow = { tenant_id: number; id: string; idea_id: string; name: string; mime: string; hash: string; size: number };
export type LetterRow = { tenant_id: number; id: string; idea_id: string; position: number; from_name: string | null; text: string; written_on: string };
export type CommentRow = { tenant_id: number; id: string; idea_id: string; kind: CommentKind; author_id: string | null; author_name: string; text: string; written_at: Date };
export type RatingRow = { tenant_id: number; idea_id: string; account_id: string; impact: number; effort: number; rated_on: string };
export type OpinionRow = {
  tenant_id: number; id: string; idea_id: string; expert_id: string; question: string; asked_on: string; asked_by_name: string; due_on: string; verdict: Verdict | null; text: string; note: string;
  saving_cents: number | null; given_on: string | null; reminded_on: string | null; escalated_on: string | null;
};
export type AwardRuleRow = { tenant_id: number; version: number; from_on: string; share_percent: number; flat_cents: number; cap_cents: number; made_by_name: string };
export type AwardRow = {
  tenant_id: number; id: string; idea_id: string; rule_version: number; saving_cents: number | null; amount_cents: number; explanation: string; state: AwardState;
  proposed_by: string; proposed_by_name: string; proposed_on: string; decided_by: string | null; decided_by_name: string | null; decided_on: string | null; comment: string; paid_on: string | null; paid_by_name: string | null;
};
export type IdeasTables = {
  'ideas.campaign': CampaignRow; 'ideas.idea': IdeaRow; 'ideas.word': WordRow; 'ideas.attachment': AttachmentRow; 'ideas.letter': LetterRow; 'ideas.comment': CommentRow;
  'ideas.rating': RatingRow; 'ideas.opinion': OpinionRow; 'ideas.award_rule': AwardRuleRow; 'ideas.award': AwardRow;
};
