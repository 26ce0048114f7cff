import type { VNode } from 'preact';
import { z } from 'zod';
import { describeProcess } from '#engines/process';
import { page, redirect, view } from '#platform/http';
import { tr } from '#platform/i18n';
import { may } from '#platform/module';
import { Alert, Badge, Button, ButtonRow, ConfirmPage, DescriptionList, Details, Form, Link, PageHeader, Section, Stack, Table, TextField, Time } from '#platform/ui';
import type { CompiledService } from '../bundle/compiled-service.ts';
import { problem } from '../problems.ts';
import { publishFromFolder, readServiceState } from '../publish/publish-changed-services.ts';
import { findCurrentVersion, getServiceVersion } from '../publish/service-versions.ts';
import { getServiceState } from '../publish/service-states.ts';
import { useVersionAgain } from '../publish/use-version-again.ts';
import { listServiceVersions } from '../publish/services.queries.ts';
import type { ServiceValidation } from '../walkthrough/validate-service-folder.ts';
import { stateWords } from './services-page.tsx';

const LIST = '/office/verwaltung/leistungen';
const params = z.object({ slug: z.string().regex(/^[a-z][a-z0-9-]{0,79}$/) });
const crumbs = (label: string, slug?: string) => [{ label: 'Leistungen', href: LIST }, ...(slug ? [{ label: slug, href: `${LIST}/${slug}` }] : []), { label }];

/** One service: what the check of its folder says, its versions, and the way to publish. */
export const officeServicePage = page({
  method: 'GET',
  path: `${LIST}/:slug`,
  site: 'office',
  access: 'may:catalogue/edit',
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { slug } = rq.params;
      const state = await getServiceState(ctx, slug);
      const versions = await listServiceVersions(ctx, slug);
      const waiting = state.state === 'changed' || state.state === 'new';
      const title = state.published?.name ?? slug;
      return view({
        title,
        width: 'full',
        nav: LIST,
        crumbs: crumbs(title),
        body: (
          <Stack>
            <PageHeader
              title={title}
              preline={slug}
              meta={<Badge state={stateWords[state.state].look}>{stateWords[state.state].words}</Badge>}
              actions={waiting && may(rq.actor, 'catalogue/publish') ? <Button variant="primary" href={`${LIST}/${slug}/veroeffentlichen`}>Veröffentlichen …</Button> : undefined}
            />
            {state.validation && <Verdict validation={state.validation} />}
            <Table
              compact
              caption="Fassungen"
              rows={versions}
              rowKey={(row) => row.versionId}
              empty="Noch nicht veröffentlicht."
              columns={[
                { key: 'number', head: 'Fassung', rowHead: true, cell: (row) => <Link href={`${LIST}/${slug}/fassungen/${row.versionId}`}>Fassung {row.number}</Link> },
                { key: 'current', head: 'Gilt', cell: (row) => (row.versionId === state.published?.versionId ? 'für neue Anträge' : '') },
                { key: 'at', head: 'Veröffentlicht', cell: (row) => <Time at={row.publishedAt} /> },
                { key: 'by', head: 'Von', cell: (row) => row.publishedBy },
                { key: 'hash', head: 'Prüfsumme', wideOnly: true, cell: (row) => <code>{row.hash.slice(0, 12)}</code> },
              ]}
            />
          </Stack>
        ),
      });
    }),
});

function Verdict({ validation }: { validation: ServiceValidation }): VNode {
  const { valid, errors, warnings, unreached, walkthroughs } = validation;
  return (
    <Section title="Prüfung des Ordners" id="pruefung">
      <Stack gap="small">
        {valid && <Alert kind="success" title={`Alles in Ordnung: ${walkthroughs} Durchläufe erreichen jede Seite, jeden Weg, jede Regel und jeden Brief.`} />}
        {errors.length > 0 && <Findings kind="danger" title={errors.length === 1 ? 'Ein Fehler' : `${errors.length} Fehler`} lines={errors} />}
        {unreached.length > 0 && <Findings kind="warning" title={`${unreached.length} Stellen erreicht kein Durchlauf`} lines={unreached.map(({ file, message }) => `${file}: ${message}`)} />}
        {warnings.length > 0 && (
          <Details summary={`${warnings.length} Hinweise`}>
            <Lines lines={warnings} />
          </Details>
        )}
      </Stack>
    </Section>
  );
}

function Findings({ kind, title, lines }: { kind: 'danger' | 'warning'; title: string; lines: string[] }): VNode {
  return (
    <Alert kind={kind} title={title}>
      <Lines lines={lines} />
    </Alert>
  );
}

