import type { VNode } from 'preact';
import { page } from '#platform/http';
import { DescriptionList, Details, Enhanced, FilterChips, Form, Link, Row, Section, Stack, Table, Badge, Icon, Button, FileField } from '#platform/ui';
import { draftParams } from '../workshop/requests.ts';
import { LIST } from '../workshop/tabs.ts';
import { FindingList, workshopView, type Workshop } from '../workshop/workshop-view.tsx';
import type { BpmnElement } from './bpmn-element.ts';
import { elementChoices } from './element-choices.ts';
import { kindOf, readElement, type ElementChoices } from './element-properties.ts';
import { readProcess } from './moddle.ts';
import { kindWords, nameOf, stepsInOrder } from './steps-in-order.ts';

export const PATH = 'process.bpmn';
export const stepHref = (draftId: string, id: string): string => `${LIST}/${draftId}/prozess/schritt?id=${encodeURIComponent(id)}`;
const tableHref = (draftId: string): string => `${LIST}/${draftId}/prozess/tabelle`;

export const ProcessBar = ({ draftId, table, editable }: { draftId: string; table: boolean; editable: boolean }): VNode => (
  <Row between>
    <FilterChips label="Ansicht des Prozesses" chips={[{ label: 'Bild', href: `${LIST}/${draftId}/prozess`, active: !table }, { label: 'Tabelle', href: tableHref(draftId), active: table }]} />
    <Row>
      <Link href={`${LIST}/${draftId}/datei?pfad=${PATH}`} download>
        BPMN-Datei laden
      </Link>
      {editable && (
        <Details summary="BPMN-Datei einlesen">
          <Form action={`${LIST}/${draftId}/datei?pfad=${PATH}`} files inline>
            <FileField name="file" label="Datei aus dem Camunda Modeler" accept=".bpmn,.xml" />
            <Button type="submit">Einlesen</Button>
          </Form>
        </Details>
      )}
    </Row>
  </Row>
);

/** The process as a drawing. The editor needs JavaScript; the table can do the same without. */
export const processPage = page({
  method: 'GET', path: `${LIST}/:draftId/prozess`, site: 'office', access: 'may:catalogue/edit', params: draftParams,
  handle: (rq) =>
    workshopView(rq, {
      draftId: rq.params.draftId,
      tab: 'prozess',
      path: PATH,
      body: async (workshop, ctx) => {
        const { draft, checked, editable } = workshop;
        const file = draft.files[PATH];
        const read = await readProcess(file?.content ?? '').catch(() => undefined);
        const choices = await elementChoices(ctx, { draft, checked, process: read?.byId.values() ?? [] });
        const findings = checked.findings.filter(({ file: path }) => path === PATH);
        return (
          <Stack gap="small">
            <ProcessBar draftId={draft.id} table={false} editable={editable} />
            <Enhanced name="process-editor" start="load">
              <div class="process-editor" data-save={`${LIST}/${draft.id}/speichern`} data-source={`${LIST}/${draft.id}/datei?pfad=${PATH}`} data-revision={file?.revision ?? 0} data-editable={editable ? 'ja' : ''} data-choices={JSON.stringify(choices)} data-findings={JSON.stringify(findings)}>
                <div class="process-editor__canvas" role="application" aria-label="Zeichnung des Prozesses. Ohne Maus geht alles in der Tabelle." />
                <div class="process-editor__panel" aria-live="off">
                  <p>
                    Die Zeichnung braucht JavaScript. <Link href={tableHref(draft.id)}>Die Tabelle</Link> kann dasselbe ohne.
                  </p>
                </div>
              </div>
            </Enhanced>
            <Details summary="Tasten in der Zeichnung">
              <DescriptionList items={DRAWING_KEYS.map(([term, value]) => ({ term, value }))} />
            </Details>
            <FindingList checked={checked} draftId={draft.id} files={/^process\.bpmn$/} here />
          </Stack>
        );
      },
    }),
});

