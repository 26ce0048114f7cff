import { isContainer, isNode, type BpmnElement } from './bpmn-element.ts';
import { edgeOf, flowsIn, layoutProcess, ROW, shapeOf, sizeOf, type Box } from './layout.ts';
import type { ProcessFile } from './moddle.ts';

const GAP = 50;
const BORDER = 30;

const nodesIn = (container: BpmnElement): BpmnElement[] => (container.flowElements ?? []).filter(isNode).flatMap((node) => [node, ...(isContainer(node) ? nodesIn(node) : [])]);
const planeOf = ({ root }: ProcessFile): BpmnElement | undefined => root.diagrams?.[0]?.plane;
const drawnOf = (plane: BpmnElement | undefined): Map<BpmnElement, BpmnElement> => new Map((plane?.planeElement ?? []).flatMap((one) => (one.bpmnElement ? [[one.bpmnElement, one]] : [])));

/** The step with everything that moves with it: what it holds and what is attached to it. */
function withParts(node: BpmnElement): BpmnElement[] {
  const attached = (node.$parent?.flowElements ?? []).filter((one) => one.attachedToRef === node);
  return [node, ...attached, ...(isContainer(node) ? [...nodesIn(node), ...flowsIn(node)] : [])];
}

function moveDrawn(drawn: BpmnElement | undefined, dx: number, dy: number): void {
  for (const place of [drawn?.bounds, drawn?.label?.bounds, ...(drawn?.waypoint ?? [])]) {
    if (!place) continue;
    place.x += dx;
    place.y += dy;
  }
}

/** Two steps that changed places do so in the drawing too. */
export function swapPlaces(file: ProcessFile, one: BpmnElement, other: BpmnElement): void {
  const drawn = drawnOf(planeOf(file));
  const [from, to] = [drawn.get(one)?.bounds, drawn.get(other)?.bounds];
  if (!from || !to) return;
  const [dx, dy] = [to.x + to.width / 2 - from.x - from.width / 2, to.y + to.height / 2 - from.y - from.height / 2];
  for (const part of withParts(one)) moveDrawn(drawn.get(part), dx, dy);
  for (const part of withParts(other)) moveDrawn(drawn.get(part), -dx, -dy);
}

type Drawing = { file: ProcessFile; drawn: Map<BpmnElement, BpmnElement> };
const boxOf = ({ drawn }: Drawing, node: BpmnElement | undefined): Box | undefined => (node ? drawn.get(node)?.bounds : undefined);

/**
 * Completes the drawing after the process has changed: what was drawn stays where somebody put it, new steps get a place beside the one
 * before them, and only ways that no longer meet their steps are drawn again. Without a drawing it is made anew.
 */
export function redrawProcess(file: ProcessFile): void {
  const plane = planeOf(file);
  const nodes = nodesIn(file.process);
  const drawing: Drawing = { file, drawn: drawnOf(plane) };
  if (!plane || !nodes.some((node) => boxOf(drawing, node))) return layoutProcess(file);
  const flows = flowsIn(file.process);
  const current = new Set([...nodes, ...flows]);
  for (const element of drawing.drawn.keys()) if ((isNode(element) || element.$type === 'bpmn:SequenceFlow') && !current.has(element)) drawing.drawn.delete(element);
  const isReady = (node: BpmnElement): boolean => [node.attachedToRef, ...neighbours(node).before].some((one) => boxOf(drawing, one));
  for (let open = nodes.filter((node) => !drawing.drawn.has(node)); open.length > 0; open = open.filter((node) => !drawing.drawn.has(node))) placeNew(drawing, open.find(isReady) ?? (open[0] as BpmnElement));
  const boxes = new Map(nodes.flatMap((node) => { const box = boxOf(drawing, node); return box ? [[node, box] as const] : []; }));
  for (const flow of flows) {
    if (isMet(drawing, flow)) continue;
    const edge = edgeOf(flow, boxes, file.create);
    if (edge) drawing.drawn.set(flow, edge);
    else drawing.drawn.delete(flow);
  }
  plane.planeElement = [...drawing.drawn.values()];
  for (const one of plane.planeElement) one.$parent = plane;
}

