import type { VNode } from 'preact';
import { z } from 'zod';
import { getOffice, listOffices } from '#core/organisation';
import { applyForProject } from '#core/projects';
import { page, redirect, view } from '#platform/http';
import { formatNumber, formatPercent, plural } from '#platform/i18n';
import { may, officesWith, type Ctx } from '#platform/module';
import { Badge, BarChart, Button, Columns, EmptyState, Form, Link, PageHeader, Row, Section, Stack, StatTile, Table } from '#platform/ui';
import { gapsOfSite, gapWords, weightOf, type Gap } from '../workplaces/gaps.ts';
import { wifiWords, type Site } from '../workplaces/workplace.ts';
import { countPlaces, countUnmet, listSites, listWorstPlaces, type SiteCounts } from '../workplaces/workplaces.queries.ts';
import { PLACES, siteHref } from './addresses.ts';
import { problem } from '../problems.ts';

type SiteRow = Site & { counts: SiteCounts; gaps: Gap[]; unmet: Map<string, number> };
const none = (siteId: string): SiteCounts => ({ siteId, places: 0, mobile: 0, noComputer: 0, old: 0, notMobile: 0, headset: 0, camera: 0, unmet: 0 });

/** Buildings with what they and their workplaces lack. */
export async function readSiteRows(ctx: Ctx): Promise<SiteRow[]> {
  const [sites, counts, unmet] = [await listSites(ctx), await countPlaces(ctx, ctx.now.getUTCFullYear()), Map.groupBy(await countUnmet(ctx), ({ siteId }) => siteId)];
  return sites.map((site) => {
    const own = counts.get(site.id) ?? none(site.id);
    return { ...site, counts: own, gaps: gapsOfSite(site, own.places), unmet: new Map((unmet.get(site.id) ?? []).map(({ need, count }) => [need, count])) };
  });
}

export type RankedGap = { key: string; words: string; siteId: string; siteName: string; places: number; points: number };
/** All gaps, the worst first: how much one hurts × how many workplaces it hits. */
export function rankGaps(rows: readonly SiteRow[]): RankedGap[] {
  const ranked = rows.flatMap((row) => {
    const { counts } = row;
    const entry = (key: string, places: number): RankedGap[] => (places > 0 ? [{ key, words: gapWords(key), siteId: row.id, siteName: row.name, places, points: weightOf(key) * places }] : []);
    return [
      ...row.gaps.flatMap(({ key }) => entry(key, Math.max(1, counts.places))), ...[...row.unmet].flatMap(([need, count]) => entry(`need:${need}`, count)),
      ...entry('computer', counts.noComputer), ...entry('old', counts.old), ...entry('mobile', counts.notMobile), ...entry('headset', counts.headset), ...entry('camera', counts.camera),
    ];
  });
  return ranked.sort((a, b) => b.points - a.points || a.siteName.localeCompare(b.siteName, 'de') || a.words.localeCompare(b.words, 'de'));
}

export const placesPage = page({
  method: 'GET', path: PLACES, site: 'office', access: 'may:assets/read',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const rows = await readSiteRows(ctx);
      const sum = (pick: (counts: SiteCounts) => number): number => rows.reduce((total, { counts }) => total + pick(counts), 0);
      const places = sum(({ places: count }) => count);
      const wired = rows.filter(({ wifi }) => wifi === 'full').length;
      return view({
        title: 'Arbeitsplätze', width: 'full', nav: PLACES,
        body: (
          <Stack>
            <PageHeader
              title="Standorte und Arbeitsplätze"
              lead={rows.length === 0 ? 'Noch ist kein Standort eingetragen.' : `${plural(rows.length, { one: 'Ein Standort', other: `${rows.length} Standorte` })} mit ${formatNumber(places)} Arbeitsplätzen.`}
              actions={<Row>{officesWith(rq.actor, 'assets/edit') === 'all' && <Button variant="primary" href={`${PLACES}/neu`} icon="add">Standort aufnehmen</Button>}{may(rq.actor, 'assets/edit') && <Button href={`${PLACES}/einlesen`} icon="upload">Tabelle einlesen</Button>}<Button href={`${PLACES}/tabelle.csv`} icon="download">Tabelle laden</Button></Row>}
            />
            <Columns layout="quarters">
              <StatTile label="Mobil nutzbar" value={places > 0 ? formatPercent(sum(({ mobile }) => mobile) / places, 'de', 0) : '–'} note={`${formatNumber(sum(({ mobile }) => mobile))} Arbeitsplätze`} />
              <StatTile label="WLAN im ganzen Haus" value={`${wired} von ${rows.length}`} note="Standorte" />
              <StatTile label="Bedarf an Barrierefreiheit offen" value={formatNumber(sum(({ unmet }) => unmet))} note="Arbeitsplätze" href={`${PLACES}/luecken`} />
              <StatTile label="Rechner zu alt" value={formatNumber(sum(({ old }) => old))} note="älter als fünf Jahre" href={`${PLACES}/luecken`} />
            </Columns>
            <SiteTable rows={rows} />
          </Stack>
        ),
      });
    }),
});