const DRAWING_KEYS = [
  ['Strg + Z, Strg + Y', 'rückgängig, wiederholen'], ['Strg + F', 'einen Schritt suchen und hinspringen'], ['E', 'den gewählten Schritt umbenennen'], ['R', 'die Art des gewählten Schritts ändern'], ['Entf', 'löschen'],
  ['Pfeiltasten', 'Gewähltes verschieben (mit Umschalt in größeren Schritten), sonst die Zeichnung'], ['Strg + C, Strg + V', 'kopieren, einfügen'], ['Strg + A', 'alles auswählen'], ['Strg + Plus, Strg + Minus, Strg + 0', 'größer, kleiner, wie am Anfang'], ['H, L, S, C', 'Hand, mehreres auswählen, Platz schaffen, verbinden'],
] as const;

function whoOf(element: BpmnElement, choices: ElementChoices): string {
  const values = readElement(element, choices);
  const kind = kindOf(element);
  if (kind === 'UserTask') return [0, 1, 2].flatMap((index) => values[`group.${index}`] || []).map((one) => choices.groups.find(({ value }) => value === one)?.label ?? one).join(', ') || 'noch niemand';
  if (values['connector']) return choices.connectors.find(({ type }) => type === values['connector'])?.label ?? values['connector'];
  if (kind === 'BusinessRuleTask') return `Regel „${choices.decisions.find(({ value }) => value === values['decision'])?.label ?? values['decision'] ?? ''}“`;
  if (values['timer']) return `Frist ${values['timer']}`;
  return values['message'] ? `Nachricht „${values['message']}“` : '';
}

/** The process as a table: what, who, what next. Everything can be changed from here by keyboard and without script. */
export const processTablePage = page({
  method: 'GET', path: `${LIST}/:draftId/prozess/tabelle`, site: 'office', access: 'may:catalogue/edit', params: draftParams,
  handle: (rq) =>
    workshopView(rq, {
      draftId: rq.params.draftId,
      tab: 'prozess',
      path: PATH,
      body: async (workshop, ctx) => {
        const { draft, checked, editable } = workshop;
        const file = await readProcess(draft.files[PATH]?.content ?? '');
        const choices = await elementChoices(ctx, { draft, checked, process: file.byId.values() });
        return (
          <Stack gap="small">
            <ProcessBar draftId={draft.id} table editable={editable} />
            <Section id="schritte">
              <StepTable workshop={workshop} steps={stepsInOrder(file)} choices={choices} />
            </Section>
            <FindingList checked={checked} draftId={draft.id} files={/^process\.bpmn$/} here />
          </Stack>
        );
      },
    }),
});

function StepTable({ workshop: { draft, checked }, steps, choices }: { workshop: Workshop; steps: { element: BpmnElement; depth: number }[]; choices: ElementChoices }): VNode {
  const wrong = new Map(checked.findings.filter(({ file, severity, at }) => file === PATH && severity === 'error' && at).map(({ at, message }) => [at, message]));
  return (
    <Table
      compact
      stack
      caption="Schritte des Prozesses"
      captionHidden
      rows={steps}
      rowKey={({ element }) => element.id ?? ''}
      columns={[
        { key: 'name', head: 'Schritt', rowHead: true, cell: ({ element, depth }) => (
            <>
              {depth > 0 && <span aria-hidden="true">{'↳ '.repeat(depth)}</span>}
              <Link href={stepHref(draft.id, element.id ?? '')}>{nameOf(element)}</Link>
              {wrong.has(element.id ?? '') && (
                <span class="outline__wrong">
                  <Icon name="alert" size="small" /> {wrong.get(element.id ?? '')}
                </span>
              )}
            </>
          ) },
        { key: 'kind', head: 'Art', cell: ({ element }) => <Badge state="neutral">{kindWords[kindOf(element)] ?? kindOf(element)}</Badge> },
        { key: 'who', head: 'Wer oder was', cell: ({ element }) => whoOf(element, choices) },
        {
          key: 'next', head: 'Was als Nächstes', cell: ({ element }) => (
            <ul class="plain-list">
              {(element.outgoing ?? []).map((flow) => (
                <li key={flow.id}>
                  {(element.outgoing ?? []).length > 1 ? <Link href={stepHref(draft.id, flow.id ?? '')}>{flow.name || (element.default === flow ? 'sonst' : flow.conditionExpression?.body) || 'Weg'}</Link> : null}
                  {(element.outgoing ?? []).length > 1 ? ' → ' : ''}
                  {flow.targetRef ? nameOf(flow.targetRef) : ''}
                </li>
              ))}
            </ul>
          ),
        },
      ]}
    />
  );
}
