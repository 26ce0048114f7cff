import type { VNode } from 'preact';
import { z } from 'zod';
import { listOffices } from '#core/organisation';
import { page, view } from '#platform/http';
import { formatNumber } from '#platform/i18n';
import { may, officesWith } from '#platform/module';
import { Badge, Button, Columns, DescriptionList, EmptyState, Link, PageHeader, Pagination, Row, Section, Stack, Table } from '#platform/ui';
import { gapsOfPlace, gapsOfSite } from '../workplaces/gaps.ts';
import { accessWords, computerWords, needWord, partWords, placeWords, wifiWords, type Site, type Workplace } from '../workplaces/workplace.ts';
import { countPlaces, getSite, listPlaces, listSites } from '../workplaces/workplaces.queries.ts';
import { PLACES, siteHref, withQuery } from './addresses.ts';
import { csvFile } from './csv.ts';
import { workplaceFields, type WorkplaceCells, type WorkplaceField } from '../workplaces/read-workplace.ts';

const AT_ONCE = 50;
const params = z.object({ id: z.uuid() });
const cursorOf = (text: string | undefined): { code: string; id: string } | undefined => {
  const found = /^([0-9a-f-]{36})(.{1,60})$/.exec(text ?? '');
  return found ? { id: found[1] ?? '', code: found[2] ?? '' } : undefined;
};

export const sitePage = page({
  method: 'GET', path: `${PLACES}/s/:id`, site: 'office', access: 'may:assets/read', params, query: z.object({ nach: z.string().max(120).optional().catch(undefined) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const site = await getSite(ctx, rq.params.id);
      const [{ rows, next }, counts, offices] = [await listPlaces(ctx, site.id, { after: cursorOf(rq.query.nach), limit: AT_ONCE }), await countPlaces(ctx, ctx.now.getUTCFullYear()), await listOffices(ctx)];
      const total = counts.get(site.id)?.places ?? 0;
      const gaps = gapsOfSite(site, total);
      return view({
        title: site.name, width: 'full', nav: PLACES, crumbs: [{ label: 'Arbeitsplätze', href: PLACES }, { label: site.name }],
        body: (
          <Stack gap="large">
            <PageHeader
              title={site.name}
              lead={site.address}
              meta={gaps.length === 0 ? <Badge state="done">am Haus fehlt nichts</Badge> : <Row>{gaps.map(({ key, words, weight }) => <Badge key={key} state={weight >= 60 ? 'late' : 'soon'}>{words}</Badge>)}</Row>}
              actions={<Row>{officesWith(rq.actor, 'assets/edit') === 'all' && <Button href={`${siteHref(site.id)}/aendern`} icon="edit">Ändern</Button>}{may(rq.actor, 'assets/edit') && <Button href={withQuery(`${PLACES}/p/neu`, { standort: site.key })} icon="add">Arbeitsplatz aufnehmen</Button>}</Row>}
            />
            <SiteFacts site={site} places={total} />
            <Section title="Arbeitsplätze" id="plaetze">
              <PlaceTable rows={rows} year={ctx.now.getUTCFullYear()} offices={new Map(offices.map(({ id, name }) => [id, name]))} />
              <Pagination shown={rows.length} total={total} noun="Arbeitsplätze" {...(rq.query.nach ? { previous: siteHref(site.id) } : {})} {...(next ? { next: withQuery(siteHref(site.id), { nach: `${next.id}${next.code}` }) } : {})} />
            </Section>
          </Stack>
        ),
      });
    }),
});

function SiteFacts({ site, places }: { site: Site; places: number }): VNode {
  return (
    <Columns>
      <Section title="Netz" id="netz">
        <DescriptionList
          items={[
            { term: 'Leitung', value: `${formatNumber(site.downMbit)} Mbit/s herein, ${formatNumber(site.upMbit)} Mbit/s hinaus` },
            { term: 'Je Arbeitsplatz', value: places > 0 ? `${formatNumber(site.downMbit / places, 'de', { maximumFractionDigits: 1 })} Mbit/s, wenn alle zugleich arbeiten` : '–' },
            { term: 'Zweite Leitung', value: site.secondLine ? 'ja' : 'nein' },
            { term: 'WLAN', value: `${wifiWords[site.wifi]}${site.guestWifi ? ', auch für Gäste' : ''}` },
            site.networkNote ? { term: 'Bemerkung', value: site.networkNote } : false,
          ]}
        />
      </Section>
      <Section title="Zugang" id="zugang">
        <DescriptionList items={(Object.keys(accessWords) as (keyof typeof accessWords)[]).map((key) => ({ term: accessWords[key], value: site.access[key] ? partWords[site.access[key]] : 'noch nicht angesehen' }))} />
      </Section>
    </Columns>
  );
}

