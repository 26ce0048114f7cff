import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Effect } from '../effects.ts';
import type { Environment } from '../environment.ts';
import { compiled, Instance } from '../testing/instance.ts';
import { boundary, call, catching, each, end, eventGateway, exclusive, extensions, manyOf, model, on, parallel, path, receive, service, start, sub, user } from '../testing/model.ts';
import { migrateState, type MigratedState } from './migrate-state.ts';
import { planMigration } from './plan-migration.ts';

const frame = each(start, 'begin') + each(end, 'end', 'stop');
const named = (id: string, name: string): string => user(id, { attributes: `name="${name}"` });
const env = (now = Date.parse('2026-03-02T08:00:00Z')): Environment => ({ now: new Date(now), context: { case: { number: 'N-1' } } });

type Moved = { result: MigratedState; to: Instance };
/** Moves an instance by the automatic plan (and what is said by hand); `to` goes on in the new model. */
async function move(instance: Instance, xml: string, { byHand = {}, renewTimers = false }: { byHand?: Record<string, string | null>; renewTimers?: boolean } = {}): Promise<Moved> {
  const graph = await compiled(xml);
  const { map } = planMigration(instance.graph, graph, byHand);
  const before = JSON.stringify(instance.state);
  const result = migrateState({ from: instance.graph, to: graph, map, renewTimers }, instance.state, env(instance.now));
  assert.equal(JSON.stringify(instance.state), before, 'the old state is not touched');
  const to = Instance.on(graph);
  to.now = instance.now;
  if (result.kind === 'moved') to.state = JSON.parse(JSON.stringify(result.state)) as typeof result.state;
  return { result, to };
}
const effectsOf = ({ result }: Moved): Effect[] => (result.kind === 'moved' ? result.effects : assert.fail(JSON.stringify(result.problems)));
const problemsOf = ({ result }: Moved): string[] => (result.kind === 'stays' ? result.problems.map(({ nodeId, code }) => `${nodeId} ${code}`) : assert.fail('it moved'));

const old = model(frame + named('check', 'Antrag prüfen') + named('decide', 'Entscheiden') + path('begin', 'check', 'decide', 'end'));

test('elements find each other by id, by name, and by type when there is only one', async () => {
  const [from, to] = [await compiled(old), await compiled(model(each(start, 'start_2') + each(end, 'end_2', 'stop_2') + named('check', 'Prüfen') + named('decision', 'Entscheiden!') + path('start_2', 'check', 'decision', 'end_2')))];
  const { rows, map } = planMigration(from, to);
  const found = Object.fromEntries(rows.map((row) => [row.nodeId, `${row.to?.nodeId ?? '-'} ${row.by}`]));
  assert.deepEqual([found['check'], found['decide'], found['main']], ['check id', 'decision name', 'main id']);
  assert.equal(map.get('end'), null, 'two ends, nobody knows which');
  assert.equal(rows.find((row) => row.nodeId === 'end')?.misfit?.code, 'gone');
});

test('an instance goes on in the new model where it stood in the old one', async () => {
  const process = (await Instance.of(old)).start({ dogs: 2 });
  const moved = await move(process, model(frame + named('pruefen', 'Antrag prüfen') + named('zweite', 'Zweite Prüfung') + named('decide', 'Entscheiden') + path('begin', 'pruefen', 'zweite', 'decide', 'end')));
  assert.deepEqual(effectsOf(moved), []);
  const { to } = moved;
  assert.deepEqual([to.waiting(), to.state.vars], [['pruefen'], { dogs: 2 }]);
  assert.equal(to.complete('pruefen').complete('zweite').complete('decide').state.ended, 'completed');
});

