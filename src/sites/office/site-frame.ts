import { cityOf, listNavEntries, type NavEntry } from '#core/organisation';
import type { Frame } from '#platform/http';
import { tr } from '#platform/i18n';
import { iconNames, readAssets, type IconName } from '#platform/ui';
import type { OfficeNavGroup } from './frame-navigation.tsx';
import { officeFrame } from './frame.tsx';

const iconOf = (name: string | undefined): IconName => iconNames.find((icon) => icon === name) ?? 'document';

/** Entries in order; those without a group stand together on top. */
function grouped(entries: NavEntry[]): OfficeNavGroup[] {
  const groups = new Map<string, OfficeNavGroup>();
  for (const entry of entries) {
    const label = entry.group ? tr(entry.group, 'de') : '';
    const group = groups.get(label) ?? { ...(label ? { label } : {}), items: [] };
    group.items.push({ key: entry.href, label: tr(entry.label, 'de'), href: entry.href, icon: iconOf(entry.icon) });
    groups.set(label, group);
  }
  return [...groups.values()];
}

/** The office's document around every page for staff. */
export const officeSiteFrame: Frame = {
  site: 'office',
  render: (page, info) => {
    const city = cityOf(info.platform);
    return officeFrame({
      page,
      locale: 'de',
      path: info.path,
      url: info.url,
      actor: { name: info.actor.name, actingFor: info.actor.actingFor },
      bare: info.actor.kind !== 'staff',
      userMenu: [{ label: 'Anmeldung und Sicherheit', href: '/office/sicherheit', icon: 'key' }],
      flash: info.flash,
      nav: grouped(listNavEntries(info.platform, 'office', info.actor)),
      assets: readAssets(info.platform.config.assetsDir),
      city: { name: city.name, tagline: tr(city.tagline, 'de'), contact: { street: `${city.address.street} ${city.address.houseNumber}`, place: `${city.address.postalCode} ${city.address.city}` } },
    });
  },
};
