import type { PageImage } from './page-request.ts';

/** A rectangle in shares of the page, from the top left. */
export type Area = { x: number; y: number; width: number; height: number };

/** The picture of a page with areas painted black: below them nothing is left that could be uncovered. */
export async function blackOut(image: PageImage, areas: Area[]): Promise<PageImage> {
  const { createCanvas, loadImage } = await import('@napi-rs/canvas'); // 20 MB that few need
  const picture = await loadImage(Buffer.from(image.bytes));
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(picture, 0, 0, image.width, image.height);
  context.fillStyle = '#000000';
  for (const area of areas) context.fillRect(area.x * image.width, area.y * image.height, area.width * image.width, area.height * image.height);
  return { ...image, bytes: new Uint8Array(await canvas.encode('jpeg', 85)), mime: 'image/jpeg' };
}
