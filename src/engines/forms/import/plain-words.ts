const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&nbsp;': ' ', '&apos;': "'", '&auml;': 'ä', '&ouml;': 'ö', '&uuml;': 'ü', '&Auml;': 'Ä', '&Ouml;': 'Ö', '&Uuml;': 'Ü', '&szlig;': 'ß', '&ndash;': '–', '&sect;': '§', '&euro;': '€' };

/** Markdown and HTML as plain text: tags, headings, emphasis and links fall away, the words stay; list items keep a dash. */
export function plainWords(text: string): string {
  return text
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, '')
    .replace(/<li[^>]*>\s*/gi, '- ')
    .replace(/<\/(p|div|ul|ol|h\d)>/gi, '\n\n')
    .replace(/<\/li>|<br\s*\/?>/gi, '\n')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/&\w+;/g, (entity) => entities[entity] ?? entity)
    .replace(/^#+\s*/gm, '')
    .replace(/\*\*|__/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, 10_000);
}
