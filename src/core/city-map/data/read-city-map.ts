import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { areaLayerOf, lineLayerOf, placeKindOf, type Layer, type PlaceKind, type Tags } from './classify.ts';
import { boxOf, centreOf, joinLines, meets, signedArea, reversed, type Box, type Run } from './geometry.ts';

/** Something drawn: an area (rings, the first one outside) or lines. */
export type Shape = { layer: Layer; runs: Run[]; box: Box; name: string; /** Short sign of a road: 'A 999'. */ ref: string };
export type Spot = { x: number; y: number };
/** A name that stands for itself: a part of the city. */
export type Quarter = Spot & { name: string };
/** A place that people look for, other than the city's offices. */
export type Sight = Spot & { name: string; kind: PlaceKind; street: string; houseNumber: string };

/** The city's map in metres around its middle; made of city/map.geojson. */
export type CityMap = {
  /** Changes with the file: part of the address of every picture. */
  version: string;
  /** Whose data it is, on every map. */
  attribution: string;
  extent: Box;
  shapes: Shape[];
  /** Numbers of shapes by square of the grid. */
  grid: Map<string, number[]>;
  quarters: Quarter[];
  sights: Sight[];
  /** Houses by 'street number' in small letters. */
  houses: Map<string, Spot>;
  /** What a house is called: 'Altes Schloss'. */
  houseNames: Map<string, string>;
  /** Streets by name in small letters. */
  streets: Map<string, Spot & { name: string }>;
  toMap(position: { lat: number; lon: number }): Spot;
  toEarth(spot: Spot): { lat: number; lon: number };
};

const FILE = 'map.geojson';
const MOST_MEGABYTES = 60;
const METRES_PER_DEGREE = 111_320;
export const GRID_METRES = 400;
type Position = [number, number];
type Feature = { tags: Tags; kind: 'area' | 'line' | 'point'; /** Of each part its rings or line. */ parts: Position[][][]; words: string };

/**
 * Reads the map of the city's folder; undefined when it has none.
 * @throws Error naming the file and the feature that is not as it should be.
 */
export function readCityMap(cityDir: string): CityMap | undefined {
  const path = join(cityDir, FILE);
  if (!existsSync(path)) return undefined;
  const wrong = (why: string): Error => new Error(`${path}: ${why}`);
  if (statSync(path).size > MOST_MEGABYTES * 1e6) throw wrong(`the file has more than ${MOST_MEGABYTES} MB; leave out what is not drawn (README of the folder).`);
  const source = readFileSync(path, 'utf8');
  const { features, attribution } = readFeatures(source, wrong);
  const positions = features.flatMap(({ parts }) => parts.flat(2));
  const edges = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  for (const [lon, lat] of positions) {
    edges.west = Math.min(edges.west, lon);
    edges.east = Math.max(edges.east, lon);
    edges.south = Math.min(edges.south, lat);
    edges.north = Math.max(edges.north, lat);
  }
  if (edges.north - edges.south > 1 || edges.east - edges.west > 1.5) throw wrong('it is larger than a city: more than 100 kilometres from edge to edge.');
  const [lon0, lat0] = [(edges.west + edges.east) / 2, (edges.south + edges.north) / 2];
  const perLon = METRES_PER_DEGREE * Math.cos((lat0 * Math.PI) / 180);
  const tenth = (metres: number): number => Math.round(metres * 10) / 10;
  // A city is small: a plane that is true to scale at its middle is off by less than a metre in a kilometre.
  const toMap = ({ lat, lon }: { lat: number; lon: number }): Spot => ({ x: tenth((lon - lon0) * perLon), y: tenth((lat0 - lat) * METRES_PER_DEGREE) });
  const toEarth = ({ x, y }: Spot): { lat: number; lon: number } => ({ lat: Math.round((lat0 - y / METRES_PER_DEGREE) * 1e6) / 1e6, lon: Math.round((lon0 + x / perLon) * 1e6) / 1e6 });
  const onMap = (run: Position[]): Run => run.flatMap(([lon, lat]) => [tenth((lon - lon0) * perLon), tenth((lat0 - lat) * METRES_PER_DEGREE)]);
  const shapes = shapesOf(features, onMap);
  return {
    version: createHash('sha256').update(source).digest('base64url').slice(0, 8),
    attribution,
    extent: boxOf(shapes.flatMap(({ runs }) => runs)),
    shapes,
    grid: gridOf(shapes),
    ...namesOf(features, onMap),
    streets: streetsOf(shapes),
    toMap,
    toEarth,
  };
}