test('the same model changes nothing, wherever the instance stands', async () => {
  const xml = model(
    frame + each(parallel, 'fork', 'join') + user('a', { inner: manyOf('people') }) + boundary('late', 'a', { event: on.after('P3D'), attributes: 'cancelActivity="false"' }) + each(user, 'remind', 'c') +
      sub('part', { inner: each(start, 'in') + receive('b', { attributes: 'messageRef="msg-paid"' }) + each(end, 'out') + path('in', 'b', 'out') }) + service('letter') + eventGateway('either') + catching('paid', { inner: on.message() }) + catching('never', { inner: on.after('P9D') }) +
      path('begin', 'fork', 'a', 'join', 'letter', 'either', 'paid', 'c', 'end') + path('fork', 'part', 'join') + path('late', 'remind', 'stop') + path('either', 'never', 'stop') +
      sub('gone', { attributes: 'triggeredByEvent="true"', inner: start('left', { inner: on.message('msg-other') }) + each(end, 'left-end') + path('left', 'left-end') }),
  );
  const process = await Instance.of(xml);
  const same = async (): Promise<void> => {
    const moved = await move(process, xml);
    assert.deepEqual(effectsOf(moved), []);
    assert.deepEqual(moved.to.state, JSON.parse(JSON.stringify(process.state)));
  };
  for (const go of [() => process.start({ people: [1, 2] }), () => process.complete('a'), () => process.pass(4 * 86_400), () => process.complete('a'), () => process.message('payment-received'), () => process.complete('letter'), () => process.message('payment-received'), () => process.complete('remind')]) {
    go();
    await same();
  }
  assert.equal(process.complete('c').state.ended, 'completed');
});

test('what is gone, of another type, in another sub-process or in another loop does not move, and says why', async () => {
  const process = (await Instance.of(old)).start();
  const to = (task: string): Promise<Moved> => move(process, model(frame + task + path('begin', 'x', 'end')));
  assert.deepEqual(problemsOf(await to(each(user, 'x') + each(user, 'y') + path('begin', 'y', 'stop'))), ['check gone']);
  assert.deepEqual(problemsOf(await move(process, model(frame + service('check') + path('begin', 'check', 'end')), { byHand: { check: 'check' } })), ['check type-changed']);
  const inside = model(frame + sub('part', { inner: each(start, 'in') + named('check', 'Antrag prüfen') + each(end, 'out') + path('in', 'check', 'out') }) + path('begin', 'part', 'end'));
  assert.deepEqual(problemsOf(await move(process, inside, { byHand: { check: 'check' } })), ['check parent-changed']);
  assert.deepEqual(problemsOf(await move(process, model(frame + user('check', { inner: manyOf('people') }) + path('begin', 'check', 'end')), { byHand: { check: 'check' } })), ['check loop-changed']);
  assert.deepEqual(problemsOf(await move(process, old, { byHand: { check: null } })), ['check gone']);
});

test('a multi-instance and a sub-process go along with all that is open in them', async () => {
  const body = (task: string, part: string): string => model(frame + sub(part, { attributes: 'name="Beteiligung"', inner: each(start, 'in') + user(task, { attributes: 'name="Stellungnahme"', inner: manyOf('offices') }) + each(end, 'out') + path('in', task, 'out') }) + path('begin', part, 'end'));
  const process = (await Instance.of(body('ask', 'part'))).start({ offices: ['a', 'b', 'c'] }).complete('ask');
  const { to, result } = await move(process, body('statement', 'participation'));
  assert.equal(result.kind, 'moved');
  assert.deepEqual(to.waiting(), ['statement', 'statement']);
  assert.equal(to.complete('statement').complete('statement').state.ended, 'completed');
});

test('timers keep their instant, unless they shall begin anew; a boundary event that is gone stops, a new one begins', async () => {
  const withTimer = (id: string, duration: string, more = ''): string => model(frame + each(user, 'check', 'other') + boundary(id, 'check', { event: on.after(duration) }) + more + path('begin', 'check', 'end') + path(id, 'other', 'stop'));
  const process = (await Instance.of(withTimer('late', 'P10D'))).start().pass(86_400);
  const kept = await move(process, withTimer('late', 'P30D'));
  assert.deepEqual([effectsOf(kept), kept.to.state.waits[0]?.at], [[], '2026-03-12T08:00:00.000Z']);
  const renewed = await move(process, withTimer('late', 'P30D'), { renewTimers: true });
  assert.deepEqual(effectsOf(renewed).map(({ type }) => type), ['timer-cleared', 'timer-set']);
  assert.equal(renewed.to.state.waits[0]?.at, '2026-04-02T07:00:00.000Z', 'thirty days later by the clock on the wall, in summer time');
  const gone = await move(process, model(frame + each(user, 'check') + path('begin', 'check', 'end')));
  assert.deepEqual([effectsOf(gone).map(({ type }) => type), gone.to.state.waits], [['timer-cleared'], []]);
  const more = await move(process, withTimer('late', 'P10D', boundary('paid', 'check', { event: on.message() }) + path('paid', 'stop')));
  assert.deepEqual(effectsOf(more).map(({ type }) => type), ['subscribed']);
  assert.equal(more.to.message('payment-received').state.ended, 'completed');
});

