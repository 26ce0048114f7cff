import type { VNode } from 'preact';
import { z } from 'zod';
import { canTranslate, getDraft, readWording } from '#core/catalogue';
import { page, redirect, type Reply, type Rq } from '#platform/http';
import { plural } from '#platform/i18n';
import { Alert, Badge, Button, ButtonRow, Form, Link, Section, Stack, Table, TextArea, type BadgeState } from '#platform/ui';
import { readBase, postedText, type Posted } from '../fields/read-values.ts';
import type { FieldConflict } from '../fields/merge-values.ts';
import type { Values } from '../fields/field-spec.ts';
import { textIn } from '../settings/service-text.ts';
import { ReadingHelp } from '../settings/reading-help.tsx';
import { draftParams, postedForm, savedByItself } from '../workshop/requests.ts';
import { LIST, tabHref } from '../workshop/tabs.ts';
import { workshopView } from '../workshop/workshop-view.tsx';
import { germanNames, languagesHref, summary } from './language-words.ts';
import { serviceTexts, type ServiceText } from './service-texts.ts';
import { approveTranslations, isMachineLanguage, saveTranslations, settingsOf, translateDraft, valuesIn } from './translate-draft.ts';
import { countStates, stateOf, translated, type Translated, type TranslationState } from './translation-marks.ts';

type Plain = Record<string, unknown>;
const query = z.object({ in: z.enum(translated).default('en').catch('en') });
const TAB = 'texte/sprachen';

const looks: Record<TranslationState, { words: string; look: BadgeState }> = {
  missing: { words: 'fehlt', look: 'neutral' },
  machine: { words: 'maschinell, ungeprüft', look: 'soon' },
  outdated: { words: 'veraltet: Deutsch ist neuer', look: 'soon' },
  done: { words: 'geprüft', look: 'done' },
};

const columns: { key: TranslationState; head: string }[] = [{ key: 'missing', head: 'fehlt' }, { key: 'machine', head: 'ungeprüft' }, { key: 'outdated', head: 'veraltet' }, { key: 'done', head: 'geprüft' }];

type Shown = { locale: Translated; typed?: Values; conflicts?: FieldConflict[] };

function show(rq: Rq, draftId: string, { locale, typed = {}, conflicts = [] }: Shown): Promise<Reply> {
  return workshopView(rq, {
    draftId,
    tab: 'texte',
    path: 'service.yaml',
    ...(conflicts.length > 0 ? { status: 409 } : {}),
    body: async ({ draft, editable }) => {
      const settings = settingsOf(draft);
      const easy = locale === 'de-leicht' ? Object.values(valuesIn(settings, locale)).filter(Boolean).join('\n') : '';
      return (
        <Stack>
          <p>
            <Link href={tabHref(draftId, 'texte')}>Zurück zu den deutschen Texten</Link>
          </p>
          <Overview settings={settings} draftId={draftId} chosen={locale} />
          {conflicts.length > 0 && (
            <Alert kind="warning" title="Jemand anders hat dieselben Texte übersetzt" role="alert">
              <ul>{conflicts.map(({ name, mine, theirs }) => <li key={name}>jetzt „{theirs}“, von Ihnen „{mine}“</li>)}</ul>
              <p>Ihr Text steht noch im Feld. Speichern Sie noch einmal, dann gilt er.</p>
            </Alert>
          )}
          <Section title={`${germanNames[locale]}: ${summary(countStates(settings, locale))}`} id="texte">
            <Translations rq={rq} draftId={draftId} settings={settings} locale={locale} typed={typed} editable={editable} />
          </Section>
          {easy && <ReadingHelp title="Wie leicht ist die Leichte Sprache?" text={easy} wording={await readWording(rq.platform)} easy />}
        </Stack>
      );
    },
  });
}

