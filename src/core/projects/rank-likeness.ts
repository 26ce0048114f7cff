/** Words that say nothing about what something is. */
const EMPTY = new Set('und oder der die das den dem des ein eine einer eines einem einen für mit von vom zum zur im in am an auf aus bei bis nach ohne über unter um zu ist sind wird werden soll sollen kann können wir sie es ich nicht auch als wie per digital digitale digitaler digitales digitalen digitalisierung online stadt neue neuer neues neuen einführung projekt system bestellen melden beantragen anzeigen anmelden abmelden verlängern ändern bekommen kommen kommt gehen geht mehr weniger alle allen jede jeder mal einmal statt beim damit dass danach heute jahr eines zug schnell schneller besser einfach'.split(' '));

/** German endings cut off, umlauts opened: 'Bauakten' and 'bauakte' meet. Rough on purpose; a stemmer of the database would need a round trip. */
function stem(word: string): string {
  const plain = word.replaceAll('ä', 'a').replaceAll('ö', 'o').replaceAll('ü', 'u').replaceAll('ß', 'ss');
  return plain.length > 5 ? plain.replace(/(ungen|ung|heiten|heit|keiten|keit|isch|lich|en|er|es|em|e|n|s)$/, '') : plain;
}

export const stemsOf = (text: string): Set<string> => new Set((text.toLowerCase().match(/[\p{L}\d]{3,}/gu) ?? []).filter((word) => !EMPTY.has(word)).map(stem));

/** A compound contains what it is made of: 'hundesteuer' and 'steuer' are half alike. */
function meet(word: string, words: Set<string>): number {
  if (words.has(word)) return 1;
  for (const other of words) {
    const [short, long] = word.length < other.length ? [word, other] : [other, word];
    if (short.length >= 5 && long.includes(short)) return 0.5;
  }
  return 0;
}

const THRESHOLD = 0.22;

/** The entries most like a text, nearest first (`near` 0 to 1). Rare words weigh more; words of the title count twice. Some thousand entries take some milliseconds. */
export function rankLikeness<T>(text: string, entries: T[], { describe, limit }: { describe: (entry: T) => { title: string; more: string }; limit: number }): { of: T; near: number }[] {
  const asked = stemsOf(text);
  if (asked.size === 0) return [];
  const known = entries.map((entry) => {
    const { title, more } = describe(entry);
    return { entry, title: stemsOf(title), more: stemsOf(more) };
  });
  const rarity = new Map([...asked].map((word) => [word, Math.log(1 + known.length / (1 + known.filter(({ title, more }) => title.has(word) || more.has(word)).length))]));
  const whole = [...rarity.values()].reduce((sum, weight) => sum + weight, 0) || 1;
  const scored = known.map(({ entry, title, more }) => {
    const hit = [...asked].reduce((sum, word) => sum + (rarity.get(word) ?? 0) * Math.max(meet(word, title), meet(word, more) / 2), 0);
    // how much of the entry's own title is said counts too: a long text would otherwise find everything
    const back = title.size === 0 ? 0 : [...title].reduce((sum, word) => sum + meet(word, asked), 0) / title.size;
    return { of: entry, near: Math.min(1, 0.5 * (hit / whole) + 0.5 * back) };
  });
  return scored.filter(({ near }) => near >= THRESHOLD).sort((a, b) => b.near - a.near).slice(0, limit);
}
