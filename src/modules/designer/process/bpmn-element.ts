/** A BPMN element as bpmn-moddle holds it, on the server and in the editor: the parts the workshop reads and writes. */
export type BpmnElement = {
  $type: string;
  $parent?: BpmnElement;
  id?: string;
  name?: string;
  rootElements?: BpmnElement[];
  diagrams?: BpmnElement[];
  flowElements?: BpmnElement[];
  artifacts?: BpmnElement[];
  incoming?: BpmnElement[];
  outgoing?: BpmnElement[];
  sourceRef?: BpmnElement;
  targetRef?: BpmnElement;
  attachedToRef?: BpmnElement;
  triggeredByEvent?: boolean;
  default?: BpmnElement;
  conditionExpression?: BpmnElement;
  body?: string;
  documentation?: (BpmnElement & { text?: string })[];
  extensionElements?: BpmnElement & { values?: Extension[] };
  eventDefinitions?: BpmnElement[];
  messageRef?: BpmnElement;
  timeDate?: BpmnElement;
  timeDuration?: BpmnElement;
  timeCycle?: BpmnElement;
  cancelActivity?: boolean;
  /** Of the drawing. */
  plane?: BpmnElement;
  planeElement?: BpmnElement[];
  bpmnElement?: BpmnElement;
  bounds?: BpmnElement & { x: number; y: number; width: number; height: number };
  waypoint?: (BpmnElement & { x: number; y: number })[];
  label?: BpmnElement;
};
/** An extension element of ours; every attribute is a text. */
export type Extension = { $type: string; [attribute: string]: unknown };
export type Create = (type: string, properties?: Record<string, unknown>) => BpmnElement;

export const isNode = (element: BpmnElement): boolean => /Task$|Event$|Gateway$|SubProcess$|CallActivity$|Transaction$/.test(element.$type) && element.$type !== 'bpmn:SequenceFlow';
export const isContainer = (element: BpmnElement): boolean => /Process$|SubProcess$|Transaction$/.test(element.$type);
export const extensionsOf = (element: BpmnElement): Extension[] => element.extensionElements?.values ?? [];
export const extensionOf = (element: BpmnElement, type: string): Extension | undefined => extensionsOf(element).find((one) => one.$type.toLowerCase() === `zeebe:${type}`.toLowerCase());
export const attribute = (extension: Extension | undefined, name: string): string => (typeof extension?.[name] === 'string' ? (extension[name] as string) : '');
