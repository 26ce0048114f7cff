import { z } from 'zod';
import type { Text } from '#platform/i18n';
import type { FeelText } from '../definition.ts';

/** Somebody who must sign: the person who fills in, one other person, or everybody in a list. */
export type SignerDefinition = {
  key: string;
  label: Text;
  /** Whoever fills in the form. */
  self?: boolean;
  /** Key of a list (with dots into groups): one signer a row; the other texts then see the row. */
  each?: string;
  condition?: FeelText;
  name: FeelText;
  /** Where the invitation goes; everybody but the person who fills in needs one. */
  email?: FeelText;
};

export type SignaturesDefinition = {
  /** All at once, or one after the other in the order of the list. */
  order?: 'parallel' | 'sequence';
  /** Several sign only when true. */
  condition?: FeelText;
  /** What everybody declares by signing. */
  declaration?: Text;
  /** How well those who are invited must have proved who they are. */
  trustLevel?: 'none' | 'basic' | 'substantial' | 'high';
  signers: SignerDefinition[];
};

type Parts = { text: z.ZodType<Text>; feel: z.ZodString; key: z.ZodString };

/** The part `signatures` of a form. */
export const signaturesSchema = ({ text, feel, key }: Parts) =>
  z.strictObject({
    order: z.enum(['parallel', 'sequence']).optional(),
    condition: feel.optional(),
    declaration: text.optional(),
    trustLevel: z.enum(['none', 'basic', 'substantial', 'high']).optional(),
    signers: z
      .array(
        z.strictObject({
          key,
          label: text,
          self: z.boolean().optional(),
          each: z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/).optional(),
          condition: feel.optional(),
          name: feel,
          email: feel.optional(),
        }),
      )
      .min(1)
      .max(20),
  });
