import type { AreaLayer, LineLayer } from '../data/classify.ts';

/** A colour by day and by night. */
type Colour = readonly [light: string, dark: string];

export const ground: Colour = ['#f3f1ea', '#1b2026'];
export const areaColours: Record<AreaLayer, Colour> = {
  residential: ['#ebe7de', '#21272e'],
  industrial: ['#e6e2ea', '#25262f'],
  meadow: ['#e3edd2', '#1e2a22'],
  forest: ['#c3dcb4', '#1a3023'],
  park: ['#d3e7c4', '#1f3627'],
  cemetery: ['#d6e4cd', '#22322a'],
  pitch: ['#bcdcae', '#264230'],
  water: ['#a9cfe8', '#16394f'],
  square: ['#f9f3e6', '#353b43'],
  building: ['#d8d0c4', '#323942'],
  public: ['#c79f8f', '#8a5a49'],
};

/** How wide a road is: in metres, and how narrow it may get on the page. The smallest scale at which it is drawn, in metres a pixel. */
type Road = { metres: number; least: number; upTo: number; fill: Colour; edge?: Colour; dashes?: string };
const edge: Colour = ['#c9c2b6', '#12161a'];
export const roads: Record<LineLayer, Road> = {
  stream: { metres: 4, least: 1.2, upTo: 12, fill: ['#a9cfe8', '#16394f'] },
  river: { metres: 8, least: 1.6, upTo: 99, fill: ['#a9cfe8', '#16394f'] },
  rail: { metres: 3, least: 1.1, upTo: 30, fill: ['#8d8f96', '#7c828c'] },
  path: { metres: 1.6, least: 1, upTo: 2, fill: ['#c2ab87', '#6b6350'], dashes: '4 2.5' },
  service: { metres: 4, least: 1.6, upTo: 1.5, fill: ['#ffffff', '#3a424c'], edge },
  lane: { metres: 6.5, least: 0.8, upTo: 8, fill: ['#fbf5e9', '#40474f'], edge },
  street: { metres: 7.5, least: 0.8, upTo: 8, fill: ['#ffffff', '#3d4650'], edge },
  tertiary: { metres: 9, least: 1.4, upTo: 14, fill: ['#ffffff', '#46505b'], edge },
  secondary: { metres: 11, least: 2, upTo: 99, fill: ['#fdf2c4', '#57522f'], edge: ['#cdb878', '#12161a'] },
  primary: { metres: 13, least: 2.4, upTo: 99, fill: ['#fbdf9a', '#6b572a'], edge: ['#cba552', '#12161a'] },
  motorway: { metres: 20, least: 3, upTo: 99, fill: ['#f2b79b', '#7c4a36'], edge: ['#c4805f', '#12161a'] },
};

const words: Record<string, { colour: Colour; style: string }> = {
  street: { colour: ['#3c3a36', '#cdd3da'], style: 'font-size:11.5px' },
  water: { colour: ['#1f5f87', '#8fc4e6'], style: 'font-size:12px;font-style:italic' },
  green: { colour: ['#2f6130', '#9bcf9c'], style: 'font-size:11.5px' },
  quarter: { colour: ['#5b5348', '#b9bfc7'], style: 'font-size:13px;font-weight:600;letter-spacing:.04em' },
  house: { colour: ['#7a3420', '#f0b8a4'], style: 'font-size:12px;font-weight:600' },
  sign: { colour: ['#6a2d12', '#ffd9c7'], style: 'font-size:10.5px;font-weight:600' },
};
export type LabelLook = keyof typeof words & string;

/** The city's pin: dark on light, light on dark, seen by everybody. */
const pin: Colour = ['#b3261e', '#ff8a7a'];
const halo = ground;
const scale: Colour = ['#2b2b2b', '#e3e7ec'];

function rules(night: 0 | 1): string {
  const areas = Object.entries(areaColours).map(([layer, colour]) => `.a-${layer}{fill:${colour[night]}}`);
  const lines = Object.entries(roads).flatMap(([layer, road]) => [`.f-${layer}{stroke:${road.fill[night]}}`, ...(road.edge ? [`.e-${layer}{stroke:${road.edge[night]}}`] : [])]);
  const labels = Object.entries(words).map(([look, { colour }]) => `.t-${look}{fill:${colour[night]}}`);
  return [`.g{fill:${ground[night]}}`, ...areas, `.a-building,.a-public{stroke:${night ? '#414a55' : '#bfb5a6'}}`, ...lines, ...labels, `text{stroke:${halo[night]}}`, `.pin{fill:${pin[night]};stroke:${night ? '#1b2026' : '#ffffff'}}`, `.dot{fill:${night ? '#1b2026' : '#ffffff'}}`, `.m{fill:${scale[night]}}`, `.s{stroke:${scale[night]};fill:none}`].join('');
}

/** The style of every picture; a picture has its own, since it is loaded as a file of its own. */
export const mapStyle = [
  'path{fill:none;stroke-linecap:round;stroke-linejoin:round}',
  `text{font-family:'Fira Sans',system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;paint-order:stroke;stroke-width:3px;stroke-linejoin:round;text-anchor:middle}`,
  ...Object.entries(words).map(([look, { style }]) => `.t-${look}{${style}}`),
  '.m{font-size:10.5px;stroke-width:2.5px;text-anchor:start}.m.n{font-weight:600;text-anchor:middle}',
  '.a-building,.a-public{stroke-width:.6}.s{stroke-width:1.5}',
  rules(0),
  `@media (prefers-color-scheme:dark){${rules(1)}}`,
  `@media print{${rules(0)}}`,
].join('');