function Overview({ settings, draftId, chosen }: { settings: Plain; draftId: string; chosen: Translated }): VNode {
  return (
    <div data-live="languages">
      <Table
        compact
        stack
        caption="Sprachen dieser Leistung"
        rows={translated.map((locale) => ({ locale, counts: countStates(settings, locale) }))}
        rowKey={({ locale }) => locale}
        current={({ locale }) => locale === chosen}
        columns={[
          { key: 'language', head: 'Sprache', rowHead: true, cell: ({ locale }) => (locale === chosen ? <strong aria-current="page">{germanNames[locale]}</strong> : <Link href={languagesHref(draftId, locale)}>{germanNames[locale]}</Link>) },
          ...columns.map(({ key, head }) => ({ key, head, numeric: true, cell: ({ counts }: { counts: Record<TranslationState, number> }) => counts[key] })),
        ]}
      />
    </div>
  );
}

type Editing = { rq: Rq; draftId: string; settings: Plain; locale: Translated; typed: Values; editable: boolean };

function Translations({ rq, draftId, settings, locale, typed, editable }: Editing): VNode {
  const texts = serviceTexts(settings);
  const values = valuesIn(settings, locale);
  const counts = countStates(settings, locale);
  const machine = isMachineLanguage(locale) && canTranslate(rq.platform);
  return (
    <Stack>
      {isMachineLanguage(locale) && !machine && <p>Maschinelle Übersetzung ist hier nicht eingerichtet. Die IT kann einen Dienst nennen (TRANSLATE_URL); bis dahin schreiben Sie die Texte selbst.</p>}
      {machine && <p>Was die Maschine schreibt, lesen Sie neben dem Deutschen nach. Solange niemand „Stimmt“ gedrückt hat, steht auf der Seite der Leistung: „Maschinell übersetzt“.</p>}
      {locale === 'de-leicht' && <p>Leichte Sprache schreiben Menschen: kurze Sätze, ein Gedanke je Satz, keine schweren Wörter. Lange Wörter trennen Sie mit Bindestrich.</p>}
      <fieldset class="plain-fieldset" disabled={!editable} data-autosave>
        <legend class="kern-sr-only">Texte auf {germanNames[locale]}</legend>
        <Form action={languagesHref(draftId, locale)}>
          <input type="hidden" name="_base" value={JSON.stringify(values)} />
          <ButtonRow>
            <Button type="submit" variant="primary" name="was" value="speichern">
              Speichern
            </Button>
            {machine && counts.missing > 0 && (
              <Button type="submit" name="was" value="uebersetzen" icon="language">
                {plural(counts.missing, { one: 'Den fehlenden Text übersetzen lassen', other: `Alle ${counts.missing} fehlenden übersetzen lassen` })}
              </Button>
            )}
            {counts.machine + counts.outdated > 0 && (
              <Button type="submit" name="was" value="geprueft">
                Alles gelesen, alles stimmt
              </Button>
            )}
          </ButtonRow>
          <table class="translations">
            <caption class="kern-sr-only">Texte auf Deutsch und {germanNames[locale]}</caption>
            <thead>
              <tr>
                <th scope="col">Deutsch</th>
                <th scope="col">{germanNames[locale]}</th>
              </tr>
            </thead>
            <tbody>
              {texts.map((text) => (
                <Row key={text.place} text={text} locale={locale} value={typed[text.place] ?? values[text.place] ?? ''} state={stateOf(settings, text.place, { value: text.value, locale })} machine={machine} />
              ))}
            </tbody>
          </table>
          <ButtonRow>
            <Button type="submit" variant="primary" name="was" value="speichern">
              Speichern
            </Button>
          </ButtonRow>
        </Form>
      </fieldset>
    </Stack>
  );
}