test('a new event sub-process listens at once, but not where one has already taken over', async () => {
  const eventSub = (id: string, message: string): string => sub(id, { attributes: 'triggeredByEvent="true"', inner: start(`${id}-s`, { inner: on.message(message) }) + each(user, `${id}-t`) + each(end, `${id}-e`) + path(`${id}-s`, `${id}-t`, `${id}-e`) });
  const plain = frame + each(user, 'check') + path('begin', 'check', 'end');
  const process = (await Instance.of(model(plain))).start();
  const { to } = await move(process, model(plain + eventSub('withdrawn', 'msg-other')));
  assert.deepEqual(to.message('other-message').waiting(), ['withdrawn-t']);
  const taken = await move(to, model(plain + eventSub('withdrawn', 'msg-other') + eventSub('paid', 'msg-paid')));
  assert.deepEqual([effectsOf(taken), taken.to.waiting()], [[], ['withdrawn-t']]);
});

test('who waits for a message of another name or key waits for the new one', async () => {
  const waiting = (ref: string, key = ''): string => model(frame + catching('wait', { inner: on.message(ref) }) + path('begin', 'wait', 'end')).replace('<message id="msg-other" name="other-message"/>', `<message id="msg-other" name="other-message">${key && extensions(`<zeebe:subscription correlationKey="=${key}"/>`)}</message>`);
  const process = (await Instance.of(waiting('msg-paid'))).start();
  const moved = await move(process, waiting('msg-other', 'case.number'));
  assert.deepEqual(effectsOf(moved).map(({ type }) => type), ['unsubscribed', 'subscribed']);
  assert.deepEqual([moved.to.state.waits[0]?.name, moved.to.state.waits[0]?.key], ['other-message', 'N-1']);
  assert.equal(moved.to.message('other-message').state.ended, 'completed');
  const broken = await move(process, waiting('msg-other', 'missing'));
  assert.deepEqual(problemsOf(broken), [' expression']);
});

test('behind an event-based gateway new events begin, gone ones stop, and the main one must be there', async () => {
  const gateway = (events: Record<string, string>): string => model(frame + eventGateway('either') + Object.entries(events).map(([id, event]) => catching(id, { inner: event }) + path('either', id, 'stop')).join('') + path('begin', 'either'));
  const process = (await Instance.of(gateway({ paid: on.message(), late: on.after('P5D') }))).start();
  const moved = await move(process, gateway({ paid: on.message(), storm: on.signal }));
  assert.deepEqual(effectsOf(moved).map(({ type }) => type), ['timer-cleared', 'subscribed']);
  assert.equal(moved.to.do({ type: 'signal', name: 'storm-warning' }).state.ended, 'completed');
});

test('a join waits for as many ways as before, and flows find each other by their source', async () => {
  const joined = (ids: string[]): string => model(frame + each(parallel, 'fork', 'join') + ids.map((id) => user(id) + path('fork', id, 'join')).join('') + path('begin', 'fork') + path('join', 'end'));
  const process = (await Instance.of(joined(['a', 'b']))).start().complete('a');
  const { to } = await move(process, joined(['a', 'b']));
  assert.equal(to.complete('b').state.ended, 'completed');
  assert.deepEqual(problemsOf(await move(process, joined(['a', 'b', 'c']))), ['join join-changed']);
  assert.deepEqual(problemsOf(await move(process, joined(['b', 'c']), { byHand: { a: null } })), ['join way-gone']);
});

test('queued work is queued as the new model wants it; where nothing changed it stays as it is', async () => {
  const job = (type: string, source: string): string => model(frame + `<serviceTask id="send">${extensions(`<zeebe:taskDefinition type="${type}"/><zeebe:ioMapping><zeebe:input source="=${source}" target="to"/></zeebe:ioMapping>`)}</serviceTask>` + path('begin', 'send', 'end'));
  const process = (await Instance.of(job('mail', 'name'))).start({ name: 'Anna', other: 'Bernd' });
  assert.deepEqual(effectsOf(await move(process, job('mail', 'name'))), []);
  const [effect, ...more] = effectsOf(await move(process, job('letter', 'other')));
  assert.deepEqual([effect?.type === 'job-queued' && [effect.jobType, effect.input], more], [['letter', { to: 'Bernd' }], []]);
});

