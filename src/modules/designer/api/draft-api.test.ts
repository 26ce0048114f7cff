import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { htmlMistakes } from '#platform/testing';
import { example } from '../patterns/pattern.ts';
import { workshopApp, type WorkshopApp } from '../testing/workshop-app.ts';

let w: WorkshopApp;
let id = '';
before(async () => void (w = await workshopApp()));
after(() => w.close());

type Answer = { status: number; type: string; body: Record<string, unknown> };
async function ask(who: string, method: string, path: string, body?: object): Promise<Answer> {
  const { status, text, headers } = await w.as(who).send(`/api${path}`, { method, ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}) }, false);
  return { status, type: headers.get('content-type') ?? '', body: (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : {}) as Record<string, unknown> };
}
const svenja = (method: string, path: string, body?: object) => ask('svenja', method, path, body);

test('machines make a draft from a pattern, read and write its files, and lose nothing when two write at once', async () => {
  const made = await svenja('POST', '/drafts', { pattern: 'permit', service: 'firewood-permit', name: 'Brennholzschein', office: 'umweltamt', prefix: 'HOLZ' });
  assert.deepEqual([made.status, made.body['state'], made.body['revision']], [201, 'draft', 1]);
  id = String(made.body['id']);
  assert.equal((await svenja('POST', '/drafts', { service: 'firewood-permit', files: {} })).status, 409);
  const list = await svenja('GET', '/drafts?limit=1');
  assert.deepEqual([(list.body['drafts'] as { id: string }[]).map((one) => one.id), list.body['next']], [[id], id]);
  assert.deepEqual((await svenja('GET', `/drafts?after=${id}`)).body, { drafts: [], next: null });

  const path = `/drafts/${id}/file?path=letters/approval.md`;
  const read = await svenja('GET', path);
  const { content, revision } = read.body as { content: string; revision: number };
  assert.equal((await svenja('PUT', path, { content: `${content}\nErster.\n`, basedOn: revision })).status, 200);
  const late = await ask('nadine', 'PUT', path, { content: `${content}\nZweiter.\n`, basedOn: revision });
  assert.deepEqual([late.status, late.type.split(';')[0]], [409, 'application/problem+json']);
  assert.match((late.body['current'] as { content: string }).content, /Erster/);
  const [conflict] = (await svenja('GET', `/drafts/${id}/conflicts`)).body as unknown as { id: string; content: string }[];
  assert.match(conflict?.content ?? '', /Zweiter/);
  await svenja('POST', `/drafts/${id}/conflicts/${conflict?.id}`, { choice: 'mine' });
  assert.match(String((await svenja('GET', path)).body['content']), /Zweiter/);
  await svenja('POST', `/drafts/${id}/undo`, { path: 'letters/approval.md' });
  assert.match(String((await svenja('GET', path)).body['content']), /Erster/);

  assert.equal((await svenja('DELETE', `/drafts/${id}/file?path=walkthroughs.yaml&basedOn=99`)).status, 409);
  assert.equal((await svenja('DELETE', `/drafts/${id}/file?path=walkthroughs.yaml&basedOn=1`)).status, 200);
  assert.equal((await svenja('GET', `/drafts/${id}/file?path=walkthroughs.yaml`)).status, 404);
  await svenja('POST', `/drafts/${id}/undo`, { path: 'walkthroughs.yaml' });
  assert.equal((await svenja('PUT', `/drafts/${id}/file?path=../passwd`, { content: 'x', basedOn: 0 })).status, 422);
  assert.ok(((await svenja('GET', `/drafts/${id}/history`)).body['changes'] as unknown[]).length > 5);
});

