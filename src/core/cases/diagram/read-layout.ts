import { BpmnModdle } from 'bpmn-moddle';

export type Point = { x: number; y: number };
export type Box = Point & { width: number; height: number };
export type ShapeKind = 'task' | 'event' | 'gateway' | 'pool' | 'lane' | 'sub-process' | 'note' | 'data';
export type Shape = {
  id: string;
  kind: ShapeKind;
  name: string;
  box: Box;
  /** Where the author placed the name, when it stands beside the shape. */
  label?: Box;
  /** 'start', 'end', 'boundary' or 'between' for events; 'parallel', 'exclusive' … for gateways; 'user', 'service' … for tasks. */
  flavour: string;
  /** Timer, message, error … of an event. */
  trigger?: string;
};
export type Edge = { id: string; name: string; points: Point[]; kind: 'flow' | 'message' | 'association'; label?: Box };
/** A drawn process: shapes in drawing order, outer ones first. */
export type Layout = { box: Box; shapes: Shape[]; edges: Edge[] };

type Loose = { [key: string]: unknown; $type?: string; id?: string; name?: string };
const moddle = new BpmnModdle();
const list = (value: unknown): Loose[] => (Array.isArray(value) ? (value as Loose[]) : []);

/** The drawing inside a BPMN file (BPMN DI); undefined when the author left it out. */
export async function readLayout(xml: string): Promise<Layout | undefined> {
  const { rootElement } = await moddle.fromXML(xml);
  const planes = list((rootElement as unknown as Loose)['diagrams']).flatMap((diagram) => (diagram['plane'] ? [diagram['plane'] as Loose] : []));
  const elements = list(planes[0]?.['planeElement']);
  const shapes = elements.flatMap((element) => (element.$type === 'bpmndi:BPMNShape' ? shapeOf(element) : []));
  const edges = elements.flatMap((element) => (element.$type === 'bpmndi:BPMNEdge' ? edgeOf(element) : []));
  if (shapes.length === 0) return undefined;
  const order: ShapeKind[] = ['pool', 'lane', 'sub-process'];
  shapes.sort((a, b) => (order.indexOf(a.kind) + 4) % 4 - ((order.indexOf(b.kind) + 4) % 4));
  return { box: around(shapes, edges), shapes, edges };
}

const boxOf = (bounds: Loose | undefined): Box | undefined => {
  if (!bounds) return undefined;
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((key) => Number(bounds[key] ?? 0));
  return { x: x ?? 0, y: y ?? 0, width: width ?? 0, height: height ?? 0 };
};
const labelOf = (element: Loose): Box | undefined => boxOf((element['label'] as Loose | undefined)?.['bounds'] as Loose | undefined);

function kindOf(type: string): ShapeKind | undefined {
  if (type === 'Participant') return 'pool';
  if (type === 'Lane') return 'lane';
  if (type.endsWith('Gateway')) return 'gateway';
  if (type.endsWith('Event')) return 'event';
  if (/^(SubProcess|Transaction|AdHocSubProcess)$/.test(type)) return 'sub-process';
  if (type.endsWith('Task') || type === 'CallActivity') return 'task';
  if (type === 'TextAnnotation') return 'note';
  return /Data/.test(type) ? 'data' : undefined;
}

const eventFlavours: Record<string, string> = { StartEvent: 'start', EndEvent: 'end', BoundaryEvent: 'boundary' };

function shapeOf(element: Loose): Shape[] {
  const target = element['bpmnElement'] as Loose | undefined;
  const box = boxOf(element['bounds'] as Loose | undefined);
  const type = (target?.$type ?? '').replace('bpmn:', '');
  const kind = kindOf(type);
  if (!target?.id || !box || !kind) return [];
  const label = labelOf(element);
  const trigger = list(target['eventDefinitions'])[0]?.$type?.replace('bpmn:', '').replace('EventDefinition', '').toLowerCase();
  const flavour = kind === 'event' ? (eventFlavours[type] ?? 'between') : type.replace(/(Gateway|Task)$/, '').toLowerCase();
  const name = kind === 'note' ? String(target['text'] ?? '') : (target.name ?? '');
  return [{ id: target.id, kind, name, box, flavour, ...(label ? { label } : {}), ...(trigger ? { trigger } : {}) }];
}

function edgeOf(element: Loose): Edge[] {
  const target = element['bpmnElement'] as Loose | undefined;
  const points = list(element['waypoint']).map((point) => ({ x: Number(point['x']), y: Number(point['y']) }));
  if (!target?.id || points.length < 2) return [];
  const kind = target.$type === 'bpmn:MessageFlow' ? 'message' : target.$type === 'bpmn:SequenceFlow' ? 'flow' : 'association';
  const label = labelOf(element);
  return [{ id: target.id, name: target.name ?? '', points, kind, ...(label ? { label } : {}) }];
}

const MARGIN = 20;
function around(shapes: Shape[], edges: Edge[]): Box {
  const boxes = [...shapes.flatMap((shape) => [shape.box, shape.label ?? shape.box]), ...edges.flatMap((edge) => edge.label ?? [])];
  const points = [...boxes.flatMap((box) => [box, { x: box.x + box.width, y: box.y + box.height }]), ...edges.flatMap((edge) => edge.points)];
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [x, y] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
  return { x, y, width: Math.max(...xs) - x + MARGIN, height: Math.max(...ys) - y + MARGIN };
}
