import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import type { Locale } from '#platform/i18n';
import { LocaleProvider } from '#platform/ui';

const MOST = 100;
const drawn = new Map<string, string>();

type Part = { key: string; locale: Locale; /** What differs from page to page, only ever within an attribute. */ gaps: Record<string, string> };

/** A part of the frame that is alike on all pages but for its gaps, as HTML: half the work of a small page would be its frame. */
export function drawOnce({ key, locale, gaps }: Part, draw: (gap: (name: string) => string) => VNode): string {
  const known = `${locale} ${key}`;
  let html = drawn.get(known);
  if (html === undefined) {
    if (drawn.size >= MOST) drawn.clear();
    html = render(<LocaleProvider locale={locale}>{draw((name) => `{{${name}}}`)}</LocaleProvider>);
    drawn.set(known, html);
  }
  return html.replaceAll(/\{\{([a-z-]+)\}\}/g, (whole, name: string) => (name in gaps ? escapeAttribute(gaps[name] ?? '') : whole));
}

const escapeAttribute = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
