import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOCALE_COOKIE } from './request.ts';

const pack = promisify(gzip);
/** One packet holds as much anyway. */
const LEAST = 1400;

/**
 * Packs a page for browsers that can unpack it. Only pages that everybody sees alike: where a page holds a secret and repeats
 * what was typed, the length of what is packed tells something about the secret (BREACH). So never for whoever has a session,
 * a draft or anything else but a language. A reverse proxy in front should keep to the same rule.
 */
export async function packed(request: FastifyRequest, reply: FastifyReply, html: string): Promise<string | Buffer> {
  reply.header('vary', 'Accept-Encoding, Cookie');
  const known = Object.keys(request.cookies).some((name) => name !== LOCALE_COOKIE);
  if (known || html.length < LEAST || reply.getHeader('set-cookie') || !/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return html;
  reply.header('content-encoding', 'gzip');
  return pack(html, { level: constants.Z_BEST_SPEED + 3 });
}