function Row({ text, locale, value, state, machine }: { text: ServiceText; locale: Translated; value: string; state: TranslationState; machine: boolean }): VNode {
  const german = textIn(text.value, 'de');
  const { words, look } = looks[state];
  return (
    <tr id={`text-${text.place.replaceAll('.', '-')}`}>
      <td>
        <strong>{text.label}</strong>
        <p class="lines">{german}</p>
      </td>
      <td>
        <Stack gap="small">
          <TextArea name={text.place} label={`${text.label} auf ${germanNames[locale]}`} labelHidden written={locale} value={value} rows={Math.min(10, Math.max(2, Math.ceil(german.length / 70)))} required={false} />
          <p class="workshop__meta">
            <span data-live={`state-${text.place}`}>
              <Badge state={look}>{words}</Badge>
            </span>
            {machine && (
              <Button type="submit" size="small" name="was" value={`uebersetzen:${text.place}`}>
                {state === 'missing' ? 'Übersetzen lassen' : 'Neu übersetzen lassen'}
                <span class="kern-sr-only">: {text.label}</span>
              </Button>
            )}
            {(state === 'machine' || state === 'outdated') && (
              <Button type="submit" size="small" name="was" value={`geprueft:${text.place}`} icon="check">
                Stimmt
                <span class="kern-sr-only">: {text.label}</span>
              </Button>
            )}
          </p>
        </Stack>
      </td>
    </tr>
  );
}

/** The texts of a service beside their translations, one language at a time. */
export const languagesPage = page({ method: 'GET', path: `${LIST}/:draftId/${TAB}`, site: 'office', access: 'may:catalogue/edit', params: draftParams, query, handle: (rq) => show(rq, rq.params.draftId, { locale: rq.query.in }) });

export const languagesPost = page({
  method: 'POST', path: `${LIST}/:draftId/${TAB}`, site: 'office', access: 'may:catalogue/edit', params: draftParams, query, body: postedForm,
  handle: async (rq) => {
    const { draftId } = rq.params;
    const locale = rq.query.in;
    const [was = '', place] = postedText(rq.body, 'was').split(':');
    const typed = typedIn(rq.body);
    // what was typed is saved before anything else is done, so that no failure costs a word
    const conflicts = await rq.transact((ctx) => saveTranslations(ctx, draftId, { locale, base: readBase(rq.body), typed, byItself: savedByItself(rq) }));
    if (conflicts.length > 0) return show(rq, draftId, { locale, conflicts, typed: Object.fromEntries(conflicts.map(({ name, mine }) => [name, mine])) });
    const back = `${languagesHref(draftId, locale)}${place ? `#text-${place.replaceAll('.', '-')}` : ''}`;
    if (savedByItself(rq)) return redirect(back);
    if (was === 'geprueft') {
      const count = await rq.transact((ctx) => approveTranslations(ctx, draftId, { locale, ...(place ? { places: [place] } : {}) }));
      return redirect(back, { flash: count === 0 ? 'Es war nichts zu prüfen.' : `${plural(count, { one: 'Ein Text ist', other: `${count} Texte sind` })} geprüft. Der Hinweis verschwindet von der Seite, sobald diese Fassung veröffentlicht ist.` });
    }
    if (was === 'uebersetzen' && isMachineLanguage(locale)) {
      const { count, failed } = await translateDraft(rq, draftId, { locale, place, readDraft: (ctx) => getDraft(ctx, draftId) });
      const done = plural(count, { one: 'Ein Text ist übersetzt.', other: `${count} Texte sind übersetzt.` });
      if (failed) return redirect(back, { flash: { kind: 'warning', text: `${count > 0 ? `${done} ` : ''}${failed} Was Sie getippt haben, ist gespeichert.` } });
      return redirect(back, { flash: count === 0 ? 'Es fehlte nichts.' : `${done} Bitte lesen Sie nach, ob es stimmt.` });
    }
    return redirect(back, { flash: 'Gespeichert.' });
  },
});

const typedIn = (body: Posted): Values => Object.fromEntries(Object.keys(body).filter((name) => name !== '_base' && name !== 'was').map((name) => [name, postedText(body, name).replaceAll('\r\n', '\n').trim()]));
