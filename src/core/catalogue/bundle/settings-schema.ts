import { z } from 'zod';
import { familySettingsSchema } from '../families/family-settings.ts';

/** A text in German, with other languages where they exist. */
const written = z.string().min(1).max(20_000);
const text = z.union([written, z.strictObject({ de: written, en: written.optional(), 'de-leicht': written.optional(), ar: written.optional(), uk: written.optional(), tr: written.optional() })]);
/** Places of texts, e.g. 'summary', 'steps.2', 'papers.0.name'. */
const places = z.array(z.string().regex(/^[a-zA-Z]+(\.[a-zA-Z0-9]+)*$/).max(60)).max(400).default([]);
const marks = z.strictObject({ machine: places, outdated: places });
const slug = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'Ein Kürzel besteht aus kleinen Buchstaben, Ziffern und Bindestrichen').max(80);
const key = z.string().regex(/^[a-z][a-z0-9-]*$/, 'Ein Schlüssel besteht aus kleinen Buchstaben, Ziffern und Bindestrichen').max(60);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'Ein Datum schreiben Sie als 2026-01-31');
const words = z.union([z.array(z.string().min(2).max(80)), z.strictObject({ de: z.array(z.string()).default([]), en: z.array(z.string()).default([]) })]);
const feel = z.string().min(1).max(2000);
const webAddress = z.string().regex(/^(https:\/\/|\/(?!\/))\S+$/, 'Eine Adresse beginnt mit https:// oder /');

const paper = z.strictObject({
  name: text,
  hint: text.optional(),
  /** In words: who needs it. */
  when: text.optional(),
});

/** What the catalogue tells about a service, online or not (S01). */
const described = {
  slug,
  name: text,
  summary: text,
  /** Markdown without HTML. */
  description: text.optional(),
  /** 'newcomer': what somebody needs who has just moved here; always beside one of the others. */
  audience: z.array(z.enum(['citizen', 'business', 'newcomer'])).min(1).default(['citizen']),
  /** Keys of the city's life situations. */
  lifeSituations: z.array(key).default([]),
  synonyms: words.default([]),
  keywords: words.default([]),
  /** Key of the federal catalogue of services (LeiKa, 14 digits). */
  leika: z.string().regex(/^\d{14}$/, 'Ein LeiKa-Schlüssel hat 14 Ziffern').optional(),
  /** Key of the office in charge. */
  office: key.optional(),
  online: z.boolean().default(false),
  /** Place among the popular services until real numbers exist; 1 comes first. */
  popular: z.int().min(1).max(99).optional(),
  papers: z.array(paper).default([]),
  fee: z
    .strictObject({
      text,
      cents: z.int().min(0).optional(),
      /** Decision of decisions.dmn that computes it. */
      decision: z.string().optional(),
    })
    .optional(),
  processingTime: z.strictObject({ text, workingDays: z.int().min(0).max(400).optional() }).optional(),
  deadline: text.optional(),
  validity: text.optional(),
  legalBasis: z.array(z.strictObject({ title: text, paragraph: z.string().max(80).optional(), url: webAddress.optional() })).default([]),
  requirements: z.array(text).default([]),
  steps: z.array(text).default([]),
  contact: z.strictObject({ text: text.optional(), phone: z.string().max(40).optional(), email: z.email().optional() }).optional(),
  related: z.array(slug).default([]),
  /** Minutes that filling in takes. */
  minutes: z.int().min(1).max(240).optional(),
  haveReady: z.array(text).default([]),
  reviewedOn: day.optional(),
  reviewer: z.string().max(120).optional(),
  /** What a machine wrote and nobody has looked at yet, and whose German has changed since; what is not named here is right. */
  translations: z.strictObject({ en: marks.optional(), 'de-leicht': marks.optional(), ar: marks.optional(), uk: marks.optional(), tr: marks.optional() }).optional(),
};

/** An entry of the catalogue without a form behind it. */
export const entrySchema = z.strictObject({
  ...described,
  /** Parts whose English a machine wrote and nobody has checked yet. */
  machineTranslated: z.array(z.enum(['name', 'summary', 'description'])).optional(),
});

/** service.yaml: the entry and what running it needs. */
export const serviceSettingsSchema = z.strictObject({
  ...described,
  office: key,
  online: z.boolean().default(true),
  /** Gives the files that the service does not have itself (families/). */
  family: familySettingsSchema.optional(),
  /** The author's own version, shown beside the number that publishing gives. */
  version: z.string().max(20).default('1'),
  /** Vertrauensniveau an applicant's account needs (OZG § 3); 'none': also without account. */
  trustLevel: z.enum(['none', 'basic', 'substantial', 'high']).default('none'),
  /** The law asks for written form; an account with proven identity replaces it (OZG § 9a). */
  writtenForm: z.boolean().default(false),
  /** Position in the file plan, e.g. '02.3.1'. */
  filePlan: z.string().regex(/^\d{1,2}(\.\d{1,3})*$/, 'Eine Aktenplanposition sieht so aus: 02.3.1'),
  retentionYears: z.int().min(0).max(110),
  /** Letters in front of case numbers, e.g. HUND. */
  caseNumberPrefix: z.string().regex(/^[A-ZÄÖÜ]{2,8}$/, 'Zwei bis acht große Buchstaben'),
  /** FEEL: what the case is called in lists. */
  title: feel,
  /** FEEL by part: where the applicant stands in the answers. */
  applicant: z.strictObject({
    kind: feel.optional(),
    givenName: feel.optional(),
    familyName: feel.optional(),
    birthDate: feel.optional(),
    organisation: feel.optional(),
    email: feel.optional(),
    phone: feel.optional(),
    address: feel.optional(),
  }),
  /** The clock of the law; `extendable`: it may be extended once with a reason (default: where approval is deemed, § 42a (2) VwVfG). After it the case is late, or deemed approved (§ 42a VwVfG). */
  statutory: z
    .strictObject({ workingDays: z.int().min(1).optional(), months: z.int().min(1).optional(), deemedApproval: z.boolean().default(false), extendable: z.boolean().optional() })
    .refine((value) => (value.workingDays === undefined) !== (value.months === undefined), 'Geben Sie entweder workingDays oder months an')
    .optional(),
  /** The law that lets the machine decide alone, as explanations name it; default: § 35a VwVfG. */
  automationLaw: z.string().min(3).max(200).optional(),
  /** When the head of the office is told before the clock runs out: after so much of the time, or so many working days before. Default with `statutory`: 80 percent. */
  escalation: z.union([z.literal('none'), z.strictObject({ percent: z.int().min(1).max(99) }), z.strictObject({ workingDaysBefore: z.int().min(0).max(60) })]).optional(),
});

export type EntrySettings = z.output<typeof entrySchema>;
export type ServiceSettings = z.output<typeof serviceSettingsSchema>;

/** The catalogue's part of a service's settings; what only running it needs stays in the version. */
export function entryOf(settings: ServiceSettings): EntrySettings {
  const { family: _fa, version: _v, trustLevel: _t, writtenForm: _w, filePlan: _f, retentionYears: _r, caseNumberPrefix: _c, title: _ti, applicant: _a, statutory: _s, escalation: _e, automationLaw: _al, ...entry } = settings;
  return entry;
}
