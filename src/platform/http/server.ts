import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { Problem, defineProblems, notFound, type Platform } from '#platform/module';
import { SESSION_COOKIE, buildRq, tokenNeeded } from './request.ts';
import { foreignOrigin } from './foreign-origin.ts';
import { noticeGone } from './gone-signal.ts';
import { addMount, mounts } from './mount.ts';
import { openApiRoutes } from './openapi.ts';
import { sendProblem, sendReply } from './reply.ts';
import { comesFromHere, setSecurityHeaders } from './security.ts';
import { endVisits, tellVisit } from './tell-visit.ts';
import { briefMemory } from './remember-briefly.ts';
import { routes, signInAnswer, type Route, type Rq } from './route.ts';

const problem = defineProblems({
  'http/too-large': { status: 413, de: 'Das ist zu groß, um angenommen zu werden. Ihre gespeicherten Angaben sind nicht verloren; gehen Sie zurück und kürzen Sie den Text oder wählen Sie eine kleinere Datei.', en: 'This is too large. What you saved before is not lost; go back and shorten the text or choose a smaller file.' },
  'http/no-json': { status: 400, de: 'Der Inhalt dieser Anfrage ist kein gültiges JSON.', en: 'The body of this request is no valid JSON.' },
  'http/unreadable': { status: 400, de: 'Diese Anfrage war nicht lesbar. Bitte gehen Sie zurück und versuchen Sie es noch einmal.', en: 'This request could not be read. Please go back and try again.' },
});

/** Largest form post; longer texts are refused by the form itself with a sentence at the field. */
const BODY_LIMIT = 24_000_000;

/** Builds the server with every contributed route; `listen` is up to the caller. */
export async function createServer(platform: Platform): Promise<FastifyInstance> {
  const app = Fastify({ logger: false, trustProxy: platform.config.trustedProxy, bodyLimit: BODY_LIMIT, genReqId: () => randomUUID(), routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true } });
  await app.register(cookie);
  await app.register(formbody, { bodyLimit: BODY_LIMIT });
  await app.register(multipart, { throwFileSizeLimit: false });
  const assets = platform.config.assetsDir;
  if (existsSync(assets)) await app.register(fastifyStatic, { root: assets, prefix: '/assets/', immutable: true, maxAge: '365d', decorateReply: false, preCompressed: true });
  const https = platform.config.publicUrl.startsWith('https:');
  app.addHook('onRequest', async (request, reply) => {
    setSecurityHeaders(reply, https);
    reply.header('x-request-id', request.id);
  });
  noticeGone(app, platform);
  endVisits(app, platform);
  // before the routes: a route keeps the handler it finds when it is added
  app.setNotFoundHandler((request, reply) => respondTo({ platform, request, reply }, lostPage, () => Promise.reject(notFound())));
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => respondTo({ platform, request, reply }, lostPage, () => Promise.reject(translate(error))));
  app.get('/healthz', async () => ({ status: 'ok' }));
  const all = platform.contributions(routes);
  for (const route of [...all, ...openApiRoutes(all)]) mount(app, platform, route);
  for (const one of platform.contributions(mounts)) await addMount(app, platform, one);
  return app;
}

/** It changes nothing, so that it answers wherever a request comes from. */
const lostPage: Route = { kind: 'page', site: 'portal', method: 'GET', path: '', access: 'anyone', fromElsewhere: true, handle: () => Promise.reject(notFound()) };

function translate(error: Error & { statusCode?: number; code?: string }): Error {
  if (error.statusCode === 413) return problem('http/too-large');
  if (error.code === 'FST_ERR_CTP_INVALID_JSON_BODY' || error.code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return problem('http/no-json');
  if (error.statusCode && error.statusCode < 500) return problem('http/unreadable');
  return error;
}

function mount(app: FastifyInstance, platform: Platform, route: Route): void {
  app.route({ method: route.method, url: route.path, handler: (request, reply) => respondTo({ platform, request, reply }, route, (rq) => route.handle(rq)) });
}

type Call = { platform: Platform; request: FastifyRequest; reply: FastifyReply };

/** Neither a browser's marks nor a session: a program that has not said who it is. */
const isProgram = ({ headers, cookies }: FastifyRequest, route: Route): boolean => route.kind === 'api' && route.access !== 'anyone' && !headers.origin && !headers['sec-fetch-site'] && !cookies[SESSION_COOKIE];

async function respondTo({ platform, request, reply }: Call, route: Route, handle: (rq: Rq) => Promise<Awaited<ReturnType<Route['handle']>>>): Promise<unknown> {
  const site = route.path === '' && request.url.startsWith('/office') ? 'office' : route.site;
  const shown: Route = { ...route, site, kind: request.url.startsWith('/api/') ? 'api' : route.kind };
  let rq: Rq | undefined;
  try {
    if (!route.fromElsewhere && !comesFromHere(request)) throw isProgram(request, shown) ? tokenNeeded() : foreignOrigin();
    const built = await buildRq(platform, request, shown);
    if (built.kind === 'answer') return sendReply({ platform, request, reply, route: shown, rq: built.rq }, built.reply);
    rq = built.rq;
    const memory = briefMemory(platform);
    const answer = await handle(rq);
    const sent = await sendReply({ platform, request, reply, route: shown, rq, memory }, answer);
    tellVisit(platform, request, { rq, site, answer });
    return sent;
  } catch (caught) {
    const error = translate(caught as Error);
    if (error instanceof Problem && error.status === 401 && rq && shown.kind === 'page') {
      const [answer] = platform.contributions(signInAnswer);
      if (answer) return sendReply({ platform, request, reply, route: shown, rq }, await answer(rq, shown.site, undefined));
    }
    if (!(error instanceof Problem)) platform.log.error({ err: error, requestId: request.id, path: request.url.split('?')[0] }, 'request failed');
    return sendProblem({ platform, request, reply, route: shown, rq }, error);
  }
}
