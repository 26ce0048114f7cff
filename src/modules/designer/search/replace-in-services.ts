import { changeDraft, discardDraft, draftOfVersion, findOpenDraft, getDraftHead, listServices, restoreDraft } from '#core/catalogue';
import type { Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import { findInServices, type ServiceHits } from './find-in-services.ts';
import { textPlaces, withTexts } from './text-places.ts';

/** One place in one service that a person has chosen. `text` is what stood there when it was looked at. */
export type Chosen = { slug: string; file: string; at: string; text: string };
export type Replacement = { find: string; with: string };
/** What was done in one draft, and what it takes to take it back. */
export type Replaced = { draftId: string; slug: string; name: string; count: number; /** Places that say something else by now. */ missed: number; /** Revision before; 0: the draft was begun for this. */ before: number; after: number };

/** How a text reads afterwards; capitals count. */
export const replacedText = (text: string, { find, with: now }: Replacement): string => text.replaceAll(find, () => now);

/** The version that is online, when nobody is working on a draft. */
async function openDraft(ctx: Ctx, slug: string, versionId: string | undefined): Promise<{ id: string; begun: boolean }> {
  const open = await findOpenDraft(ctx, slug);
  if (open) return { id: open.id, begun: false };
  if (!versionId) throw problem('designer/gone', { what: slug });
  return { id: await draftOfVersion(ctx, slug, versionId), begun: true };
}

/**
 * Replaces words at the chosen places, always in drafts: the open one of a service, else a new one from the version that is online. A place
 * that says something else by now is left alone and counted.
 */
async function replaceInServices(ctx: Ctx, replacement: Replacement, { chosen, online }: { chosen: readonly Chosen[]; /** Current version by service. */ online: ReadonlyMap<string, string> }): Promise<Replaced[]> {
  if (!replacement.find) throw problem('designer/refused', { reason: 'Geben Sie an, was ersetzt werden soll.' });
  const done: Replaced[] = [];
  for (const slug of [...new Set(chosen.map((one) => one.slug))].sort()) {
    const { id, begun } = await openDraft(ctx, slug, online.get(slug));
    const before = begun ? 0 : (await getDraftHead(ctx, id)).revision;
    const wanted = chosen.filter((one) => one.slug === slug);
    let count = 0;
    const draft = await changeDraft(ctx, id, {
      note: `„${replacement.find}“ durch „${replacement.with}“ ersetzt`.slice(0, 200),
      change: ({ files }) =>
        Object.fromEntries(
          [...new Set(wanted.map(({ file }) => file))].flatMap((file) => {
            const content = files[file]?.content;
            if (content === undefined) return [];
            const places = textPlaces(file, content).filter((place) => place.replaceable && wanted.some((one) => one.file === file && one.at === place.at && one.text === place.text));
            count += places.length;
            return [[file, withTexts(file, content, places.map((place) => ({ place, text: replacedText(place.text, replacement) })))]];
          }),
        ),
    });
    done.push({ draftId: id, slug, name: draft.name, count, missed: wanted.length - count, before, after: draft.revision });
  }
  return done;
}

/** Looks all places up again and replaces those that a person (or a program) has chosen. `found`: how many of them are still there. */
export async function replaceChosen(ctx: Ctx, replacement: Replacement, { part, most, isChosen }: { part?: string; most: number; isChosen(place: Chosen): boolean }): Promise<{ replaced: Replaced[]; found: number }> {
  const { services } = await findInServices(ctx, { words: replacement.find, part, exact: true }, most);
  const chosen = previewOf(services, replacement).filter(isChosen);
  const online = new Map((await listServices(ctx)).map(({ slug, versionId }) => [slug, versionId]));
  return { replaced: await replaceInServices(ctx, replacement, { chosen, online }), found: chosen.length };
}

/** Takes a replacement back, draft by draft, where nobody has written anything since. @returns the names of those where somebody has */
export async function undoReplacement(ctx: Ctx, replaced: readonly Pick<Replaced, 'draftId' | 'before' | 'after'>[]): Promise<string[]> {
  const kept: string[] = [];
  for (const { draftId, before, after } of replaced) {
    const draft = await getDraftHead(ctx, draftId, { lock: true });
    if (draft.revision !== after || draft.state === 'published' || draft.state === 'discarded') kept.push(draft.name);
    else if (before === 0) await discardDraft(ctx, draftId);
    else await restoreDraft(ctx, draftId, before);
  }
  return kept;
}

/** Every place that a replacement would change, with the text afterwards. */
export const previewOf = (services: readonly ServiceHits[], replacement: Replacement): (Chosen & { name: string; where: string; now: string; draftId?: string })[] =>
  services.flatMap(({ slug, name, draftId, places }) =>
    places.filter(({ replaceable }) => replaceable).map(({ file, at, where, text }) => ({ slug, name, file, at, where, text, now: replacedText(text, replacement), ...(draftId ? { draftId } : {}) })),
  );
