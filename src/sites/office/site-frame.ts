import { cityOf, listNavEntries, type NavEntry } from '#core/organisation';
import type { Frame, Rq } from '#platform/http';
import { tr } from '#platform/i18n';
import { iconNames, readAssets, type IconName } from '#platform/ui';
import type { OfficeNavGroup } from './frame-navigation.tsx';
import { officeFrame } from './frame.tsx';

const iconOf = (name: string | undefined): IconName => iconNames.find((icon) => icon === name) ?? 'document';

type Counts = Record<string, number>;

/** What waits behind the entries this person sees; most people see none that counts. */
async function countEntries(rq: Rq): Promise<Counts> {
  const counting = rq.actor.kind === 'staff' ? listNavEntries(rq.platform, 'office', rq.actor).filter((entry) => entry.count) : [];
  if (counting.length === 0) return {};
  return rq.read(async (ctx) => {
    const counts: Counts = {};
    for (const { href, count } of counting) counts[href] = (await count?.(ctx)) ?? 0;
    return counts;
  });
}

/** Entries in order; those without a group stand together on top. */
function grouped(entries: NavEntry[], counts: Counts): OfficeNavGroup[] {
  const groups = new Map<string, OfficeNavGroup>();
  for (const entry of entries) {
    const label = entry.group ? tr(entry.group, 'de') : '';
    const group = groups.get(label) ?? { ...(label ? { label } : {}), items: [] };
    const count = counts[entry.href];
    group.items.push({ key: entry.href, label: tr(entry.label, 'de'), href: entry.href, icon: iconOf(entry.icon), ...(count ? { count } : {}) });
    groups.set(label, group);
  }
  return [...groups.values()];
}

/** The office's document around every page for staff. */
export const officeSiteFrame: Frame = {
  site: 'office',
  prepare: async (rq) => ({ counts: await countEntries(rq) }),
  render: (page, info) => {
    const city = cityOf(info.platform);
    return officeFrame({
      page,
      locale: 'de',
      path: info.path,
      url: info.url,
      actor: { id: info.actor.id ?? undefined, name: info.actor.name, actingFor: info.actor.actingFor },
      bare: info.actor.kind !== 'staff',
      userMenu: [{ label: 'Anmeldung und Sicherheit', href: '/office/sicherheit', icon: 'key' }],
      flash: info.flash,
      nav: grouped(listNavEntries(info.platform, 'office', info.actor), (info.extra.counts ?? {}) as Counts),
      assets: readAssets(info.platform.config.assetsDir),
      city: { name: city.name, tagline: tr(city.tagline, 'de'), contact: { street: `${city.address.street} ${city.address.houseNumber}`, place: `${city.address.postalCode} ${city.address.city}` } },
    });
  },
};
