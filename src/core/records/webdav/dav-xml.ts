import type { CaseDocument } from '../documents/document.ts';
import type { DavLock } from './edit-key.ts';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const head = '<?xml version="1.0" encoding="utf-8"?>\n';

export const etagOf = (document: CaseDocument): string => `"${document.hash}"`;

const activeLock = (lock: DavLock, now: Date): string =>
  `<D:activelock><D:locktype><D:write/></D:locktype><D:lockscope><D:exclusive/></D:lockscope><D:depth>0</D:depth><D:timeout>Second-${Math.max(1, Math.round((lock.until.getTime() - now.getTime()) / 1000))}</D:timeout><D:locktoken><D:href>${lock.token}</D:href></D:locktoken></D:activelock>`;

/** Answer to LOCK (RFC 4918, 9.10). */
export const lockAnswer = (lock: DavLock, now: Date): string => `${head}<D:prop xmlns:D="DAV:"><D:lockdiscovery>${activeLock(lock, now)}</D:lockdiscovery></D:prop>`;

/** Answer to PROPPATCH: dates and attributes of a file system are not ours to change. */
export const patchAnswer = (href: string, properties: string[]): string =>
  `${head}<D:multistatus xmlns:D="DAV:"><D:response><D:href>${escaped(href)}</D:href><D:propstat><D:prop>${properties.map((one, at) => `<p${at}:${one} xmlns:p${at}="urn:schemas-microsoft-com:"/>`).join('')}</D:prop><D:status>HTTP/1.1 403 Forbidden</D:status></D:propstat></D:response></D:multistatus>`;

type Found = { folder: string; file: string; document: CaseDocument; lock: DavLock | undefined; changedAt: Date; now: Date };

/** Answer to PROPFIND: the folder holds one file. `what` says which of both the answer is about. */
export function foundAnswer(found: Found, what: ('folder' | 'file')[]): string {
  const parts = { folder: () => response(found.folder, '<D:resourcetype><D:collection/></D:resourcetype><D:displayname>Stadtkern</D:displayname>'), file: () => response(found.file, fileProperties(found)) };
  return `${head}<D:multistatus xmlns:D="DAV:">${what.map((one) => parts[one]()).join('')}</D:multistatus>`;
}

const response = (href: string, properties: string): string => `<D:response><D:href>${escaped(href)}</D:href><D:propstat><D:prop>${properties}</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>`;

const fileProperties = ({ document, lock, changedAt, now }: Found): string =>
  `<D:resourcetype/><D:displayname>${escaped(document.name)}</D:displayname><D:getcontentlength>${document.size}</D:getcontentlength><D:getcontenttype>${escaped(document.mime)}</D:getcontenttype><D:getetag>${escaped(etagOf(document))}</D:getetag><D:getlastmodified>${changedAt.toUTCString()}</D:getlastmodified><D:creationdate>${document.createdAt.toISOString()}</D:creationdate><D:supportedlock><D:lockentry><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockentry></D:supportedlock><D:lockdiscovery>${lock ? activeLock(lock, now) : ''}</D:lockdiscovery>`;
