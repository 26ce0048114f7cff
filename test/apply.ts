import { SYSTEM, type JsonObject } from '#platform/module';
import type { TestClient } from '#platform/testing';
import { completeTask, findCaseByApplication, listCaseTasks, type Case, type Task } from '#core/cases';
import { fillDraft, messagesOf, startDraft } from './fill-form.ts';
import type { Town } from './town.ts';
import { walkthroughData } from './walkthrough.ts';

/** Fills in a walkthrough of a service and sends it. @returns the application's id */
export async function apply(town: Town, client: TestClient, application: { slug: string; example: string; notice?: 'elektronisch' | 'post' }): Promise<string> {
  const { service } = await town.service(application.slug);
  const draft = await startDraft(client, application.slug);
  await fillDraft(client, draft, { form: service.form, data: await walkthroughData(application.slug, application.example) });
  const sent = await client.post(`${draft}/absenden`, { richtig: 'ja', zustellung: application.notice ?? 'elektronisch' }, { follow: false });
  if (sent.status !== 303 || !sent.location?.startsWith('/antrag/eingang/')) throw new Error(`Sending answered ${sent.status} ${sent.location}: ${messagesOf(sent.text)}`);
  return draft.split('/').at(-1) ?? '';
}

/** The case of an application. */
export async function caseOf(town: Town, applicationId: string): Promise<Case> {
  const found = await town.t.read(SYSTEM, (ctx) => findCaseByApplication(ctx, applicationId));
  if (!found) throw new Error(`Application ${applicationId} has no case`);
  return found;
}

/** Does the open task of a case as one of the city's staff. */
export async function doTask(town: Town, caseId: string, { as, data }: { as: string; data: JsonObject }): Promise<Task> {
  const actor = await town.actor(as);
  const task = (await town.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId))).find((one) => one.state === 'open');
  if (!task) throw new Error(`Case ${caseId} has no open task`);
  const outcome = await town.t.transact(actor, (ctx) => completeTask(ctx, { taskId: task.id, data: data as never }));
  if (outcome.kind !== 'completed') throw new Error(outcome.errors.map((one) => one.message).join('; '));
  await town.work();
  return task;
}
