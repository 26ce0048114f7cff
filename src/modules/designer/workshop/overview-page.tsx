import type { VNode } from 'preact';
import { bundleOf, listServices, validateDraft, whyNotApprove, type OpenDraft, type PublishedService, type ServiceValidation } from '#core/catalogue';
import { listVersionsInUse } from '#core/cases';
import { page } from '#platform/http';
import { plural } from '#platform/i18n';
import { may, type Actor } from '#platform/module';
import { Alert, Button, ButtonRow, Columns, DescriptionList, Details, Form, Link, ProcessStrip, Section, Stack, TextArea } from '#platform/ui';
import { OldVersions, serviceHref } from '../versions/running-cases.tsx';
import { draftParams } from './requests.ts';
import { LIST, TABS, tabHref } from './tabs.ts';
import { FindingList, workshopView, type Workshop } from './workshop-view.tsx';

const STEPS = ['Entwerfen', 'Ausprobieren und abgeben', 'Freigabe durch eine andere Person', 'Veröffentlichen'];
const reached: Record<string, number> = { draft: 0, test: 2, approved: 3, published: 4, discarded: 0 };

/** Where a draft stands, what is wrong with it, and the one next step. */
export const overviewPage = page({
  method: 'GET',
  path: `${LIST}/:draftId`,
  site: 'office',
  access: 'may:catalogue/edit',
  params: draftParams,
  handle: (rq) =>
    workshopView(rq, {
      draftId: rq.params.draftId,
      tab: 'uebersicht',
      body: async (workshop, ctx) => {
        const { draft, checked } = workshop;
        const verdict = checked.service ? await validateDraft(ctx.platform, bundleOf(draft)) : undefined;
        const ownWork = draft.state === 'test' && (await whyNotApprove(ctx, draft)) !== undefined;
        const current = draft.state === 'published' ? (await listServices(ctx)).find(({ slug }) => slug === draft.slug) : undefined;
        const versions = current ? await listVersionsInUse(ctx, draft.slug) : [];
        const at = reached[draft.state] ?? 0;
        return (
          <Stack>
            <ProcessStrip label="Weg zur Veröffentlichung" direction="row" steps={STEPS.map((title, index) => ({ title, state: index < at ? 'done' : index === at ? 'now' : 'then' }))} />
            {current && <OldVersions versions={versions} current={current} actor={rq.actor} />}
            <Columns layout="sidebar">
              <Stack>
                <Section title="Prüfung" id="pruefung">
                  <FindingList checked={checked} draftId={draft.id} />
                  {verdict && <Examples verdict={verdict} draftId={draft.id} />}
                </Section>
                <Section title="Teile der Leistung" id="teile" actions={<Link href={`${LIST}/${draft.id}/dateien`}>Dateien laden und einlesen</Link>}>
                  <Parts workshop={workshop} />
                </Section>
              </Stack>
              <Section title="Nächster Schritt" id="weiter">
                <NextStep workshop={workshop} actor={rq.actor} ownWork={ownWork} verdict={verdict} online={current} />
              </Section>
            </Columns>
          </Stack>
        );
      },
    }),
});

function Examples({ verdict, draftId }: { verdict: ServiceValidation; draftId: string }): VNode {
  const played = verdict.errors.filter((line) => line.startsWith('walkthroughs.yaml'));
  if (played.length > 0) {
    return (
      <Alert kind="warning" title="Beispiele laufen anders als aufgeschrieben">
        <ul>
          {played.slice(0, 10).map((line) => (
            <li key={line}>{line.replace('walkthroughs.yaml, ', '')}</li>
          ))}
        </ul>
        <p>
          Unter <Link href={tabHref(draftId, 'probe')}>Ausprobieren</Link> spielen Sie sie neu ein.
        </p>
      </Alert>
    );
  }
  if (verdict.unreached.length === 0) return <p>{verdict.walkthroughs} Beispiele laufen wie aufgeschrieben und erreichen jede Seite, jeden Weg, jede Regel und jeden Brief.</p>;
  return (
    <Details summary={`${verdict.unreached.length} Stellen erreicht noch kein Beispiel`}>
      <ul>
        {verdict.unreached.slice(0, 40).map(({ file, element, message }) => (
          <li key={`${file}${element}${message}`}>{message}</li>
        ))}
      </ul>
    </Details>
  );
}

const counted = (count: number, one: string, other: string): string => `${count} ${plural(count, { one, other })}`;

