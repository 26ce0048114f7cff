import type { VNode } from 'preact';
import { z } from 'zod';
import { listServices, useVersionAgain, type PublishedService } from '#core/catalogue';
import { listRestorable, listVersionsInUse, startUndo, type VersionInUse } from '#core/cases';
import { listRecentEvents, type AuditEvent } from '#platform/audit';
import { page, redirect, view, type Reply, type Rq } from '#platform/http';
import { formatNumber } from '#platform/i18n';
import { may, type Actor, type Ctx } from '#platform/module';
import { Alert, Badge, Button, ButtonRow, Checkbox, ConfirmPage, ErrorSummary, fieldId, Link, PageHeader, Row, Section, Stack, Table, TextArea, Time, Timeline } from '#platform/ui';
import { problem } from '../problems.ts';
import { LIST } from '../workshop/tabs.ts';

const params = z.object({ slug: z.string().regex(/^[a-z][a-z0-9-]{0,79}$/) });
const MOVES = '/office/verwaltung/umzug';
export const serviceHref = (slug: string): string => `${LIST}/leistung/${slug}`;

async function getPublished(ctx: Ctx, slug: string): Promise<PublishedService> {
  const found = (await listServices(ctx)).find((service) => service.slug === slug);
  if (!found) throw problem('designer/unknown-file', { what: slug });
  return found;
}

/** Cases on versions that are not the current one, each with the way to the migration planner. */
export function OldVersions({ versions, current, actor }: { versions: VersionInUse[]; current: Pick<PublishedService, 'versionId' | 'number'>; actor: Actor }): VNode {
  const old = versions.filter(({ versionId, running }) => versionId !== current.versionId && running > 0);
  return (
    <Stack gap="small">
      {old.map(({ versionId, number, running }) => (
        <Alert key={versionId} kind="info" title={`${running === 1 ? 'Ein laufender Vorgang steht' : `${formatNumber(running)} laufende Vorgänge stehen`} auf Fassung ${number} – umstellen?`}>
          <p>Es gilt Fassung {current.number}. Beim Umstellen sehen Sie zuerst, welcher Schritt welchen übernimmt; dann folgt ein Probelauf, und alles lässt sich zurücknehmen.</p>
          {may(actor, 'cases/migrate') ? (
            <ButtonRow>
              <Button href={`${MOVES}/plan?von=${versionId}&nach=${current.versionId}`} attributes={{ 'aria-label': `Von Fassung ${number} auf Fassung ${current.number} umstellen` }}>
                Umstellen …
              </Button>
            </ButtonRow>
          ) : (
            <p>Umstellen darf, wer das Recht „Laufende Vorgänge auf eine andere Fassung umziehen“ hat.</p>
          )}
        </Alert>
      ))}
    </Stack>
  );
}

/** The versions of a service, what runs on them, and the way back. */
export const serviceVersionsPage = page({
  method: 'GET', path: `${LIST}/leistung/:slug`, site: 'office', access: 'may:catalogue/edit', params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const current = await getPublished(ctx, rq.params.slug);
      const versions = await listVersionsInUse(ctx, current.slug);
      const events = await listRecentEvents(ctx, { subject: `service:${current.slug}`, limit: 20 });
      const running = versions.reduce((sum, one) => sum + one.running, 0);
      return view({
        title: `Fassungen: ${current.name}`, width: 'full', nav: LIST,
        crumbs: [{ label: 'Werkstatt', href: LIST }, { label: current.name }],
        body: (
          <Stack>
            <PageHeader title={`${current.name}: Fassungen`} lead={`Für neue Anträge gilt Fassung ${current.number}. ${running === 0 ? 'Zurzeit läuft kein Vorgang.' : `Zurzeit ${running === 1 ? 'läuft ein Vorgang' : `laufen ${formatNumber(running)} Vorgänge`}; jeder nach der Fassung, mit der er begonnen hat.`}`} />
            <OldVersions versions={versions} current={current} actor={rq.actor} />
            <Versions versions={versions} current={current} actor={rq.actor} />
            <Section title="Was geschehen ist" id="verlauf">
              <Timeline label="Was geschehen ist" entries={events.map((event) => ({ id: `e-${event.id}`, at: event.at, title: eventInWords(event), actor: event.actor.name }))} />
            </Section>
          </Stack>
        ),
      });
    }),
});

function eventInWords({ type, data }: AuditEvent): string {
  if (type === 'catalogue/rolled-back') return `Zurück zu Fassung ${data['number']} (vorher ${data['from']}): ${data['reason']}`;
  return type === 'catalogue/published' ? `Fassung ${data['number']} gilt für neue Anträge` : type;
}

function Versions({ versions, current, actor }: { versions: VersionInUse[]; current: PublishedService; actor: Actor }): VNode {
  return (
    <Table
      compact
      stack
      caption="Fassungen, die neueste zuerst"
      rows={versions}
      rowKey={({ versionId }) => versionId}
      columns={[
        { key: 'number', head: 'Fassung', rowHead: true, cell: ({ versionId, number }) => <Link href={`/office/verwaltung/leistungen/${current.slug}/fassungen/${versionId}`}>{`Fassung ${number}`}</Link> },
        { key: 'state', head: 'Stand', cell: ({ versionId }) => (versionId === current.versionId ? <Badge state="done">gilt für neue Anträge</Badge> : <Badge state="neutral">gilt nicht mehr</Badge>) },
        { key: 'running', head: 'Laufende Vorgänge', numeric: true, cell: ({ running }) => formatNumber(running) },
        { key: 'at', head: 'Veröffentlicht', cell: ({ publishedAt }) => <Time at={publishedAt} /> },
        { key: 'by', head: 'Von', wideOnly: true, cell: ({ publishedBy }) => publishedBy },
        {
          key: 'do', head: 'Was tun', cell: ({ versionId, number }) => (
            <Row>
              {versionId !== current.versionId && may(actor, 'catalogue/publish') && (
                <Button size="small" variant="tertiary" href={`${serviceHref(current.slug)}/zurueck/${versionId}`} attributes={{ 'aria-label': `Zurück zu Fassung ${number}` }}>
                  Zurück zu dieser …
                </Button>
              )}
            </Row>
          ),
        },
      ]}
    />
  );
}

