import { addNote } from '#core/cases';
import { setDocument, writeLetter, writeToApplicant } from '#core/inbox';
import { cityOf, listOffices } from '#core/organisation';
import { fileDocument, fileInto, requireFileWork } from '#core/records';
import { fillLetter } from '#engines/documents';
import { newId } from '#platform/db';
import { calendarDayOf, formatDateTime } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { getBlock, listBlocks, useWords } from './blocks.ts';
import { letterOfText } from './letter-of-text.ts';
import { blocksWithin, fillPlaces, gapsIn, withBlocks, type PlaceValues } from './placeholders.ts';
import { problem } from './problems.ts';
import type { TextUse } from './tables.ts';
import { addressOf, type WritingTarget } from './writing-target.ts';

export type Draft = { use: TextUse; subject: string; text: string; /** Only for a letter from a file without a case. */ recipient: string };

/** Puts a block at the end of what is written already; a template brings its subject along. */
export async function insertBlock(ctx: Ctx, draft: Draft, { blockId, values }: { blockId: string; values: PlaceValues }): Promise<Draft> {
  const block = await getBlock(ctx, blockId);
  const within = blocksWithin(block.text).length > 0 ? await listBlocks(ctx, { ...(block.officeId ? { officeId: block.officeId } : {}), limit: 500 }) : [];
  const whole = withBlocks(block.text, new Map(within.map((one) => [one.name.toLowerCase(), one.text])));
  return { ...draft, subject: block.subject ? fillPlaces(block.subject, values) : draft.subject, text: [draft.text.trim(), fillPlaces(whole, values)].filter(Boolean).join('\n\n') };
}

const clean = (draft: Draft): Draft => ({ ...draft, subject: draft.subject.trim().slice(0, 200), text: draft.text.replaceAll('\r\n', '\n').trim() });

/**
 * Files a note or an order, sends a message, makes and provides a letter.
 * @returns the sentence that says what happened. @throws Problem 422 while the text has gaps, and what the folders behind it refuse.
 */
export async function writeText(ctx: Ctx, target: WritingTarget, given: Draft): Promise<string> {
  const draft = clean(given);
  if (!draft.text || draft.text.length > 10_000) throw problem('text-blocks/text-needed');
  const gaps = gapsIn(`${draft.subject}\n${draft.text}`);
  if (gaps.length > 0) throw problem('text-blocks/gaps', { names: gaps.join(', ') });
  if (draft.use === 'letter') return writeOneLetter(ctx, target, draft);
  if (target.kind === 'case' && draft.use === 'note' && !draft.subject) {
    await addNote(ctx, { caseId: target.found.id, text: draft.text });
    return 'Der Vermerk ist gespeichert.';
  }
  if (target.kind === 'case' && draft.use === 'message') {
    await writeToApplicant(ctx, { caseId: target.found.id, subject: draft.subject, body: draft.text });
    return 'Die Nachricht ist im Postfach.';
  }
  await fileText(ctx, target, draft);
  return `${useWords[draft.use]} liegt in der Akte.`;
}

/** Notes with a subject and orders (Verfügungen) are documents of their own: they can be sent around and signed. */
async function fileText(ctx: Ctx, target: WritingTarget, { use, subject, text }: Draft): Promise<void> {
  const title = subject || `${useWords[use]} von ${ctx.actor.name}`;
  const head = [`${useWords[use]} vom ${formatDateTime(ctx.now, 'de')}`, `Von: ${ctx.actor.name}`, `Zeichen: ${target.found.number}`, ...(subject ? [`Betreff: ${subject}`] : [])];
  const blob = await ctx.platform.storage.put(Buffer.from(`${head.join('\n')}\n\n${text}\n`));
  const document = { title, kind: 'note' as const, blob, mime: 'text/plain', name: `${use === 'order' ? 'verfuegung' : 'vermerk'}.txt`, visibleToApplicant: false };
  if (target.kind === 'case') {
    requirePermission(ctx, 'cases/work', target.found.officeId);
    await fileDocument(ctx, { caseId: target.found.id, ...document });
  } else await fileInto(ctx, target.found.id, [document]);
}

async function writeOneLetter(ctx: Ctx, target: WritingTarget, draft: Draft): Promise<string> {
  const title = draft.subject || `Ihr Vorgang ${target.found.number}`;
  if (target.kind === 'case') {
    requirePermission(ctx, 'cases/work', target.found.officeId);
    const { delivered } = await writeLetter(ctx, target.found, { letter: letterOfText(title, draft.text), name: 'schreiben', given: {}, sourceId: `text:${newId()}`, title });
    return delivered.delivery === 'post' ? 'Das Schreiben liegt in der Akte und im Postausgang: Es geht auf Papier hinaus.' : 'Das Schreiben liegt in der Akte und im Postfach.';
  }
  await requireFileWork(ctx, target.found.id);
  if (recipientOf(draft).length < 2) throw problem('text-blocks/recipient-needed');
  const blob = await ctx.platform.storage.put(await letterPdf(ctx, target, draft));
  await fileInto(ctx, target.found.id, [{ title, kind: 'outgoing', blob, mime: 'application/pdf', name: `${target.found.number.replaceAll(/[^\w.-]+/g, '-')}-schreiben.pdf`, visibleToApplicant: false }]);
  return 'Das Schreiben liegt in der Akte. Drucken und verschicken Sie es selbst.';
}

const recipientOf = ({ recipient }: Draft): string[] => recipient.split('\n').map((one) => one.trim()).filter(Boolean).slice(0, 6);

/** The letter as it will look; nothing is filed. */
export async function letterPdf(ctx: Ctx, target: WritingTarget, given: Draft): Promise<Uint8Array> {
  const draft = clean(given);
  const { found } = target;
  const address = target.kind === 'case' ? addressOf(target) : recipientOf(draft);
  const officeId = found.officeId ?? (await listOffices(ctx))[0]?.id ?? '';
  return setDocument(ctx, {
    officeId,
    content: fillLetter(letterOfText(draft.subject || `Ihr Vorgang ${found.number}`, draft.text || ' '), {}),
    recipient: address.length > 0 ? address : [cityOf(ctx.platform).name],
    meta: { date: calendarDayOf(ctx.now), createdAt: ctx.now, reference: found.number, signature: { name: ctx.actor.name } },
  });
}