const neighbours = (node: BpmnElement): { before: BpmnElement[]; behind: BpmnElement[] } => ({
  before: (node.incoming ?? []).flatMap(({ sourceRef }) => sourceRef ?? []),
  behind: (node.outgoing ?? []).flatMap(({ targetRef }) => targetRef ?? []),
});

const touches = (point: { x: number; y: number } | undefined, box: Box | undefined): boolean => point !== undefined && box !== undefined && point.x >= box.x - 3 && point.x <= box.x + box.width + 3 && point.y >= box.y - 3 && point.y <= box.y + box.height + 3;

function isMet(drawing: Drawing, flow: BpmnElement): boolean {
  const points = drawing.drawn.get(flow)?.waypoint;
  return touches(points?.[0], boxOf(drawing, flow.sourceRef)) && touches(points?.at(-1), boxOf(drawing, flow.targetRef));
}

function placeNew(drawing: Drawing, node: BpmnElement): void {
  const { file, drawn } = drawing;
  const size = sizeOf(node);
  const host = boxOf(drawing, node.attachedToRef);
  const place = host ? { x: host.x + host.width - 46, y: host.y + host.height - 18 } : freePlace(drawing, node, size);
  drawn.set(node, shapeOf(node, { ...place, ...size }, file.create));
  // What holds the new step grows with it.
  for (let container = node.$parent; container && container !== file.process; container = container.$parent) {
    const [outer, inner] = [boxOf(drawing, container), boxOf(drawing, node)];
    if (!outer || !inner) break;
    outer.width = Math.max(outer.width, inner.x + inner.width + BORDER - outer.x);
    outer.height = Math.max(outer.height, inner.y + inner.height + BORDER - outer.y);
  }
}

/** Between the steps before and behind, else behind the one before; below, where that is taken. */
function freePlace(drawing: Drawing, node: BpmnElement, size: { width: number; height: number }): { x: number; y: number } {
  const { before, behind } = neighbours(node);
  const [last, next] = [before, behind].map((list) => list.map((one) => boxOf(drawing, one)).find((box) => box !== undefined));
  const others = (node.$parent?.flowElements ?? []).flatMap((one) => (isNode(one) ? (boxOf(drawing, one) ?? []) : []));
  if (last && next && next.x >= last.x + last.width && node.$parent === drawing.file.process) makeRoom(drawing, { at: next.x, by: last.x + last.width + size.width + 2 * GAP - next.x });
  const beside = last ?? next ?? { x: Math.min(...others.map(({ x }) => x), 200), y: Math.max(...others.map((box) => box.y + box.height), 0) + GAP, width: 0, height: size.height };
  const between = last && next && next.x >= last.x + last.width + size.width;
  const x = between ? (last.x + last.width + next.x - size.width) / 2 : last ? last.x + last.width + GAP : next ? next.x - GAP - size.width : beside.x;
  let y = beside.y + (beside.height - size.height) / 2;
  const isTaken = (): boolean => others.some((box) => x < box.x + box.width + 10 && box.x < x + size.width + 10 && y < box.y + box.height + 10 && box.y < y + size.height + 10);
  while (isTaken()) y += ROW / 2;
  return { x, y };
}

/** Moves all that stands right of a line to the right, as the tool for room of the drawing does. */
function makeRoom({ file, drawn }: Drawing, { at, by }: { at: number; by: number }): void {
  if (by <= 0) return;
  const moved = new Set((file.process.flowElements ?? []).filter((node) => isNode(node) && !node.attachedToRef && (drawn.get(node)?.bounds?.x ?? -Infinity) >= at).flatMap(withParts));
  for (const [element, shape] of drawn) {
    if (moved.has(element)) moveDrawn(shape, by, 0);
    else if (element.$type === 'bpmn:SequenceFlow' && element.$parent === file.process) for (const point of [...(shape.waypoint ?? []), shape.label?.bounds]) { if (point && point.x >= at) point.x += by; }
    else if (shape.bounds && /Participant$|Lane$/.test(element.$type)) shape.bounds.width += by;
  }
}
