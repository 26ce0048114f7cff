import type { CaseDocument } from '../documents/document.ts';
import { DAV, type DavName } from './dav-body.ts';
import type { DavLock } from './edit-key.ts';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const head = '<?xml version="1.0" encoding="utf-8"?>\n';

export const etagOf = (document: CaseDocument): string => `"${document.hash}"`;

const activeLock = ({ token, until, owner }: DavLock, now: Date): string =>
  `<D:activelock><D:locktype><D:write/></D:locktype><D:lockscope><D:exclusive/></D:lockscope><D:depth>0</D:depth><D:owner>${escaped(owner)}</D:owner><D:timeout>Second-${Math.max(1, Math.round((until.getTime() - now.getTime()) / 1000))}</D:timeout><D:locktoken><D:href>${token}</D:href></D:locktoken></D:activelock>`;

/** Answer to LOCK (RFC 4918, 9.10). */
export const lockAnswer = (lock: DavLock, now: Date): string => `${head}<D:prop xmlns:D="DAV:"><D:lockdiscovery>${activeLock(lock, now)}</D:lockdiscovery></D:prop>`;

const empty = ({ namespace, name }: DavName): string => (namespace === DAV ? `<D:${name}/>` : `<x:${name} xmlns:x="${escaped(namespace)}"/>`);
const propstat = (inside: string, status: string): string => (inside ? `<D:propstat><D:prop>${inside}</D:prop><D:status>HTTP/1.1 ${status}</D:status></D:propstat>` : '');
const response = (href: string, stats: string): string => `<D:response><D:href>${escaped(href)}</D:href>${stats}</D:response>`;
const multistatus = (inside: string): string => `${head}<D:multistatus xmlns:D="DAV:">${inside}</D:multistatus>`;

/** Answer to PROPPATCH: dates and attributes of a file system are not ours to change. */
export const patchAnswer = (href: string, properties: DavName[]): string => multistatus(response(href, propstat(properties.map(empty).join(''), '403 Forbidden')));

type Found = { folder: string; file: string; document: CaseDocument; lock: DavLock | undefined; changedAt: Date; now: Date; /** Those asked for; none named: all. */ asked: DavName[] };

/** Answer to PROPFIND: the folder holds one file. `what` says which of both the answer is about; what it does not have is answered with 404 (RFC 4918, 9.1). */
export function foundAnswer(found: Found, what: ('folder' | 'file')[]): string {
  const folder = { resourcetype: '<D:collection/>', displayname: 'Stadtkern' };
  return multistatus(what.map((one) => (one === 'folder' ? about(found.folder, folder, found.asked) : about(found.file, fileProperties(found), found.asked))).join(''));
}

function about(href: string, properties: Record<string, string>, asked: DavName[]): string {
  const has = ({ namespace, name }: DavName): boolean => namespace === DAV && Object.hasOwn(properties, name);
  const told = asked.length > 0 ? asked.filter(has).map((one) => one.name) : Object.keys(properties);
  const inside = [...new Set(told)].map((name) => (properties[name] ? `<D:${name}>${properties[name]}</D:${name}>` : `<D:${name}/>`)).join('');
  return response(href, propstat(inside, '200 OK') + propstat(asked.filter((one) => !has(one)).map(empty).join(''), '404 Not Found'));
}

const fileProperties = ({ document, lock, changedAt, now }: Found): Record<string, string> => ({
  resourcetype: '',
  displayname: escaped(document.name),
  getcontentlength: String(document.size),
  getcontenttype: escaped(document.mime),
  getetag: escaped(etagOf(document)),
  getlastmodified: changedAt.toUTCString(),
  creationdate: document.createdAt.toISOString(),
  supportedlock: '<D:lockentry><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockentry>',
  lockdiscovery: lock ? activeLock(lock, now) : '',
});
