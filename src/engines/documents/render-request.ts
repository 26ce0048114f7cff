import type { LayoutName, LetterContent, Locale } from './content.ts';

/** The city's look and the office that writes. Everything a city changes is here; layouts know no city. */
export type Letterhead = {
  city: string;
  /** Line under the city's name, e.g. "Der Oberbürgermeister". */
  subline?: string;
  /** Crest as SVG text; decoration only, its words are repeated in `city`. */
  crestSvg?: string;
  /** Brand colour as #rrggbb; must stand out from white (contrast of at least 4.5 : 1). */
  colour: string;
  office: { name: string; street: string; place: string };
  /** Address for the sender line in the window; default city and office address. */
  senderLine?: string;
  contact?: { name: string; room?: string; phone?: string; email?: string };
  /** One line each, e.g. "Mo–Fr 8–12 Uhr". */
  hours?: string[];
  bank?: { name: string; iban: string; bic?: string };
  web?: string;
};

export type Fact = { label: string; value: string };

/** An empty form as it is printed; `describeBlank` of #engines/forms gives pages, who signs and why it asks. */
export type PrintedForm = {
  pages: { title: string; lead?: string; only?: string; items: PrintedItem[] }[];
  signing: { declaration?: string; places: { label: string; only?: string }[] };
  reasons: { label: string; text: string }[];
  words: { signature: string; placeAndDate: string; required: string; enclosed: string; why: string; arrived: string };
};
type PrintedItem = { only?: string } & (
  | { kind: 'heading'; text: string; hint?: string; level: 1 | 2 }
  | { kind: 'note'; title?: string; lines: string[] }
  | { kind: 'write'; label: string; hint?: string; required: boolean; parts: { label?: string; share: number; boxes?: number; unit?: string }[]; lines: number; unknown?: string }
  | { kind: 'tick'; label?: string; hint?: string; required: boolean; several: boolean; options: { label: string; hint?: string }[] }
  | { kind: 'enclose'; label: string; hint?: string; required: boolean }
);

export type LetterMeta = {
  /** Day printed on the letter, YYYY-MM-DD. */
  date: string;
  /** Instant of creation for the file's metadata; default midnight UTC of `date`. The same input gives the same bytes. */
  createdAt?: Date;
  /** File reference (Aktenzeichen). */
  reference?: string;
  /** The recipient's own reference (Ihr Zeichen). */
  yourReference?: string;
  /** Person who answers for the letter (§ 37 Abs. 3 VwVfG). Left out: made by machine (§ 37 Abs. 5 VwVfG says so in the text). */
  signature?: { name: string; role?: string; greeting?: string };
  /** Delivery note above the address, e.g. "Elektronisch bereitgestellt". */
  deliveryNote?: string;
  enclosures?: string[];
  copies?: string[];
  /** Where a reader can check the seal; printed at the end. */
  checkUrl?: string;
  /** Short facts: large on a permit, a table on a certificate or receipt. */
  facts?: Fact[];
  /** Answers of an application, grouped as in the form, for the receipt. */
  sections?: { title: string; rows: Fact[] }[];
  /** An empty form, for the layout `form`. */
  form?: PrintedForm;
  /** QR code of a permit or receipt; `alt` says in words what it holds. */
  code?: { text: string; alt: string; caption?: string };
};

export type Attachment = {
  /** File name inside the PDF, e.g. "vorgang.json". */
  name: string;
  mime: string;
  bytes: Uint8Array;
  /** How the file relates to the letter (ISO 19005-3, AFRelationship). */
  relationship: 'data' | 'source' | 'alternative' | 'supplement';
  description?: string;
};

export type RenderRequest = {
  /** Default: the layout the letter names. */
  layout?: LayoutName;
  content: LetterContent;
  letterhead: Letterhead;
  /** Address lines without the sender, at most six (DIN 5008). */
  recipient?: string[];
  meta: LetterMeta;
  attachments?: Attachment[];
  /** Default: the letter's language. */
  locale?: Locale;
};

export type RenderedPdf = { pdf: Uint8Array; pages: number };
