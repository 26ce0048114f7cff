/** Draws the pictures under which the portal stands on a home screen: the city's crest, or a town hall in its colour when it has none. */

/** A town hall, for a city without a crest. */
const townHall = (colour) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="480" height="480"><path fill="${colour}" d="M22 2h1v3l8 2-8 2v4l19 9v4H6v-4l16-9zM8 28h5v12H8zm9 0h5v12h-5zm9 0h5v12h-5zm9 0h5v12h-5zM5 42h38v4H5z"/></svg>`;

/** Edge in pixels, and how much of it the crest takes: a system may cut a maskable picture down to a circle of 80 %. */
const kinds = {
  small: { edge: 192, part: 0.88 },
  large: { edge: 512, part: 0.88 },
  maskable: { edge: 512, part: 0.56 },
};

/**
 * @param {{ crest?: string, colour: string }} city the crest as SVG
 * @returns {Promise<Record<'small' | 'large' | 'maskable', Buffer>>} PNG
 */
export async function drawIcons({ crest, colour }) {
  const { createCanvas, loadImage } = await import('@napi-rs/canvas');
  const picture = await loadImage(Buffer.from(crest ?? townHall(colour)));
  const draw = ({ edge, part }) => {
    const canvas = createCanvas(edge, edge);
    const context = canvas.getContext('2d');
    // white, as home screens may be of any colour and a crest has colours of its own
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, edge, edge);
    const scale = (edge * part) / Math.max(picture.width, picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    context.drawImage(picture, (edge - width) / 2, (edge - height) / 2, width, height);
    return canvas.toBuffer('image/png');
  };
  return Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, draw(kind)]));
}
