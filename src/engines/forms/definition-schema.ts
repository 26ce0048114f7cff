import { z } from 'zod';
import { fieldTypeNames, presetNames } from './definition.ts';
import type { ElementDefinition, FieldTypeName, FormDefinition } from './definition.ts';
import { signaturesSchema } from './signatures/signatures-schema.ts';

/** A text in German, with English and easy language where they exist. */
export const text = z.union([
  z.string().min(1).max(10_000),
  z.strictObject({
    de: z.string().min(1).max(10_000),
    en: z.string().min(1).max(10_000).optional(),
    'de-leicht': z.string().min(1).max(10_000).optional(),
  }),
]);
const feel = z.string().min(1).max(4000);
const whole = z.int().min(0);

/** Letters and digits, first a small letter: usable as FEEL name, HTML name and JSON key alike. */
const key = z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'Ein Schlüssel besteht aus Buchstaben und Ziffern und beginnt klein, zum Beispiel „birthDate“').max(60);
const pageId = z.string().regex(/^[a-z][a-z0-9-]*$/, 'Eine Seitenkennung besteht aus kleinen Buchstaben, Ziffern und Bindestrichen').max(60);

/** Where a first value comes from: "account.address", "earlier.owner.address", "register.residents.address". */
const source = z.string().regex(/^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9-]*)*$/, 'Eine Quelle schreiben Sie als „account.address“').max(200);

const everyField = {
  key,
  label: text,
  hint: text.optional(),
  help: text.optional(),
  example: z.string().max(200).optional(),
  required: z.union([z.boolean(), feel]).optional(),
  condition: feel.optional(),
  autocomplete: z.string().regex(/^[a-z0-9 -]+$/).optional(),
  prefill: z.union([source, z.array(source).min(1).max(5)]).optional(),
  purpose: text.optional(),
  legalBasis: z.string().max(500).optional(),
  retention: z.string().max(100).optional(),
  fim: z.string().max(60).optional(),
  dontKnow: z.boolean().optional(),
  messages: z.strictObject({ required: text.optional(), invalid: text.optional() }).optional(),
};
const lengths = { minLength: whole.optional(), maxLength: whole.max(100_000).optional(), pattern: z.string().max(300).optional() };
const bounds = { min: z.union([z.number(), feel]).optional(), max: z.union([z.number(), feel]).optional() };
const counts = { min: whole.optional(), max: z.int().min(1).max(200).optional() };
const option = z.strictObject({
  value: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]*$/, 'Ein Auswahlwert besteht aus Buchstaben, Ziffern, „_“, „-“, „.“ und „:“').max(100),
  label: text,
  hint: text.optional(),
  condition: feel.optional(),
  exclusive: z.boolean().optional(),
});
const options = z.array(option).min(1).max(20_000);
const codeList = { codeList: z.string().max(60).optional(), codeListVersion: z.string().max(60).optional() };
const mime = z.string().regex(/^(\.[a-z0-9]+|[a-z]+\/([a-z0-9.+-]+|\*))$/, 'Erlaubt sind Dateiarten wie „application/pdf“, „image/*“ oder „.pdf“');
const unit = { unit: text.optional() };

const extras: Record<FieldTypeName, z.ZodRawShape> = {
  text: lengths,
  textarea: { ...lengths, rows: z.int().min(2).max(40).optional() },
  name: lengths,
  organisationName: lengths,
  birthDate: bounds,
  date: bounds,
  time: bounds,
  email: { maxLength: whole.max(254).optional() },
  phone: {},
  iban: {},
  bic: {},
  taxId: {},
  registerNumber: {},
  plate: {},
  postcode: {},
  address: {},
  money: bounds,
  integer: { ...bounds, ...unit },
  decimal: { ...bounds, ...unit, digits: z.int().min(0).max(6).optional() },
  percentage: { ...bounds, digits: z.int().min(0).max(6).optional() },
  yesNo: {},
  choice: { options, ...codeList, appearance: z.enum(['radio', 'select', 'autocomplete']).optional() },
  multiChoice: { options, ...codeList, ...counts },
  confirm: {},
  country: {},
  nationality: {},
  file: { ...counts, accept: z.array(mime).min(1).optional(), maxMegabytes: z.number().positive().max(2000).optional(), several: z.boolean().optional() },
  calculated: { value: feel, format: z.enum(['text', 'money', 'integer', 'decimal', 'percentage', 'date', 'yesNo']).optional(), ...unit },
};

const rule = z.strictObject({
  assert: feel,
  message: text,
  fields: z.array(z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/)).min(1),
});
const element: z.ZodType<ElementDefinition> = z.lazy(() => anyElement) as z.ZodType<ElementDefinition>;
const elements = z.array(element).max(1000);
const rules = z.array(rule).max(50).optional();
const containers = [
  z.strictObject({
    type: z.literal('group'),
    key: key.optional(),
    label: text,
    hint: text.optional(),
    condition: feel.optional(),
    fim: z.string().optional(),
    block: z.string().max(80).optional(),
    preset: z.enum(presetNames).optional(),
    without: z.array(key).optional(),
    elements: elements.default([]),
    rules,
  }),
  z.strictObject({
    type: z.literal('repeat'),
    key,
    label: text,
    hint: text.optional(),
    itemLabel: text,
    addLabel: text.optional(),
    condition: feel.optional(),
    fim: z.string().optional(),
    min: whole.optional(),
    max: z.int().min(1).max(500).optional(),
    elements: elements.min(1),
    rules,
  }),
  z.strictObject({
    type: z.literal('info'),
    text,
    title: text.optional(),
    appearance: z.enum(['text', 'note', 'warning']).optional(),
    condition: feel.optional(),
  }),
] as const;
const fields = fieldTypeNames.map((type) => z.strictObject({ type: z.literal(type), ...everyField, ...extras[type] }));
const anyElement = z.discriminatedUnion('type', [...containers, ...fields]);

const page = z.strictObject({
  id: pageId,
  title: text,
  lead: text.optional(),
  condition: feel.optional(),
  elements,
  rules,
});

/** The JSON shape of a form; unknown properties are refused, so that a typing mistake is noticed. */
export const formDefinitionSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: pageId,
  title: text,
  pages: z.array(page).min(1).max(100),
  registers: z
    .array(z.strictObject({ name: z.string().regex(/^[a-z][a-z0-9-]*$/).max(60), query: z.record(z.string(), source), purpose: text }))
    .min(1)
    .max(5)
    .optional(),
  signatures: signaturesSchema({ text, feel, key }).optional(),
}) as unknown as z.ZodType<FormDefinition>;
