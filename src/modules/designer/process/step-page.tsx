import type { VNode } from 'preact';
import { z } from 'zod';
import { changeDraft } from '#core/catalogue';
import { page, redirect, type Reply, type Rq } from '#platform/http';
import { Button, ButtonRow, Columns, Form, Icon, Link, Row, Section, SelectField, Stack, TextField } from '#platform/ui';
import { fieldsOf } from '../fields/field-spec.ts';
import { mergeValues, type FieldConflict } from '../fields/merge-values.ts';
import { PropertyFields } from '../fields/property-fields.tsx';
import { postedText, readBase, readValues, type Posted } from '../fields/read-values.ts';
import { problem } from '../problems.ts';
import { draftParams, postedForm, savedByItself } from '../workshop/requests.ts';
import { LIST } from '../workshop/tabs.ts';
import { workshopView, type Workshop } from '../workshop/workshop-view.tsx';
import type { BpmnElement } from './bpmn-element.ts';
import { addWay, getElement, insertStep, moveStep, redirectWay, removeStep, removeWay, STEP_KINDS, writeElement, type StepKind } from './change-process.ts';
import { elementChoices } from './element-choices.ts';
import { elementGroups, kindOf, readElement } from './element-properties.ts';
import { redrawProcess } from './keep-layout.ts';
import { readProcess, writeProcess, type ProcessFile } from './moddle.ts';
import { PATH, ProcessBar, stepHref } from './process-page.tsx';
import { kindWords, nameOf, stepsInOrder } from './steps-in-order.ts';

type Shown = { typed?: Record<string, string>; conflicts?: FieldConflict[] };

function show(rq: Rq, { draftId, id, shown }: { draftId: string; id: string; shown?: Shown }): Promise<Reply> {
  return workshopView(rq, {
    draftId,
    tab: 'prozess',
    path: PATH,
    ...(shown ? { status: 409 } : {}),
    body: async (workshop, ctx) => {
      const { draft, checked, editable } = workshop;
      const file = await readProcess(draft.files[PATH]?.content ?? '');
      const element = getElement(file, id);
      const choices = await elementChoices(ctx, { draft, checked, process: file.byId.values() });
      const here = checked.findings.filter((finding) => finding.file === PATH && finding.at === id);
      const isFlow = kindOf(element) === 'SequenceFlow';
      const title = isFlow ? `Weg von „${nameOf(element.sourceRef as BpmnElement)}“ nach „${nameOf(element.targetRef as BpmnElement)}“` : `${kindWords[kindOf(element)] ?? ''} „${nameOf(element)}“`;
      return (
        <Stack gap="small">
          <ProcessBar draftId={draft.id} table editable={editable} />
          <Columns layout="sidebar">
            <Section title={title} id="eigenschaften">
              {here.map(({ message, severity }) => (
                <p key={message} class={severity === 'error' ? 'workshop__here workshop__error' : 'workshop__here'}>
                  <Icon name="alert" size="small" /> {message}
                </p>
              ))}
              <fieldset class="plain-fieldset" disabled={!editable} data-autosave>
<legend class="kern-sr-only">Angaben</legend>
                <Form action={stepHref(draft.id, id)}>
                  <PropertyFields groups={elementGroups(element, choices)} values={readElement(element, choices)} {...shown} />
                  <ButtonRow>
                    <Button type="submit" variant="primary" name="was" value="save">
                      Speichern
                    </Button>
                    <Link href={`${LIST}/${draft.id}/prozess/tabelle`}>Zur Tabelle</Link>
                  </ButtonRow>
                </Form>
              </fieldset>
            </Section>
            {editable ? <Stack>{isFlow ? <WayActions draftId={draftId} file={file} flow={element} /> : <StepActions draftId={draftId} file={file} element={element} workshop={workshop} />}</Stack> : <span />}
          </Columns>
        </Stack>
      );
    },
  });
}

