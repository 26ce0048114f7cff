const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß', euro: '€', ndash: '–', mdash: '–', sect: '§', bdquo: '„', ldquo: '“', rdquo: '”', shy: '' };

const letter = (code: number): string => (code > 31 && code < 0x11_00_00 ? String.fromCodePoint(code) : ' ');
const decode = (text: string): string =>
  text
    .replaceAll(/&#(\d{1,6});/g, (_, code: string) => letter(Number(code)))
    .replaceAll(/&#x([0-9a-f]{1,6});/gi, (_, code: string) => letter(Number.parseInt(code, 16)))
    .replaceAll(/&([a-z]{2,8});/gi, (whole, name: string) => ENTITIES[name] ?? whole);

/**
 * Editors' HTML as our Markdown: paragraphs, lists, headings, bold and https links; everything else loses its tags, scripts and
 * styles their content. What comes out is shown as text by the page, so that nothing of it can become markup again.
 */
export function htmlToMarkdown(html: string): string {
  if (!/[<&]/.test(html)) return html.trim();
  const bare = html.slice(0, 200_000).replaceAll(/<(script|style|iframe|object|svg)\b[\s\S]*?(<\/\1\s*>|$)/gi, '').replaceAll(/<!--[\s\S]*?(-->|$)/g, '').replaceAll(/\s+/g, ' ');
  const marked = bare
    .replaceAll(/<a\b[^>]*?\bhref\s*=\s*["'](https:\/\/[^"'\s<>()]{3,300})["'][^>]*>([^<]*)<\/a>/gi, (_, url: string, words: string) => (words.trim() ? `[${words.trim().replaceAll(/[[\]]/g, '')}](${url})` : ''))
    .replaceAll(/<(strong|b)\b[^>]*>\s*([^<]{1,300}?)\s*<\/\1>/gi, '**$2**')
    .replaceAll(/<h[1-6]\b[^>]*>/gi, '\n\n### ')
    .replaceAll(/<li\b[^>]*>/gi, '\n- ')
    .replaceAll(/<br\b[^>]*>/gi, '\n')
    .replaceAll(/<\/?(p|div|ul|ol|table|tr|h[1-6])\b[^>]*>/gi, '\n\n')
    .replaceAll(/<\/?[a-z!][^<>]*>/gi, '');
  return decode(marked)
    .split('\n')
    .map((line) => line.trim())
    .filter((line, at, all) => line !== '-' && !(line === '' && all[at - 1] === ''))
    .join('\n')
    .replaceAll(/\*\*\s*\*\*/g, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, 15_000);
}