function readFeatures(source: string, wrong: (why: string) => Error): { features: Feature[]; attribution: string } {
  let file: { type?: unknown; features?: unknown; attribution?: unknown; copyright?: unknown };
  try {
    file = JSON.parse(source) as typeof file;
  } catch (error) {
    throw wrong(`it is not JSON: ${(error as Error).message}`);
  }
  if (file.type !== 'FeatureCollection' || !Array.isArray(file.features)) throw wrong('it is not a GeoJSON FeatureCollection.');
  const attribution = [file.attribution, file.copyright].find((one) => typeof one === 'string' && one.trim() !== '');
  if (typeof attribution !== 'string') throw wrong('it does not say whose data it is: add "attribution": "© OpenStreetMap-Mitwirkende, ODbL" beside "features".');
  const features = file.features.flatMap((one: unknown, i) => readFeature(one, i, wrong) ?? []);
  if (features.length === 0) throw wrong('nothing in it can be drawn: it has no lines, areas or points.');
  return { features, attribution };
}

const depths: Record<string, { kind: Feature['kind']; depth: number }> = {
  Point: { kind: 'point', depth: 0 }, MultiPoint: { kind: 'point', depth: 1 }, LineString: { kind: 'line', depth: 1 }, MultiLineString: { kind: 'line', depth: 2 }, Polygon: { kind: 'area', depth: 2 }, MultiPolygon: { kind: 'area', depth: 3 },
};

function readFeature(raw: unknown, index: number, wrong: (why: string) => Error): Feature | undefined {
  const one = raw as { type?: unknown; id?: unknown; properties?: unknown; geometry?: { type?: unknown; coordinates?: unknown } | null } | null;
  const tags = (one?.properties ?? {}) as Tags;
  const named = [one?.id ?? tags['@id'], tags['name']].filter(Boolean).map((word) => `'${String(word)}'`).join(' ');
  const words = `feature ${index + 1}${named ? ` (${named})` : ''}`;
  if (one?.type !== 'Feature' || typeof tags !== 'object' || Array.isArray(tags)) throw wrong(`${words} is not a GeoJSON Feature with properties.`);
  if (!one.geometry) return undefined;
  const shape = depths[String(one.geometry.type)];
  if (!shape) throw wrong(`${words} is a ${String(one.geometry.type)}; it may be Point, LineString, Polygon or several of one kind.`);
  // brought to one depth: parts of rings (or lines) of positions
  let coordinates: unknown = one.geometry.coordinates;
  for (let depth = shape.depth; depth < 3; depth++) coordinates = [coordinates];
  const isPosition = (position: unknown): position is Position => Array.isArray(position) && typeof position[0] === 'number' && typeof position[1] === 'number' && Math.abs(position[0]) <= 180 && Math.abs(position[1]) <= 90;
  const bad = (coordinates as unknown[][][]).flat(2).find((position) => !isPosition(position));
  if (bad !== undefined || !Array.isArray(coordinates)) throw wrong(`${words} has a position that is not [longitude, latitude] in degrees: ${JSON.stringify(bad).slice(0, 60)}`);
  const parts = shape.kind === 'line' ? (coordinates as Position[][][]).flat().map((line) => [line]) : (coordinates as Position[][][]);
  const least = shape.kind === 'area' ? 4 : shape.kind === 'line' ? 2 : 1;
  const short = parts.flat().find((run) => run.length < least);
  if (short) throw wrong(`${words} has ${shape.kind === 'area' ? 'a ring' : 'a line'} of ${short.length} positions; at least ${least} are needed.`);
  return { tags, kind: shape.kind, parts, words };
}

const said = (tags: Tags, key: string): string => (typeof tags[key] === 'string' ? tags[key].trim() : '');

