import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Platform } from '#platform/module';
import { visitListeners, type Reply, type Rq } from './route.ts';

/** Tells the listeners that a page was shown; what was refused, sent elsewhere or is no page is none. */
export function tellVisit(platform: Platform, request: FastifyRequest, shown: { rq: Rq; site: 'portal' | 'office'; answer: Reply }): void {
  const { rq, site, answer } = shown;
  if (request.method !== 'GET' || answer.kind !== 'view' || (answer.status ?? 200) !== 200) return;
  const prefetched = /prefetch|prerender/i.test(`${request.headers['sec-purpose'] ?? ''} ${request.headers['purpose'] ?? ''}`);
  const { tenantId, url, actor, ip, userAgent } = rq;
  for (const listener of platform.contributions(visitListeners)) listener.seen({ platform, tenantId, site, url, actor: actor.kind, ip, userAgent, prefetched, about: answer.about });
}

export function endVisits(app: FastifyInstance, platform: Platform): void {
  app.addHook('onClose', async () => {
    for (const listener of platform.contributions(visitListeners)) await listener.end(platform);
  });
}
