import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOCALE_COOKIE } from './request.ts';

const pack = promisify(gzip);
/** One packet holds as much anyway. */
const LEAST = 1400;

/** Whoever asks has told nothing about himself but his language, and is told nothing to remember. */
export const isStranger = (request: FastifyRequest, reply: FastifyReply): boolean => !request.headers.authorization && !Object.keys(request.cookies).some((name) => name !== LOCALE_COOKIE) && !reply.getHeader('set-cookie');

const unpacks = (request: FastifyRequest): boolean => /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));

/**
 * How a page is to be sent: packed for browsers that can unpack it. Only pages that everybody sees alike: where a page holds a secret
 * and repeats what was typed, the length of what is packed tells something about the secret (BREACH). So never for whoever has a
 * session, a draft or anything else but a language. A reverse proxy in front should keep to the same rule.
 */
export function packingOf(request: FastifyRequest, reply: FastifyReply): 'gzip' | undefined {
  return isStranger(request, reply) && unpacks(request) ? 'gzip' : undefined;
}

/** The bytes of a page; a short one stays as it is. */
export async function packed(html: string, packing: 'gzip' | undefined): Promise<Buffer> {
  return packing && html.length >= LEAST ? pack(html, { level: constants.Z_BEST_SPEED + 3 }) : Buffer.from(html);
}

/** By the first bytes of the format (RFC 1952, 2.3.1); no page begins so. */
export const isPacked = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;
