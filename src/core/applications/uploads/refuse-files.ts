import { requireClean, requireUnlocked } from '#core/records';
import { fieldHtmlId } from '#engines/forms';
import { Problem, type Ctx } from '#platform/module';
import type { PostedFiles } from '../portal/posted-files.ts';

type Posted = { hash: string; name: string };

/** What speaks against a file that could be judged only by its content: malware (without a scanner it counts as not scanned) or a password. */
export async function findRefusal(ctx: Ctx, files: Posted[]): Promise<Problem | undefined> {
  try {
    await requireClean(ctx, files);
    await requireUnlocked(ctx.platform, files);
    return undefined;
  } catch (error) {
    if (error instanceof Problem && ['records/infected', 'records/locked'].includes(error.code)) return error;
    throw error;
  }
}

/** Takes refused files out of a post: each becomes a mistake of its field, everything else goes on. */
export async function refuseFiles(ctx: Ctx, { byPath, errors }: PostedFiles): Promise<PostedFiles> {
  const left: PostedFiles = { byPath: {}, errors: [...errors] };
  for (const [path, files] of Object.entries(byPath)) {
    for (const one of files) {
      const refusal = await findRefusal(ctx, [{ hash: one.id, name: one.name }]);
      if (!refusal) left.byPath[path] = [...(left.byPath[path] ?? []), one];
      else left.errors.push({ field: path.replaceAll(/\.\d+(?=\.)/g, ''), path, id: fieldHtmlId(path), message: ctx.locale === 'en' ? refusal.en : refusal.de });
    }
  }
  return left;
}
