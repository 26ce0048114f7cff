/** A colour in OKLCH: lightness 0–1 as people see it, chroma, hue in degrees. */
type Oklch = { l: number; c: number; h: number };
type Rgb = [number, number, number];

const linear = (channel: number): number => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
const gamma = (channel: number): number => (channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055);

function rgbOf(hex: string): Rgb {
  const found = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(hex);
  if (!found) throw new Error(`"${hex}" is no colour; write it like #0b5a50.`);
  return [1, 2, 3].map((i) => Number.parseInt(found[i] ?? '0', 16) / 255) as Rgb;
}

const hexOf = (rgb: Rgb): string =>
  `#${rgb.map((channel) => Math.round(Math.min(1, Math.max(0, channel)) * 255).toString(16).padStart(2, '0')).join('')}`;

// Matrices of the OKLab definition (Björn Ottosson 2020, CSS Color 4 § 10).
function toOklch(rgb: Rgb): Oklch {
  const [r, g, b] = rgb.map(linear) as Rgb;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return { l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, c: Math.hypot(a, bb), h: (Math.atan2(bb, a) * 180) / Math.PI };
}

function toRgb({ l, c, h }: Oklch): Rgb {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const x = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const y = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const z = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z),
    gamma(-1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z),
    gamma(-0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z),
  ];
}

/** Lightness moved until the colour stands out enough; chroma gives way where sRGB has no such colour. */
function withContrast(colour: Oklch, { ground, least, direction }: { ground: string; least: number; direction: 1 | -1 }): string {
  for (let { l, c } = colour; l > 0 && l < 1; l += direction * 0.01) {
    let rgb = toRgb({ ...colour, l, c });
    while (rgb.some((channel) => channel < -0.001 || channel > 1.001) && c > 0) rgb = toRgb({ ...colour, l, c: (c -= 0.005) });
    if (contrast(hexOf(rgb), ground) >= least) return hexOf(rgb);
  }
  return direction === 1 ? '#ffffff' : '#000000';
}

/** Contrast of two colours after WCAG 2.2: 1 to 21. */
export function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [r, g, b] = rgbOf(hex).map(linear) as Rgb;
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** Lightest ground a link stands on, and darkest in dark mode (KERN's neutral-025 and neutral-900). */
const lightGround = '#f3f4f7';
const darkGround = '#1d2034';

/**
 * The style sheet that dresses both sites in the colour of the city.
 * One colour is enough: links and buttons get the nearest shade that can be read (contrast 5.5 on light, 7 on dark ground).
 * @throws Error when it is no hexadecimal colour.
 */
export function brandCss(colour: string): string {
  const brand = toOklch(rgbOf(colour));
  const light = withContrast(brand, { ground: lightGround, least: 5.5, direction: -1 });
  const dark = withContrast({ ...brand, l: Math.max(brand.l, 0.6), c: Math.min(brand.c, 0.14) }, { ground: darkGround, least: 7, direction: 1 });
  const band = withContrast(brand, { ground: '#ffffff', least: 5.5, direction: -1 });
  const darkBand = hexOf(toRgb({ ...brand, l: Math.min(brand.l, 0.3), c: Math.min(brand.c, 0.06) }));
  const tokens = (action: string, ground: string) =>
    `--kern-color-action-default:${action};--kern-color-decorative-brand-default:${action};--city-band:${ground};--city-mark:${action}`;
  return [
    `:root{${tokens(light, band)}}`,
    `@media (prefers-color-scheme:dark){:root{${tokens(dark, darkBand)}}}`,
    `[data-kern-theme=light],.kern-light{${tokens(light, band)}}`,
    `[data-kern-theme=dark],.kern-dark{${tokens(dark, darkBand)}}`,
  ].join('');
}
