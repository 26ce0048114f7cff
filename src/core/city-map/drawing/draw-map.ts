import { areaLayers, lineLayers, type AreaLayer, type LineLayer } from '../data/classify.ts';
import { boxOf, centreOf, clipLine, clipRing, isInside, thin, type Box, type Run } from '../data/geometry.ts';
import { shapesIn, type CityMap, type Shape, type Spot } from '../data/read-city-map.ts';
import { mapStyle, roads, type LabelLook } from './looks.ts';
import { Placing, widthOf, type Label } from './place-labels.ts';
import { NORTH, scaleBar } from './scale-bar.ts';

export type Picture = {
  middle: Spot;
  /** Metres a pixel. */
  scale: number;
  width: number;
  height: number;
  /** Where a place is marked. */
  pin?: Spot;
  /** With scale, north and source in the picture itself; else the page says them. */
  legend?: boolean;
};

const AREA_LOOK: Partial<Record<AreaLayer, LabelLook>> = { water: 'water', park: 'green', forest: 'green', cemetery: 'green', meadow: 'green', pitch: 'green', square: 'street', public: 'house' };
const isArea = (shape: Shape): boolean => (areaLayers as readonly string[]).includes(shape.layer);
const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const tenth = (value: number): string => String(Math.round(value * 10) / 10);