test('a check names the element; a broken draft can neither be tried nor handed in; a whole one is played', async () => {
  const path = `/drafts/${id}/file?path=process.bpmn`;
  const { content, revision } = (await svenja('GET', path)).body as { content: string; revision: number };
  const { revision: broken } = (await svenja('PUT', path, { content: content.replace('formKey="decide"', 'formKey="nowhere"'), basedOn: revision })).body as { revision: number };
  const checked = await svenja('POST', `/drafts/${id}/check`, {});
  const errors = (checked.body['findings'] as { severity: string; file: string; at?: string }[]).filter(({ severity }) => severity === 'error');
  assert.deepEqual([checked.body['publishable'], errors[0]?.file, errors[0]?.at], [false, 'process.bpmn', 'Task_decide']);
  assert.equal((await svenja('POST', `/drafts/${id}/hand-in`, {})).status, 409);
  assert.equal((await svenja('POST', `/drafts/${id}/try`, { application: {}, submittedOn: '2026-09-14' })).status, 409);
  await svenja('PUT', path, { content, basedOn: broken });
  const whole = await svenja('POST', `/drafts/${id}/check`, { examples: true });
  assert.deepEqual([whole.body['publishable'], (whole.body['examples'] as { errors: string[] }).errors], [true, []]);
  const begun = await svenja('POST', `/drafts/${id}/try`, { application: { ...example, wish: 'Holz' }, submittedOn: '2026-09-14' });
  assert.deepEqual((begun.body['waiting'] as { id: string; form?: string }[])[0], { kind: 'task', id: 'Task_decide', name: 'Antrag prüfen', form: 'decide' });
  const played = await svenja('POST', `/drafts/${id}/try`, { application: { ...example, wish: 'Holz' }, submittedOn: '2026-09-14', steps: [{ task: 'Task_decide', data: { granted: true } }] });
  assert.deepEqual([played.body['ended'], played.body['outcome'], played.body['letters']], [true, 'granted', ['approval']]);
});

test('hand in, approve by another person, publish, compare, package, roll back: the same rules as the pages', async () => {
  const revision = async () => Number((await svenja('GET', `/drafts/${id}`)).body['revision']);
  assert.equal((await svenja('POST', `/drafts/${id}/publish`, {})).status, 409);
  assert.equal((await svenja('POST', `/drafts/${id}/hand-in`, {})).body['state'], 'test');
  assert.equal((await svenja('POST', `/drafts/${id}/approve`, { revision: await revision() })).status, 403);
  assert.equal((await ask('aylin', 'POST', `/drafts/${id}/approve`, { revision: 1 })).status, 409);
  assert.equal((await ask('aylin', 'POST', `/drafts/${id}/approve`, { revision: await revision() })).body['state'], 'approved');
  const { body: first } = await ask('aylin', 'POST', `/drafts/${id}/publish`, {});
  assert.equal(first['number'], 1);
  assert.equal((await svenja('PUT', `/drafts/${id}/file?path=letters/approval.md`, { content: 'x', basedOn: 1 })).status, 409, 'what is published does not change');

  const second = String((await svenja('POST', '/drafts', { ofService: 'firewood-permit' })).body['id']);
  const file = `/drafts/${second}/file?path=service.yaml`;
  const { content, revision: at } = (await svenja('GET', file)).body as { content: string; revision: number };
  await svenja('PUT', file, { content: content.replace('minutes: 3', 'minutes: 9'), basedOn: at });
  await svenja('POST', `/drafts/${second}/hand-in`, {});
  const sent = await ask('aylin', 'POST', `/drafts/${second}/send-back`, { reason: 'Bitte begründen' });
  assert.match(String(sent.body['decisionNote']), /Bitte begründen/);
  const { bytes } = await w.as('svenja').get(`/api/drafts/${second}/package`);
  assert.equal((await svenja('DELETE', `/drafts/${second}`)).body['state'], 'discarded');
  assert.equal((await svenja('POST', `/drafts/${second}/reopen`, {})).body['state'], 'draft');
  await svenja('DELETE', `/drafts/${second}`);

  const packed = Buffer.from(bytes).toString('base64');
  const changed = Buffer.from(bytes.map((byte, index) => (index === bytes.length - 9 ? byte ^ 1 : byte))).toString('base64');
  const refused = await svenja('POST', '/packages/dry-run', { package: changed });
  assert.deepEqual([refused.status, /Unterschrift stimmt nicht/.test(String(refused.body['title']))], [422, true]);
  const dry = await svenja('POST', '/packages/dry-run', { package: packed });
  const [difference] = dry.body['differences'] as { path: string; meaning: string; lines: { text: string }[] }[];
  assert.deepEqual([dry.body['publishable'], dry.body['against'], difference?.path, difference?.lines.map(({ text }) => text)], [true, 'Fassung 1', 'service.yaml', ['minutes: 3', 'minutes: 9']]);
  assert.match(difference?.meaning ?? '', /gelten für neue Anträge/);
  assert.equal((await svenja('POST', '/packages', { package: packed, revision: 7 })).status, 422);
  const third = String((await svenja('POST', '/packages', { package: packed, revision: 0 })).body['id']);
  assert.equal((await svenja('POST', `/drafts/${second}/reopen`, {})).status, 409, 'one open draft per service');
  await svenja('POST', `/drafts/${third}/hand-in`, {});
  await ask('aylin', 'POST', `/drafts/${third}/approve`, { revision: 1 });
  const { body: next } = await ask('aylin', 'POST', `/drafts/${third}/publish`, {});
  assert.equal(next['number'], 2);

  const compared = await svenja('GET', `/services/firewood-permit/compare?from=${String(first['versionId'])}&to=${String(next['versionId'])}`);
  assert.deepEqual((compared.body as unknown as { path: string }[]).map(({ path }) => path), ['service.yaml']);
  const back = `/services/firewood-permit/versions/${String(first['versionId'])}/use`;
  assert.equal((await ask('aylin', 'POST', back, { reason: '' })).status, 422);
  assert.deepEqual((await ask('aylin', 'POST', back, { reason: 'Neun Minuten stimmen nicht' })).body, { number: 1, restoring: 0 });
  const versions = (await svenja('GET', '/services/firewood-permit/versions')).body as unknown as { number: number; current: boolean }[];
  assert.deepEqual(versions.map(({ number, current }) => [number, current]), [[2, false], [1, true]]);
});

