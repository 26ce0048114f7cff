import { layoutProcess } from '../process/layout.ts';
import { readProcess, writeProcess } from '../process/moddle.ts';
import { readForm } from '../form/form-places.ts';
import { toFormJs } from './to-form-js.ts';

const MODELER = 'http://camunda.org/schema/modeler/1.0';

/** A file as the Camunda Modeler opens it: with a drawing, and saying for which engine it is. Forms become form-js. */
export async function forModeler(path: string, content: string): Promise<{ name: string; text: string }> {
  const name = path.split('/').at(-1) ?? path;
  if (path.endsWith('.bpmn')) return { name, text: withPlatform(/BPMNDiagram[\s>]/.test(content) ? content : await drawn(content)) };
  if (path.endsWith('.dmn')) return { name, text: withPlatform(content) };
  if (path.endsWith('.json')) return { name: name.replace(/\.json$/, '.form'), text: toFormJs(readForm(content)) };
  return { name, text: content };
}

async function drawn(xml: string): Promise<string> {
  const file = await readProcess(xml);
  layoutProcess(file);
  return writeProcess(file);
}

/** Without this the modeler asks which engine the file is for, and shows the wrong properties. */
function withPlatform(xml: string): string {
  if (/\bexecutionPlatform=/.test(xml)) return xml;
  return xml.replace(/<((?:\w+:)?definitions)\b/, `<$1${xml.includes(MODELER) ? '' : ` xmlns:modeler="${MODELER}"`} modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.6.0"`);
}
