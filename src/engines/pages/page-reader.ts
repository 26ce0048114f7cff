import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { PageAnswers, PageImage, PageQuestion, PageReply, PageSource, TextItem } from './page-request.ts';

export type { PageImage, PageSource, TextItem } from './page-request.ts';

/** A page could not be read: the file needs a password, is broken, has no pages, or took too long. */
export class PageError extends Error {
  override name = 'PageError';
  readonly reason: 'password' | 'broken' | 'type' | 'slow';
  constructor(reason: PageError['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Does this kind of file have pages that can be shown and read? */
export const readablePages = (mime: string): boolean => mime === 'application/pdf' || /^image\/(png|jpeg|webp|gif|avif|bmp)$/.test(mime);

type Job = { id: number; source: PageSource; question: PageQuestion; resolve(answer: unknown): void; reject(error: Error): void };
export type PageReaderOptions = { /** A question that takes longer is given up, and the thread with it. Default 60,000 ms. */ timeoutMs?: number };

/** Reads pages in one thread, one question after the other. The thread is started when needed and does not keep the program alive. */
export class PageReader {
  readonly #timeoutMs: number;
  readonly #queue: Job[] = [];
  #worker: Worker | undefined;
  #current: Job | undefined;
  #timer: NodeJS.Timeout | undefined;
  #next = 1;
  #closed = false;

  constructor({ timeoutMs = 60_000 }: PageReaderOptions = {}) {
    this.#timeoutMs = timeoutMs;
  }

  /** Number of pages. All questions reject with {@link PageError}. */
  count(source: PageSource): Promise<number> {
    return this.#ask(source, { op: 'count' });
  }
  /** The text of the first pages, empty where there is only a picture. */
  text(source: PageSource, most = 500): Promise<string[]> {
    return this.#ask(source, { op: 'text', most });
  }
  /** A picture of a page (from 1), so many pixels wide. */
  image(source: PageSource, { page, width, format = 'jpeg' }: { page: number; width: number; format?: 'jpeg' | 'png' }): Promise<PageImage> {
    return this.#ask(source, { op: 'image', page, width, format });
  }
  /** Text with its place on the page. */
  items(source: PageSource, page: number): Promise<TextItem[]> {
    return this.#ask(source, { op: 'items', page });
  }
  /** What the QR codes and barcodes of a page say. */
  codes(source: PageSource, page: number): Promise<string[]> {
    return this.#ask(source, { op: 'codes', page });
  }

  /** Ends the thread; waiting questions are refused. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#queue.splice(0)) job.reject(new PageError('broken', 'the reader was closed'));
    clearTimeout(this.#timer);
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  #ask<Op extends PageQuestion['op']>(source: PageSource, question: PageQuestion & { op: Op }): Promise<PageAnswers[Op]> {
    if (this.#closed) return Promise.reject(new PageError('broken', 'the reader is closed'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ id: this.#next++, source, question, resolve: resolve as (answer: unknown) => void, reject });
      this.#dispatch();
    });
  }

  #dispatch(): void {
    if (this.#current || this.#queue.length === 0) return;
    const job = this.#queue.shift() as Job;
    this.#current = job;
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    this.#timer = setTimeout(() => this.#lose(new PageError('slow', `no answer within ${this.#timeoutMs} ms`)), this.#timeoutMs);
    worker.postMessage({ id: job.id, source: job.source, question: job.question });
  }

  #start(): Worker {
    const worker = new Worker(workerUrl(), { name: 'pages' });
    worker.unref();
    worker.on('message', (reply: PageReply) => this.#finish(reply));
    worker.on('error', (error: Error) => worker === this.#worker && this.#lose(new PageError('broken', error.message)));
    return worker;
  }

  #finish(reply: PageReply): void {
    const job = this.#current;
    if (!job || job.id !== reply.id) return;
    this.#release();
    if (reply.ok) job.resolve(reply.answer);
    else job.reject(new PageError(reply.reason, reply.message));
    this.#dispatch();
  }

  /** The thread died or hangs: this question is refused, the next one gets a new thread. */
  #lose(error: PageError): void {
    const job = this.#current;
    const worker = this.#worker;
    this.#worker = undefined;
    this.#release();
    void worker?.terminate();
    job?.reject(error);
    this.#dispatch();
  }

  #release(): void {
    clearTimeout(this.#timer);
    this.#current = undefined;
    this.#worker?.unref();
  }
}

// In a bundle this module's own address is the bundle's; the thread's source still lies beside the door.
function workerUrl(): URL {
  const beside = new URL('./page-worker.ts', import.meta.url);
  return existsSync(beside) ? beside : new URL('./page-worker.ts', import.meta.resolve('#engines/pages'));
}
