import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Platform } from '#platform/module';

const closing = new WeakMap<Platform, AbortController>();
type Watched = { signal: AbortSignal; end(): void };
const watched = new WeakMap<FastifyRequest, Watched>();

/** Lets requests that are kept waiting know when the server closes; without it closing would wait for all of them. */
export function noticeGone(app: FastifyInstance, platform: Platform): void {
  const controller = new AbortController();
  closing.set(platform, controller);
  app.addHook('preClose', async () => controller.abort());
  app.addHook('onResponse', async (request) => watched.get(request)?.end());
}

/** Aborts when the client of this request has gone or the server closes. A connection serves many requests: what listens to it is taken off again. */
export function goneSignal(platform: Platform, request: FastifyRequest): AbortSignal {
  const known = watched.get(request);
  if (known) return known.signal;
  const gone = new AbortController();
  const abort = (): void => gone.abort();
  const { socket } = request.raw;
  const server = closing.get(platform)?.signal;
  socket.once('close', abort);
  server?.addEventListener('abort', abort, { once: true });
  if (server?.aborted || socket.destroyed) abort();
  const end = (): void => {
    socket.off('close', abort);
    server?.removeEventListener('abort', abort);
  };
  watched.set(request, { signal: gone.signal, end });
  return gone.signal;
}