const Lines = ({ lines }: { lines: string[] }): VNode => (
  <ul>
    {lines.slice(0, 100).map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
);

/** Asks once before a new version goes online. */
export const confirmPublishPage = page({
  method: 'GET',
  path: `${LIST}/:slug/veroeffentlichen`,
  site: 'office',
  access: 'may:catalogue/publish',
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const state = await getServiceState(ctx, rq.params.slug);
      const title = state.published?.name ?? rq.params.slug;
      const next = (state.published?.number ?? 0) + 1;
      const gaps = state.validation?.unreached.length ?? 0;
      return view({
        title: `${title} veröffentlichen`,
        nav: LIST,
        crumbs: crumbs('Veröffentlichen', rq.params.slug),
        body: (
          <ConfirmPage
            title={`Fassung ${next} von „${title}“ veröffentlichen?`}
            consequences={[
              'Neue Anträge nutzen ab sofort diese Fassung.',
              'Laufende Vorgänge bleiben auf ihrer Fassung, begonnene Entwürfe auch.',
              ...(gaps > 0 ? [`Achtung: ${gaps} Stellen erreicht kein Durchlauf.`] : []),
            ]}
            undo="Sie können später jede frühere Fassung wieder veröffentlichen."
            confirm="Veröffentlichen"
            cancel={{ href: `${LIST}/${rq.params.slug}`, label: 'Abbrechen' }}
          >
            <input type="hidden" name="hash" value={state.hash ?? ''} />
          </ConfirmPage>
        ),
      });
    }),
});

/** Publishes the folder, if it is still the one that was looked at. */
export const publishPost = page({
  method: 'POST',
  path: `${LIST}/:slug/veroeffentlichen`,
  site: 'office',
  access: 'may:catalogue/publish',
  params,
  body: z.object({ hash: z.string().max(64) }),
  handle: async (rq) => {
    const { slug } = rq.params;
    const { number } = await rq.transact(async (ctx) => {
      const { bundle } = await readServiceState(rq.platform, slug);
      if (bundle.hash !== rq.body.hash) throw problem('catalogue/folder-changed', { slug });
      return publishFromFolder(ctx, bundle);
    });
    return redirect(`${LIST}/${slug}`, { flash: `Fassung ${number} ist veröffentlicht.` });
  },
});

/** What a version consists of, in words. */
export const versionPage = page({
  method: 'GET',
  path: `${LIST}/:slug/fassungen/:versionId`,
  site: 'office',
  access: 'may:catalogue/edit',
  params: params.extend({ versionId: z.uuid() }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const service = await getServiceVersion(ctx, rq.params.versionId);
      if (service.slug !== rq.params.slug) throw problem('catalogue/unknown-version');
      const current = await findCurrentVersion(ctx, service.slug);
      const title = `${tr(service.settings.name, 'de')}, Fassung ${service.number ?? ''}`;
      return view({ title, width: 'full', nav: LIST, crumbs: crumbs(`Fassung ${service.number ?? ''}`, service.slug), body: <VersionBody service={service} title={title} offer={may(rq.actor, 'catalogue/publish') && current?.versionId !== service.versionId} /> });
    }),
});

const trustWords: Record<CompiledService['settings']['trustLevel'], string> = { none: 'auch ohne Konto', basic: 'niedrig', substantial: 'substanziell', high: 'hoch' };

function VersionBody({ service, title, offer }: { service: CompiledService; title: string; /** May it become current again? */ offer: boolean }): VNode {
  const { settings } = service;
  return (
    <Stack>
      <PageHeader title={title} lead={tr(settings.summary, 'de')} />
      {offer && (
        <Form action={`${LIST}/${service.slug}/fassungen/${service.versionId ?? ''}/gilt`}>
          <TextField name="reason" label="Warum soll diese Fassung wieder gelten?" hint="Steht im Protokoll." />
          <ButtonRow>
            <Button type="submit">Diese Fassung für neue Anträge nehmen</Button>
          </ButtonRow>
        </Form>
      )}
      <Section title="Einstellungen" id="einstellungen">
        <DescriptionList
          columns
          items={[
            { term: 'Amt', value: settings.office },
            { term: 'Aktenplan', value: settings.filePlan },
            { term: 'Aufbewahrung', value: `${settings.retentionYears} Jahre` },
            { term: 'Vertrauensniveau', value: trustWords[settings.trustLevel] },
            { term: 'Aktenzeichen', value: settings.caseNumberPrefix },
            { term: 'Briefe', value: Object.keys(service.letters).join(', ') || 'keine' },
            { term: 'Seiten des Formulars', value: service.form.pages.map((one) => tr(one.title, 'de')).join(' · ') },
          ]}
        />
      </Section>
      <Table
        compact
        caption="Schritte des Verfahrens"
        rows={describeProcess(service.process)}
        rowKey={(row) => row.nodeId}
        columns={[
          { key: 'name', head: 'Schritt', rowHead: true, cell: (row) => row.name },
          { key: 'who', head: 'Wer', cell: (row) => (row.kind === 'task' ? row.who.join(', ') : 'Maschine') },
          { key: 'public', head: 'So liest es die antragstellende Person', cell: (row) => row.publicName ?? '–' },
          { key: 'optional', head: 'Immer', cell: (row) => (row.optional ? 'je nach Fall' : 'ja') },
        ]}
      />
    </Stack>
  );
}

/** Takes an earlier version back into use. */
export const useVersionPost = page({
  method: 'POST',
  path: `${LIST}/:slug/fassungen/:versionId/gilt`,
  site: 'office',
  access: 'may:catalogue/publish',
  params: params.extend({ versionId: z.uuid() }),
  body: z.object({ reason: z.string().max(2000).default('') }),
  handle: async (rq) => {
    const { slug, versionId } = rq.params;
    const { number } = await rq.transact(async (ctx) => useVersionAgain(ctx, { slug, versionId, reason: rq.body.reason }));
    return redirect(`${LIST}/${slug}`, { flash: `Neue Anträge nutzen jetzt Fassung ${number}.` });
  },
});