const kindOptions = Object.entries(STEP_KINDS).map(([value, { label }]) => ({ value, label }));
const targetsOf = (file: ProcessFile, container: BpmnElement | undefined): { value: string; label: string }[] =>
  stepsInOrder(file).filter(({ element }) => element.$parent === container && !element.$type.endsWith('StartEvent') && !element.attachedToRef && !element.triggeredByEvent).map(({ element }) => ({ value: element.id ?? '', label: `${nameOf(element)} (${kindWords[kindOf(element)] ?? ''})` }));

function StepActions({ draftId, file, element }: { draftId: string; file: ProcessFile; element: BpmnElement; workshop: Workshop }): VNode {
  const action = stepHref(draftId, element.id ?? '');
  const outgoing = element.outgoing ?? [];
  return (
    <>
      <Section title="Was als Nächstes kommt" id="danach">
        <ul class="plain-list">
          {outgoing.map((flow) => (
            <li key={flow.id}>
              <Link href={stepHref(draftId, flow.id ?? '')}>{flow.name ? `${flow.name}: ` : ''}{flow.targetRef ? nameOf(flow.targetRef) : ''}</Link>
            </li>
          ))}
          {outgoing.length === 0 && <li>Hier endet der Weg.</li>}
        </ul>
      </Section>
      {outgoing.length > 0 && (
        <Section title="Danach einen Schritt einfügen" id="einfuegen">
          <Form action={action}>
            <TextField name="name" label="Name des Schritts" id="insert-name" hint="Mit Tätigkeitswort: „Förster fragen“" />
            <SelectField name="kind" label="Art" id="insert-kind" options={kindOptions} value="task" placeholder={false} />
            {outgoing.length > 1 ? <SelectField name="flow" label="Auf welchem Weg" options={outgoing.map((flow) => ({ value: flow.id ?? '', label: `${flow.name ?? ''} → ${flow.targetRef ? nameOf(flow.targetRef) : ''}` }))} value={outgoing[0]?.id} placeholder={false} /> : <input type="hidden" name="flow" value={outgoing[0]?.id ?? ''} />}
            <Button type="submit" name="was" value="insert" icon="add">
              Schritt einfügen
            </Button>
          </Form>
        </Section>
      )}
      {element.$type.endsWith('Gateway') && (
        <Section title="Weiteren Weg anlegen" id="weg">
          <Form action={action}>
            <TextField name="name" label="Aufschrift" id="way-name" />
            <SelectField name="target" label="Wohin" id="way-target" options={[{ value: '', label: 'zu einem neuen Ende' }, ...targetsOf(file, element.$parent)]} value="" placeholder={false} />
            <Button type="submit" name="was" value="addWay">
              Weg anlegen
            </Button>
          </Form>
        </Section>
      )}
      <Form action={action} label="Verschieben, löschen">
        <Row>
          <Button type="submit" name="was" value="up" icon="arrow-up">
            Einen Schritt früher
          </Button>
          <Button type="submit" name="was" value="down" icon="arrow-down">
            Einen Schritt später
          </Button>
          <Button type="submit" name="was" value="remove" icon="delete">
            Schritt löschen
          </Button>
        </Row>
      </Form>
    </>
  );
}

function WayActions({ draftId, file, flow }: { draftId: string; file: ProcessFile; flow: BpmnElement }): VNode {
  const action = stepHref(draftId, flow.id ?? '');
  return (
    <>
      <Section title="Wohin der Weg führt" id="ziel">
        <Form action={action}>
          <SelectField name="target" label="Nächster Schritt" options={targetsOf(file, flow.$parent)} value={flow.targetRef?.id} placeholder={false} />
          <Button type="submit" name="was" value="redirect">
            Weg ändern
          </Button>
        </Form>
      </Section>
      {(flow.sourceRef?.outgoing ?? []).length > 1 && (
        <Form action={action} label="Löschen">
          <Button type="submit" name="was" value="removeWay" icon="delete">
            Weg löschen
          </Button>
        </Form>
      )}
    </>
  );
}

