import { createServer } from 'node:http';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

// For tests only, and not part of the door: a browser bundle must never meet it.

const flags = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const types: Record<string, string> = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', woff2: 'font/woff2' };

/** A Chromium that needs no installed one: the system's by CHROMIUM, else the one from the packages. */
export async function openBrowser(): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  const executablePath = process.env['CHROMIUM'] ?? (await (await import('@sparticuz/chromium')).default.executablePath());
  return chromium.launch({ executablePath, args: flags });
}

/** Serves built assets and rendered pages on 127.0.0.1 with the strictest policy: whatever is inline is refused. */
export async function servePages(assetDir: string, render: (path: string) => string): Promise<{ address: string; close: () => void }> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const file = join(assetDir, path.replace('/assets/', ''));
    if (path.startsWith('/assets/') && existsSync(file)) {
      response.writeHead(200, { 'content-type': types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream' });
      createReadStream(file).pipe(response);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'self'" }).end(render(path));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

type Finding = { id: string; nodes: { html: string; any: { message: string; data?: { messageKey?: string } | null }[] }[] };

/** What axe finds on the open page, text in the colour of its ground (which axe calls only "incomplete"), and sideways scrolling. */
export async function findingsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const result = (await page.evaluate('axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })')) as { violations: Finding[]; incomplete: Finding[] };
  const wrong = result.violations.map((v) => `${v.id}: ${v.nodes[0]?.html} ${v.nodes[0]?.any[0]?.message ?? ''}`);
  const hidden = result.incomplete.flatMap((i) => i.nodes.filter((n) => n.any.some((a) => a.data?.messageKey === 'equalRatio')).map((n) => `same colour as its ground: ${n.html}`));
  const wide = (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) ? ['the page scrolls sideways'] : [];
  return [...wrong, ...hidden, ...wide];
}
