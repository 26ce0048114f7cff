import { createCanvas, loadImage } from '@napi-rs/canvas';
import { qrSvg } from '#engines/documents';
import { writeImagePdf } from '#engines/pages';

export type ScannedPage = { lines: string[]; /** Of a cover sheet. */ code?: string };

/** What a scanner makes of paper: a PDF of pictures. */
export async function scannedPages(pages: ScannedPage[]): Promise<Uint8Array> {
  const drawn = await Promise.all(pages.map(async (page) => ({ image: { bytes: await picture(page), width: 1240, height: 1000, mime: 'image/jpeg' as const } })));
  return writeImagePdf({ title: 'Scan', createdAt: new Date(0), pages: drawn });
}

export const scannedPage = (...lines: string[]): Promise<Uint8Array> => scannedPages([{ lines }]);

async function picture({ lines, code }: ScannedPage): Promise<Uint8Array> {
  const canvas = createCanvas(1240, 1000);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, 1240, 1000);
  context.fillStyle = '#000';
  context.font = '38px sans-serif';
  lines.forEach((line, at) => context.fillText(line, 80, 480 + at * 70));
  if (code) context.drawImage(await loadImage(Buffer.from(qrSvg(code).replace('<svg', '<svg width="300" height="300"'))), 80, 60, 300, 300);
  return new Uint8Array(await canvas.encode('jpeg', 90));
}
