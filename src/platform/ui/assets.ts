/** What `scripts/build-assets.mjs` made: addresses (with a hash in the name) of everything a page loads. */
export type AssetManifest = {
  /** Style sheets per site, each also mirrored for right-to-left. */
  css: Record<'portal' | 'office', { ltr: string; rtl: string }>;
  /** Colours of the city; loaded after the site's sheet. */
  city: string;
  /** The city's own crest, when it has one. */
  crest?: string;
  /** Pictures for home screens: PNG of 192 and 512 pixels, and one of 512 that may be cut to a circle. */
  icons: Record<'small' | 'large' | 'maskable', string>;
  /** The fonts, the regular one first: it is worth loading early. */
  fonts: string[];
  /** The loader of the islands; a page without an island doesn't load it. */
  islandLoader: string;
  islands: Record<string, { js: string; css?: string }>;
};
