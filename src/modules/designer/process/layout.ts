import { isContainer, isNode, type BpmnElement } from './bpmn-element.ts';
import type { ProcessFile } from './moddle.ts';

export type Box = { x: number; y: number; width: number; height: number };
type Point = { x: number; y: number };
type Placed = { boxes: Map<BpmnElement, Box>; width: number; height: number };

const COLUMN = 160;
export const ROW = 120;
const EDGE = 40;

/**
 * Draws the diagram of a process anew: columns by the longest way from the start, a row of its own for every branch, event sub-processes
 * below, boundary events on their step. For files without a drawing; one that is there is kept (`keep-layout.ts`).
 */
export function layoutProcess(file: ProcessFile): void {
  const { process, create, root } = file;
  const { boxes } = placeContainer(process, { x: 80, y: 80 });
  const shapes = [...boxes].map(([element, box]) => shapeOf(element, box, create));
  const edges = flowsIn(process).map((flow) => edgeOf(flow, boxes, create));
  const plane = create('bpmndi:BPMNPlane', { id: `Plane_${process.id ?? ''}`, bpmnElement: process, planeElement: [...shapes, ...edges.filter((edge) => edge !== undefined)] });
  root.diagrams = [create('bpmndi:BPMNDiagram', { id: `Diagram_${process.id ?? ''}`, plane })];
}

export const sizeOf = (element: BpmnElement): { width: number; height: number } => (element.$type.endsWith('Event') ? { width: 36, height: 36 } : element.$type.endsWith('Gateway') ? { width: 50, height: 50 } : { width: 110, height: 80 });
export const flowsIn = (container: BpmnElement): BpmnElement[] => (container.flowElements ?? []).flatMap((one) => (one.$type === 'bpmn:SequenceFlow' ? [one] : isContainer(one) ? flowsIn(one) : []));
const isEventSub = (element: BpmnElement): boolean => element.triggeredByEvent === true;

/** Column of each node: the longest way to it, ways back left out. */
function columnsOf(nodes: BpmnElement[]): Map<BpmnElement, number> {
  const columns = new Map<BpmnElement, number>();
  const open = new Set<BpmnElement>();
  const nextOf = (node: BpmnElement): BpmnElement[] => [...(node.outgoing ?? []), ...nodes.filter((one) => one.attachedToRef === node).flatMap((one) => one.outgoing ?? [])].flatMap((flow) => (flow.targetRef ? [flow.targetRef] : []));
  const visit = (node: BpmnElement, column: number): void => {
    if (open.has(node) || (columns.get(node) ?? -1) >= column) return;
    columns.set(node, column);
    open.add(node);
    for (const next of nextOf(node)) visit(next, column + 1);
    open.delete(node);
  };
  const attached = nodes.filter((one) => one.attachedToRef);
  const starts = nodes.filter((one) => !attached.includes(one) && (one.incoming ?? []).length === 0);
  for (const start of starts.length > 0 ? starts : nodes.slice(0, 1)) visit(start, 0);
  for (const node of nodes) if (!columns.has(node) && !attached.includes(node)) visit(node, 0);
  return columns;
}

