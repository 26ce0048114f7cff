/** Door: background jobs on PostgreSQL (pg-boss), stored in the transaction of the change. */
export { enqueue, jobs, openJobs, runAsSystem, type Job, type JobRunner } from './jobs.ts';