/** A part of the city as SVG: areas, water, railway, roads, houses, names; for the eye only, a list beside it says the same in words. */
export function drawMap(map: CityMap, picture: Picture): string {
  const { middle, scale, width, height } = picture;
  const margin = 30 * scale;
  const view: Box = { left: middle.x - (width / 2) * scale - margin, right: middle.x + (width / 2) * scale + margin, top: middle.y - (height / 2) * scale - margin, bottom: middle.y + (height / 2) * scale + margin };
  const shapes = shapesIn(map, view);
  const onPage = (run: Run): Run => run.map((value, i) => (i % 2 === 0 ? (value - middle.x) / scale + width / 2 : (value - middle.y) / scale + height / 2));
  const seen = shapes.map((shape) => ({ shape, runs: (isArea(shape) ? shape.runs.map((ring) => clipRing(ring, view)).filter((ring) => ring.length >= 6) : shape.runs.flatMap((line) => clipLine(line, view))).map(onPage) }));
  const pin = picture.pin ? onPage([picture.pin.x, picture.pin.y]) : undefined;
  const placing = new Placing(width, height);
  if (pin) placing.keepFree({ left: (pin[0] ?? 0) - 16, right: (pin[0] ?? 0) + 16, top: (pin[1] ?? 0) - 42, bottom: (pin[1] ?? 0) + 5 });
  if (picture.legend) placing.keepFree({ left: 0, right: width, top: height - 36, bottom: height });
  name(placing, { map, seen, scale, onPage, areaOf: { width, height } });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><style>${mapStyle}</style><rect class="g" width="${width}" height="${height}"/>`,
    ...areaLayers.map((layer) => areasOf(layer, seen, scale)),
    ...linesOf(seen, scale),
    ...housesOf(seen, scale),
    writing(placing.labels),
    pin ? `<path class="pin" stroke-width="2" d="M${tenth(pin[0] ?? 0)} ${tenth(pin[1] ?? 0)}c-4-9-13-13-13-23a13 13 0 0 1 26 0c0 10-9 14-13 23z"/><circle class="dot" cx="${tenth(pin[0] ?? 0)}" cy="${tenth((pin[1] ?? 0) - 23)}" r="5"/>` : '',
    picture.legend ? legend(map, picture) : '',
    '</svg>',
  ].join('');
}

type Seen = { shape: Shape; runs: Run[] };

function pathOf(runs: Run[], { close = false, least = 0.8 } = {}): string {
  return runs
    .map((run) => {
      const kept = thin(run, least);
      if (kept.length < (close ? 6 : 4)) return '';
      let [x, y] = [Math.round((kept[0] ?? 0) * 10), Math.round((kept[1] ?? 0) * 10)];
      let path = `M${x / 10} ${y / 10}l`;
      for (let i = 2; i < kept.length; i += 2) {
        // relative to what was written, so that rounding never adds up
        const [nextX, nextY] = [Math.round((kept[i] ?? 0) * 10), Math.round((kept[i + 1] ?? 0) * 10)];
        path += `${i > 2 ? ' ' : ''}${(nextX - x) / 10} ${(nextY - y) / 10}`;
        [x, y] = [nextX, nextY];
      }
      return path.replaceAll(' -', '-') + (close ? 'z' : '');
    })
    .join('');
}

const isHouse = (layer: string): boolean => layer === 'building' || layer === 'public';

function areasOf(layer: AreaLayer, seen: Seen[], scale: number): string {
  if (isHouse(layer)) return '';
  const d = pathOf(seen.filter(({ shape }) => shape.layer === layer).flatMap(({ runs }) => runs), { close: true, least: scale > 3 ? 1.5 : 0.8 });
  return d ? `<path class="a-${layer}" d="${d}"/>` : '';
}

/** Houses stand on what is left beside the roads; from far away only the city's own. */
function housesOf(seen: Seen[], scale: number): string[] {
  const layers: AreaLayer[] = scale <= 3 ? ['building', 'public'] : scale <= 6 ? ['public'] : [];
  return layers.map((layer) => {
    const d = pathOf(seen.filter(({ shape }) => shape.layer === layer).flatMap(({ runs }) => runs), { close: true, least: 0.4 });
    return d ? `<path class="a-${layer}" d="${d}"/>` : '';
  });
}

function linesOf(seen: Seen[], scale: number): string[] {
  const byLayer = Map.groupBy(seen.filter(({ shape }) => !isArea(shape)), ({ shape }) => shape.layer as LineLayer);
  const drawn = lineLayers.flatMap((layer) => {
    const road = roads[layer];
    const runs = byLayer.get(layer)?.flatMap((one) => one.runs);
    return runs && scale <= road.upTo ? [{ layer, road, wide: Math.max(road.least, road.metres / scale), d: pathOf(runs, { least: scale > 3 ? 1.5 : 0.6 }) }] : [];
  });
  const edges = drawn.filter(({ road, wide }) => road.edge && wide > 1.5).map(({ layer, wide, d }) => `<path class="e-${layer}" stroke-width="${tenth(wide + 1.6)}" d="${d}"/>`);
  const fills = drawn.map(({ layer, road, wide, d }) => `<path class="f-${layer}" stroke-width="${tenth(wide)}"${road.dashes ? ` stroke-dasharray="${road.dashes}" stroke-linecap="butt"` : ''} d="${d}"/>`);
  // water and rails lie below all roads
  const below = drawn.filter(({ layer }) => ['stream', 'river', 'rail'].includes(layer)).length;
  return [...fills.slice(0, below), ...edges, ...fills.slice(below)];
}

type Naming = { map: CityMap; seen: Seen[]; scale: number; onPage: (run: Run) => Run; areaOf: { width: number; height: number } };

function name(placing: Placing, { map, seen, scale, onPage, areaOf }: Naming): void {
  const within: Box = { left: 0, top: 0, right: areaOf.width, bottom: areaOf.height };
  if (scale <= 14) nameAreas(placing, seen.filter(({ shape }) => shape.layer === 'public' && scale <= 1.6), within);
  if (scale >= 1.8) {
    for (const quarter of map.quarters) {
      const [x = 0, y = 0] = onPage([quarter.x, quarter.y]);
      if (x > 0 && y > 0 && x < areaOf.width && y < areaOf.height) placing.write('quarter', quarter.name, { x, y });
    }
  }
  const named = seen.filter(({ shape }) => shape.name);
  for (const { shape, runs } of named.filter(({ shape: { layer } }) => layer === 'river' || (layer === 'stream' && scale < 3))) for (const run of runs) placing.writeAlong('water', shape.name, run);
  nameAreas(placing, named.filter(({ shape: { layer } }) => layer in AREA_LOOK && !isHouse(layer)).toSorted((a, b) => sizeOf(b.runs) - sizeOf(a.runs)), within);
  const ways = seen.filter(({ shape }) => !isArea(shape) && (shape.name || shape.ref) && !['river', 'stream', 'rail'].includes(shape.layer));
  const rank = (layer: string): number => lineLayers.indexOf(layer as LineLayer);
  for (const { shape, runs } of ways.toSorted((a, b) => rank(b.shape.layer) - rank(a.shape.layer) || sizeOf(b.runs) - sizeOf(a.runs))) {
    const least = shape.layer === 'lane' || shape.layer === 'street' || shape.layer === 'path' ? 2.6 : shape.layer === 'tertiary' ? 4 : 12;
    if (scale > least) continue;
    for (const run of runs) placing.writeAlong(shape.layer === 'motorway' ? 'sign' : 'street', shape.layer === 'motorway' ? shape.ref || shape.name : shape.name || shape.ref, thin(run, 3));
  }
}

const sizeOf = (runs: Run[]): number => Math.max(0, ...runs.map((run) => ((box) => box.right - box.left + box.bottom - box.top)(boxOf([run]))));

function nameAreas(placing: Placing, areas: Seen[], within: Box): void {
  for (const { shape, runs } of areas) {
    const [ring] = runs;
    const look = AREA_LOOK[shape.layer as AreaLayer];
    if (!ring || !look || !shape.name) continue;
    const visible = clipRing(ring, within);
    if (visible.length < 6) continue;
    const box = boxOf([visible]);
    const spot = centreOf(visible);
    const house = look === 'house';
    // a park's name stands in the park; that of a house may be wider than the house
    if (!house && (widthOf(shape.name, look) > (box.right - box.left) * 1.05 || box.bottom - box.top < 14)) continue;
    if (house) placing.write(look, shape.name, { x: spot.x, y: box.bottom + 11 });
    else if (isInside(visible, spot.x, spot.y) && !runs.slice(1).some((hole) => isInside(hole, spot.x, spot.y))) placing.write(look, shape.name, spot);
  }
}

function writing(labels: Label[]): string {
  const paths: string[] = [];
  const texts = labels.map((label) => {
    const words = escaped(label.words);
    if (!('along' in label)) return `<text class="t-${label.look}" x="${tenth(label.x)}" y="${tenth(label.y + 4)}">${words}</text>`;
    paths.push(`<path id="p${paths.length}" d="${pathOf([label.along], { least: 2 })}"/>`);
    return `<text class="t-${label.look}" dy=".34em"><textPath href="#p${paths.length - 1}" startOffset="50%">${words}</textPath></text>`;
  });
  return `<defs>${paths.join('')}</defs>${texts.join('')}`;
}

function legend(map: CityMap, { scale, width, height }: Picture): string {
  const bar = scaleBar(scale, width / 3);
  const y = height - 21;
  return [
    `<path class="s" stroke-linecap="butt" stroke-linejoin="miter" d="M10 ${y - 5}v5h${tenth(bar.pixels)}v-5"/><text class="m" x="${tenth(16 + bar.pixels)}" y="${y}">${bar.words}</text>`,
    `<text class="m" x="10" y="${height - 6}">${escaped(map.attribution)}</text>`,
    `<g transform="translate(${width - 18} 12)"><path class="m" stroke="none" d="${NORTH}"/><text class="m n" x="0" y="30">N</text></g>`,
  ].join('');
}
