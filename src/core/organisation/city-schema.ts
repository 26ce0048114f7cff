import { z } from 'zod';
import { isValidIBAN } from 'ibantools';

const sentence = z.string().trim().min(1);
/** German, or German with translations. */
const text = z.union([sentence, z.strictObject({ de: sentence, en: sentence.optional(), 'de-leicht': sentence.optional(), ar: sentence.optional(), uk: sentence.optional(), tr: sentence.optional() })]);

const range = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/, 'a time range such as 08:00-12:00');
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];
const day = z.array(range).optional();
/** Opening hours: weekday → ranges such as '08:00-12:00'; a missing day is closed. */
export const hoursSchema = z.strictObject({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day, note: text.optional() });
export type Hours = z.infer<typeof hoursSchema>;

export const addressSchema = z.strictObject({
  street: sentence,
  houseNumber: sentence,
  postalCode: z.string().regex(/^\d{5}$/, 'five digits, in quotes'),
  city: sentence,
  /** Free words for finding the place: 'Eingang B, 2. Stock'. */
  note: sentence.optional(),
});
export type Address = z.infer<typeof addressSchema>;

/** A building of the city: how to get there, told so that nobody needs the map. */
const placeSchema = z.strictObject({ street: sentence, houseNumber: sentence, way: text, position: z.strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }).optional() });
/** A map that the city runs or has chosen. Only linked to: no page loads anything from it. */
const mapSchema = z.strictObject({
  name: text,
  link: z.string().regex(/^https:\/\//, 'an address that begins with https://; {address}, {lat} and {lon} are filled in'),
});

const key = z.string().regex(/^[a-z][a-z0-9-]*$/, 'small letters, digits and hyphens');
const states = ['BB', 'BE', 'BW', 'BY', 'HB', 'HE', 'HH', 'MV', 'NI', 'NW', 'RP', 'SH', 'SL', 'SN', 'ST', 'TH'] as const;
const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'a colour such as #0a5c6b');
const isoDate = z.iso.date();

const newsItem = z.strictObject({ slug: key, date: isoDate, title: text, summary: text, body: text });
const lifeSituation = z.strictObject({ key, icon: sentence, title: text, summary: text });

/** What makes this installation one certain city; the file is city/city.yaml. */
export const citySchema = z.strictObject({
  name: sentence,
  officialName: sentence,
  tagline: text,
  state: z.enum(states),
  /** Area with holidays of its own inside the Land, e.g. KATH in BY (Mariä Himmelfahrt). */
  holidayRegion: z.string().optional(),
  /** Amtlicher Regionalschlüssel, 12 digits. */
  ars: z.string().regex(/^\d{12}$/),
  inhabitants: z.int().positive(),
  address: addressSchema,
  phone: sentence,
  email: z.email(),
  website: z.url(),
  hours: hoursSchema,
  map: mapSchema.optional(),
  places: z.array(placeSchema).default([]),
  brand: z.strictObject({ colour, crest: sentence }),
  bank: z.strictObject({
    name: sentence,
    iban: z.string().refine((iban) => isValidIBAN(iban.replaceAll(' ', '')), 'not a valid IBAN').transform((iban) => iban.replaceAll(' ', '')),
    bic: z.string().regex(/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/),
    creditorName: sentence,
    creditorId: sentence.optional(),
  }),
  imprint: z.strictObject({
    responsible: sentence,
    representative: sentence,
    legalForm: sentence,
    vatId: sentence.optional(),
    supervision: sentence,
    editor: sentence,
    text: text.optional(),
  }),
  privacy: z.strictObject({ officer: sentence, address: addressSchema, phone: sentence, email: z.email(), authority: sentence, authorityUrl: z.url(), text: text.optional() }),
  /** Court and body named in instructions on appeal. */
  appeal: z.strictObject({ court: sentence, courtAddress: addressSchema }),
  news: z.array(newsItem),
  lifeSituations: z.array(lifeSituation),
  footer: z.strictObject({
    contact: text,
    accessibilityEmail: z.email(),
    /** Body that helps when the answer to a reported barrier does not (EU 2016/2102, Art. 9). */
    accessibilityBody: z.strictObject({ name: sentence, url: z.url() }).optional(),
    /** Own film in German sign language that explains the portal (BITV 2.0 § 4): a file in the city's folder; without it nothing is shown. */
    signLanguageFilm: z.string().regex(/^[\w-]+\.mp4$/).optional(),
  }),
});
export type CityFile = z.infer<typeof citySchema>;
export type NewsItem = CityFile['news'][number];
export type LifeSituation = CityFile['lifeSituations'][number];

/** A part of the office's work: first letters of names ([A, K]) or values such as postcodes. Its key is made of the name: 'A–K' is 'a-k'. */
const areaFile = z.union([z.strictObject({ name: sentence, letters: z.tuple([sentence, sentence]) }), z.strictObject({ name: sentence, values: z.array(sentence).min(1) })]);

const officeFile = z.strictObject({
  key,
  name: sentence,
  parent: key.optional(),
  summary: sentence,
  address: addressSchema.optional(),
  room: z.string().default(''),
  phone: z.string().default(''),
  email: z.union([z.email(), z.literal('')]).default(''),
  hours: hoursSchema.optional(),
  areas: z.array(areaFile).default([]),
});
export const officesSchema = z.strictObject({ offices: z.array(officeFile).min(1) });

export const reaches = ['office', 'tree', 'city'] as const;
export type Reach = (typeof reaches)[number];
const permission = z.string().regex(/^[a-z-]+\/[a-z-]+$/, 'a permission such as cases/read');
const roleFile = z.strictObject({ key, name: sentence, summary: sentence, reach: z.enum(reaches), permissions: z.array(permission) });
export const rolesSchema = z.strictObject({ roles: z.array(roleFile).min(1) });

const personFile = z.strictObject({
  name: sentence,
  email: z.email(),
  office: key,
  jobTitle: sentence,
  room: z.string().default(''),
  phone: z.string().default(''),
  /** 'role' in the home office, or 'office/role'. */
  roles: z.array(z.string().regex(/^([a-z][a-z0-9-]*\/)?[a-z][a-z0-9-]*$/)).min(1),
  /** Keys of the areas of the home office that are this person's. */
  areas: z.array(key).default([]),
  /** Shown on the sign-in page of the demo: what one can try with this person. */
  sample: sentence.optional(),
});
export const peopleSchema = z.strictObject({ password: z.string().min(12), people: z.array(personFile) });

const citizenFile = z.strictObject({
  givenName: sentence,
  familyName: sentence,
  email: z.email(),
  birthDate: isoDate,
  phone: z.string().default(''),
  address: addressSchema,
  locale: z.enum(['de', 'en', 'de-leicht']).default('de'),
  sample: sentence.optional(),
});
const organisationFile = z.strictObject({
  key,
  name: sentence,
  legalForm: sentence,
  register: z.string().default(''),
  email: z.email(),
  phone: z.string().default(''),
  address: addressSchema,
  /** E-mail of the citizens who act for it. */
  members: z.array(z.email()),
});
export const citizensSchema = z.strictObject({ password: z.string().min(12), citizens: z.array(citizenFile), organisations: z.array(organisationFile) });
export type SampleCitizen = z.infer<typeof citizenFile>;
export type SampleOrganisation = z.infer<typeof organisationFile>;
export type SamplePerson = z.infer<typeof personFile>;
