import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { htmlRules } from '#platform/ui';

type AxeNode = { html: string; any: { message: string; data?: { messageKey?: string } | null }[] };
type AxeFinding = { id: string; nodes: AxeNode[] };
type AxeResult = { violations: AxeFinding[]; incomplete: AxeFinding[] };

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What another width or other colours can break, or what they bring to light: names of buttons that only a phone shows. */
const RULES_OF_LOOK = ['color-contrast', 'target-size', 'link-in-text-block', 'scrollable-region-focusable', 'aria-hidden-focus', 'button-name', 'link-name', 'skip-link', 'nested-interactive'];
let axe: string | undefined;

/**
 * The pieces around `main` that stood there just the same before: within the same elements, with the same content.
 * Landmarks and links within the page are never among them: whether they are right depends on what else is there.
 */
const FAMILIAR = `((known) => {
  const digest = (text) => { let a = 7, b = 11; for (let i = 0; i < text.length; i++) { const c = text.charCodeAt(i); a = Math.imul(a ^ c, 2654435761); b = Math.imul(b ^ c, 1597334677); } return (a >>> 0).toString(36) + (b >>> 0).toString(36); };
  const familiar = [], seen = [];
  const walk = (element, within) => {
    if (element.tagName === 'MAIN') return;
    const own = element.cloneNode(false).outerHTML;
    if (!element.matches('body,header,nav,footer,aside,section,form,[role],a[href^="#"]') && !element.querySelector('main,header,nav,footer,aside,section,form,[role],a[href^="#"]')) {
      const key = digest(within + element.outerHTML);
      if (known.has(key)) return void familiar.push(element);
      seen.push(key);
    }
    for (const child of element.children) walk(child, within + own);
  };
  walk(document.body, document.documentElement.cloneNode(false).outerHTML);
  return { familiar, seen };
})`;

/**
 * Barriers on the open page after WCAG 2.2 AA, as axe finds them, one sentence each; empty when there are none.
 * Text in the colour of its ground counts too, although axe calls it only "incomplete".
 * Needs a context with JavaScript. With `lookOnly` for a page that was looked at whole and is now shown in another width or colour.
 * With `known` for one page after the other in the same look: the frame around `main` is gone through once and then only where it differs.
 */
export async function barriersOn(page: Page, { lookOnly = false, known }: { lookOnly?: boolean; known?: Set<string> } = {}): Promise<string[]> {
  axe ??= readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // through the debugger, so the page's own policy against foreign scripts stays in force; directly, because half a megabyte of script takes long otherwise
  if (!(await page.evaluate('"axe" in window'))) {
    const debug = await page.context().newCDPSession(page);
    await debug.send('Runtime.evaluate', { expression: axe });
    await debug.detach();
  }
  const options = { runOnly: lookOnly ? RULES_OF_LOOK : RULES, resultTypes: ['violations', 'incomplete'] };
  const { violations, incomplete, seen } = (await page.evaluate(`(async () => {
    const { familiar, seen } = ${known ? `${FAMILIAR}(new Set(${JSON.stringify([...known])}))` : '{ familiar: [], seen: [] }'};
    const { violations, incomplete } = await axe.run(familiar.length ? { exclude: familiar } : document, ${JSON.stringify(options)});
    return { violations, incomplete, seen };
  })()`)) as AxeResult & { seen: string[] };
  for (const one of seen) known?.add(one);
  const wrong = violations.flatMap((v) => v.nodes.slice(0, 3).map((node) => `${v.id}: ${node.html} ${node.any[0]?.message ?? ''}`));
  const hidden = incomplete.flatMap((i) => i.nodes.filter((n) => n.any.some((a) => a.data?.messageKey === 'equalRatio')).map((n) => `same colour as its ground: ${n.html}`));
  return [...wrong, ...hidden];
}

/** Does the page have to be moved sideways at its present width (WCAG 1.4.10)? Names what sticks out. */
export async function sidewaysOn(page: Page): Promise<string[]> {
  const found = (await page.evaluate(`(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= innerWidth) return [];
    const clipped = (e) => { for (let p = e.parentElement; p; p = p.parentElement) if (getComputedStyle(p).overflowX !== 'visible') return true; return false; };
    const out = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !clipped(e));
    return ['scrolls sideways at ' + innerWidth + ' px: ' + out.slice(-2).map((e) => e.outerHTML.slice(0, 160)).join(' … ')];
  })()`)) as string[];
  return found;
}

/** All of it for the page as it is open now. */
export const findingsOn = async (page: Page): Promise<string[]> => [...(await barriersOn(page)), ...(await sidewaysOn(page))];

/** Mistakes in the HTML as the server sent it, after the rules our pages keep, and anything inline that the policy would refuse. */
export async function htmlMistakes(html: string): Promise<string[]> {
  const { HtmlValidate } = await import('html-validate');
  const report = await new HtmlValidate(htmlRules).validateString(html);
  const inline = /\sstyle="|\son[a-z]+="|<script(?![^>]*\ssrc=|\stype="application\/ld\+json")/.exec(html);
  return [...report.results.flatMap((result) => result.messages.map((m) => `${m.ruleId}: ${m.message} (${m.selector ?? `line ${m.line}`})`)), ...(inline ? [`inline style or script: ${html.slice(inline.index, inline.index + 120)}`] : [])];
}
