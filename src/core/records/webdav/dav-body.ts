import type { IncomingMessage } from 'node:http';

/** Name of a property: its namespace and the name in it. */
export type DavName = { namespace: string; name: string };
export const DAV = 'DAV:';

const LARGEST = 20_000;
const MOST_PROPERTIES = 60;
type Open = DavName & { raw: string; scope: Record<string, string> };

/** The XML that a program sends with its request; a longer one than any program needs is cut. */
export async function readDavBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) if (body.length < LARGEST) body += String(chunk);
  return body;
}

/** @returns every element with its parent, in order; undefined when the body is no XML whose tags close. */
export function elementsOf(body: string): { element: DavName; parent: DavName | undefined }[] | undefined {
  const found: { element: DavName; parent: DavName | undefined }[] = [];
  const open: Open[] = [];
  for (const [, end, raw = '', attributes = '', alone] of body.replaceAll(/<[?!][^>]*>/g, '').matchAll(/<(\/)?([^\s<>/]+)([^<>]*?)(\/)?>/g)) {
    if (end) {
      if (open.pop()?.raw !== raw) return undefined;
      continue;
    }
    const scope = { ...open.at(-1)?.scope };
    for (const [, prefix = '', double, single] of attributes.matchAll(/xmlns(?::([\w.-]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) scope[prefix] = double ?? single ?? '';
    const at = raw.indexOf(':');
    const prefix = at < 0 ? '' : raw.slice(0, at);
    if (prefix && !(prefix in scope)) return undefined;
    const element = { namespace: scope[prefix] ?? '', name: raw.slice(at + 1) };
    found.push({ element, parent: open.at(-1) });
    if (!alone) open.push({ ...element, raw, scope });
  }
  return open.length === 0 && (found.length > 0 || body.trim() === '') ? found : undefined;
}

/** The properties that a PROPFIND or PROPPATCH names. */
export function namedProperties(elements: { element: DavName; parent: DavName | undefined }[]): DavName[] {
  return elements.filter(({ parent }) => parent?.namespace === DAV && parent.name === 'prop').map(({ element }) => element).slice(0, MOST_PROPERTIES);
}
