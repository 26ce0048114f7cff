import { tr, type Text } from '#platform/i18n';
import { requirePermission, type Ctx, type Platform, type Who } from '#platform/module';
import { getOwnText, saveOwnText, type OwnText } from '../imports/own-texts.ts';
import type { OwnFields } from '../imports/merge-said.ts';
import { problem } from '../problems.ts';
import { translateTexts } from './translate.ts';

/** The parts of an entry that a machine may put into English. */
export const translatedParts = ['name', 'summary', 'description'] as const;
export type TranslatedPart = (typeof translatedParts)[number];

const hasEnglish = (text: Text | undefined): boolean => typeof text === 'object' && Boolean(text.en);

/** Parts that stand in German only. */
export const missingEnglish = ({ entry }: Pick<OwnText, 'entry'>): TranslatedPart[] => translatedParts.filter((part) => entry[part] !== undefined && !hasEnglish(entry[part]));

/**
 * Has the missing English of an entry made by the machine; it is kept as the city's own text, marked until somebody has looked at it.
 * @returns how many parts @throws catalogue/nothing-to-translate, catalogue/no-translator, catalogue/translator-failed, catalogue/edited-meanwhile
 */
export async function translateEntry(platform: Platform, who: Who, slug: string): Promise<number> {
  const now = await platform.read(who, (ctx) => getOwnText(ctx, slug));
  const parts = missingEnglish(now);
  if (parts.length === 0) throw problem('catalogue/nothing-to-translate');
  const german = parts.map((part) => tr(now.entry[part], 'de') ?? '');
  const english = await translateTexts(platform, who, { texts: german });
  const fields: OwnFields = { ...now.own, machineTranslated: [...new Set([...(now.entry.machineTranslated ?? []), ...parts])] };
  for (const [at, part] of parts.entries()) {
    const before = now.entry[part];
    fields[part] = { ...(typeof before === 'object' ? before : {}), de: german[at] ?? '', en: english[at] ?? '' };
  }
  await platform.transact(who, async (ctx) => {
    await saveOwnText(ctx, slug, { fields, revision: now.revision });
    ctx.emit({ type: 'catalogue/machine-translated', subject: `entry:${slug}`, data: { slug, parts } });
  });
  return parts.length;
}

/** Somebody has read what the machine wrote and found it right: the mark goes. */
export async function approveTranslation(ctx: Ctx, slug: string, revision: number): Promise<void> {
  requirePermission(ctx, 'catalogue/edit');
  const { own } = await getOwnText(ctx, slug);
  const { machineTranslated, ...fields } = own;
  if (!machineTranslated?.length) return;
  await saveOwnText(ctx, slug, { fields, revision });
  ctx.emit({ type: 'catalogue/translation-approved', subject: `entry:${slug}`, data: { slug, parts: machineTranslated } });
}
