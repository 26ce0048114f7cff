import { z } from 'zod';

const words = z.strictObject({ de: z.string().min(1), en: z.string().min(1), 'de-leicht': z.string().min(1) });

/** `family:` in service.yaml: which family, and what it has to know of this service. */
export const familySettingsSchema = z.strictObject({
  name: z.string().regex(/^[a-z-]+$/),
  /** A family that works differently is a new version; services change over when they choose. */
  version: z.int().min(1),
  /** Which of the family's ways of working. */
  shape: z.string().regex(/^[a-z-]+$/),
  with: z.record(z.string(), z.union([z.string().min(1), z.number(), words])).default({}),
});

export type FamilySettings = z.output<typeof familySettingsSchema>;