const query = z.object({ id: z.string().max(200) });

export const stepPage = page({ method: 'GET', path: `${LIST}/:draftId/prozess/schritt`, site: 'office', access: 'may:catalogue/edit', params: draftParams, query, handle: (rq) => show(rq, { draftId: rq.params.draftId, id: rq.query.id }) });

type Done = { id: string; note: string; redraw: boolean };

/** Actions that change what is connected with what; the drawing is completed after them. */
function restructure(file: ProcessFile, id: string, body: Posted): Done | undefined {
  const name = postedText(body, 'name').trim().slice(0, 200);
  switch (postedText(body, 'was')) {
    case 'insert': {
      const kind = postedText(body, 'kind');
      if (!(kind in STEP_KINDS)) throw problem('designer/refused', { reason: 'Diese Art von Schritt gibt es nicht.' });
      const step = insertStep(file, { flowId: postedText(body, 'flow'), kind: kind as StepKind, name: name || STEP_KINDS[kind as StepKind].label });
      return { id: step.id ?? id, note: `„${nameOf(step)}“ eingefügt`, redraw: true };
    }
    case 'up':
    case 'down': {
      moveStep(file, id, postedText(body, 'was') === 'up' ? 'up' : 'down');
      return { id, note: `„${nameOf(getElement(file, id))}“ verschoben`, redraw: true };
    }
    case 'remove': {
      const element = getElement(file, id);
      const next = element.outgoing?.[0]?.targetRef?.id ?? element.incoming?.[0]?.sourceRef?.id ?? '';
      removeStep(file, id);
      return { id: next, note: `„${nameOf(element)}“ gelöscht`, redraw: true };
    }
    case 'removeWay': {
      const source = getElement(file, id).sourceRef?.id ?? '';
      removeWay(file, id);
      return { id: source, note: 'Weg gelöscht', redraw: true };
    }
    case 'redirect':
      redirectWay(file, id, postedText(body, 'target'));
      return { id, note: 'Weg geändert', redraw: true };
    case 'addWay':
      return { id: addWay(file, id, { targetId: postedText(body, 'target'), name }).id ?? id, note: 'Weg angelegt', redraw: true };
    default:
      return undefined;
  }
}

export const stepPost = page({
  method: 'POST', path: `${LIST}/:draftId/prozess/schritt`, site: 'office', access: 'may:catalogue/edit', params: draftParams, query, body: postedForm,
  handle: async (rq) => {
    const body = rq.body as Posted;
    let conflicts: FieldConflict[] = [];
    let typed: Record<string, string> = {};
    let done: Done = { id: rq.query.id, note: 'Schritt geändert', redraw: false };
    await rq.transact((ctx) =>
      changeDraft(ctx, rq.params.draftId, {
        note: 'Prozess geändert',
        byItself: savedByItself(rq),
        change: async (draft) => {
          const file = await readProcess(draft.files[PATH]?.content ?? '');
          const changed = restructure(file, rq.query.id, body);
          if (changed) done = changed;
          else {
            const element = getElement(file, rq.query.id);
            const choices = await elementChoices(ctx, { draft, process: file.byId.values() });
            const current = readElement(element, choices);
            typed = readValues(fieldsOf(elementGroups(element, choices)), body);
            const merged = mergeValues({ base: readBase(body), typed, current });
            conflicts = merged.conflicts;
            writeElement(file, element, merged.values);
          }
          if (done.redraw) redrawProcess(file);
          return { [PATH]: await writeProcess(file) };
        },
      }),
    );
    if (conflicts.length > 0) return show(rq, { draftId: rq.params.draftId, id: rq.query.id, shown: { typed, conflicts } });
    const to = done.id ? stepHref(rq.params.draftId, done.id) : `${LIST}/${rq.params.draftId}/prozess/tabelle`;
    return redirect(to, savedByItself(rq) ? {} : { flash: `${done.note}.` });
  },
});

