import { makeBundle, publishService } from '#core/catalogue';
import type { Ctx } from '#platform/module';

const settingsOf = (slug: string, name: string): string => `
slug: ${slug}
name: { de: ${name}, en: ${name}, de-leicht: ${name} }
summary: { de: Zum Üben., en: For practice., de-leicht: Zum Üben. }
office: steueramt
filePlan: '02.3.1'
retentionYears: 10
caseNumberPrefix: KLEIN
title: '"${name} " + application.purpose'
applicant: { givenName: application.purpose }
`;
const form = { schemaVersion: 1, id: 'small', title: 'Klein', pages: [{ id: 'purpose', title: 'Zweck', elements: [{ type: 'text', key: 'purpose', label: 'Zweck' }] }] };
const taskForm = { schemaVersion: 1, id: 'note', title: 'Vermerk', pages: [{ id: 'note', title: 'Vermerk', elements: [{ type: 'text', key: 'note', label: 'Vermerk', required: false }] }] };

export type SmallService = {
  slug?: string;
  name?: string;
  /** What stands inside of `<process>`: start, steps, flows. */
  process: string;
  /** Messages, errors and signals beside it. */
  more?: string;
};

/** Publishes a service whose process is all that matters, for tests; staff tasks may use the form `note`. @returns its version id */
export async function publishSmall(ctx: Ctx, { slug = 'small', name = 'Kleines', process, more = '' }: SmallService): Promise<string> {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="defs" targetNamespace="urn:small">
  ${more}<process id="${slug}" isExecutable="true">${process}</process>
</definitions>`;
  const files = { 'service.yaml': settingsOf(slug, name).trim(), 'form.json': JSON.stringify(form), 'forms/note.json': JSON.stringify(taskForm), 'process.bpmn': xml };
  return (await publishService(ctx, makeBundle(slug, files))).versionId;
}

/** Sequence flows along these elements. */
export const along = (...ids: string[]): string => ids.slice(1).map((target, index) => `<sequenceFlow id="f_${ids[index] ?? ''}_${target}" sourceRef="${ids[index] ?? ''}" targetRef="${target}"/>`).join('');

/** A step that a connector does, with input mapping (FEEL by target), fixed words and output mapping. */
export function serviceStep(id: string, type: string, { inputs = {}, headers = {}, outputs = {}, retries = 3, name = id }: { inputs?: Record<string, string>; headers?: Record<string, string>; outputs?: Record<string, string>; retries?: number; name?: string } = {}): string {
  const quoted = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const lines = (tag: string, map: Record<string, string>): string => Object.entries(map).map(([target, source]) => `<zeebe:${tag} source="${quoted(source)}" target="${target}"/>`).join('');
  const words = Object.entries(headers).map(([key, value]) => `<zeebe:header key="${key}" value="${quoted(value)}"/>`).join('');
  return `<serviceTask id="${id}" name="${name}"><extensionElements><zeebe:taskDefinition type="${type}" retries="${retries}"/><zeebe:taskHeaders>${words}</zeebe:taskHeaders><zeebe:ioMapping>${lines('input', inputs)}${lines('output', outputs)}</zeebe:ioMapping></extensionElements></serviceTask>`;
}

/** A task for people of the Steueramt, with the form `note`. */
export const userStep = (id: string, name = id, extra = ''): string =>
  `<userTask id="${id}" name="${name}"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="steueramt"/><zeebe:formDefinition formKey="note"/>${extra}</extensionElements></userTask>`;
