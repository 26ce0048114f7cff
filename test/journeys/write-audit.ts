import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PageRecord } from './page-record.ts';

const file = join(import.meta.dirname, '../../src/sites/portal/accessibility-audit.ts');

/** Keeps what this run found as data of the program, when asked to (`ACCESSIBILITY_AUDIT=1`). */
export function writeAudit(site: 'portal' | 'office', { kinds, findings }: PageRecord): void {
  if (!process.env.ACCESSIBILITY_AUDIT) return;
  const ofSite = (kind: string): boolean => /^\/office\b/.test(kind) === (site === 'office');
  const audit = JSON.stringify({ on: new Date().toISOString().slice(0, 10), kinds: [...kinds].filter(ofSite).length, findings: findings.filter(ofSite) });
  writeFileSync(file, readFileSync(file, 'utf8').replace(new RegExp(`^  ${site}: .*,$`, 'm'), () => `  ${site}: ${audit},`));
}
