import type { CompiledForm, FormData, Json } from '#engines/forms';
import type { TestClient, TestResponse } from '#platform/testing';

type Posted = [name: string, value: string | File];

/** A small real PDF, for every paper that a form asks for. */
export const samplePdf = (name = 'nachweis.pdf', text = 'Beispiel'): File => {
  const body = `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n% ${text}\ntrailer<</Root 1 0 R>>\n%%EOF\n`;
  return new File([body], name, { type: 'application/pdf' });
};

/** What a browser would post for these answers of one page. */
export function postedAnswers(form: CompiledForm, pageId: string, data: FormData): Posted[] {
  const posted: Posted[] = [];
  const visit = (value: Json | undefined, path: string): void => {
    const field = form.fields.get(path.replaceAll(/\.\d+(?=\.|$)/g, ''));
    if (field) {
      if (field.page.id === pageId && value !== undefined) posted.push(...postedField(field.definition.type, path, value));
    } else if (Array.isArray(value)) value.forEach((row, position) => visit(row, `${path}.${position}`));
    else if (value && typeof value === 'object') for (const [key, inner] of Object.entries(value)) visit(inner, path ? `${path}.${key}` : key);
  };
  visit(data as Json, '');
  return posted;
}

function postedField(type: string, path: string, value: Json): Posted[] {
  if (value === null) return [[`_dontKnow.${path}`, 'true']];
  if (type === 'file') return (value as { name: string }[]).map(({ name }) => [path, samplePdf(name)]);
  if (type === 'address') return Object.entries(value as Record<string, string>).map(([part, text]) => [`${path}.${part}`, text]);
  if (type === 'plate') {
    const [, district = '', letters = '', digits = '', suffix = ''] = /^(\p{L}+)-(\p{L}+) (\d+)([EH]?)$/u.exec(String(value)) ?? [];
    return [[`${path}-district`, district], [`${path}-letters`, letters], [`${path}-digits`, digits], [`${path}-suffix`, suffix]];
  }
  if (type === 'date' || type === 'birthDate') {
    const [year = '', month = '', day = ''] = String(value).split('-');
    return [[`${path}-day`, String(Number(day))], [`${path}-month`, String(Number(month))], [`${path}-year`, year]];
  }
  if (type === 'money') return [[path, (Number(value) / 100).toFixed(2).replace('.', ',')]];
  return [value].flat().map((one) => [path, String(one)]);
}

/** The hidden fields of a page's form that leads to `action`. */
export function hiddenFields(html: string, action: string): [string, string][] {
  const form = html.split('<form').find((part) => part.includes(`action="${action}"`)) ?? '';
  return [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]);
}

/** Posts fields as the page's own form does: as multipart when one of them is a file. The answer is not followed. */
export const postFields = (client: TestClient, path: string, fields: Posted[]): Promise<TestResponse> => client.send(path, { method: 'POST', body: bodyOf(fields) }, false);

/** The same, and on to where the answer leads. */
export const postAndFollow = (client: TestClient, path: string, fields: Posted[]): Promise<TestResponse> => client.send(path, { method: 'POST', body: bodyOf(fields) }, true);

function bodyOf(fields: Posted[]): globalThis.FormData | URLSearchParams {
  const body = fields.some(([, value]) => typeof value !== 'string') ? new globalThis.FormData() : new URLSearchParams();
  for (const [name, value] of fields) body.append(name, value as string);
  return body;
}

/** Starts a draft of a service. @returns its address */
export async function startDraft(client: TestClient, slug: string): Promise<string> {
  const started = await client.post(`/antrag/${slug}`, {}, { follow: false });
  if (started.status !== 303 || !started.location) throw new Error(`Starting ${slug} answered ${started.status}: ${started.text.slice(0, 500)}`);
  return started.location;
}

/** Fills one page, again when new questions appear. @returns where the form leads next */
export async function fillPage(client: TestClient, { path, form, data }: { path: string; form: CompiledForm; data: FormData }): Promise<string> {
  const pageId = path.split('/').at(-1) ?? '';
  let html = (await client.get(path)).text;
  for (let round = 0; round < 8; round++) {
    const answer = await postFields(client, path, [...hiddenFields(html, path), ...postedAnswers(form, pageId, data)]);
    if (answer.status === 303) return answer.location ?? '';
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${messagesOf(answer.text)}`);
    html = answer.text;
  }
  throw new Error(`${path} asks for more and more`);
}

/** Fills a draft page by page until the review. @returns the pages that were asked, in order */
export async function fillDraft(client: TestClient, draft: string, { form, data }: { form: CompiledForm; data: FormData }): Promise<string[]> {
  const asked: string[] = [];
  let path = (await client.get(draft, { follow: false })).location ?? '';
  while (path.includes('/seite/')) {
    asked.push(path.split('/').at(-1) ?? '');
    if (asked.length > 30) throw new Error(`The form does not end: ${asked.join(', ')}`);
    path = await fillPage(client, { path, form, data });
  }
  return asked;
}

/** The sentences of a page's error summary. */
export const messagesOf = (html: string): string =>
  [...html.matchAll(/<(?:p class="kern-error"|li><a class="[^"]*" href="#[^"]*"|h1)[^>]*>([\s\S]*?)<\/(?:p|li|h1)>/g)].map(([, inner = '']) => inner.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ').trim()).join(' | ') || html.slice(0, 800);
