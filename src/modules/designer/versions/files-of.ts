import type { OpenDraft } from '#core/catalogue';

/** The texts of a draft by path. */
export const filesOf = (draft: Pick<OpenDraft, 'files'>): Record<string, string> => Object.fromEntries(Object.values(draft.files).map(({ path, content }) => [path, content]));