const backParams = params.extend({ versionId: z.uuid() });
const backBody = z.object({ reason: z.string().max(2000).default(''), zuruecksetzen: z.string().optional() });

async function askBack(rq: Rq<z.output<typeof backParams>>, typed: { reason: string; wrong?: boolean; alsoCases: boolean }): Promise<Reply> {
  return rq.read(async (ctx) => {
    const { slug, versionId } = rq.params;
    const current = await getPublished(ctx, slug);
    const versions = await listVersionsInUse(ctx, slug);
    const target = versions.find((one) => one.versionId === versionId);
    if (!target || versionId === current.versionId) throw problem('designer/unknown-file', { what: 'Diese Fassung' });
    const newer = versions.find((one) => one.versionId === current.versionId)?.running ?? 0;
    const restorable = may(rq.actor, 'cases/migrate') ? (await listRestorable(ctx, { fromVersionId: versionId, toVersionId: current.versionId })).reduce((sum, { count }) => sum + count, 0) : 0;
    const title = `„${current.name}“: zurück zu Fassung ${target.number}?`;
    return view({
      title, nav: LIST, ...(typed.wrong ? { status: 422 } : {}),
      crumbs: [{ label: 'Werkstatt', href: LIST }, { label: current.name, href: serviceHref(slug) }, { label: `Zurück zu Fassung ${target.number}` }],
      body: (
        <Stack>
          {typed.wrong && <ErrorSummary errors={[{ id: fieldId('reason'), text: 'Sagen Sie, warum.' }]} />}
          <ConfirmPage
            title={title}
            consequences={[
              `Neue Anträge nutzen ab sofort wieder Fassung ${target.number} statt ${current.number}.`,
              newer === 0 ? `Auf Fassung ${current.number} läuft kein Vorgang.` : `Auf Fassung ${current.number} ${newer === 1 ? 'läuft ein Vorgang' : `laufen ${formatNumber(newer)} Vorgänge`}; sie gehen dort zu Ende, wenn Sie sie nicht zurücksetzen oder umstellen.`,
              `Fassung ${current.number} bleibt erhalten.`,
            ]}
            undo={`Sie können danach wieder zu Fassung ${current.number} wechseln.`}
            confirm={`Zurück zu Fassung ${target.number}`}
            cancel={{ href: serviceHref(slug), label: 'Abbrechen' }}
            danger
          >
            <TextArea name="reason" label="Warum?" hint="Steht im Protokoll." rows={2} value={typed.reason} required error={typed.wrong ? 'Sagen Sie, warum.' : undefined} />
            {restorable > 0 && <Checkbox name="zuruecksetzen" value="ja" checked={typed.alsoCases} label={`Auch umgestellte Vorgänge zurücksetzen (bis zu ${formatNumber(restorable)})`} hint="Wer seit dem Umstellen weitergegangen ist, bleibt auf der neuen Fassung." />}
          </ConfirmPage>
        </Stack>
      ),
    });
  });
}

export const rollBackPage = page({ method: 'GET', path: `${LIST}/leistung/:slug/zurueck/:versionId`, site: 'office', access: 'may:catalogue/publish', params: backParams, handle: (rq) => askBack(rq, { reason: '', alsoCases: true }) });

/** An earlier version becomes current again and, when asked for, the cases that were moved away from it go back. @returns how many may go back */
export async function rollBack(ctx: Ctx, { slug, versionId, reason, restoreCases }: { slug: string; versionId: string; reason: string; restoreCases: boolean }): Promise<{ number: number; restoring: number }> {
  const before = await getPublished(ctx, slug);
  const { number } = await useVersionAgain(ctx, { slug, versionId, reason });
  if (!restoreCases) return { number, restoring: 0 };
  const moved = await listRestorable(ctx, { fromVersionId: versionId, toVersionId: before.versionId });
  for (const { migrationId } of moved) await startUndo(ctx, migrationId);
  return { number, restoring: moved.reduce((sum, { count }) => sum + count, 0) };
}

export const rollBackPost = page({
  method: 'POST', path: `${LIST}/leistung/:slug/zurueck/:versionId`, site: 'office', access: 'may:catalogue/publish', params: backParams, body: backBody,
  handle: async (rq) => {
    const { reason, zuruecksetzen } = rq.body;
    if (reason.trim().length < 3) return askBack(rq, { reason, wrong: true, alsoCases: zuruecksetzen === 'ja' });
    const { number, restoring } = await rq.transact((ctx) => rollBack(ctx, { ...rq.params, reason, restoreCases: zuruecksetzen === 'ja' }));
    return redirect(serviceHref(rq.params.slug), { flash: `Für neue Anträge gilt wieder Fassung ${number}.${restoring > 0 ? ` ${formatNumber(restoring)} umgestellte Vorgänge gehen zurück.` : ''}` });
  },
});
