import { z } from 'zod';
import { text } from '../definition-schema.ts';

const name = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'Ein Name besteht aus kleinen Buchstaben, Ziffern und Bindestrichen').max(60);

/** What a new version changes, for the people who look after the forms. */
const note = z.string().max(500).optional();

/** blocks/<name>.json: questions that several forms ask in the same words. A version that was used once never changes. */
export const blockSchema = z.strictObject({
  schemaVersion: z.literal(1),
  block: name,
  title: text,
  description: text.optional(),
  versions: z
    .array(
      z.strictObject({
        version: z.int().min(1).max(9999),
        note,
        /** Elements and rules as in a group; they are checked in the form that uses the block. */
        elements: z.array(z.looseObject({ type: z.string() })).min(1).max(200),
        rules: z.array(z.unknown()).max(50).optional(),
      }),
    )
    .min(1)
    .max(200),
});

/** code-lists/<name>.json: answers that several questions offer. */
export const codeListSchema = z.strictObject({
  schemaVersion: z.literal(1),
  codeList: name,
  title: text,
  /** Name in the XRepository, so that imported forms find the list. */
  urn: z.string().max(300).optional(),
  source: z.string().max(500).optional(),
  versions: z
    .array(
      z.strictObject({
        version: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/).max(60),
        note,
        codes: z.array(z.strictObject({ value: z.string().min(1).max(100), label: text, hint: text.optional() })).min(1).max(20_000),
      }),
    )
    .min(1)
    .max(200),
});

export type Block = z.output<typeof blockSchema>;
export type CodeList = z.output<typeof codeListSchema>;