function PlaceTable({ rows, year, offices }: { rows: Workplace[]; year: number; offices: Map<string, string> }): VNode {
  const equipment = (place: Workplace): string => [computerWords[place.computer] + (place.computerYear ? ` ${place.computerYear}` : ''), place.screens > 0 ? `${place.screens} Bildschirm${place.screens > 1 ? 'e' : ''}` : '', place.dock && 'Dock', place.headset && 'Headset', place.camera && 'Kamera', place.heightAdjustable && 'Stehtisch'].filter(Boolean).join(', ');
  return (
    <Table
      compact
      stack
      caption="Arbeitsplätze des Standorts"
      captionHidden
      rows={rows}
      rowKey={({ id }) => id}
      empty={<EmptyState title="Noch kein Arbeitsplatz" level={3}>Lesen Sie die Liste als CSV-Tabelle ein.</EmptyState>}
      columns={[
        { key: 'code', head: 'Kennung', rowHead: true, narrow: true, cell: ({ id, code }) => <Link href={`${PLACES}/p/${id}`}>{code}</Link> },
        { key: 'room', head: 'Raum', cell: ({ room }) => room || '–' },
        { key: 'office', head: 'Amt', cell: ({ officeId }) => offices.get(officeId) ?? '–' },
        { key: 'kind', head: 'Art', cell: ({ kind }) => placeWords[kind] },
        { key: 'has', head: 'Ausstattung', cell: equipment },
        { key: 'needs', head: 'Bedarf des Platzes', cell: ({ needs, met }) => (needs.length === 0 ? '–' : needs.map((need) => `${needWord(need)}${met.includes(need) ? ' (erfüllt)' : ' (offen)'}`).join(', ')) },
        { key: 'gaps', head: 'Fehlt', cell: (place) => gapsOfPlace(place, year).filter(({ key }) => !key.startsWith('need:')).map(({ words }) => words).join(', ') || '–' },
      ]}
    />
  );
}

/** A workplace as the form and the table write it. */
export function cellsOfPlace(place: Workplace, { sites, offices }: { sites: { id: string; key: string }[]; offices: { id: string; key: string }[] }): WorkplaceCells {
  const flag = (value: boolean): string => (value ? 'ja' : 'nein');
  return {
    code: place.code, site: sites.find(({ id }) => id === place.siteId)?.key ?? '', room: place.room, office: offices.find(({ id }) => id === place.officeId)?.key ?? '', kind: place.kind, computer: place.computer, year: place.computerYear === null ? '' : String(place.computerYear), screens: String(place.screens),
    dock: flag(place.dock), headset: flag(place.headset), camera: flag(place.camera), height: flag(place.heightAdjustable), mobile: flag(place.mobile), needs: place.needs.map(needWord).join(', '), met: place.met.map(needWord).join(', '),
  };
}

const CHUNK = 1000;
export const placesCsv = page({
  method: 'GET', path: `${PLACES}/tabelle.csv`, site: 'office', access: 'may:assets/read',
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const known = { sites: await listSites(ctx), offices: await listOffices(ctx) };
      const rows: string[][] = [];
      for (const site of known.sites) {
        for (let after: { code: string; id: string } | undefined; ; ) {
          const found = await listPlaces(ctx, site.id, { after, limit: CHUNK });
          for (const place of found.rows) {
            const cells = cellsOfPlace(place, known);
            rows.push((Object.keys(workplaceFields) as WorkplaceField[]).map((field) => cells[field] ?? ''));
          }
          if (!(after = found.next)) break;
        }
      }
      ctx.emit({ type: 'assets/list-exported', subject: 'workplaces', data: { rows: rows.length } });
      return csvFile('arbeitsplaetze.csv', Object.values(workplaceFields), rows);
    }),
});