test('a file from the Camunda Modeler is looked at, read in and refused with its reason', async () => {
  const made = await svenja('POST', '/drafts', { pattern: 'complaint', service: 'noise', name: 'Lärm melden', office: 'umweltamt', prefix: 'LAERM' });
  const one = `/drafts/${String(made.body['id'])}`;
  const { text } = await w.as('svenja').get(`/api${one}/modeler-file?path=process.bpmn`);
  assert.match(text, /modeler:executionPlatform="Camunda Cloud"/);
  const changed = text.replace(/name="Lärm melden"/, 'name="Lärm und Geruch melden"');
  const looked = await svenja('POST', `${one}/import`, { content: changed, dryRun: true });
  assert.deepEqual([looked.body['kind'], looked.body['target'], looked.body['revision']], ['bpmn', 'process.bpmn', 1]);
  assert.equal((await svenja('POST', `${one}/import`, { content: changed })).body['revision'], 2);
  assert.equal((await svenja('POST', `${one}/check`, {})).body['publishable'], true);
  const form = { type: 'default', schemaVersion: 16, components: [{ id: 'a', type: 'textfield', key: 'ort', label: 'Wo war es?' }] };
  assert.deepEqual((await svenja('POST', `${one}/import`, { content: JSON.stringify(form) })).body['kind'], 'form-js');
  const refused = await svenja('POST', `${one}/import`, { content: '<html/>' });
  assert.deepEqual([refused.status, /nicht bekannt/.test(String(refused.body['title']))], [422, true]);
  const client = w.as('svenja');
  const page = await client.post(`/office/werkstatt/${String(made.body['id'])}/dateien`, { file: new File([JSON.stringify(form)], 'ort.form') });
  assert.match(page.text, /form-js kennt keinen Titel/);
  assert.deepEqual(await htmlMistakes(page.text), []);
  assert.equal((await client.post(`/office/werkstatt/${String(made.body['id'])}/dateien`, { file: new File(['x'], 'x.txt') })).status, 422);
  await svenja('DELETE', one);
});

test('the interface is for those who may, and is described in OpenAPI', async () => {
  const calls: [string, string, object?][] = [['GET', '/drafts'], ['POST', '/drafts', { ofService: 'firewood-permit' }], ['GET', `/drafts/${id}`], ['POST', `/drafts/${id}/hand-in`, {}], ['POST', `/drafts/${id}/publish`, {}], ['GET', '/services/firewood-permit/versions'], ['POST', '/packages', { package: 'eA==', revision: 0 }], ['GET', `/drafts/${id}/package`]];
  for (const [method, path, body] of calls) {
    assert.equal((await ask('clerk', method, path, body)).status, 403, path);
    assert.equal((await ask('nobody', method, path, body)).status, 401, path);
  }
  const { paths } = (await svenja('GET', '/openapi.json')).body as { paths: Record<string, Record<string, unknown>> };
  assert.deepEqual([Object.keys(paths['/api/drafts/{id}/file'] ?? {}).sort(), '/api/packages/dry-run' in paths], [['delete', 'get', 'put'], true]);
  assert.equal((await svenja('GET', '/drafts/00000000-0000-7000-8000-000000000000')).status, 404);
});

