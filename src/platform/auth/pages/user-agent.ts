const browsers: [RegExp, string][] = [[/Edg\//, 'Edge'], [/OPR\//, 'Opera'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari']];
const systems: [RegExp, string][] = [[/iPhone/, 'iPhone'], [/iPad/, 'iPad'], [/Android/, 'Android'], [/Windows/, 'Windows'], [/Mac OS X|Macintosh/, 'Mac'], [/Linux|X11/, 'Linux']];
const first = (list: [RegExp, string][], text: string): string | undefined => list.find(([pattern]) => pattern.test(text))?.[1];

/** A browser as people know it: 'Firefox, Windows'; undefined when it says nothing known. */
export function describeUserAgent(userAgent: string): string | undefined {
  const words = [first(browsers, userAgent), first(systems, userAgent)].filter(Boolean);
  return words.length ? words.join(', ') : undefined;
}
