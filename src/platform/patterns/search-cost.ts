/**
 * What a search may cost: repetitions without upper limit, the product of all limited ones, whether one lies in another,
 * and how many parts are optional.
 */
export type SearchCost = { open: number; choices: number; nested: boolean; optional: number };

/** More optional parts than this V8 does not compile in time. */
export const MOST_OPTIONAL = 12;

/** Estimates the cost of a search from the text of a JavaScript pattern; too high at worst. */
export function searchCost(source: string): SearchCost {
  const cost: SearchCost = { open: 0, choices: 1, nested: false, optional: 0 };
  // classes and escapes are single letters here
  const bare = source.replace(/\\(?:[pPu]\{[^}]*\}|.)/gs, 'a').replace(/\[(?:[^[\]]|\[[^[\]]*\])*\]/g, 'a');
  for (const match of bare.matchAll(/[*+?|]|\{(\d+)(,?)(\d*)\}/g)) {
    const before = bare[match.index - 1];
    const [whole, low = '', comma, high = ''] = match;
    // reluctant repetitions (`a*?`) and special groups (`(?:`)
    if (whole === '?' && before !== undefined && /[*+?}(]/.test(before)) continue;
    const unlimited = whole === '*' || whole === '+' || (comma === ',' && high === '');
    if (before === ')' && (unlimited || Number(high || low) > 1)) cost.nested = true;
    if (whole === '?' || (comma === ',' && high !== '' && Number(high) <= 3)) cost.optional += 1;
    if (unlimited) cost.open += 1;
    else if (whole === '|' || whole === '?') cost.choices *= 2;
    else if (comma === ',') cost.choices *= Math.max(1, Number(high) - Number(low) + 1);
  }
  return cost;
}
