import { changeDraft, machineLanguages, translateTexts, type MachineLanguage, type OpenDraft } from '#core/catalogue';
import type { Rq } from '#platform/http';
import { Problem, type Ctx } from '#platform/module';
import { mergeValues, type FieldConflict } from '../fields/merge-values.ts';
import type { Values } from '../fields/field-spec.ts';
import { problem } from '../problems.ts';
import { textIn } from '../settings/service-text.ts';
import { readSettings, writeSettings } from '../settings/service-yaml.ts';
import { serviceTexts, withServiceText } from './service-texts.ts';
import { mark, stateOf, withMarks, type Translated } from './translation-marks.ts';

type Plain = Record<string, unknown>;
const PATH = 'service.yaml';
/** So many texts a call; what has arrived is kept even when the next call fails. */
const AT_ONCE = 8;

export const isMachineLanguage = (locale: Translated): locale is MachineLanguage => (machineLanguages as readonly string[]).includes(locale);

/** @throws designer/unreadable */
export function settingsOf(draft: OpenDraft): Plain {
  const settings = readSettings(draft.files[PATH]?.content ?? '');
  if (!settings) throw problem('designer/unreadable', { reason: 'service.yaml ist kein gültiges YAML.' });
  return settings;
}

const written = (draft: OpenDraft, settings: Plain): Record<string, string> => ({ [PATH]: writeSettings(draft.files[PATH]?.content ?? '', settings) });

/** What stands there in a language, by place. */
export const valuesIn = (settings: Plain, locale: Translated): Values => Object.fromEntries(serviceTexts(settings).map(({ place, value }) => [place, textIn(value, locale).trim()]));

export type Typed = { locale: Translated; base: Values; typed: Values; byItself: boolean };

/** Saves translations that a person has typed; what two people typed differently comes back. */
export async function saveTranslations(ctx: Ctx, draftId: string, { locale, base, typed, byItself }: Typed): Promise<FieldConflict[]> {
  let conflicts: FieldConflict[] = [];
  await changeDraft(ctx, draftId, {
    note: 'Texte übersetzt',
    byItself,
    change: (draft) => {
      const settings = settingsOf(draft);
      const current = valuesIn(settings, locale);
      const merged = mergeValues({ base, typed, current });
      conflicts = merged.conflicts;
      let next = settings;
      for (const [place, text] of Object.entries(merged.values)) if (place in current && text !== current[place]) next = withServiceText(next, { place, locale, text });
      return written(draft, withMarks(settings, next));
    },
  });
  return conflicts;
}

/** Somebody has read these translations beside the German and found them right. @returns how many were marked before */
export async function approveTranslations(ctx: Ctx, draftId: string, { locale, places }: { locale: Translated; places?: string[] }): Promise<number> {
  let approved: string[] = [];
  const draft = await changeDraft(ctx, draftId, {
    note: 'Übersetzung geprüft',
    change: (now) => {
      const settings = settingsOf(now);
      approved = serviceTexts(settings).filter(({ place, value }) => (!places || places.includes(place)) && ['machine', 'outdated'].includes(stateOf(settings, place, { value, locale }))).map(({ place }) => place);
      return written(now, mark(settings, locale, { places: approved, as: undefined }));
    },
  });
  if (approved.length > 0) ctx.emit({ type: 'designer/translation-approved', subject: `draft:${draftId}`, data: { slug: draft.slug, language: locale, places: approved } });
  return approved.length;
}

export type Translation = { count: number; /** Why it stopped, when it did. */ failed?: string };

/**
 * Has missing texts made by the machine that the operator named, a few at a time; each lot is kept and marked at once. The call itself
 * is outside any transaction. `place`: only this one, also when something stands there already.
 */
export async function translateDraft(rq: Pick<Rq, 'platform' | 'tenantId' | 'actor' | 'read' | 'transact'>, draftId: string, { locale, place, readDraft }: { locale: MachineLanguage; place?: string | undefined; readDraft(ctx: Ctx): Promise<OpenDraft> }): Promise<Translation> {
  const settings = settingsOf(await rq.read(readDraft));
  const wanted = serviceTexts(settings).filter((text) => (place ? text.place === place : textIn(text.value, locale) === ''));
  let count = 0;
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const lot = wanted.slice(at, at + AT_ONCE).map((text) => ({ place: text.place, german: textIn(text.value, 'de'), before: textIn(text.value, locale) }));
    try {
      const made = await translateTexts(rq.platform, { tenantId: rq.tenantId, actor: rq.actor, locale: 'de' }, { texts: lot.map(({ german }) => german), target: locale });
      count += await rq.transact((ctx) => keepMade(ctx, draftId, { locale, lot: lot.map((one, i) => ({ ...one, made: made[i] ?? '' })) }));
    } catch (error) {
      if (!(error instanceof Problem) || !error.code.startsWith('catalogue/')) throw error;
      return { count, failed: error.de };
    }
  }
  return { count };
}

type Lot = { place: string; german: string; before: string; made: string }[];

/** Whatever somebody has typed or changed meanwhile wins over the machine. */
async function keepMade(ctx: Ctx, draftId: string, { locale, lot }: { locale: MachineLanguage; lot: Lot }): Promise<number> {
  let places: string[] = [];
  const draft = await changeDraft(ctx, draftId, {
    note: 'Maschinell übersetzt',
    change: (now) => {
      const settings = settingsOf(now);
      const here = new Map(serviceTexts(settings).map((text) => [text.place, text.value]));
      const fits = lot.filter(({ place, german, before }) => textIn(here.get(place), 'de') === german && textIn(here.get(place), locale) === before);
      places = fits.map(({ place }) => place);
      let next = settings;
      for (const { place, made } of fits) next = withServiceText(next, { place, locale, text: made });
      return written(now, mark(next, locale, { places, as: 'machine' }));
    },
  });
  if (places.length > 0) ctx.emit({ type: 'designer/machine-translated', subject: `draft:${draftId}`, data: { slug: draft.slug, language: locale, places } });
  return places.length;
}
