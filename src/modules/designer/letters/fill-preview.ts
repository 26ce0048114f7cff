import { bundleOf, listExamples, playExample, playTrial, sampleLetterFacts, type CheckedDraft, type OpenDraft, type Replayed } from '#core/catalogue';
import { findOfficeByKey } from '#core/organisation';
import { fillLetter, LetterError, type LetterContent } from '#engines/documents';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { exampleAnswers } from '../trial/example-answers.ts';
import { adaptExamples } from '../trial/record-example.ts';
import { inventValues } from './invent-values.ts';

/** A letter filled for looking at it; or why it cannot be. */
export type FilledPreview = { content: LetterContent; officeId: string; /** An example writes this letter. */ reached: boolean; invented: string[] } | { reason: string; /** The draft has to be mended first. */ broken: boolean };
type Service = NonNullable<CheckedDraft['service']>;
type Wanted = { bundle: ReturnType<typeof bundleOf>; name: string; today: string };

/** What the letter reads in the first example that writes it; examples that lack answers since the form has changed get invented ones. */
function contextOf(service: Service, { bundle, name, today }: Wanted): { reached: boolean; context: Record<string, unknown> } {
  const play = (files: Record<string, string>): Replayed[] => listExamples({ ...bundle, files }).map((example) => playExample(service, example));
  const written = (played: Replayed[]) => played.flatMap((one) => one.written).find((one) => one.letter === name);
  const direct = written(play(bundle.files));
  if (direct) return { reached: true, context: direct.context };
  const adapted = play({ ...bundle.files, 'walkthroughs.yaml': adaptExamples(bundle.files['walkthroughs.yaml'] ?? 'walkthroughs: []\n', service.form, today) });
  const found = written(adapted);
  if (found) return { reached: true, context: found.context };
  // No example gets as far as this letter: what the one that gets furthest knows.
  const application = exampleAnswers(service.form, { today, locale: 'de', context: { account: null, applicant: null, case: null } });
  const [furthest] = [...adapted, playTrial(service, { application, submittedOn: today, steps: [] })].sort((a, b) => b.entered.length - a.entered.length);
  return { reached: false, context: { ...sampleLetterFacts, today, ...furthest?.context, ...furthest?.state.vars } };
}

/** Fills a letter of a draft from an example; what none of them gives is invented, and said. */
export async function fillPreview(ctx: Ctx, { draft, checked: { service }, name }: { draft: OpenDraft; checked: CheckedDraft; name: string }): Promise<FilledPreview> {
  const letter = service?.letters[name];
  if (!service || !letter) return { reason: 'Die Vorschau erscheint, sobald der Entwurf keine Fehler hat.', broken: true };
  const office = await findOfficeByKey(ctx, service.settings.office);
  if (!office) return { reason: `Die Vorschau braucht den Briefkopf des Amtes, aber ein Amt „${service.settings.office}“ gibt es nicht. Wählen Sie ein anderes bei „Texte“.`, broken: true };
  const today = calendarDayOf(ctx.now);
  const { reached, context } = contextOf(service, { bundle: bundleOf(draft), name, today });
  const { letter: complete, invented } = reached ? { letter, invented: new Set<string>() } : inventValues(letter, today);
  try {
    return { content: fillLetter(complete, context), officeId: office.id, reached, invented: [...invented] };
  } catch (error) {
    if (!(error instanceof LetterError)) throw error;
    return { reason: `Mit den Angaben des Beispielfalls lässt sich das Schreiben nicht füllen. ${error.findings.map(({ line, message }) => `Zeile ${line}: ${message}`).join(' ')}`, broken: false };
  }
}