test('what forms ask is found with fields of ready-made groups; words are replaced in drafts where a person chose, and taken back', async () => {
  const online = await w.draft(id);
  await w.begin('notification', { slug: 'barbecue', name: 'Grillen im Park' });
  await w.begin('registration', { slug: 'swimming', name: 'Schwimmkurs' });
  const client = w.as('svenja');
  const asked = await client.get('/office/werkstatt/fundstellen?q=&art=email&teil=fragen');
  assert.match(asked.text, /3 Fundstellen in 3 Leistungen/);
  assert.match((await client.get('/office/werkstatt/fundstellen?q=Familienname')).text, /Brennholzschein[\s\S]*Fassung 1[\s\S]*Grillen im Park[\s\S]*Entwurf/);
  const preview = await client.get('/office/werkstatt/fundstellen?q=Antragstellerin&ersatz=Absenderin&ersetzen=ja');
  const places = [...preview.text.matchAll(/name="stelle" value="([^"]+)" checked/g)].map(([, value = '']) => value);
  assert.deepEqual(places.map((one) => one.split('|').slice(0, 2).join(' ')), ['firewood-permit form.json', 'barbecue form.json', 'swimming form.json']);
  assert.deepEqual(await htmlMistakes(preview.text), []);
  const done = await client.post('/office/werkstatt/fundstellen', { q: 'Antragstellerin', ersatz: 'Absenderin', stelle: places.filter((one) => !one.startsWith('swimming')) });
  assert.match(done.text, /an 2 Stellen ersetzt/);
  const drafts = ((await svenja('GET', '/drafts')).body['drafts'] as { id: string; service: string }[]).map((one) => [one.service, one.id] as const);
  const labels = async (service: string) => /Absenderin|Antragstellerin/.exec((await w.draft(new Map(drafts).get(service) ?? '')).files['form.json']?.content ?? '')?.[0];
  assert.deepEqual([await labels('barbecue'), await labels('firewood-permit'), await labels('swimming')], ['Absenderin', 'Absenderin', 'Antragstellerin']);
  assert.equal((await w.draft(id)).files['form.json']?.content, online.files['form.json']?.content, 'what is published stays');
  await client.post('/office/werkstatt/fundstellen/zurueck', { entwurf: [...done.text.matchAll(/name="entwurf" value="([^"]+)"/g)].map(([, value = '']) => value) });
  assert.equal(await labels('barbecue'), 'Antragstellerin');
  assert.deepEqual(((await svenja('GET', '/drafts')).body['drafts'] as { service: string }[]).map(({ service }) => service).sort(), ['barbecue', 'swimming']);
  assert.equal((await w.as('clerk').post('/office/werkstatt/fundstellen', { q: 'a', stelle: places })).status, 403);
  const words = { find: 'Antragstellerin', with: 'Absenderin' };
  const found = (await svenja('GET', `/services/replacements?${new URLSearchParams(words).toString()}`)).body['places'] as { service: string; now: string }[];
  assert.deepEqual(found.map(({ service }) => service), ['firewood-permit', 'barbecue', 'swimming']);
  assert.match(found[0]?.now ?? '', /Absenderin/);
  const replaced = await svenja('POST', '/services/replacements', { ...words, places: [found[1], { ...found[2], text: 'stand einmal da' }] });
  assert.deepEqual([(replaced.body['drafts'] as { service: string; count: number }[]).map(({ service, count }) => [service, count]), replaced.body['missed'], await labels('barbecue')], [[['barbecue', 1]], 1, 'Absenderin']);
  assert.deepEqual((await svenja('POST', '/services/replacements/undo', { drafts: replaced.body['drafts'] })).body, { kept: [] });
  assert.equal(await labels('barbecue'), 'Antragstellerin');
  assert.equal((await ask('clerk', 'POST', '/services/replacements', { ...words, places: [found[1]] })).status, 403);
});
