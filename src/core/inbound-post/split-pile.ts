/** What the QR code of a cover sheet begins with; behind it stands the reference of the file. */
export const COVER_CODE = 'stadtkern:akte:';
/** A sheet that only says: here something new begins. */
export const SEPARATION_CODE = 'stadtkern:trennblatt';

/** One document of a pile: pages from `first` to `last`, counted from 1, and the file that its cover sheet names. */
export type PilePart = { first: number; last: number; code: string | null };

/** "Seite 2", "Seiten 4–5". */
export const pagesInWords = (pages: string | null): string => `${pages?.includes('–') ? 'Seiten' : 'Seite'} ${pages ?? ''}`;

/**
 * Cuts a pile at its cover and separation sheets, which belong to no part themselves.
 * @param codes what the codes of each page say, first page first.
 * @returns no parts when there is nothing to cut: no sheet, or one cover sheet on top.
 */
export function partsOfPile(codes: string[][]): PilePart[] {
  const sheets = codes.flatMap((found, at): { page: number; code: string | null }[] => {
    const cover = found.find((one) => one.startsWith(COVER_CODE));
    if (cover) return [{ page: at + 1, code: cover.slice(COVER_CODE.length) }];
    return found.includes(SEPARATION_CODE) ? [{ page: at + 1, code: null }] : [];
  });
  const [only] = sheets;
  if (!only || (sheets.length === 1 && only.page === 1)) return [];
  const starts = only.page > 1 ? [{ page: 0, code: null }, ...sheets] : sheets;
  const parts = starts.map(({ page, code }, at) => ({ first: page + 1, last: (starts[at + 1]?.page ?? codes.length + 1) - 1, code }));
  return parts.filter((part) => part.last >= part.first);
}

/** The parts as files of their own; pages are copied as they are. @throws when the file is encrypted or damaged */
export async function cutPdf(bytes: Uint8Array, parts: PilePart[], at: Date): Promise<Uint8Array[]> {
  const { PDFDocument } = await import('@cantoo/pdf-lib'); // 30 MB and a second that only piles need
  const pile = await PDFDocument.load(bytes, { updateMetadata: false });
  const files: Uint8Array[] = [];
  for (const { first, last } of parts) {
    const part = await PDFDocument.create({ updateMetadata: false });
    part.setProducer('Stadtkern');
    part.setCreationDate(at);
    for (const page of await part.copyPages(pile, Array.from({ length: last - first + 1 }, (_, i) => first - 1 + i))) part.addPage(page);
    files.push(await part.save());
  }
  return files;
}
