import { changeDraft, readWording, type OpenDraft } from '#core/catalogue';
import { cityOf, listOffices } from '#core/organisation';
import { page, redirect, type Reply, type Rq } from '#platform/http';
import { tr } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, Columns, Form, Section, Stack } from '#platform/ui';
import { fieldsOf } from '../fields/field-spec.ts';
import { mergeValues, type FieldConflict } from '../fields/merge-values.ts';
import { PropertyFields } from '../fields/property-fields.tsx';
import { readBase, readValues, type Posted } from '../fields/read-values.ts';
import { problem } from '../problems.ts';
import { draftParams, postedForm, savedByItself } from '../workshop/requests.ts';
import { LIST, tabHref, type TabKey } from '../workshop/tabs.ts';
import { FindingList, workshopView } from '../workshop/workshop-view.tsx';
import { LanguagesCard } from '../translation/languages-card.tsx';
import { serviceTexts } from '../translation/service-texts.ts';
import { ReadingHelp } from './reading-help.tsx';
import { textIn } from './service-text.ts';
import { readSettings, writeSettings } from './service-yaml.ts';
import { feePart, recordPart, textsPart, type Choices, type SettingsPart } from './settings-parts.ts';

const PATH = 'service.yaml';
type Shown = { typed?: Record<string, string>; conflicts?: FieldConflict[]; status?: number };
type Tab = { key: TabKey; part: SettingsPart; title: string };

async function choicesOf(ctx: Ctx, decisionIds: string[]): Promise<Choices> {
  const offices = await listOffices(ctx);
  const { lifeSituations } = cityOf(ctx.platform);
  return {
    offices: offices.map(({ key, name }) => ({ value: key, label: name })),
    lifeSituations: lifeSituations.map(({ key, title }) => ({ value: key, label: tr(title, 'de') })),
    decisions: decisionIds.map((id) => ({ value: id, label: id })),
  };
}

const settingsOf = (draft: OpenDraft): Record<string, unknown> | undefined => readSettings(draft.files[PATH]?.content ?? '');

function showSettings(rq: Rq, draftId: string, { tab, typed, conflicts, status }: Shown & { tab: Tab }): Promise<Reply> {
  return workshopView(rq, {
    draftId,
    tab: tab.key,
    path: PATH,
    ...(status ? { status } : {}),
    body: async ({ draft, checked, editable }, ctx) => {
      const settings = settingsOf(draft);
      if (!settings) return <Alert kind="danger" title="service.yaml ist kein gültiges YAML"><p>Machen Sie die letzte Änderung rückgängig, oder laden Sie unter „Fassungen“ eine heile Datei hoch.</p></Alert>;
      const groups = tab.part.groups(settings, await choicesOf(ctx, checked.service?.decisions?.decisions.map(({ id }) => id) ?? []));
      return (
        <Columns layout="sidebar">
          <Section title={tab.title} id="angaben">
            <fieldset class="plain-fieldset" disabled={!editable} data-autosave>
<legend class="kern-sr-only">Angaben</legend>
              <Form action={tabHref(draftId, tab.key)}>
                <PropertyFields groups={groups} values={tab.part.read(settings)} {...(typed ? { typed } : {})} {...(conflicts ? { conflicts } : {})} />
                <ButtonRow>
                  <Button type="submit" variant="primary">Speichern</Button>
                </ButtonRow>
              </Form>
            </fieldset>
          </Section>
          <Stack gap="small">
            <Section title="Prüfung" id="pruefung">
              <FindingList checked={checked} draftId={draftId} files={/^service\.yaml$/} here />
            </Section>
            {tab.key === 'texte' && <LanguagesCard settings={settings} draftId={draftId} />}
            {tab.key === 'texte' && <ReadingHelp title="Verständlichkeit" text={serviceTexts(settings).filter(({ place }) => !/^(name|contact)/.test(place)).map(({ value }) => textIn(value, 'de')).join('\n')} wording={await readWording(ctx.platform)} />}
          </Stack>
        </Columns>
      );
    },
  });
}

async function saveSettings(rq: Rq<{ draftId: string }, unknown, Posted>, tab: Tab): Promise<Reply> {
  const { draftId } = rq.params;
  let conflicts: FieldConflict[] = [];
  let typed: Record<string, string> = {};
  await rq.transact((ctx) =>
    changeDraft(ctx, draftId, {
      note: `${tab.title} geändert`,
      byItself: savedByItself(rq),
      change: async (draft) => {
        const settings = settingsOf(draft);
        if (!settings) throw problem('designer/unreadable', { reason: 'service.yaml ist kein gültiges YAML.' });
        typed = readValues(fieldsOf(tab.part.groups(settings, await choicesOf(ctx, []))), rq.body);
        const merged = mergeValues({ base: readBase(rq.body), typed, current: tab.part.read(settings) });
        conflicts = merged.conflicts;
        return { [PATH]: writeSettings(draft.files[PATH]?.content ?? '', tab.part.write(settings, merged.values)) };
      },
    }),
  );
  if (conflicts.length > 0) return showSettings(rq, draftId, { tab, typed, conflicts, status: 409 });
  return redirect(tabHref(draftId, tab.key), savedByItself(rq) ? {} : { flash: 'Gespeichert.' });
}

const TABS: Tab[] = [
  { key: 'texte', part: textsPart, title: 'Was Bürgerinnen und Bürger lesen' },
  { key: 'gebuehr', part: feePart, title: 'Was es kostet' },
  { key: 'akte', part: recordPart, title: 'Akte, Fristen und wer beantragt' },
];

/** The tabs whose content stands in service.yaml: texts, fee, file and deadlines. */
export const settingsRoutes = TABS.flatMap((tab) => [
  page({ method: 'GET', path: `${LIST}/:draftId/${tab.key}`, site: 'office', access: 'may:catalogue/edit', params: draftParams, handle: (rq) => showSettings(rq, rq.params.draftId, { tab }) }),
  page({ method: 'POST', path: `${LIST}/:draftId/${tab.key}`, site: 'office', access: 'may:catalogue/edit', params: draftParams, body: postedForm, handle: (rq) => saveSettings(rq as Rq<{ draftId: string }, unknown, Posted>, tab) }),
]);
