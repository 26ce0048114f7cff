/** Door: search patterns that others write; what they may cost, and running them without blocking the server. */
export { MOST_OPTIONAL, searchCost, type SearchCost } from './search-cost.ts';
export { SearchTookTooLong, withinSearchTime } from './within-search-time.ts';
