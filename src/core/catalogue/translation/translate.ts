import { z } from 'zod';
import type { Platform, Who } from '#platform/module';
import { Problem } from '#platform/module';
import { OutsideFailure, callOutside, hostOf } from '#platform/outbound';
import { openSecrets } from '#platform/secrets';
import { problem } from '../problems.ts';

/** Name of the secret that the service wants to hear, when it wants one. */
const KEY = 'TRANSLATE_KEY';
const LONGEST = 20_000;
/** Languages that a machine may be asked for; easy language is written by people. */
export const machineLanguages = ['en', 'ar', 'uk', 'tr'] as const;
export type MachineLanguage = (typeof machineLanguages)[number];
const refusal = z.object({ error: z.string().min(1) });
const answer = z.object({ translatedText: z.union([z.string(), z.array(z.string())]) });

/** Has the operator named a service for translations? */
export const canTranslate = ({ config }: Pick<Platform, 'config'>): boolean => config.translateUrl !== undefined;

/**
 * Has German texts translated by the service that the operator named, over the open protocol of LibreTranslate
 * (POST { q, source, target, format } → { translatedText }). Not inside a transaction: it may take a while.
 * @throws catalogue/no-translator, catalogue/translator-failed
 */
export async function translateTexts(platform: Platform, who: Who, { texts, target = 'en' }: { texts: string[]; target?: MachineLanguage }): Promise<string[]> {
  const url = platform.config.translateUrl;
  if (!url) throw problem('catalogue/no-translator');
  if (texts.some((text) => text.length > LONGEST)) throw problem('catalogue/translator-failed', { reason: 'Ein Text ist zu lang.' });
  const key = await keyFor(platform, who, url);
  try {
    const said = await callOutside(platform.config, {
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ q: texts, source: 'de', target, format: 'text', ...(key ? { api_key: key } : {}) }),
      timeoutMs: 60_000,
    });
    if (said.status !== 200) throw problem('catalogue/translator-failed', { reason: refusalInWords(said.status, said.body.toString('utf8')) });
    const parsed = answer.safeParse(JSON.parse(said.body.toString('utf8')));
    const translated = parsed.success ? [parsed.data.translatedText].flat() : [];
    if (translated.length !== texts.length || translated.some((text) => !text.trim())) throw problem('catalogue/translator-failed', { reason: 'Der Dienst antwortet unverständlich.' });
    return translated;
  } catch (error) {
    if (error instanceof OutsideFailure) throw problem('catalogue/translator-failed', { reason: error.message });
    if (error instanceof SyntaxError) throw problem('catalogue/translator-failed', { reason: 'Der Dienst antwortet unverständlich.' });
    throw error;
  }
}

/** Why the service refused, for a clerk; what it says itself goes along, short and as plain text. */
function refusalInWords(status: number, body: string): string {
  const said = refusal.safeParse(parseJson(body));
  const own = said.success ? ` Er sagt: „${said.data.error.replaceAll(/\s+/g, ' ').trim().slice(0, 160)}“.` : '';
  if (status === 429) return 'Das Kontingent des Übersetzungsdienstes ist für den Moment aufgebraucht. Versuchen Sie es in einer Stunde noch einmal.';
  if (status === 401 || status === 403) return `Der Übersetzungsdienst nimmt den Schlüssel der Stadt nicht an. Bitte sagen Sie es der IT.${own}`;
  if (status === 400) return `Der Übersetzungsdienst kann diesen Text oder diese Sprache nicht.${own}`;
  return `Der Übersetzungsdienst ist gestört (${status}).${own}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function keyFor(platform: Platform, who: Who, url: string): Promise<string | undefined> {
  try {
    return (await platform.read(who, (ctx) => openSecrets(ctx, [KEY], hostOf(new URL(url))))).get(KEY);
  } catch (error) {
    // many services inside the own network want no key
    if (error instanceof Problem && error.status === 404) return undefined;
    throw error;
  }
}
