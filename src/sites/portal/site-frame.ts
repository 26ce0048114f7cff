import { cityOf, hoursOn } from '#core/organisation';
import { countUnread } from '#core/inbox';
import { mayActForOthers } from '#core/mandates';
import type { Frame } from '#platform/http';
import { calendarDayOf, tr } from '#platform/i18n';
import { holderOf } from '#platform/module';
import { readAssets } from '#platform/ui';
import { portalFrame } from './frame.tsx';

/** The portal's document around every page for citizens. */
export const portalSiteFrame: Frame = {
  site: 'portal',
  prepare: async (rq) => {
    const { actor } = rq;
    if (actor.kind !== 'citizen' || !actor.id) return {};
    const accountId = actor.id;
    const mandateEnded = rq.session?.data['mandateEnded'] === true;
    return rq.read(async (ctx) => ({ unreadCount: await countUnread(ctx, holderOf(actor)), mayActForOthers: await mayActForOthers(ctx, accountId), mandateEnded }));
  },
  render: (page, info) => {
    const city = cityOf(info.platform);
    const { address } = city;
    return portalFrame({
      page,
      locale: info.locale,
      pageLocale: info.pageLocale,
      path: info.path,
      url: info.url,
      origin: info.platform.config.publicUrl,
      actor: info.actor,
      flash: info.flash,
      unreadCount: Number(info.extra.unreadCount ?? 0),
      mayActForOthers: info.extra.mayActForOthers === true,
      mandateEnded: info.extra.mandateEnded === true,
      assets: readAssets(info.platform.config.assetsDir),
      city: {
        name: city.name,
        tagline: tr(city.tagline, info.locale),
        contact: {
          street: `${address.street} ${address.houseNumber}`,
          place: `${address.postalCode} ${address.city}`,
          phone: city.phone,
          email: city.email,
          hoursToday: hoursOn(city.hours, { date: calendarDayOf(info.platform.clock()), land: city.calendar, locale: info.locale }).words,
        },
      },
    });
  },
};
