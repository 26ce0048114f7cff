import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { findChromium } from './chromium.ts';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--font-render-hinting=none'];

/** A machine with many other things to do still gets there. */
const PATIENCE_MS = 120_000;

/** A Chromium without window; one per test file is enough, contexts are cheap. Close it in `after`. */
export async function openBrowser(): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  const { program, env } = await findChromium();
  const browser = await chromium.launch({ executablePath: program, args: flags, timeout: PATIENCE_MS, env: { ...(process.env as Record<string, string>), ...env } });
  const open = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await open(options);
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  };
  browser.newPage = async (options) => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.on('close', () => void context.close().catch(() => {})); // it may have gone with the browser
    return page;
  };
  return browser;
}

/** Writes a picture of the page to TEST_SHOTS (default: a folder in the temporary one) and returns its path. */
export async function takePicture(page: Page, name: string, options: { fullPage?: boolean } = {}): Promise<string> {
  const dir = process.env.TEST_SHOTS ?? join(tmpdir(), 'stadtkern-pictures');
  mkdirSync(dir, { recursive: true });
  const path = join(dir, `${name.replaceAll(/[^\p{L}\p{N}.-]+/gu, '-')}.png`);
  await page.screenshot({ path, fullPage: options.fullPage ?? true });
  return path;
}
