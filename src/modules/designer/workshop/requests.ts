import { z } from 'zod';
import type { Rq } from '#platform/http';
import type { Posted } from '../fields/read-values.ts';

/** Address of a draft. */
export const draftParams = z.object({ draftId: z.uuid() });
/** Any posted form; its fields are read by the specs of the page. */
export const postedForm: z.ZodType<Posted> = z.record(z.string().max(200), z.union([z.string().max(2_000_000), z.array(z.string().max(100_000)).max(500)]));
/** Saved by the page while somebody types, not by a button. */
export const savedByItself = (rq: Pick<Rq, 'header'>): boolean => rq.header('x-autosave') === '1';
