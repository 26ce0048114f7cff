import type { FastifyReply, FastifyRequest } from 'fastify';

const headers = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(self), geolocation=(self), interest-cohort=()',
};

export function setSecurityHeaders(reply: FastifyReply, https: boolean): void {
  reply.headers(headers);
  if (https) reply.header('strict-transport-security', 'max-age=63072000');
}

/**
 * May this request change something? Browsers tell where a request comes from (Sec-Fetch-Site, Origin); one from elsewhere is refused.
 * A request with a bearer token carries no ambient authority and needs no origin; an empty token is none, but never means the cookie instead.
 */
export function comesFromHere(request: FastifyRequest): boolean {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return true;
  if (/^Bearer( |$)/i.test(request.headers.authorization ?? '')) return true;
  const site = request.headers['sec-fetch-site'];
  if (site) return site === 'same-origin' || site === 'none';
  const { origin } = request.headers;
  if (!origin || origin === 'null') return false;
  try {
    return new URL(origin).host === request.host;
  } catch {
    return false;
  }
}
