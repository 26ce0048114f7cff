/** Door: background jobs on PostgreSQL (pg-boss), stored in the transaction of the change. */
export { countDeadJobs, dropDeadJob, listDeadJobs, retryDeadJob, type DeadJob } from './dead-jobs.ts';
export { enqueue, jobs, openJobs, runAsSystem, type Job, type JobRunner } from './jobs.ts';
