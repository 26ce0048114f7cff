import { isMap, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Report } from './finding.ts';

const text = z.union([
  z.string().min(1),
  z.object({ de: z.string().min(1), en: z.string().optional(), 'de-leicht': z.string().optional() }).strict(),
]);

const schema = z
  .object({
    kind: z.enum(['notice', 'letter', 'certificate', 'receipt']),
    title: text,
    subject: z.string().min(1).optional(),
    layout: z.enum(['letter', 'certificate', 'receipt', 'report', 'permit']).optional(),
    seal: z.boolean().default(false),
    appeal: z.string().min(1).optional(),
    language: z.enum(['de', 'en', 'de-leicht']).default('de'),
  })
  .strict();

export type FrontMatter = z.infer<typeof schema>;

/** Head and body of a letter file; `bodyLine` is the line the body starts on. */
export type LetterFile = { head: FrontMatter | undefined; body: string; bodyLine: number; lineOf(key: string): number };

/** Splits a letter file and checks its front matter (YAML between two lines of three dashes). */
export function readLetterFile(source: string, report: Report): LetterFile {
  const match = /^\ufeff?---[ \t]*\n([\s\S]*?)\n---[ \t]*(?:\n|$)/.exec(source);
  if (!match) {
    report(1, 'the file must start with front matter between two lines of three dashes');
    return { head: undefined, body: source, bodyLine: 1, lineOf: () => 1 };
  }
  const yaml = match[1] ?? '';
  const counter = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: counter });
  const lineOf = (key: string): number => {
    const pair = isMap(document.contents)
      ? document.contents.items.find((item) => String(item.key) === key)
      : undefined;
    const range = (pair?.key as { range?: [number, number, number] } | undefined)?.range;
    return range ? counter.linePos(range[0]).line + 1 : 1;
  };
  const bodyLine = match[0].split('\n').length;
  const rest = { body: source.slice(match[0].length), bodyLine, lineOf };
  for (const error of document.errors) report((error.linePos?.[0].line ?? 0) + 1, `front matter: ${firstLine(error)}`);
  if (document.errors.length > 0) return { head: undefined, ...rest };
  const parsed = schema.safeParse(document.toJS() ?? {});
  if (parsed.success) return { head: parsed.data, ...rest };
  for (const issue of parsed.error.issues) report(lineOf(String(issue.path[0] ?? '')), `front matter: ${explain(issue)}`);
  return { head: undefined, ...rest };
}

function explain(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `unknown key ${issue.keys.join(', ')}`;
  return `${issue.path.join('.') || 'head'}: ${issue.message}`;
}

function firstLine(error: Error): string {
  return error.message.split('\n')[0] ?? '';
}
