import { unzipSync } from 'fflate';
import { LARGEST_MAIL, readMail, type ReadMail } from './read-mail.ts';
import { withoutTags } from './without-tags.ts';

/** What an entry of an office file may become when it is unpacked: a bomb is not opened. */
const LARGEST_ENTRY = 20_000_000;

const office: Record<string, RegExp> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': /^word\/(document|footnotes|header\d*|footer\d*)\.xml$/,
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': /^xl\/sharedStrings\.xml$/,
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': /^ppt\/slides\/slide\d+\.xml$/,
  'application/vnd.oasis.opendocument.text': /^content\.xml$/,
  'application/vnd.oasis.opendocument.spreadsheet': /^content\.xml$/,
};

export const isMail = (content: { mime: string; name: string }): boolean => content.mime === 'message/rfc822' || /\.eml$/i.test(content.name);
export const isText = (content: { mime: string; name: string }): boolean => /^text\/(plain|csv|markdown|html|xml)$|^application\/(json|xml)$/.test(content.mime) || /\.(txt|csv|md)$/i.test(content.name);

/** Text of a content that has no pages; undefined when there is none to read. @throws Error when it is broken. */
export async function plainText(content: { mime: string; name: string }, bytes: Uint8Array): Promise<string | undefined> {
  if (isMail(content)) return bytes.length > LARGEST_MAIL ? undefined : mailText(await readMail(bytes));
  const entries = office[content.mime];
  if (entries) return officeText(bytes, entries);
  if (isText(content)) return /html|xml/.test(content.mime) ? withoutTags(decode(bytes)) : decode(bytes);
  return undefined;
}

const decode = (bytes: Uint8Array): string => {
  const text = new TextDecoder('utf-8').decode(bytes.subarray(0, LARGEST_ENTRY));
  return text.includes('\u{fffd}') ? new TextDecoder('windows-1252').decode(bytes.subarray(0, LARGEST_ENTRY)) : text;
};

function officeText(bytes: Uint8Array, wanted: RegExp): string {
  const files = unzipSync(bytes, { filter: (entry) => wanted.test(entry.name) && entry.originalSize <= LARGEST_ENTRY });
  return Object.values(files).map((file) => withoutTags(decode(file))).join('\n').trim();
}

const mailText = (mail: ReadMail): string => [`Von: ${mail.from}`, `An: ${mail.to}`, `Betreff: ${mail.subject}`, mail.attachments.length ? `Anlagen: ${mail.attachments.map((one) => one.name).join(', ')}` : '', '', mail.text].join('\n');
