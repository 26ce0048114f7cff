import { renderData } from '#engines/forms';
import { page, view as viewReply, type View } from '#platform/http';
import { tr } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Alert, Button, Columns, Deadline, Link, PageHeader, Section, Stack } from '#platform/ui';
import { z } from 'zod';
import { hasEnded } from '../case.ts';
import { workHref } from '../work-filter.ts';
import { ApplicationData } from './application-data.tsx';
import { CaseDocuments, withQuery } from './case-documents.tsx';
import { CaseSide } from './case-side.tsx';
import { CaseHistory } from './case-timeline.tsx';
import { DecisionPanel } from './decision-panel.tsx';
import { ProcessPanel } from './process-panel.tsx';
import { readCase, type CaseQuery, type CaseView } from './read-case.ts';
import type { ClockPosted } from './clock-section.tsx';
import type { Posted } from './task-panel.tsx';
import { caseHref, StatusBadge } from './work-table.tsx';

const params = z.object({ id: z.uuid() });
const word = z.string().max(2000).optional().catch(undefined);
export const caseQuery = z.object({ aufgabe: word, dokument: word, liste: word });

export const casePage = page({
  method: 'GET',
  path: '/office/vorgaenge/:id',
  site: 'office',
  access: 'staff',
  params,
  query: caseQuery,
  handle: (rq) => rq.read((ctx) => showCase(ctx, rq.params.id, { query: rq.query })),
});

/** The case page; also the answer to a form that could not be accepted. */
export async function showCase(ctx: Ctx, id: string, given: { query: CaseQuery; posted?: Posted; clockPosted?: ClockPosted; status?: number }): Promise<View> {
  const view = await readCase(ctx, id, given.query);
  return viewReply({
    title: `${view.found.number} ${view.found.title}`,
    ...(given.status ? { status: given.status } : {}),
    width: 'full',
    nav: '/office/arbeit',
    crumbs: [{ label: 'Arbeitsvorrat', href: view.neighbours ? workHref(view.neighbours.filter) : '/office/arbeit' }, { label: view.found.number }],
    body: <CaseBody view={view} />,
    aside: <CaseSide view={view} ctx={ctx} posted={given.posted} clockPosted={given.clockPosted} />,
  });
}

function CaseBody({ view }: { view: CaseView }) {
  const { found, service, incidents } = view;
  return (
    <Stack>
      <CaseHead view={view} />
      {incidents.length > 0 && (
        <Alert kind="danger" title={`Störung: ${incidents.map((incident) => incident.step).join(', ')}`}>
          {incidents[0]?.message} <Link href={`/office/stoerungen?vorgang=${found.id}`}>Störung beheben</Link>
        </Alert>
      )}
      <ProcessPanel view={view} />
      <Columns>
        <Section title="Antrag" id="antrag">
          <ApplicationData service={service} data={found.data} fileHref={(one) => fileHref(view, one.id)} />
        </Section>
        <CaseDocuments view={view} />
      </Columns>
      <DecisionPanel decisions={view.decisions} explanation={view.explanation} open={view.tasks.some((task) => task.state === 'open')} />
      {view.panels.filter((panel) => panel.place === 'main').map((panel) => (
        <Section key={panel.id} title={panel.title}>
          {panel.body}
        </Section>
      ))}
      <Section title="Verlauf" id="verlauf">
        <CaseHistory entries={view.timeline} />
      </Section>
    </Stack>
  );
}

/** A file of the application is a document of the record, found there by its content: it is shown beside the data. */
function fileHref(view: CaseView, hash: string): string {
  const document = view.documents.find((one) => one.hash === hash);
  return document ? withQuery(view, { dokument: document.id }, '#vorschau') : '#dokumente';
}

function CaseHead({ view }: { view: CaseView }) {
  const { found, service, neighbours, task } = view;
  return (
    <PageHeader
      preline={`${found.number} · ${tr(service.settings.name, 'de')}`}
      title={found.title}
      meta={
        <>
          <span>{found.applicant.name}</span>
          <StatusBadge status={found.status} />
          {found.dueOn && !hasEnded(found) && !found.outcome && <span>Frist: <Deadline on={found.dueOn} today={view.today} paused={found.pausedAt !== undefined} /></span>}
          <span>{found.responsible ? `verantwortlich: ${found.responsible.name}` : 'niemand verantwortlich'}</span>
          {task && <Link href="#naechster-schritt">Nächster Schritt: {task.name}</Link>}
        </>
      }
      actions={
        <>
          {neighbours?.previous && (
            <Button href={caseHref(neighbours.previous, neighbours.filter)} size="small" icon="chevron-left" attributes={{ rel: 'prev' }}>
              Voriger
            </Button>
          )}
          {neighbours?.next && (
            <Button href={caseHref(neighbours.next, neighbours.filter)} size="small" iconEnd="chevron-right" attributes={{ rel: 'next' }}>
              Nächster
            </Button>
          )}
          <Button href={`/office/vorgaenge/${found.id}/druck`} size="small" icon="print">
            Drucken
          </Button>
        </>
      }
    />
  );
}

export const printPage = page({
  method: 'GET',
  path: '/office/vorgaenge/:id/druck',
  site: 'office',
  access: 'staff',
  params,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const view = await readCase(ctx, rq.params.id, {});
      return viewReply({ title: `${view.found.number} drucken`, width: 'narrow', body: <PrintBody view={view} />, crumbs: [{ label: view.found.number, href: `/office/vorgaenge/${view.found.id}` }, { label: 'Druckansicht' }] });
    }),
});

function PrintBody({ view }: { view: CaseView }) {
  const { found, service, office, documents, timeline } = view;
  return (
    <Stack>
      <PageHeader preline={`${found.number} · ${tr(service.settings.name, 'de')} · ${office?.name ?? ''}`} title={found.title} meta={<><span>{found.applicant.name}</span><StatusBadge status={found.status} /></>} lead="Diese Ansicht ist zum Drucken gemacht: Strg+P." />
      <Section title="Antrag">{renderData(service.form, found.data, { locale: 'de' })}</Section>
      <Section title="Dokumente">
        <ul>
          {documents.map((document) => (
            <li key={document.id}>{document.title}</li>
          ))}
        </ul>
      </Section>
      <Section title="Verlauf">
        <CaseHistory entries={timeline} />
      </Section>
    </Stack>
  );
}
