import { may, definePoint, type Actor, type Ctx, type Platform } from '#platform/module';
import type { Access, Site } from '#platform/http';
import type { Text } from '#platform/i18n';

/** One line of a site's navigation, contributed by the folder whose pages it leads to. */
export type NavEntry = {
  site: Site;
  label: Text;
  /** What one finds there, in a few words, where there is room for them. */
  hint?: Text;
  href: string;
  icon?: string;
  /** Smaller comes first; the desk is 10, administration 900. */
  order: number;
  access: Access;
  /** How much waits there for this person; asked with every page, so it must be quick. */
  count?: (ctx: Ctx) => Promise<number>;
  /** Entries of one group stand together under this heading. */
  group?: Text;
};
export const navEntries = definePoint<NavEntry>('organisation/nav-entry');

function admits(entry: NavEntry, actor: Actor): boolean {
  if (entry.access === 'anyone') return true;
  if (entry.access === 'citizen' || entry.access === 'staff') return actor.kind === entry.access;
  return may(actor, entry.access.slice('may:'.length));
}

/** The navigation of a site for one person, in order; what the person may not open is left out, and what several permissions open stands there once. */
export function listNavEntries(platform: Platform, site: Site, actor: Actor): NavEntry[] {
  return platform
    .contributions(navEntries)
    .filter((entry) => entry.site === site && admits(entry, actor))
    .filter((entry, at, all) => all.findIndex((one) => one.href === entry.href) === at)
    .sort((a, b) => a.order - b.order);
}
