import type { ContentNode, Locale } from './content.ts';
import type { FontCoverage } from './font-coverage.ts';
import { glueWords } from './glue-words.ts';
import { layoutWords } from './layout-words.ts';
import { printableText } from './printable-text.ts';
import { qrSvg } from './qr-code.ts';
import type { RenderRequest } from './render-request.ts';
import { ContentFault, soundContent } from './sound-content.ts';

/** What the typesetter gets: one JSON file and the binary files it names. */
export type TypstInput = { layout: string; files: { path: string; bytes: Buffer }[] };

/** Turns a request into the files a layout reads. Text the font cannot show is replaced by a visible mark. */
export function typstInput(request: RenderRequest, coverage: FontCoverage): TypstInput {
  if (!/^#[0-9a-f]{6}$/i.test(request.letterhead.colour)) throw new Error('the colour of the letterhead must be #rrggbb');
  if ((request.recipient ?? []).length > 6) throw new Error('an address has at most six lines');
  const files: TypstInput['files'] = [];
  const add = (path: string, bytes: Buffer | string) => {
    files.push({ path, bytes: Buffer.from(bytes as string) });
    return path;
  };
  const data = { ...pageData(request), ...fileData(request, add) };
  const json = JSON.stringify(data, (_key, value: unknown) =>
    typeof value === 'string' ? printableText(value, coverage) : value,
  );
  add('/data.json', json);
  return { layout: request.layout ?? request.content.attrs.layout, files };
}

function pageData(request: RenderRequest) {
  const { content, letterhead, meta } = request;
  const locale = request.locale ?? content.attrs.language;
  return {
    locale,
    lang: locale === 'en' ? 'en' : 'de',
    region: locale === 'en' ? 'GB' : 'DE',
    words: layoutWords(locale),
    kind: content.attrs.kind,
    title: content.attrs.subject || content.attrs.title,
    heading: content.attrs.title,
    subject: content.attrs.subject || content.attrs.title,
    seal: content.attrs.seal,
    letterhead,
    meta: { ...meta, createdAt: undefined },
    date: printedDate(meta.date, locale),
    created: createdParts(request),
    keywords: [meta.reference].filter((word) => word !== undefined),
    senderLine:
      letterhead.senderLine ??
      [letterhead.city, letterhead.office.street, letterhead.office.place].join(' · '),
    recipient: (request.recipient ?? []).filter((line) => line.trim() !== ''),
  };
}

function fileData(request: RenderRequest, add: (path: string, bytes: Buffer | string) => string) {
  const { content, letterhead, meta } = request;
  let codes = 0;
  const drawCode = (text: string) => add(`/code-${codes++}.svg`, qrSvg(text));
  let charts = 0;
  const drawChart = (svg: string) => add(`/chart-${charts++}.svg`, svg);
  const body = prepareBlocks(soundContent(content.content), { drawCode, drawChart });
  if (letterhead.crestSvg && !/<svg[\s>]/.test(letterhead.crestSvg)) throw new ContentFault('Das Wappen im Briefkopf ist kein SVG.');
  return {
    body: body.filter((node) => node.type !== 'appeal'),
    appeal: body.filter((node) => node.type === 'appeal').flatMap((node) => node.content ?? []),
    crest: letterhead.crestSvg ? add('/crest.svg', letterhead.crestSvg) : null,
    code: meta.code ? { ...meta.code, path: drawCode(meta.code.text) } : null,
    attachments: (request.attachments ?? []).map((file, index) => ({
      name: file.name,
      mime: file.mime,
      relationship: file.relationship,
      description: file.description ?? file.name,
      path: add(`/attachment-${index}`, Buffer.from(file.bytes)),
    })),
  };
}

// The subject is the only heading of level 1, and a level is never skipped (ISO 14289-1, 7.4.2).
function prepareBlocks(nodes: ContentNode[], { drawCode, drawChart }: Record<'drawCode' | 'drawChart', (text: string) => string>): ContentNode[] {
  let level = 1;
  const visit = (node: ContentNode): ContentNode => {
    let attrs = node.attrs;
    if (node.type === 'heading') {
      level = Math.min(Math.max(2, Number(attrs?.level ?? 2)), level + 1);
      attrs = { level };
    }
    if (node.type === 'qrCode') attrs = { ...attrs, path: drawCode(String(attrs?.text)) };
    if (node.type === 'chart') attrs = { alt: String(attrs?.alt ?? ''), path: drawChart(String(attrs?.svg)) };
    const text = node.text === undefined ? undefined : glueWords(node.text);
    return { ...node, attrs, text, content: node.content?.map((child) => visit(child)) };
  };
  return nodes.map((node) => visit(node));
}

function printedDate(day: string, locale: Locale): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) throw new Error(`letter: ${day} is no date (YYYY-MM-DD)`);
  const format = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'de-DE', format).format(date);
}

function createdParts({ meta }: RenderRequest) {
  const at = meta.createdAt ?? new Date(`${meta.date}T00:00:00Z`);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
  };
}