function placeContainer(container: BpmnElement, at: Point): Placed {
  const all = (container.flowElements ?? []).filter(isNode);
  const nodes = all.filter((one) => !isEventSub(one));
  const columns = columnsOf(nodes);
  const rows = rowsOf(nodes, columns);
  const boxes = new Map<BpmnElement, Box>();
  const inner = new Map<BpmnElement, Placed>();
  for (const node of nodes) if (isContainer(node)) inner.set(node, placeContainer(node, { x: 0, y: 0 }));
  let right = at.x;
  let bottom = at.y;
  const shifts = columnShifts(columns, inner);
  for (const [node, column] of columns) {
    const content = inner.get(node);
    const size = content ? { width: content.width, height: content.height } : sizeOf(node);
    const x = at.x + column * COLUMN + (shifts.get(column) ?? 0);
    const y = at.y + (rows.get(node) ?? 0) * ROW;
    const box = { x: x + (110 - Math.min(110, size.width)) / 2, y: y + (80 - Math.min(80, size.height)) / 2, ...size };
    boxes.set(node, box);
    if (content) for (const [one, part] of content.boxes) boxes.set(one, { ...part, x: part.x + box.x, y: part.y + box.y });
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  placeBoundary(nodes, boxes);
  for (const eventSub of all.filter(isEventSub)) {
    const content = placeContainer(eventSub, { x: EDGE, y: EDGE });
    const box = { x: at.x, y: bottom + 60, width: content.width, height: content.height };
    boxes.set(eventSub, box);
    for (const [one, part] of content.boxes) boxes.set(one, { ...part, x: part.x + box.x, y: part.y + box.y });
    right = Math.max(right, box.x + box.width);
    bottom = box.y + box.height;
  }
  return { boxes, width: right - at.x + (at.x > 0 ? 2 * EDGE : 0), height: bottom - at.y + (at.y > 0 ? 2 * EDGE : 0) };
}

/** Sub-processes that are wider than a column push the columns behind them. */
function columnShifts(columns: Map<BpmnElement, number>, inner: Map<BpmnElement, Placed>): Map<number, number> {
  const last = Math.max(0, ...columns.values());
  const shifts = new Map<number, number>();
  let shift = 0;
  for (let column = 0; column <= last; column++) {
    shifts.set(column, shift);
    const widest = Math.max(0, ...[...inner].filter(([node]) => columns.get(node) === column).map(([, content]) => content.width));
    shift += Math.max(0, widest - 110);
  }
  return shifts;
}

/** The first branch stays in the row of its gateway, every further one gets the next free row below. */
function rowsOf(nodes: BpmnElement[], columns: Map<BpmnElement, number>): Map<BpmnElement, number> {
  const rows = new Map<BpmnElement, number>();
  const taken = new Set<string>();
  const free = (column: number, wanted: number): number => {
    let row = wanted;
    while (taken.has(`${column}/${row}`)) row++;
    return row;
  };
  const ordered = [...columns].sort((a, b) => a[1] - b[1]).map(([node]) => node);
  for (const node of ordered) {
    const before = (node.incoming ?? []).map((flow) => flow.sourceRef).filter((one): one is BpmnElement => one !== undefined);
    const parent = before.find((one) => rows.has(one));
    const host = before.find((one) => one.attachedToRef)?.attachedToRef;
    const branch = parent ? (parent.outgoing ?? []).findIndex((flow) => flow.targetRef === node) : 0;
    const wanted = parent ? (rows.get(parent) ?? 0) + Math.max(0, branch) : host ? (rows.get(host) ?? 0) + 1 : 0;
    const row = free(columns.get(node) ?? 0, wanted);
    rows.set(node, row);
    taken.add(`${columns.get(node) ?? 0}/${row}`);
  }
  return rows;
}

function placeBoundary(nodes: BpmnElement[], boxes: Map<BpmnElement, Box>): void {
  const count = new Map<BpmnElement, number>();
  for (const event of nodes.filter((one) => one.attachedToRef)) {
    const host = event.attachedToRef as BpmnElement;
    const box = boxes.get(host);
    if (!box) continue;
    const place = count.get(host) ?? 0;
    count.set(host, place + 1);
    boxes.set(event, { x: box.x + box.width - 46 - place * 44, y: box.y + box.height - 18, width: 36, height: 36 });
  }
}

export function shapeOf(element: BpmnElement, box: Box, create: ProcessFile['create']): BpmnElement {
  const bounds = create('dc:Bounds', box);
  const label = /Event$|Gateway$/.test(element.$type) && element.name ? { label: create('bpmndi:BPMNLabel', { bounds: create('dc:Bounds', { x: box.x + box.width / 2 - 50, y: element.$type.endsWith('Gateway') ? box.y - 32 : box.y + box.height + 4, width: 100, height: 27 }) }) } : {};
  const extra = isContainer(element) ? { isExpanded: true } : element.$type === 'bpmn:ExclusiveGateway' ? { isMarkerVisible: true } : {};
  return create('bpmndi:BPMNShape', { id: `${element.id ?? ''}_di`, bpmnElement: element, bounds, ...label, ...extra });
}

export function edgeOf(flow: BpmnElement, boxes: Map<BpmnElement, Box>, create: ProcessFile['create']): BpmnElement | undefined {
  const from = flow.sourceRef && boxes.get(flow.sourceRef);
  const to = flow.targetRef && boxes.get(flow.targetRef);
  if (!from || !to) return undefined;
  const points = waypoints(from, to, Boolean(flow.sourceRef?.attachedToRef));
  const place = points[1] ?? points[0] ?? { x: 0, y: 0 };
  const label = flow.name ? { label: create('bpmndi:BPMNLabel', { bounds: create('dc:Bounds', { x: points.length > 2 ? place.x + 6 : from.x + from.width + 6, y: points.length > 2 ? place.y - 20 : place.y - 18, width: 80, height: 14 }) }) } : {};
  return create('bpmndi:BPMNEdge', { id: `${flow.id ?? ''}_di`, bpmnElement: flow, waypoint: points.map((point) => create('dc:Point', point)), ...label });
}

function waypoints(from: Box, to: Box, fromBelow: boolean): Point[] {
  const [fy, ty] = [from.y + from.height / 2, to.y + to.height / 2];
  const right = { x: from.x + from.width, y: fy };
  const left = { x: to.x, y: ty };
  if (to.x < from.x + from.width && !fromBelow) {
    const under = Math.max(from.y + from.height, to.y + to.height) + 25;
    return [{ x: from.x + from.width / 2, y: from.y + from.height }, { x: from.x + from.width / 2, y: under }, { x: to.x + to.width / 2, y: under }, { x: to.x + to.width / 2, y: to.y + to.height }];
  }
  if (fromBelow || (from.height === 50 && ty > fy + 1)) return [{ x: from.x + from.width / 2, y: from.y + from.height }, { x: from.x + from.width / 2, y: ty }, left];
  if (Math.abs(fy - ty) < 1) return [right, left];
  const middle = to.x - 24;
  return [right, { x: middle, y: fy }, { x: middle, y: ty }, left];
}
