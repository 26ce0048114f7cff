import { getDocumentProxy } from 'unpdf';

export type ExtractedText = { text: string; pages: string[] };

/**
 * The text of a PDF for search, page by page. Words hyphenated at a line's end are joined. Pages without text (scans) are
 * empty strings. Throws when the file is no PDF or needs a password.
 */
export async function extractText(pdf: Uint8Array): Promise<ExtractedText> {
  return withDocument(pdf, async (document) => {
    const pages: string[] = [];
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
      pages.push(joinHyphens(text));
      page.cleanup();
    }
    return { text: pages.join('\n\n').trim(), pages };
  });
}

// "Zuständig-\nkeit" is one word; "Ost-\nWest" and "Vor-\nund" keep their hyphen.
function joinHyphens(text: string): string {
  return text
    .replace(/(\p{L})[-\u00ad\u2010]\n(?!(?:und|oder|bzw|sowie)\b)(\p{Ll})/gu, '$1$2')
    .replace(/[ \u00a0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Names of the files inside a PDF. */
export async function listAttachments(pdf: Uint8Array): Promise<string[]> {
  return withDocument(pdf, async (document) => (await filesOf(document)).map((file) => file.name));
}

/** The bytes of a file inside a PDF; undefined when there is none of that name. */
export async function readAttachment(pdf: Uint8Array, name: string): Promise<Uint8Array | undefined> {
  return withDocument(pdf, async (document) => {
    const file = (await filesOf(document)).find((candidate) => candidate.name === name);
    return file ? ((await document.getAttachmentContent(file.id)) ?? undefined) : undefined;
  });
}

async function filesOf(document: PdfDocument): Promise<{ id: string; name: string }[]> {
  const files = await document.getAttachments();
  return [...(files ?? [])].map(([id, file]) => ({ id, name: file.filename }));
}

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;

async function withDocument<R>(pdf: Uint8Array, use: (document: PdfDocument) => Promise<R>): Promise<R> {
  // A copy: the reader takes its bytes away from the caller.
  const document = await getDocumentProxy(new Uint8Array(pdf), { verbosity: 0 });
  try {
    return await use(document);
  } finally {
    await document.loadingTask.destroy();
  }
}
