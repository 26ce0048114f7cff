/** Preact's part of the loader, a file of its own so that pages with only small scripts don't fetch it. */
export { h, hydrate } from 'preact';
