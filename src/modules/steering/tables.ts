import type { ColumnType } from 'kysely';
import type { ScoringModel } from './portfolio/scoring-model.ts';
import type { Strategy } from './strategy/strategy-tree.ts';

type Instant = ColumnType<Date, Date, Date>;
type MaybeInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;
/** jsonb: written as text. */
type Json<T> = ColumnType<T, string, string>;
/** bigint comes back as the driver is set: a number. */
type Cents = number;

export type EditionState = 'draft' | 'current' | 'past';
export type RoundState = 'scoring' | 'discussion' | 'closed' | 'cancelled';
export type Verdict = 'approved' | 'rejected' | 'deferred';
export type Confidence = 'low' | 'medium' | 'high';
/** What the figures say about one criterion of one project. */
export type Suggestion = { points: number; formula: string };

/** Tables of the schema `steering` that belong to strategy and portfolio. */
export type SteeringTables = {
  'steering.edition': { tenant_id: number; id: string; number: number; title: string; reason: string; state: EditionState; valid_from: string | null; revision: number; tree: Json<Strategy>; created_at: Instant; changed_at: Instant; changed_by_name: string };
  'steering.edition_revision': { tenant_id: number; edition_id: string; revision: number; tree: Json<Strategy>; what: string; made_at: Instant; made_by_name: string };
  'steering.reading': { tenant_id: number; indicator: string; read_on: string; value: number; source: string; entered_at: Instant; entered_by_name: string };
  'steering.scoring_model': { tenant_id: number; id: string; version: number; model: Json<ScoringModel>; reason: string; made_at: Instant; made_by_name: string };
  'steering.frame': { tenant_id: number; year: number; mandatory_cents: Cents; mandatory_days: number; chosen_cents: Cents; chosen_days: number; changed_at: Instant; changed_by_name: string };
  'steering.round': { tenant_id: number; id: string; number: number; title: string; body_id: string; body_name: string; model_id: string; year: number; state: RoundState; due_on: string; opened_at: Instant; opened_by_name: string; scored_at: MaybeInstant; closed_at: MaybeInstant; meeting_id: string | null; minutes: string };
  'steering.round_member': { tenant_id: number; round_id: string; account_id: string; name: string; handed_in_at: MaybeInstant };
  'steering.round_project': { tenant_id: number; round_id: string; project_id: string; position: number; title: string; cost_cents: Cents; days: number; suggestions: Json<Record<string, Suggestion>>; decision: Verdict | null; reason: string };
  'steering.score_card': { tenant_id: number; round_id: string; account_id: string; project_id: string; points: Json<Record<string, number>>; confidence: Confidence; remark: string; changed_at: Instant };
  'steering.round_remark': { tenant_id: number; round_id: string; id: string; project_id: string | null; text: string; at: Instant; by_name: string };
  'steering.score': { tenant_id: number; project_id: string; round_id: string; model_id: string; means: Json<Record<string, number>>; spreads: Json<Record<string, number>>; confidence: number; scored_at: Instant };
};
