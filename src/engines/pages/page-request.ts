/** Where text stands on a page, in shares of its width and height, from the top left. */
export type TextItem = { text: string; x: number; y: number; width: number; height: number };
export type PageImage = { bytes: Uint8Array; width: number; height: number; mime: 'image/jpeg' | 'image/png' };

/** `key` names the content, so that the thread keeps the last file open between two questions. */
export type PageSource = { key: string; bytes: Uint8Array; mime: string };

export type PageQuestion =
  | { op: 'count' }
  | { op: 'text'; most: number }
  | { op: 'image'; page: number; width: number; format: 'jpeg' | 'png' }
  | { op: 'items'; page: number }
  | { op: 'codes'; page: number };

export type PageAnswers = { count: number; text: string[]; image: PageImage; items: TextItem[]; codes: string[] };
export type PageRequest = { id: number; source: PageSource; question: PageQuestion };
/** `reason`: 'password' needs one, 'broken' cannot be read, 'type' no pages in this kind of file. */
export type PageReply = { id: number; ok: true; answer: unknown } | { id: number; ok: false; reason: 'password' | 'broken' | 'type'; message: string };