function Parts({ workshop: { draft, checked } }: { workshop: Workshop }): VNode {
  const { service } = checked;
  const facts: Partial<Record<string, string>> = service
    ? {
        formular: `${service.form.pages.length} ${service.form.pages.length === 1 ? 'Seite' : 'Seiten'}, ${service.form.fields.size} Felder; ${counted(Object.keys(service.taskForms).length, 'Formular', 'Formulare')} für Aufgaben`,
        prozess: `${counted([...service.process.nodes.values()].filter(({ kind }) => kind === 'user').length, 'Aufgabe', 'Aufgaben')} für Menschen`,
        regeln: service.decisions ? `${service.decisions.decisions.length} Entscheidungen` : 'keine',
        briefe: Object.keys(service.letters).join(', ') || 'keine',
      }
    : {};
  return <DescriptionList items={TABS.filter(({ key }) => key !== 'uebersicht').map(({ key, label }) => ({ term: label, value: <Link href={tabHref(draft.id, key)}>{facts[key] ?? 'öffnen'}</Link> }))} />;
}

type Next = { workshop: Workshop; actor: Actor; ownWork: boolean; verdict: ServiceValidation | undefined; /** What new applications use, once this draft is published. */ online: PublishedService | undefined };

function NextStep({ workshop: { draft, checked, editable }, actor, ownWork, verdict, online }: Next): VNode {
  const broken = !checked.service;
  const examplesFail = verdict?.errors.some((line) => line.startsWith('walkthroughs.yaml')) ?? false;
  if (draft.state === 'published') {
    return (
      <Stack gap="small">
        <p>{online?.versionId === draft.publishedVersionId ? 'Veröffentlicht. Neue Anträge nutzen diese Fassung.' : `Veröffentlicht; neue Anträge nutzen inzwischen Fassung ${online?.number ?? ''}.`}</p>
        <Link href={serviceHref(draft.slug)}>Alle Fassungen, laufende Vorgänge und der Weg zurück</Link>
      </Stack>
    );
  }
  if (draft.state === 'discarded') {
    return (
      <Form action={`${LIST}/${draft.id}/wieder-oeffnen`}>
        <p>Verworfen. Alles darin ist noch da.</p>
        <Button type="submit">Wieder öffnen</Button>
      </Form>
    );
  }
  return (
    <Stack gap="small">
      {draft.state === 'draft' && (
        <Action draft={draft} action="abgeben" label="Zur Freigabe geben" disabled={broken || !editable}>
          {broken ? 'Solange Fehler da sind, geht es nicht weiter. Die Liste links führt zu jeder Stelle.' : examplesFail ? 'Achtung: Beispiele laufen nicht wie aufgeschrieben. Abgeben können Sie trotzdem.' : 'Eine andere Person sieht den Stand an und gibt ihn frei.'}
        </Action>
      )}
      {draft.state === 'test' && may(actor, 'catalogue/approve') && !ownWork && (
        <>
          <Action draft={draft} action="freigeben" label="Freigeben">
            Sehen Sie vorher unter <Link href={tabHref(draft.id, 'fassungen')}>Fassungen</Link> nach, was sich ändert, und spielen Sie unter <Link href={tabHref(draft.id, 'probe')}>Ausprobieren</Link> einen Fall durch.
          </Action>
          <Details summary="Zurückgeben …">
            <Form action={`${LIST}/${draft.id}/zurueckgeben`}>
              <TextArea name="reason" label="Was soll sich ändern?" rows={2} />
              <Button type="submit">Zurückgeben</Button>
            </Form>
          </Details>
        </>
      )}
      {draft.state === 'test' && ownWork && <p>Von {draft.handedInByName} abgegeben. Freigeben muss jemand, der an diesem Entwurf nichts geändert hat.</p>}
      {draft.state === 'test' && !ownWork && !may(actor, 'catalogue/approve') && <p>Abgegeben. Die Leistungsfreigabe sieht ihn an.</p>}
      {draft.state === 'approved' && may(actor, 'catalogue/publish') && (
        <Action draft={draft} action="veroeffentlichen" label="Veröffentlichen">
          Freigegeben von {draft.approvedByName}. Neue Anträge nutzen die Fassung sofort; laufende Vorgänge bleiben auf ihrer. Zurück geht es mit einem Klick unter „Fassungen“.
        </Action>
      )}
      {draft.state === 'approved' && !may(actor, 'catalogue/publish') && <p>Freigegeben von {draft.approvedByName}. Veröffentlichen darf die Leistungsfreigabe.</p>}
      {editable && (
        <Details summary="Entwurf verwerfen …">
          <Form action={`${LIST}/${draft.id}/verwerfen`}>
            <p>Der Entwurf wird geschlossen; seine Geschichte bleibt lesbar. Was online ist, ändert sich nicht.</p>
            <Button type="submit" variant="danger">
              Verwerfen
            </Button>
          </Form>
        </Details>
      )}
    </Stack>
  );
}

function Action({ draft, action, label, disabled, children }: { draft: OpenDraft; action: string; label: string; disabled?: boolean; children: preact.ComponentChildren }): VNode {
  return (
    <Form action={`${LIST}/${draft.id}/${action}`}>
      <input type="hidden" name="revision" value={String(draft.revision)} />
      <p>{children}</p>
      <ButtonRow>
        <Button type="submit" variant="primary" disabled={disabled}>
          {label}
        </Button>
      </ButtonRow>
    </Form>
  );
}