function shapesOf(features: Feature[], onMap: (run: Position[]) => Run): Shape[] {
  const shapes: Shape[] = [];
  const lines = new Map<string, { layer: Layer; name: string; ref: string; runs: Run[] }>();
  for (const { tags, kind, parts } of features) {
    const [name, ref] = [said(tags, 'name'), said(tags, 'ref')];
    if (kind === 'area') {
      const layer = areaLayerOf(tags);
      if (!layer) continue;
      for (const rings of parts) {
        // outside clockwise, holes the other way: so all areas of a layer can be one path
        const runs = rings.map(onMap).map((ring, i) => (signedArea(ring) > 0 === (i === 0) ? ring : reversed(ring)));
        shapes.push({ layer, runs, box: boxOf(runs), name, ref });
      }
    } else if (kind === 'line') {
      const layer = lineLayerOf(tags);
      if (!layer) continue;
      const key = `${layer}/${name}/${ref}`;
      const known = lines.get(key) ?? { layer, name, ref, runs: [] };
      known.runs.push(...parts.flat().map(onMap));
      lines.set(key, known);
    }
  }
  for (const { layer, name, ref, runs } of lines.values()) for (const run of name || ref ? joinLines(runs) : runs) shapes.push({ layer, runs: [run], box: boxOf([run]), name, ref });
  return shapes;
}

function gridOf(shapes: Shape[]): Map<string, number[]> {
  const grid = new Map<string, number[]>();
  for (const [i, { box }] of shapes.entries()) {
    for (let x = Math.floor(box.left / GRID_METRES); x <= Math.floor(box.right / GRID_METRES); x++) {
      for (let y = Math.floor(box.top / GRID_METRES); y <= Math.floor(box.bottom / GRID_METRES); y++) {
        const key = `${x} ${y}`;
        const square = grid.get(key);
        if (square) square.push(i);
        else grid.set(key, [i]);
      }
    }
  }
  return grid;
}

/** All shapes that meet a box, in the order of the file. */
export function shapesIn(map: CityMap, box: Box): Shape[] {
  const found = new Set<number>();
  for (let x = Math.floor(box.left / GRID_METRES); x <= Math.floor(box.right / GRID_METRES); x++) {
    for (let y = Math.floor(box.top / GRID_METRES); y <= Math.floor(box.bottom / GRID_METRES); y++) for (const i of map.grid.get(`${x} ${y}`) ?? []) found.add(i);
  }
  return [...found].toSorted((a, b) => a - b).flatMap((i) => map.shapes[i] ?? []).filter((shape) => meets(shape.box, box));
}

export const houseKey = (street: string, houseNumber: string): string => `${street} ${houseNumber}`.trim().toLowerCase();

function namesOf(features: Feature[], onMap: (run: Position[]) => Run): Pick<CityMap, 'quarters' | 'sights' | 'houses' | 'houseNames'> {
  const quarters: Quarter[] = [];
  const sights: Sight[] = [];
  const houses = new Map<string, Spot>();
  const houseNames = new Map<string, string>();
  for (const { tags, kind, parts } of features) {
    const run = onMap(parts[0]?.[0] ?? []);
    const spot: Spot = kind === 'area' ? centreOf(run) : { x: run[0] ?? 0, y: run[1] ?? 0 };
    const name = said(tags, 'name');
    if (kind === 'point' && name && ['suburb', 'quarter', 'neighbourhood', 'village', 'hamlet'].includes(said(tags, 'place'))) quarters.push({ ...spot, name });
    const [street, houseNumber] = [said(tags, 'addr:street'), said(tags, 'addr:housenumber')];
    if (street && houseNumber && kind !== 'line') {
      houses.set(houseKey(street, houseNumber), spot);
      if (name) houseNames.set(houseKey(street, houseNumber), name);
    }
    const sight = kind === 'line' ? undefined : placeKindOf(tags);
    if (sight) sights.push({ ...spot, name, kind: sight, street, houseNumber });
  }
  return { quarters, sights, houses, houseNames };
}

/** The middle of each street's longest stretch. */
function streetsOf(shapes: Shape[]): CityMap['streets'] {
  const streets = new Map<string, Spot & { name: string; length: number }>();
  for (const { layer, name, runs, box } of shapes) {
    if (!name || !['path', 'service', 'lane', 'street', 'tertiary', 'secondary', 'primary', 'square'].includes(layer)) continue;
    const [run = []] = runs;
    const middle = layer === 'square' ? centreOf(run) : { x: run[Math.floor(run.length / 4) * 2] ?? 0, y: run[Math.floor(run.length / 4) * 2 + 1] ?? 0 };
    const length = box.right - box.left + box.bottom - box.top;
    if ((streets.get(name.toLowerCase())?.length ?? 0) < length) streets.set(name.toLowerCase(), { ...middle, name, length });
  }
  return streets;
}
