/** What a map shows, in the order in which it is drawn. */
export const areaLayers = ['residential', 'industrial', 'meadow', 'forest', 'park', 'cemetery', 'pitch', 'water', 'square', 'building', 'public'] as const;
export const lineLayers = ['stream', 'river', 'rail', 'path', 'service', 'lane', 'street', 'tertiary', 'secondary', 'primary', 'motorway'] as const;
export type AreaLayer = (typeof areaLayers)[number];
export type LineLayer = (typeof lineLayers)[number];
export type Layer = AreaLayer | LineLayer;

/** Kinds of places that people look for. */
export const placeKinds = ['office', 'culture', 'sport', 'education', 'recycling', 'toilet', 'traffic', 'help'] as const;
export type PlaceKind = (typeof placeKinds)[number];

/** Properties of a feature with the names of OpenStreetMap. */
export type Tags = Record<string, unknown>;
const said = (tags: Tags, key: string): string => (typeof tags[key] === 'string' ? tags[key] : '');
const one = (...words: string[]): Set<string> => new Set(words);

const industrial = one('industrial', 'commercial', 'retail', 'railway', 'port', 'depot', 'quarry');
const settled = one('residential', 'education', 'institutional', 'garages', 'village_green');
const meadows = one('meadow', 'grass', 'farmland', 'orchard', 'vineyard', 'recreation_ground', 'greenfield', 'flowerbed');
const parks = one('park', 'garden', 'playground', 'nature_reserve', 'golf_course', 'sports_centre', 'dog_park', 'common');

/** How an area is drawn; undefined: not at all. */
export function areaLayerOf(tags: Tags): AreaLayer | undefined {
  const landuse = said(tags, 'landuse');
  const natural = said(tags, 'natural');
  const leisure = said(tags, 'leisure');
  if (said(tags, 'building')) return ['public', 'civic', 'townhall', 'government'].includes(said(tags, 'building')) || said(tags, 'amenity') === 'townhall' ? 'public' : 'building';
  if (natural === 'water' || said(tags, 'waterway') === 'riverbank' || landuse === 'basin' || landuse === 'reservoir' || leisure === 'swimming_pool') return 'water';
  if (said(tags, 'highway') || said(tags, 'place') === 'square') return 'square';
  if (landuse === 'cemetery' || said(tags, 'amenity') === 'grave_yard' || landuse === 'allotments') return 'cemetery';
  if (leisure === 'pitch' || leisure === 'track' || leisure === 'stadium') return 'pitch';
  if (parks.has(leisure)) return 'park';
  if (landuse === 'forest' || natural === 'wood' || natural === 'scrub') return 'forest';
  if (meadows.has(landuse) || natural === 'grassland' || natural === 'heath') return 'meadow';
  if (industrial.has(landuse)) return 'industrial';
  if (settled.has(landuse)) return 'residential';
  return undefined;
}

const highways: Record<string, LineLayer> = {
  motorway: 'motorway', motorway_link: 'motorway', trunk: 'primary', trunk_link: 'primary', primary: 'primary', primary_link: 'primary', secondary: 'secondary', secondary_link: 'secondary', tertiary: 'tertiary', tertiary_link: 'tertiary',
  residential: 'street', unclassified: 'street', road: 'street', living_street: 'lane', pedestrian: 'lane', busway: 'lane', service: 'service', footway: 'path', path: 'path', cycleway: 'path', steps: 'path', track: 'path', bridleway: 'path',
};

/** How a line is drawn; undefined: not at all. */
export function lineLayerOf(tags: Tags): LineLayer | undefined {
  if (said(tags, 'tunnel') && said(tags, 'tunnel') !== 'no') return undefined;
  const waterway = said(tags, 'waterway');
  if (waterway === 'river' || waterway === 'canal') return 'river';
  if (waterway) return waterway === 'stream' || waterway === 'ditch' || waterway === 'drain' ? 'stream' : undefined;
  if (['rail', 'light_rail', 'tram', 'narrow_gauge'].includes(said(tags, 'railway'))) return 'rail';
  return highways[said(tags, 'highway')];
}

const culture = one('library', 'theatre', 'arts_centre', 'community_centre', 'music_school', 'cinema');
const education = one('school', 'kindergarten', 'university', 'college');
const help = one('hospital', 'police', 'fire_station');

/** What people would look for it as; undefined: nothing that stands in the list of places. */
export function placeKindOf(tags: Tags): PlaceKind | undefined {
  const amenity = said(tags, 'amenity');
  if (amenity === 'toilets') return 'toilet';
  if (!said(tags, 'name')) return undefined;
  if (culture.has(amenity) || said(tags, 'tourism') === 'museum') return 'culture';
  if (education.has(amenity)) return 'education';
  if (help.has(amenity)) return 'help';
  if (amenity === 'recycling' && said(tags, 'recycling_type') === 'centre') return 'recycling';
  if (['sports_centre', 'sports_hall', 'stadium', 'swimming_pool', 'water_park'].includes(said(tags, 'leisure'))) return 'sport';
  if (['station', 'halt'].includes(said(tags, 'railway'))) return 'traffic';
  return undefined;
}