test('an incident goes along and is tried again by the new model', async () => {
  const choice = (condition: string): string => model(frame + exclusive('which') + each(user, 'a', 'b') + path('begin', 'which') + `<sequenceFlow id="fa" sourceRef="which" targetRef="a"><conditionExpression xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="tFormalExpression">=${condition}</conditionExpression></sequenceFlow><sequenceFlow id="fb" sourceRef="which" targetRef="b"><conditionExpression xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="tFormalExpression">=false</conditionExpression></sequenceFlow>` + path('a', 'end') + path('b', 'stop'));
  const process = (await Instance.of(choice('n = 2'))).start({ n: 1 });
  assert.equal(process.incidents().length, 1);
  const { to } = await move(process, choice('n = 1'));
  assert.deepEqual(to.retry().waiting(), ['a']);
});

test('what was done and can be undone must be so in the new model, too', async () => {
  const booked = (undo: string): string => model(frame + service('book') + each(user, 'check') + undo + path('begin', 'book', 'check', 'end'));
  const undo = boundary('undo-book', 'book', { event: on.compensation }) + `<serviceTask id="cancel" isForCompensation="true">${extensions('<zeebe:taskDefinition type="cancel"/>')}</serviceTask><association id="as" associationDirection="One" sourceRef="undo-book" targetRef="cancel"/>`;
  const process = (await Instance.of(booked(undo))).start().complete('book');
  assert.equal((await move(process, booked(undo))).result.kind, 'moved');
  assert.deepEqual(problemsOf(await move(process, booked(''))), ['book undo-gone']);
});

test('four eyes are not lost by moving: whoever did the step under its old name is still kept from the second', async () => {
  const eyes = (first: string): string => model(frame + named(first, 'Prüfen') + user('confirm', { inner: extensions(`<zeebe:properties><zeebe:property name="fourEyesNot" value="${first}"/></zeebe:properties>`) }) + path('begin', first, 'confirm', 'end'));
  const process = (await Instance.of(eyes('check'))).start();
  process.do({ type: 'completeTask', tokenId: process.open()[0]?.id ?? 0, by: 'anna' });
  const { to } = await move(process, eyes('pruefen'));
  const tokenId = to.open()[0]?.id ?? 0;
  assert.equal(to.do({ type: 'completeTask', tokenId, by: 'anna' }).refused?.code, 'four-eyes');
  assert.equal(to.do({ type: 'completeTask', tokenId, by: 'bernd' }).state.ended, 'completed');
});

test('a call of another file stays bound to what it was begun with; a process of the own file must still be there', async () => {
  const called = await compiled(model(each(start, 'c-begin') + each(user, 'inner') + each(end, 'c-end') + path('c-begin', 'inner', 'c-end')));
  const caller = (task: string): string => model(frame + call(task, { attributes: 'name="Anhörung"', inner: extensions('<zeebe:calledElement processId="other"/>') }) + path('begin', task, 'end'));
  const resolveCall = () => ({ ...called, version: 'v1' });
  const graph = await compiled(caller('hear'));
  const process = Instance.on(graph, { resolveCall }).start();
  const target = await compiled(caller('hearing'));
  const result = migrateState({ from: graph, to: target, map: planMigration(graph, target).map }, process.state, { ...env(), resolveCall });
  assert.equal(result.kind, 'moved');
  const to = Instance.on(target, { resolveCall });
  if (result.kind === 'moved') to.state = result.state;
  assert.deepEqual(to.waiting(), ['inner']);
  assert.equal(to.complete('inner').state.ended, 'completed');
  const own = (more: string): string => model(frame + call('hear', { inner: extensions('<zeebe:calledElement processId="aside"/>') }) + path('begin', 'hear', 'end'), more);
  const aside = `<process id="aside" isExecutable="true">${each(start, 'a-begin') + each(user, 'a-task') + each(end, 'a-end') + path('a-begin', 'a-task', 'a-end')}</process>`;
  const inside = (await Instance.of(own(aside))).start();
  assert.equal((await move(inside, own(aside))).to.complete('a-task').state.ended, 'completed');
  assert.ok(problemsOf(await move(inside, own(aside.replaceAll('aside', 'elsewhere').replaceAll('a-task', 'b-task')).replace('processId="aside"', 'processId="elsewhere"'))).includes('aside call-gone'));
});