function SiteTable({ rows }: { rows: SiteRow[] }): VNode {
  return (
    <Table
      compact
      stack
      stickyHead
      caption="Standorte"
      captionHidden
      rows={rows}
      rowKey={({ id }) => id}
      empty={<EmptyState title="Noch kein Standort">Legen Sie die Häuser an; die Arbeitsplätze lesen Sie am schnellsten als CSV-Tabelle ein.</EmptyState>}
      columns={[
        { key: 'name', head: 'Standort', rowHead: true, cell: ({ id, name, address }) => <><Link href={siteHref(id)}>{name}</Link><br /><small>{address.split(',')[0]}</small></> },
        { key: 'places', head: 'Arbeitsplätze', numeric: true, cell: ({ counts }) => formatNumber(counts.places) },
        { key: 'mobile', head: 'Mobil', numeric: true, cell: ({ counts }) => (counts.places > 0 ? formatPercent(counts.mobile / counts.places, 'de', 0) : '–') },
        { key: 'line', head: 'Mbit/s', numeric: true, narrow: true, cell: ({ downMbit, upMbit }) => `${formatNumber(downMbit)} / ${formatNumber(upMbit)}` },
        { key: 'wifi', head: 'WLAN', cell: ({ wifi }) => wifiWords[wifi] },
        { key: 'gaps', head: 'Am Haus fehlt', cell: ({ gaps }) => (gaps.length === 0 ? <Badge state="done">nichts</Badge> : gaps.map(({ words }) => words).join(', ')) },
        { key: 'unmet', head: 'Bedarf offen', numeric: true, cell: ({ counts }) => formatNumber(counts.unmet) },
      ]}
    />
  );
}

const SHOWN = 60;
const gapsQuery = z.object({ haus: z.string().max(60).default('').catch('') });

export const gapsPage = page({
  method: 'GET', path: `${PLACES}/luecken`, site: 'office', access: 'may:assets/read', query: gapsQuery,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const rows = await readSiteRows(ctx);
      const ranked = rankGaps(rows).filter(({ siteId }) => !rq.query.haus || siteId === rq.query.haus);
      const byKind = [...Map.groupBy(ranked, ({ words }) => words)].map(([label, all]) => ({ label, value: all.reduce((sum, { points }) => sum + points, 0) })).sort((a, b) => b.value - a.value).slice(0, 10);
      const worst = await listWorstPlaces(ctx, 20);
      const names = new Map(rows.map(({ id, name }) => [id, name]));
      return view({
        title: 'Lücken', width: 'full', nav: PLACES, crumbs: [{ label: 'Arbeitsplätze', href: PLACES }, { label: 'Lücken' }],
        body: (
          <Stack gap="large">
            <PageHeader title="Was an den Arbeitsplätzen fehlt" lead="Geordnet nach Gewicht × Zahl der Arbeitsplätze. Barrieren wiegen am meisten, dann das Netz, dann die Geräte." />
            {byKind[0] && <BarChart id="luecken" level={2} title={`Am schwersten wiegt: ${byKind[0].label}`} description="Gewicht mal Arbeitsplätze, über alle Standorte" bars={byKind} groupName="Lücke" valueName="Punkte" />}
            <GapTable rows={ranked.slice(0, SHOWN)} all={ranked.length} propose={may(rq.actor, 'steering/edit')} />
            <Section title="Plätze, denen am meisten fehlt" id="plaetze">
              <Table compact stack caption="Arbeitsplätze nach dem, was fehlt" captionHidden rows={worst} rowKey={({ id }) => id} empty="Keinem Arbeitsplatz fehlt etwas." columns={[
                { key: 'code', head: 'Arbeitsplatz', rowHead: true, cell: ({ id, code }) => <Link href={`${PLACES}/p/${id}`}>{code}</Link> },
                { key: 'site', head: 'Standort', cell: ({ siteId }) => <Link href={siteHref(siteId)}>{names.get(siteId) ?? '–'}</Link> },
                { key: 'room', head: 'Raum', cell: ({ room }) => room || '–' },
                { key: 'missing', head: 'Nicht erfüllter Bedarf', cell: ({ needs, met }) => needs.filter((need) => !met.includes(need)).map((need) => gapWords(`need:${need}`).replace('fehlt am Platz: ', '')).join(', ') || 'nur Ausstattung' },
              ]} />
            </Section>
          </Stack>
        ),
      });
    }),
});

