/** Door: the city's own map, where an address lies on it, and pictures of that. */
export { findOnMap, listPlaces, type Place, type PlaceOnMap } from './data/places.ts';
export type { PlaceKind } from './data/classify.ts';
export type { Spot } from './data/read-city-map.ts';
export { SpotMap } from './portal/spot-map.tsx';
export { cityMapModule } from './module.ts';
