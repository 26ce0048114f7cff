import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'tesseract.js';

export type Recognised = { text: string; /** 0 to 100 as the recogniser says itself. */ confidence: number };

/** Reads German text from pictures of pages, offline, in one background thread. A page takes about seven seconds; memory stays at 300 MB while it is open. */
export class TextRecogniser {
  #worker: Promise<Worker> | undefined;

  async recognise(image: Uint8Array): Promise<Recognised> {
    const worker = await (this.#worker ??= open());
    const { data } = await worker.recognize(Buffer.from(image));
    return { text: data.text.trim(), confidence: Math.round(data.confidence) };
  }

  async close(): Promise<void> {
    const worker = await this.#worker?.catch(() => undefined);
    this.#worker = undefined;
    await worker?.terminate();
  }
}

async function open(): Promise<Worker> {
  const { createWorker, OEM } = await import('tesseract.js');
  const data = dirname(fileURLToPath(import.meta.resolve('@tesseract.js-data/deu')));
  return createWorker('deu', OEM.LSTM_ONLY, { langPath: join(data, '4.0.0_best_int'), cacheMethod: 'none', gzip: true });
}
