/** The part of the parser that is used; its own types describe a well-formed model, and ours has to survive broken ones. */
declare module 'bpmn-moddle' {
  export class BpmnModdle {
    fromXML(xml: string): Promise<{ rootElement: unknown; elementsById: Record<string, unknown>; warnings: unknown[] }>;
  }
}
