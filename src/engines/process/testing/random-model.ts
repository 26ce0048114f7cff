import { boundary, call, catching, each, end, eventGateway, exclusive, extensions, flow, inclusive, manyOf, model, on, parallel, path, receive, service, start, sub, throwing, user } from './model.ts';

/** Random numbers that are the same in every run (mulberry32). */
export function randomFrom(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Making = { random: () => number; next: number; xml: string };
type Part = { first: string; last: string };

const oneOf = <T>(m: Pick<Making, 'random'>, list: readonly T[]): T => list[Math.floor(m.random() * list.length)] as T;
const often = (m: Making, chance: number): boolean => m.random() < chance;
const script = (id: string, expression: string): string => `<scriptTask id="${id}">${extensions(`<zeebe:script expression="=${expression}" resultVariable="v"/>`)}</scriptTask>`;

/** Steps that rest or pass; most models consist of these. */
const LEAVES: ((m: Making, id: string) => string)[] = [
  (_m, id) => user(id),
  (_m, id) => service(id),
  (m, id) => catching(id, { inner: oneOf(m, [on.message(), on.signal, on.after('PT1H'), on.condition('v = 2')]) }),
  (m, id) => script(id, String(Math.floor(m.random() * 3))),
  (_m, id) => receive(id, { attributes: 'messageRef="msg-other"' }),
  (m, id) => throwing(id, { inner: oneOf(m, [on.signal, on.escalation, on.compensation, on.message()]) }),
  (_m, id) => user(id, { inner: '<standardLoopCharacteristics loopMaximum="2"/>' }),
  (m, id) => user(id, { inner: manyOf('list', { sequential: often(m, 0.5), until: often(m, 0.3) ? 'v = 1' : '' }) }),
];

const NESTS = [sequence, (m: Making, depth: number) => split(m, depth, 'exclusive'), (m: Making, depth: number) => split(m, depth, 'parallel'), (m: Making, depth: number) => split(m, depth, 'inclusive'), loop, box, race, undoable, transaction];

/** Adds a random part of a process and says where it begins and ends. */
function part(m: Making, depth: number): Part {
  if (depth > 0 && often(m, 0.6)) return oneOf(m, NESTS)(m, depth);
  const id = `n${m.next++}`;
  m.xml += oneOf(m, LEAVES)(m, id);
  return { first: id, last: id };
}

function sequence(m: Making, depth: number): Part {
  const a = part(m, depth - 1);
  const b = part(m, depth - 1);
  m.xml += path(a.last, b.first);
  return { first: a.first, last: b.last };
}

const GATEWAYS = { exclusive, parallel, inclusive } as const;

/** A split and a join; now and then they are of different kinds, as authors draw them. */
function split(m: Making, depth: number, kind: keyof typeof GATEWAYS): Part {
  const [open, close] = [`s${m.next++}`, `j${m.next++}`];
  const closing = often(m, 0.15) ? 'parallel' : kind;
  m.xml += GATEWAYS[kind](open, { attributes: kind === 'parallel' ? '' : `default="d${open}"` }) + GATEWAYS[closing](close);
  for (let i = 0; i < 3; i++) {
    const branch = part(m, depth - 1);
    m.xml += flow(open, branch.first, i === 0 && kind !== 'parallel' ? { id: `d${open}` } : kind === 'parallel' ? {} : { when: `v = ${i}` }) + path(branch.last, close);
  }
  return { first: open, last: close };
}

function loop(m: Making, depth: number): Part {
  const [merge, decide, out] = [`m${m.next++}`, `x${m.next++}`, `o${m.next++}`];
  const inner = part(m, depth - 1);
  m.xml += each(exclusive, merge, out) + exclusive(decide, { attributes: `default="d${decide}"` });
  m.xml += path(merge, inner.first) + path(inner.last, decide) + flow(decide, merge, { when: 'v = 2' }) + flow(decide, out, { id: `d${decide}` });
  return { first: merge, last: out };
}

/** What stands in a sub-process: a part between a start and an end, with event sub-processes now and then. */
function inside(m: Making, depth: number, id: string): string {
  const inner: Making = { random: m.random, next: m.next, xml: '' };
  const content = part(inner, depth - 1);
  const last = oneOf(inner, ['', '', '', on.terminate, on.error, on.escalation, on.compensation]);
  inner.xml += each(start, `${id}in`) + end(`${id}out`, { inner: last }) + path(`${id}in`, content.first) + path(content.last, `${id}out`) + eventSub(inner, depth - 1);
  m.next = inner.next;
  return inner.xml;
}

function eventSub(m: Making, depth: number): string {
  if (!often(m, 0.25)) return '';
  const id = `e${m.next++}`;
  const event = oneOf(m, [on.message(), on.signal, on.every('R2/PT2H'), on.error, on.escalation, on.condition('v = 1')]);
  const interrupts = event === on.error || often(m, 0.5);
  const inner: Making = { random: m.random, next: m.next, xml: '' };
  const content = part(inner, Math.max(0, depth - 1));
  m.next = inner.next;
  const starting = start(`${id}in`, { attributes: interrupts ? '' : 'isInterrupting="false"', inner: event });
  return sub(id, { attributes: 'triggeredByEvent="true"', inner: starting + each(end, `${id}out`) + inner.xml + path(`${id}in`, content.first) + path(content.last, `${id}out`) });
}

/** A sub-process, alone or for a list, with events at its edge. */
function box(m: Making, depth: number): Part {
  const [id, out] = [`b${m.next++}`, `o${m.next++}`];
  m.xml += sub(id, { inner: (often(m, 0.3) ? manyOf('list', { sequential: often(m, 0.5) }) : '') + inside(m, depth, id) }) + each(exclusive, out) + path(id, out);
  const events = [on.after('PT5H'), on.error, on.escalation, on.message(), on.condition('v = 0')].filter(() => often(m, 0.4));
  for (const [index, event] of events.entries()) {
    const edge = `${id}edge${index}`;
    m.xml += boundary(edge, id, { event, attributes: event === on.error || often(m, 0.5) ? '' : 'cancelActivity="false"' }) + path(edge, out);
  }
  return { first: id, last: out };
}

function race(m: Making): Part {
  const [id, out] = [`g${m.next++}`, `o${m.next++}`];
  m.xml += each(eventGateway, id) + each(exclusive, out);
  for (const [index, event] of [on.message(), on.after('PT3H'), on.signal].entries()) m.xml += catching(`${id}c${index}`, { inner: event }) + path(id, `${id}c${index}`, out);
  return { first: id, last: out };
}

function undoable(m: Making): Part {
  const id = `u${m.next++}`;
  m.xml += service(id) + boundary(`${id}b`, id, { event: on.compensation }) + user(`${id}h`, { attributes: 'isForCompensation="true"' }) + `<association id="${id}as" sourceRef="${id}b" targetRef="${id}h"/>`;
  return { first: id, last: id };
}

function transaction(m: Making, depth: number): Part {
  const [id, out] = [`t${m.next++}`, `o${m.next++}`];
  const inner: Making = { random: m.random, next: m.next, xml: '' };
  const content = part(inner, depth - 1);
  inner.xml += each(start, `${id}in`) + each(end, `${id}out`) + end(`${id}no`, { inner: on.cancel }) + exclusive(`${id}x`, { attributes: `default="d${id}"` }) + path(`${id}in`, content.first) + path(content.last, `${id}x`) + flow(`${id}x`, `${id}out`, { id: `d${id}` }) + flow(`${id}x`, `${id}no`, { when: 'v = 1' });
  m.next = inner.next;
  m.xml += `<transaction id="${id}">${often(m, 0.2) ? manyOf('list') : ''}${inner.xml}</transaction>` + boundary(`${id}gone`, id, { event: on.cancel }) + each(exclusive, out) + path(id, out) + path(`${id}gone`, out);
  return { first: id, last: out };
}

/** A model put together from parts that fit. */
export function structuredModel(random: () => number): string {
  const m: Making = { random, next: 1, xml: '' };
  const content = part(m, 3);
  m.xml += eventSub(m, 2);
  return model(each(start, 'begin') + each(end, 'end') + m.xml + path('begin', content.first) + path(content.last, 'end'));
}

const KINDS: ((m: Making, id: string) => string)[] = [...LEAVES, (_m, id) => exclusive(id, { attributes: `default="${id}d"` }), (_m, id) => exclusive(id, { attributes: `default="${id}d"` }), (_m, id) => parallel(id), (_m, id) => inclusive(id, { attributes: `default="${id}d"` }), (_m, id) => call(id, { attributes: 'calledElement="child"' })];

/** Nodes and arrows drawn at random, as nobody should draw them: joins that never fill, ways that cross, circles. */
export function unstructuredModel(random: () => number): string {
  const m: Making = { random, next: 1, xml: each(start, 'begin') + each(end, 'end') };
  const size = 4 + Math.floor(random() * 8);
  const ids = Array.from({ length: size }, (_, index) => `r${index}`);
  for (const id of ids) m.xml += oneOf(m, KINDS)(m, id);
  m.xml += path('begin', 'r0');
  for (const [index, id] of ids.entries()) {
    // mostly forwards, so that there is an end
    const targets = Array.from({ length: 1 + Math.floor(random() * 2.5) }, () => (often(m, 0.2) ? oneOf(m, ids) : (ids[index + 1 + Math.floor(random() * 3)] ?? 'end')));
    for (const [nth, target] of [...new Set(targets)].entries()) m.xml += flow(id, target, nth === 0 ? { id: `${id}d` } : m.xml.includes(`default="${id}d"`) ? { when: `v = ${nth}` } : {});
    if (often(m, 0.2) && /<(userTask|serviceTask|callActivity) /.test(m.xml.slice(m.xml.indexOf(`id="${id}"`) - 20, m.xml.indexOf(`id="${id}"`)))) m.xml += boundary(`${id}edge`, id, { event: oneOf(m, [on.after('PT1H'), on.error, on.signal]) }) + path(`${id}edge`, oneOf(m, [...ids, 'end']));
  }
  return model(m.xml, `<process id="child" isExecutable="true">${each(start, 'c1') + each(user, 'c2') + end('c3', { inner: often(m, 0.3) ? on.error : '' }) + path('c1', 'c2', 'c3')}</process>`);
}
