import { z } from 'zod';

/** One form field: missing is empty; longer than anything meant is refused before it costs anything. */
export const formField = (max = 300) => z.string().max(max).default('');
export const passwordField = formField(1000);
export const looksLikeEmail = (text: string): boolean => z.email().max(254).safeParse(text.trim()).success;
