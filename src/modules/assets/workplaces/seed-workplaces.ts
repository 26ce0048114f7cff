import { z } from 'zod';
import { findSampleFile, listOffices } from '#core/organisation';
import { newId } from '#platform/db';
import type { Insertable } from 'kysely';
import type { Ctx } from '#platform/module';
import type { AssetsTables } from '../tables.ts';
import { gapsOfPlace, pointsOf } from './gaps.ts';
import { needKeys, type WorkplaceInput } from './workplace.ts';

const words = z.string().trim();
const count = z.int().nonnegative();
const share = z.partialRecord(z.enum(needKeys), count).default({});
const part = z.enum(['yes', 'partly', 'no']);
const group = z.strictObject({
  prefix: words, office: words, count, kind: z.enum(['desk', 'counter', 'shared', 'meeting', 'field']), computer: z.enum(['none', 'notebook', 'desktop', 'thin', 'tablet']), years: z.tuple([z.int(), z.int()]).optional(),
  screens: count, dock: count, headset: count, camera: count, adjustable: count, mobile: count, needs: share, met: share,
});
const schema = z.strictObject({
  sites: z.array(z.strictObject({
    key: words, name: words, address: words, network: z.strictObject({ down: count, up: count, secondLine: z.boolean(), wifi: z.enum(['none', 'partly', 'full']), guestWifi: z.boolean(), note: words.default('') }),
    access: z.strictObject({ entrance: part, lift: part, toilet: part, hearing: part, guidance: part, parking: part }), places: z.array(group),
  })),
});
type Group = z.output<typeof group>;

/** One workplace of a group: the first ones have what the group has some of. */
function placeOf(one: Group, at: number): Omit<WorkplaceInput, 'siteId' | 'officeId'> {
  const [from, to] = one.years ?? [0, 0];
  // needs lie apart from each other, as they do in a house
  const wanted = Object.entries(one.needs).map(([need, many], index) => ({ need, turn: (at + index * 3) % one.count, many, met: one.met[need as keyof typeof one.met] ?? 0 }));
  const has = (many: number): boolean => at < many;
  return {
    code: `${one.prefix}-${String(at + 1).padStart(2, '0')}`, room: `${one.prefix.split('-')[1] ?? ''}.${String(Math.floor(at / 2) + 1).padStart(2, '0')}`, kind: one.kind, computer: one.computer, computerYear: one.years ? from + (at % (to - from + 1)) : null,
    screens: one.screens, dock: has(one.dock), headset: has(one.headset), camera: has(one.camera), heightAdjustable: has(one.adjustable), mobile: has(one.mobile),
    needs: wanted.filter(({ turn, many }) => turn < many).map(({ need }) => need), met: wanted.filter(({ turn, many, met }) => turn < Math.min(many, met)).map(({ need }) => need),
  };
}

/** Buildings and workplaces of city/workplaces.yaml into an empty list; only in the demo, because they are invented. */
export async function seedWorkplaces(ctx: Ctx): Promise<void> {
  const file = findSampleFile(ctx.platform, 'workplaces.yaml', schema);
  const db = ctx.db<AssetsTables>();
  if (!file || file.sites.length === 0 || (await db.selectFrom('assets.site').select('id').where('tenant_id', '=', ctx.tenantId).limit(1).executeTakeFirst())) return;
  const offices = new Map((await listOffices(ctx)).map(({ key, id }) => [key, id]));
  const stamp = { tenant_id: ctx.tenantId, changed_at: ctx.now, changed_by_name: ctx.actor.name };
  const year = ctx.now.getUTCFullYear();
  const rows: Insertable<AssetsTables['assets.workplace']>[] = [];
  for (const site of file.sites) {
    const id = newId();
    const { network } = site;
    await db.insertInto('assets.site').values({ ...stamp, id, key: site.key, name: site.name, address: site.address, down_mbit: network.down, up_mbit: network.up, second_line: network.secondLine, wifi: network.wifi, guest_wifi: network.guestWifi, network_note: network.note, access: JSON.stringify(site.access) }).execute();
    ctx.emit({ type: 'assets/site-added', subject: `site:${id}`, data: { key: site.key } });
    for (const one of site.places) {
      const officeId = offices.get(one.office);
      if (!officeId) throw new Error(`workplaces.yaml: '${one.prefix}' belongs to the office '${one.office}', which offices.yaml doesn't have.`);
      for (let at = 0; at < one.count; at++) {
        const place = placeOf(one, at);
        rows.push({ ...stamp, id: newId(), site_id: id, code: place.code, room: place.room, office_id: officeId, kind: place.kind, computer: place.computer, computer_year: place.computerYear, screens: place.screens, dock: place.dock, headset: place.headset, camera: place.camera, height_adjustable: place.heightAdjustable, mobile: place.mobile, needs: place.needs, met: place.met, gap_points: pointsOf(gapsOfPlace(place, year)) });
      }
    }
  }
  for (let at = 0; at < rows.length; at += 500) await db.insertInto('assets.workplace').values(rows.slice(at, at + 500)).execute();
}
