import type { ColumnType } from 'kysely';

export type AudienceKind = 'all' | 'office' | 'role';
export type SurveyQuestion = { key: string; text: string; kind: 'scale' | 'choice' | 'text'; options?: string[] };
type About = { tenant_id: number; id: string; project_id: string | null; topic: string };
type AudienceRow = { tenant_id: number; id: string; kind: AudienceKind; ref: string; label: string };

export type AffectedRow = AudienceRow & { project_id: string; topic: string; impact: string; from_on: string | null };
export type NewsRow = About & { title: string; text: string; published_at: Date; author_name: string; reader_key: string | null; closed_on: string | null };
export type NewsGroupRow = AudienceRow & { news_id: string; confirmed: number };
export type TrainingRow = About & { title: string; text: string; begins_at: Date; ends_at: Date; place: string; places: number; cancelled_on: string | null };
export type RegistrationRow = { tenant_id: number; training_id: string; account_id: string; position: number; registered_at: Date };
export type SurveyRow = About & { title: string; intro: string; questions: ColumnType<SurveyQuestion[], string, string>; from_on: string; until_on: string; answers: number; participant_key: string | null };
export type SurveyGroupRow = AudienceRow & { survey_id: string; position: number; answers: number };
export type SurveyCountRow = { tenant_id: number; survey_id: string; group_id: string; question: string; value: string; count: number };
export type QuestionRow = About & { text: string; asked_by_name: string | null; asked_on: string; answer: string; answered_by_name: string | null; answered_on: string | null };
export type FeedbackRow = About & { summary: string; consequence: string; edition: string; made_on: string; made_by_name: string };
export type ChangeTables = {
  'change.affected': AffectedRow; 'change.news': NewsRow; 'change.news_group': NewsGroupRow; 'change.news_reader': { tenant_id: number; news_id: string; reader_hash: string }; 'change.training': TrainingRow; 'change.registration': RegistrationRow;
  'change.survey': SurveyRow; 'change.survey_group': SurveyGroupRow; 'change.survey_participant': { tenant_id: number; survey_id: string; participant_hash: string }; 'change.survey_count': SurveyCountRow;
  'change.survey_text': { tenant_id: number; survey_id: string; id: string; question: string; text: string }; 'change.question': QuestionRow; 'change.feedback': FeedbackRow;
};
