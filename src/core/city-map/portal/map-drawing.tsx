import type { VNode } from 'preact';
import type { Locale } from '#platform/i18n';
import type { CityMap, Spot } from '../data/read-city-map.ts';
import { NORTH, scaleBar } from '../drawing/scale-bar.ts';
import { WINDOW, neighbourOf, pixelOf, scales, zoomed, type Window } from '../drawing/window.ts';
import { mapTexts } from './texts.ts';

/** A marked place; without a number it is the one that was looked for. */
export type Pin = { spot: Spot; label: string; number?: number; href?: string };
type Props = { map: CityMap; window: Window; pins: Pin[]; title: string; hrefOf: (window: Window) => string; locale: Locale };

const HIGH = 520;
const viewBox = `0 0 ${WINDOW.width} ${WINDOW.height}`;
const all = { width: '100%', height: '100%' };

/**
 * The map in the page: the picture, pins that are links, and links for looking elsewhere. A narrow screen shows the middle of the
 * window in the same size, so that names stay readable; what belongs to a corner is laid over it with an alignment of its own.
 */
export function MapDrawing({ map, window, pins, title, hrefOf, locale }: Props): VNode {
  const bar = scaleBar(scales[window.z] ?? 1, 90);
  const seen = pins.map((pin) => ({ ...pin, ...pixelOf(window, pin.spot) })).filter(({ x, y }) => x > 8 && y > 8 && x < WINDOW.width - 8 && y < WINDOW.height - 4);
  const y = WINDOW.height - 14;
  return (
    <svg width="100%" height={HIGH} role="group" aria-label={mapTexts(locale).map(title)} font-size="13">
      <svg {...all} viewBox={viewBox} preserveAspectRatio="xMidYMid slice">
        <image href={`/karte/bild/${window.z}/${window.x}/${window.y}/karte.svg?v=${map.version}`} width={WINDOW.width} height={WINDOW.height} aria-hidden="true" />
        {/* those in the north first: a pin in front stands over the one behind */}
        {seen.toSorted((a, b) => a.y - b.y).map((pin) => <PinMark key={pin.label} {...pin} />)}
      </svg>
      <svg {...all} viewBox={viewBox} preserveAspectRatio="xMinYMax slice" pointer-events="none" aria-hidden="true">
        <rect x="8" y={y - 16} width={Math.round(bar.pixels) + 66} height="24" rx="3" fill="var(--ground)" opacity=".85" />
        <path d={`M16 ${y - 7}v7h${bar.pixels}v-7`} fill="none" stroke="var(--text)" stroke-width="1.5" />
        <text x={24 + bar.pixels} y={y + 1} fill="var(--text)">{bar.words}</text>
      </svg>
      <svg {...all} viewBox={viewBox} preserveAspectRatio="xMinYMin slice" pointer-events="none" aria-hidden="true">
        <circle cx="30" cy="34" r="22" fill="var(--ground)" opacity=".85" />
        <path transform="translate(30 22)" d={NORTH} fill="var(--text)" />
        <text x="30" y="52" text-anchor="middle" font-size="11" font-weight="600" fill="var(--text)">N</text>
      </svg>
      <Ways map={map} window={window} hrefOf={hrefOf} locale={locale} />
      <rect {...all} fill="none" stroke="var(--line)" stroke-width="2" pointer-events="none" />
    </svg>
  );
}

function PinMark({ x, y, label, number, href }: Pin & { x: number; y: number }): VNode {
  const mark =
    number === undefined ? (
      <g transform={`translate(${x} ${y})`}>
        <path d="M0 0c-5-11-16-16-16-28a16 16 0 0 1 32 0c0 12-11 17-16 28z" fill="#b3261e" stroke="#fff" stroke-width="2" />
        <circle cy="-28" r="6" fill="#fff" />
      </g>
    ) : (
      <g transform={`translate(${x} ${y})`}>
        <path d="M0 0l-6-9h12z" fill="#7a1d16" stroke="#fff" />
        <circle cy="-18" r="12" fill="#7a1d16" stroke="#fff" stroke-width="1.5" />
        <text y="-13.5" text-anchor="middle" fill="#fff" font-weight="600">{number}</text>
      </g>
    );
  return href ? <a href={href} aria-label={number === undefined ? label : `${number}: ${label}`}>{mark}</a> : <g role="img" aria-label={label}>{mark}</g>;
}

type WayProps = Pick<Props, 'map' | 'window' | 'hrefOf' | 'locale'>;

/** Links at the edges, in pixels of the screen whatever its width. */
function Ways({ map, window, hrefOf, locale }: WayProps): VNode {
  const t = mapTexts(locale);
  const ways: { to: Window | undefined; label: string; left: string; top: string; dx: number; dy: number; sign: string }[] = [
    { to: zoomed(map, window, 1), label: t.closer, left: '100%', top: '0', dx: -54, dy: 10, sign: 'M-8 0h16M0-8v16' },
    { to: zoomed(map, window, -1), label: t.farther, left: '100%', top: '0', dx: -54, dy: 58, sign: 'M-8 0h16' },
    { to: neighbourOf(map, window, [0, -1]), label: t.north, left: '50%', top: '0', dx: -22, dy: 8, sign: 'M-8 4l8-8 8 8' },
    { to: neighbourOf(map, window, [-1, 0]), label: t.west, left: '0', top: '50%', dx: 8, dy: -22, sign: 'M4-8l-8 8 8 8' },
    { to: neighbourOf(map, window, [1, 0]), label: t.east, left: '100%', top: '50%', dx: -52, dy: -22, sign: 'M-4-8l8 8-8 8' },
    { to: neighbourOf(map, window, [0, 1]), label: t.south, left: '50%', top: '100%', dx: -22, dy: -52, sign: 'M-8-4l8 8 8-8' },
  ];
  return (
    <g class="no-print">
      {ways.map(
        ({ to, label, left, top, dx, dy, sign }) =>
          to && (
            <svg key={label} x={left} y={top} overflow="visible">
              <a href={hrefOf(to)} aria-label={label}>
                <rect x={dx} y={dy} width="44" height="44" rx="4" fill="var(--ground)" stroke="var(--line)" />
                <path transform={`translate(${dx + 22} ${dy + 22})`} d={sign} fill="none" stroke="var(--action)" stroke-width="3" />
              </a>
            </svg>
          ),
      )}
    </g>
  );
}
