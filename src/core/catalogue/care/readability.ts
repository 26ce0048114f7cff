/** How hard a German text is to read, and what could be said more simply. */
export type Readability = {
  words: number;
  sentences: number;
  /** Words per sentence on average. */
  sentenceLength: number;
  /** Flesch's reading ease in the form for German (Amstad 1978): 0 very hard … 100 very easy; undefined below 20 words. */
  ease: number | undefined;
  longSentences: string[];
  avoid: { word: string; instead: string }[];
};

/** Words of offices, and what people say. */
const AVOID: [RegExp, string][] = [
  [/\bbeantragung\b/gi, 'beantragen'], [/\binanspruchnahme\b/gi, 'nutzen'], [/\bantragsteller(?:in|innen)?\b/gi, 'Sie'], [/\bseitens\b/gi, 'von'], [/\bmittels\b/gi, 'mit'], [/\bhinsichtlich\b/gi, 'zu'], [/\bbezüglich\b/gi, 'zu'],
  [/\bgemäß\b/gi, 'nach'], [/\bunverzüglich\b/gi, 'sofort'], [/\bim falle\b/gi, 'wenn'], [/\bsofern\b/gi, 'wenn'], [/\bzwecks\b/gi, 'für'], [/\berfolgt\b/gi, 'ein Tunwort'], [/\bvorgenommen\b/gi, 'ein Tunwort'], [/\bdurchführung\b/gi, 'machen'],
  [/\bin verbindung setzen\b/gi, 'anrufen oder schreiben'], [/\bnichtsdestotrotz\b/gi, 'trotzdem'], [/\betwaige[rsn]?\b/gi, 'mögliche'], [/\bdiesbezüglich\b/gi, 'dazu'], [/\bbzw\.?/gi, 'oder'], [/\bggf\.?/gi, 'wenn nötig'], [/\bi\. ?d\. ?r\./gi, 'meist'],
  [/\berforderlich\b/gi, 'nötig'], [/\bin kenntnis setzen\b/gi, 'sagen'], [/\bobliegt\b/gi, 'muss'], [/\bverpflichtet\b/gi, 'müssen'], [/\bkostenpflichtig\b/gi, 'kostet etwas'], [/\bpersönliche vorsprache\b/gi, 'Besuch'], [/\bzur verfügung stellen\b/gi, 'geben'],
];
const LONG_SENTENCE = 20;

/** Checks a text as an editor sees it (Markdown). `glossary`: the city's own words to avoid, with what to say instead; `long`: words from which on a sentence is too long. */
export function readabilityOf(markdown: string, glossary: { avoid: string; instead: string }[] = [], long = LONG_SENTENCE): Readability {
  const text = markdown.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[*_#>`]|^\s*(?:[-+]|\d+\.)\s+/gm, ' ');
  const sentences = sentencesOf(text);
  const words = text.match(/\p{L}[\p{L}\p{N}-]*/gu) ?? [];
  const sentenceLength = sentences.length > 0 ? words.length / sentences.length : 0;
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  const ease = words.length >= 20 ? Math.max(0, Math.min(100, Math.round(180 - sentenceLength - 58.5 * (syllables / words.length)))) : undefined;
  const own = glossary.map(({ avoid, instead }): [RegExp, string] => [new RegExp(`(?<!\\p{L})${avoid.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\p{L})`, 'giu'), instead]);
  const avoid = new Map<string, string>();
  for (const [pattern, instead] of [...own, ...AVOID]) for (const [word] of text.matchAll(pattern)) if (!avoid.has(word.toLowerCase())) avoid.set(word.toLowerCase(), instead);
  return { words: words.length, sentences: sentences.length, sentenceLength: Math.round(sentenceLength * 10) / 10, ease, longSentences: sentences.filter((one) => (one.match(/\p{L}+/gu) ?? []).length > long), avoid: [...avoid].map(([word, instead]) => ({ word, instead })) };
}

/** Abbreviations and dates end no sentence; a new line does. */
function sentencesOf(text: string): string[] {
  const whole = text.replaceAll(/\b(z|d|u|i|o|v)\. ?(B|h|a|d|R|g)\.( ?R\.)?/g, '$1$2').replaceAll(/\b(Abs|Nr|Art|bzw|ca|ggf|usw|St|Dr|Str|Tel)\./g, '$1').replaceAll(/(\d)\.(?=\s?\d|\s\p{L})/gu, '$1');
  return whole.split(/[.!?:](?=\s|$)|\n+/).map((one) => one.replaceAll(/\s+/g, ' ').trim()).filter((one) => /\p{L}{2}/u.test(one));
}

/** Groups of vowels, the German ones. */
export const syllablesOf = (word: string): number => Math.max(1, (word.toLowerCase().match(/ie|ei|ai|au|eu|äu|ey|ay|aa|ee|oo|[aeiouyäöü]/g) ?? []).length);

/** What the figure means. */
export const easeInWords = (ease: number): string => (ease >= 70 ? 'leicht' : ease >= 50 ? 'mittel' : ease >= 30 ? 'schwer' : 'sehr schwer');
