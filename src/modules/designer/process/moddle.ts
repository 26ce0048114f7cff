import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { BpmnModdle } from 'bpmn-moddle';
import { problem } from '../problems.ts';
import type { BpmnElement, Create } from './bpmn-element.ts';

type Moddle = { fromXML(xml: string): Promise<{ rootElement: BpmnElement; elementsById: Record<string, BpmnElement>; warnings: { message: string }[] }>; toXML(element: BpmnElement, options: { format: boolean }): Promise<{ xml: string }>; create: Create };
const zeebe: unknown = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('zeebe-bpmn-moddle/resources/zeebe.json'), 'utf8'));
const makeModdle = (): Moddle => new (BpmnModdle as unknown as new (packages: Record<string, unknown>) => Moddle)({ zeebe });

/** A BPMN file that is being changed. */
export type ProcessFile = { root: BpmnElement; process: BpmnElement; byId: Map<string, BpmnElement>; create: Create };

/** Reads a BPMN file for changing. @throws designer/unreadable 422 */
export async function readProcess(xml: string): Promise<ProcessFile> {
  const moddle = makeModdle();
  if (/<!(DOCTYPE|ENTITY)/i.test(xml.slice(0, 10_000))) throw problem('designer/unreadable', { reason: 'Sie enthält eine DOCTYPE-Angabe.' });
  try {
    const { rootElement: root, elementsById } = await moddle.fromXML(xml);
    const process = (root.rootElements ?? []).find((one) => one.$type === 'bpmn:Process');
    if (!process) throw new Error('Sie enthält keinen Prozess.');
    return { root, process, byId: new Map(Object.entries(elementsById)), create: (type, properties) => moddle.create(type, properties) };
  } catch (error) {
    throw problem('designer/unreadable', { reason: (error as Error).message.split('\n')[0] ?? '' });
  }
}

/** The file as XML again, in the layout of the Camunda Modeler. */
export async function writeProcess({ root }: ProcessFile): Promise<string> {
  const { xml } = await makeModdle().toXML(root, { format: true });
  return xml;
}
