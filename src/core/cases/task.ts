import type { JsonObject } from '#platform/module';
import type { TaskRow } from './tables.ts';

/** A user task of a case (Aufgabe). */
export type Task = {
  id: string;
  caseId: string;
  /** Where in which process instance it stands. */
  instanceId: string;
  tokenId: number;
  nodeId: string;
  name: string;
  state: 'open' | 'completed' | 'cancelled';
  /** Candidate groups: office key or office/role. */
  groups: string[];
  officeId: string;
  /** With whom it lies. */
  assignee?: { id: string; name: string };
  /** Who has taken it for the assignee, as a substitute. */
  substituteId?: string;
  claimedAt?: Date;
  dueOn?: string;
  /** Since when the head of the office knows that its deadline is in danger. */
  escalatedAt?: Date;
  /** 0 to 100, higher is more urgent; 50 is normal. */
  priority: number;
  formKey?: string;
  /** BPMN ids of tasks whose doer may not do this one. */
  fourEyesNot: string[];
  /** Local variables of the task from the process. */
  variables: JsonObject;
  caseNumber: string;
  caseTitle: string;
  applicantName: string;
  serviceSlug: string;
  submittedAt: Date;
  createdAt: Date;
  completedAt?: Date;
  completedBy?: { id: string | null; name: string };
  /** The absent person for whom it was done. */
  completedFor?: { id: string; name: string };
  /** Answers of the task form. */
  data?: JsonObject;
};

export function taskOf(row: TaskRow): Task {
  return {
    id: row.id,
    caseId: row.case_id,
    instanceId: row.instance_id,
    tokenId: row.token_id,
    nodeId: row.node_id,
    name: row.name,
    state: row.state,
    groups: row.groups,
    officeId: row.office_id,
    priority: row.priority,
    fourEyesNot: row.four_eyes_not,
    variables: row.variables,
    caseNumber: row.case_number,
    caseTitle: row.case_title,
    applicantName: row.applicant_name,
    serviceSlug: row.service_slug,
    submittedAt: row.submitted_at,
    createdAt: row.created_at,
    ...(row.assignee_id ? { assignee: { id: row.assignee_id, name: row.assignee_name ?? '' } } : {}),
    ...(row.substitute_id ? { substituteId: row.substitute_id } : {}),
    ...(row.completed_for ? { completedFor: { id: row.completed_for, name: row.completed_for_name ?? '' } } : {}),
    ...(row.claimed_at ? { claimedAt: row.claimed_at } : {}),
    ...(row.due_on ? { dueOn: row.due_on } : {}),
    ...(row.escalated_at ? { escalatedAt: row.escalated_at } : {}),
    ...(row.form_key ? { formKey: row.form_key } : {}),
    ...(row.completed_at ? { completedAt: row.completed_at, completedBy: { id: row.completed_by, name: row.completed_by_name ?? '' } } : {}),
    ...(row.data ? { data: row.data } : {}),
  };
}

/** The columns of a task that say who may take it. */
export const takeableOf = (task: Task): Pick<TaskRow, 'groups' | 'assignee_id' | 'office_id' | 'service_slug'> => ({ groups: task.groups, assignee_id: task.assignee?.id ?? null, office_id: task.officeId, service_slug: task.serviceSlug });

/** 'steueramt@a-k' → 'steueramt' */
export const withoutArea = (group: string): string => group.replace(/@.*$/, '');
