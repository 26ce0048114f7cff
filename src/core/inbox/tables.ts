import type { ColumnType } from 'kysely';
import type { ContentLocale } from '#platform/i18n';
import type { NoticeKind, NoticeModes } from './notices/notice-choice.ts';

export type InboxTables = {
  'inbox.message': {
    tenant_id: number;
    id: string;
    case_id: string;
    case_number: string;
    account_id: string | null;
    direction: 'to-applicant' | 'from-applicant';
    kind: 'message' | 'letter' | 'request';
    subject: string;
    body: string;
    author: string;
    document_id: string | null;
    delivery: 'inbox' | 'post';
    created_at: Date;
    provided_at: Date | null;
    deemed_on: string | null;
    /** When the audit log noted that the deemed day had come. */
    deemed_noted_at: Date | null;
    posted_at: Date | null;
    read_at: Date | null;
  };
  'inbox.papers_request': { tenant_id: number; id: string; case_id: string; message_id: string; papers: string[]; due_on: string | null; answered_at: Date | null };
  'inbox.by_post': { tenant_id: number; case_id: string; chosen_at: Date | null };
  'inbox.notice_choice': { tenant_id: number; account_id: string; modes: ColumnType<NoticeModes, string, string>; link_key: string };
  'inbox.notice_waiting': { tenant_id: number; id: string; account_id: string; email: string; locale: ContentLocale; kind: NoticeKind; case_number: string; link: string; created_at: Date };
  'inbox.push_device': { tenant_id: number; id: string; account_id: string; endpoint: string; public_key: string; auth_secret: string; user_agent: string; locale: ContentLocale; created_at: Date };
};
