/** What the last audit of all kinds of pages found; the statement on accessibility is made from it. */
export type SiteAudit = { on: string; kinds: number; findings: string[] };

/**
 * Written by the crawl through all pages: `ACCESSIBILITY_AUDIT=1 npm test test/journeys/every-page`,
 * to be committed with a release. null: not audited in this version.
 */
export const accessibilityAudit: { portal: SiteAudit | null; office: SiteAudit | null } = {
  portal: {"on":"2026-11-22","kinds":56,"findings":[]},
  office: {"on":"2026-11-22","kinds":95,"findings":[]},
};
