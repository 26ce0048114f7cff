import type { Scanner } from './scanner.ts';

/** What authors bring from other languages, and how FEEL writes it. */
const HINTS: readonly (readonly [string, string])[] = [
  ["'", 'Texte stehen in FEEL in doppelten Anführungszeichen'],
  ['„', 'Texte stehen in FEEL in geraden Anführungszeichen'],
  ['“', 'Texte stehen in FEEL in geraden Anführungszeichen'],
  ['==', 'Gleichheit schreibt FEEL mit einem „=“'],
  ['=', 'Gleichheit schreibt FEEL mit einem „=“'],
  ['&&', '„und“ heißt in FEEL „and“'],
  ['||', '„oder“ heißt in FEEL „or“'],
  ['!', 'Verneint wird in FEEL mit „not(…)“'],
  ['%', 'Den Rest einer Division rechnet FEEL mit „modulo(…)“'],
  ['${', 'Ausdrücke stehen in FEEL ohne „${…}“'],
  ['#{', 'Ausdrücke stehen in FEEL ohne „#{…}“'],
];

/** Advice for the sign at the current position, if it is a known slip. */
export function hint(s: Scanner): string | undefined {
  return HINTS.find(([sign]) => s.text.startsWith(sign, s.at))?.[1];
}
