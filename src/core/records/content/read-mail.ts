import { isUtf8 } from 'node:buffer';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { signedContent } from './signed-content.ts';
import { withoutTags } from './without-tags.ts';

export type MailPart = { name: string; mime: string; bytes: Uint8Array };
export type ReadMail = {
  from: string; to: string; subject: string; date: string; text: string; attachments: MailPart[];
  /** S/MIME: signed (nobody has checked by whom), or encrypted and so not readable here. */
  protection?: 'signed' | 'encrypted';
};

/** A larger one is kept and can be saved, but not taken apart: that costs several times its size in memory. */
export const LARGEST_MAIL = 60_000_000;

const isSignature = (mime: string): boolean => /^application\/(x-)?pkcs7-signature$/.test(mime);
const isSealed = (mime: string): boolean => /^application\/(x-)?pkcs7-mime$/.test(mime);
const person = (one: Address | undefined): string => (one ? [one.name, one.address && `<${one.address}>`].filter(Boolean).join(' ') : '');

/** A mail as people read it: its HTML is only text here (`withoutTags`), nothing in it is ever shown as a page. */
export async function readMail(bytes: Uint8Array): Promise<ReadMail> {
  const mail = await PostalMime.parse(inUtf8(bytes));
  const parts = mail.attachments.map((one, at) => partOf(one, at));
  const head = { from: person(mail.from), to: (mail.to ?? []).map(person).join(', '), subject: mail.subject ?? '', date: mail.date ?? '' };
  const sealed = parts.find((part) => isSealed(part.mime));
  if (!sealed) {
    const attachments = parts.filter((part) => !isSignature(part.mime));
    return { ...head, text: textOf(mail), attachments, ...(attachments.length < parts.length ? { protection: 'signed' as const } : {}) };
  }
  const inside = signedContent(sealed.bytes);
  if (!inside) return { ...head, text: textOf(mail), attachments: parts, protection: 'encrypted' };
  const inner = await PostalMime.parse(inUtf8(inside));
  return { ...head, text: textOf(inner), attachments: inner.attachments.map(partOf), protection: 'signed' };
}

const textOf = (mail: Email): string => (mail.text ?? withoutTags(mail.html ?? '')).trim();

function partOf(one: Email['attachments'][number], at: number): MailPart {
  const bytes = typeof one.content === 'string' ? new TextEncoder().encode(one.content) : new Uint8Array(one.content);
  // what a sender calls a file is no path here
  const name = (one.filename ?? '').split(/[\\/]/).at(-1)?.trim();
  return { name: name || (one.mimeType === 'message/rfc822' ? `Weitergeleitete Mail ${at + 1}.eml` : `Anlage ${at + 1}`), mime: one.mimeType, bytes };
}

/** Old programs write umlauts as Windows-1252 without saying so: in the head of a mail, and in one without MIME also below it. */
function inUtf8(bytes: Uint8Array): Uint8Array {
  if (isUtf8(bytes)) return bytes;
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = /\r?\n\r?\n/.exec(source.toString('latin1', 0, 100_000));
  const end = found ? found.index : Math.min(source.length, 100_000);
  const [head, body] = [source.subarray(0, end), source.subarray(end)];
  const read = (part: Uint8Array): Uint8Array => (isUtf8(part) ? part : Buffer.from(new TextDecoder('windows-1252').decode(part)));
  const hasMime = /^(mime-version|content-type):/im.test(head.toString('latin1'));
  if (hasMime) return Buffer.concat([read(head), body]);
  return Buffer.concat([read(head), Buffer.from('\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit'), read(body)]);
}
