import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { RenderedPdf, RenderRequest } from './render-request.ts';
import type { WorkerReply } from './typst-worker.ts';

export type PdfRendererOptions = {
  /** Threads; each takes one core and about 100 MB. Default 1. */
  workers?: number;
  /** File of the thread's code; default the source file beside this one. */
  workerUrl?: URL;
  /** A letter that takes longer is given up. Default 30,000 ms. */
  timeoutMs?: number;
};

/** A letter could not be set: wrong data or a fault of the typesetter. The message names the cause, in the words of the typesetter. */
export class RenderError extends Error {
  override name = 'RenderError';
  /** A German sentence for whoever wrote the letter, when something in its content is to blame. */
  readonly clear: string | undefined;
  constructor(message: string, clear?: string) {
    super(message);
    this.clear = clear;
  }
}

type Job = {
  id: number;
  request: RenderRequest;
  attempts: number;
  resolve(result: RenderedPdf): void;
  reject(error: Error): void;
};

type Slot = { worker: Worker; job: Job | undefined; timer: NodeJS.Timeout | undefined };

/**
 * Sets letters as PDF in worker threads. A thread that dies is replaced and its letter tried once more; a second death
 * rejects that letter only. Idle threads do not keep the program alive.
 */
export class PdfRenderer {
  readonly #options: Required<PdfRendererOptions>;
  readonly #slots: Slot[] = [];
  readonly #queue: Job[] = [];
  #nextId = 1;
  #closed = false;

  constructor(options: PdfRendererOptions = {}) {
    this.#options = {
      workers: options.workers ?? 1,
      workerUrl: options.workerUrl ?? defaultWorkerUrl(),
      timeoutMs: options.timeoutMs ?? 30_000,
    };
  }

  /** Sets one document. Same request, same bytes. Rejects with `RenderError`. */
  renderPdf(request: RenderRequest): Promise<RenderedPdf> {
    if (this.#closed) return Promise.reject(new RenderError('the renderer is closed'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ id: this.#nextId++, request, attempts: 0, resolve, reject });
      this.#dispatch();
    });
  }

  /** Finishes the letters under way, refuses waiting ones and ends the threads. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#queue.splice(0)) job.reject(new RenderError('the renderer was closed'));
    const underWay = this.#slots.filter((slot) => slot.job).map((slot) => slot.job as Job);
    await Promise.all(underWay.map((job) => settled(job)));
    await Promise.all(this.#slots.splice(0).map((slot) => slot.worker.terminate()));
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      const slot = this.#freeSlot();
      if (!slot) return;
      this.#give(slot, this.#queue.shift() as Job);
    }
  }

  #freeSlot(): Slot | undefined {
    const free = this.#slots.find((slot) => !slot.job);
    if (free) return free;
    return this.#slots.length < this.#options.workers ? this.#startSlot() : undefined;
  }

  #startSlot(): Slot {
    const worker = new Worker(this.#options.workerUrl, { name: 'letters' });
    const slot: Slot = { worker, job: undefined, timer: undefined };
    worker.unref();
    worker.on('message', (reply: WorkerReply) => this.#finish(slot, reply));
    worker.on('error', (error: Error) => this.#lose(slot, error.message));
    worker.on('exit', (code) => this.#lose(slot, `exit code ${code}`));
    this.#slots.push(slot);
    return slot;
  }

  #give(slot: Slot, job: Job): void {
    job.attempts++;
    slot.job = job;
    slot.worker.ref();
    slot.timer = setTimeout(() => {
      job.attempts = 2; // The same letter would only block the next thread as long.
      void slot.worker.terminate();
      this.#lose(slot, `no answer within ${this.#options.timeoutMs} ms`);
    }, this.#options.timeoutMs);
    slot.worker.postMessage({ id: job.id, request: job.request });
  }

  #finish(slot: Slot, reply: WorkerReply): void {
    const { job } = slot;
    if (!job || job.id !== reply.id) return;
    this.#release(slot);
    if (reply.ok) job.resolve({ pdf: reply.pdf, pages: reply.pages });
    else job.reject(new RenderError(`letter: ${reply.message}`, reply.clear ? reply.message : undefined));
    this.#dispatch();
  }

  #lose(slot: Slot, reason: string): void {
    const index = this.#slots.indexOf(slot);
    if (index < 0) return;
    this.#slots.splice(index, 1);
    const { job } = slot;
    this.#release(slot);
    if (job && job.attempts < 2 && !this.#closed) this.#queue.unshift(job);
    else job?.reject(new RenderError(`the typesetter stopped: ${reason}`));
    this.#dispatch();
  }

  #release(slot: Slot): void {
    clearTimeout(slot.timer);
    slot.job = undefined;
    slot.worker.unref();
  }
}

function settled(job: Job): Promise<void> {
  return new Promise((done) => {
    const { resolve, reject } = job;
    job.resolve = (result) => {
      resolve(result);
      done();
    };
    job.reject = (error) => {
      reject(error);
      done();
    };
  });
}

// In a bundle this module's own address is the bundle's; the thread's source still lies beside the door.
function defaultWorkerUrl(): URL {
  const beside = new URL('./typst-worker.ts', import.meta.url);
  return existsSync(beside) ? beside : new URL('./typst-worker.ts', import.meta.resolve('#engines/documents'));
}
