import { requireClean } from '#core/records';
import { fieldHtmlId } from '#engines/forms';
import { Problem, type Ctx } from '#platform/module';
import type { PostedFiles } from '../portal/posted-files.ts';

type Scanned = { hash: string; name: string };

/** What the virus scanner says against a file; undefined when it found nothing or there is none (then it counts as not scanned). */
export async function findInfection(ctx: Ctx, files: Scanned[]): Promise<Problem | undefined> {
  return requireClean(ctx, files).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof Problem && error.code === 'records/infected') return error;
      throw error;
    },
  );
}

/** Takes infected files out of a post: each becomes a mistake of its field, everything else goes on. */
export async function refuseInfected(ctx: Ctx, { byPath, errors }: PostedFiles): Promise<PostedFiles> {
  const left: PostedFiles = { byPath: {}, errors: [...errors] };
  for (const [path, files] of Object.entries(byPath)) {
    for (const one of files) {
      const infection = await findInfection(ctx, [{ hash: one.id, name: one.name }]);
      if (!infection) left.byPath[path] = [...(left.byPath[path] ?? []), one];
      else left.errors.push({ field: path.replaceAll(/\.\d+(?=\.)/g, ''), path, id: fieldHtmlId(path), message: ctx.locale === 'en' ? infection.en : infection.de });
    }
  }
  return left;
}
