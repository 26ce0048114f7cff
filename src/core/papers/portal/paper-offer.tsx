import { findFileMistake, mostFiles, type FileOffer } from '#engines/forms';
import { calendarDayOf, formatDate, tr } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { CheckboxGroup, Details } from '#platform/ui';
import { PAPER_NAME, isValid, listPapers } from '../papers.ts';
import { kindNames, texts } from './texts.ts';

/** What a signed-in citizen keeps, as a choice beneath every question for a file. Works without JavaScript: the boxes are posted with the page. */
export async function paperOffer(ctx: Ctx): Promise<FileOffer | undefined> {
  const { locale } = ctx;
  const t = texts(locale);
  const today = calendarDayOf(ctx.now);
  const kept = (await listPapers(ctx)).filter((paper) => isValid(paper, today));
  if (kept.length === 0) return undefined;
  return ({ path, definition, chosen }) => {
    const fitting = kept.filter((paper) => !chosen.includes(paper.hash) && !findFileMistake({ id: paper.hash, name: paper.name, type: paper.mime, size: Number(paper.size) }, { definition, locale }));
    if (fitting.length === 0 || chosen.length >= mostFiles(definition)) return undefined;
    const options = fitting.map((paper) => ({
      value: paper.id,
      label: paper.title,
      hint: [tr(kindNames[paper.kind], locale), paper.valid_until && t.until(formatDate(paper.valid_until, locale))].filter(Boolean).join(', '),
    }));
    return (
      <Details summary={t.offer(fitting.length)} id={`papers-${path.replaceAll('.', '-')}`}>
        <CheckboxGroup name={`${PAPER_NAME}${path}`} id={`paper-${path.replaceAll('.', '-')}`} label={t.choose} required={false} value={[]} options={options} />
      </Details>
    );
  };
}