function GapTable({ rows, all, propose }: { rows: RankedGap[]; all: number; propose: boolean }): VNode {
  return (
    <Table
      compact
      stack
      caption={all > rows.length ? `Die ${rows.length} größten von ${all} Lücken` : `${all} Lücken`}
      rows={rows}
      rowKey={({ key, siteId }) => key + siteId}
      empty={<EmptyState title="Keine Lücke gefunden">Alles, was eingetragen ist, reicht aus.</EmptyState>}
      columns={[
        { key: 'words', head: 'Was fehlt', rowHead: true, cell: ({ words }) => words },
        { key: 'site', head: 'Standort', cell: ({ siteId, siteName }) => <Link href={siteHref(siteId)}>{siteName}</Link> },
        { key: 'places', head: 'Arbeitsplätze', numeric: true, cell: ({ places }) => formatNumber(places) },
        { key: 'points', head: 'Punkte', numeric: true, cell: ({ key, points, places }) => `${formatNumber(points)} (${weightOf(key)} × ${places})` },
        ...(propose ? [{ key: 'project', head: 'Projekt', headHidden: true, cell: ({ key, siteId, words, siteName }: RankedGap) => <Form action={`${PLACES}/luecken/projekt`} label={`Projekt zu ${words}, ${siteName}`}><input type="hidden" name="key" value={key} /><input type="hidden" name="site" value={siteId} /><Button type="submit" size="small" variant="tertiary">Projekt daraus</Button></Form> }] : []),
      ]}
    />
  );
}

/** Gap → project in one click: the application is filled in as far as the gap knows. */
export const gapProjectPost = page({
  method: 'POST', path: `${PLACES}/luecken/projekt`, site: 'office', access: 'may:steering/edit', body: z.object({ key: z.string().max(60), site: z.uuid() }),
  handle: async (rq) => {
    const made = await rq.transact(async (ctx) => {
      const gap = rankGaps(await readSiteRows(ctx)).find(({ key, siteId }) => key === rq.body.key && siteId === rq.body.site);
      if (!gap) throw problem('assets/unknown-site');
      const office = (await listOffices(ctx)).find(({ key }) => key === 'digitalisierung') ?? (await getOffice(ctx, (await listOffices(ctx))[0]?.id ?? ''));
      return applyForProject(ctx, { title: `${gap.siteName}: ${gap.words} beheben`, purpose: `${plural(gap.places, { one: 'Ein Arbeitsplatz ist', other: `${gap.places} Arbeitsplätze sind` })} betroffen.`, situation: `Lücke aus dem Verzeichnis der Arbeitsplätze: ${gap.words} (${gap.siteName}).`, officeId: office.id, source: { kind: 'gap', id: gap.siteId } });
    });
    return redirect(`/office/projekte/${made.id}`, { flash: `Projektantrag ${made.number} ist angelegt.` });
  },
});
