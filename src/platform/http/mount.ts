import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { definePoint, type Platform } from '#platform/module';
import { buildRq } from './request.ts';
import { sendProblem } from './reply.ts';
import { comesFromHere } from './security.ts';
import { foreignOrigin } from './foreign-origin.ts';
import type { Route, Rq } from './route.ts';

/**
 * A protocol of its own below an address (tus, WebDAV …): gets Node's request unread, with who asks already known.
 * Where the request comes from has been checked; everything else is the handler's business.
 */
export type Mount = {
  prefix: string;
  /** Methods beside those of HTTP: PROPFIND, LOCK … */
  methods?: string[];
  /** The address itself is the key, and the handler looks at no cookie: programs that say no origin may write, too. */
  keyInAddress?: true;
  handle(rq: Rq, exchange: { request: IncomingMessage; response: ServerResponse }): Promise<void>;
};
export const mounts = definePoint<Mount>('http/mount');

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Adds a mount; nothing of its requests' bodies is read or limited here. */
export async function addMount(app: FastifyInstance, platform: Platform, mount: Mount): Promise<void> {
  for (const method of mount.methods ?? []) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method, { hasBody: true });
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _body, done) => done(null));
    const handler = (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => answer(platform, mount, { request, reply });
    for (const url of [mount.prefix, `${mount.prefix}/*`]) scope.route({ method: [...METHODS, ...(mount.methods ?? [])], url, handler });
  });
}

async function answer(platform: Platform, mount: Mount, { request, reply }: { request: FastifyRequest; reply: FastifyReply }): Promise<unknown> {
  const route: Route = { kind: 'api', site: 'portal', method: 'GET', path: mount.prefix, access: 'anyone', handle: () => Promise.reject(new Error('A mount has no page')) };
  let rq: Rq | undefined;
  try {
    if (!mount.keyInAddress && !comesFromHere(request)) throw foreignOrigin();
    const built = await buildRq(platform, request, route);
    rq = built.rq;
  } catch (error) {
    return sendProblem({ platform, request, reply, route, rq }, error as Error);
  }
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
  try {
    await mount.handle(rq, { request: request.raw, response: reply.raw });
  } catch (error) {
    platform.log.error({ err: error, requestId: request.id, path: mount.prefix }, 'request failed');
    if (!reply.raw.headersSent) reply.raw.writeHead(500);
    reply.raw.end();
  }
  return reply;
}
