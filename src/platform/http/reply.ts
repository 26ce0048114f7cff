import type { FastifyReply, FastifyRequest } from 'fastify';
import { h, type ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import { contentLocale } from '#platform/i18n';
import { ANONYMOUS, Problem, type Platform } from '#platform/module';
import { isPacked, isStranger, packed, packingOf } from './compress.ts';
import { keepPage } from './remember-briefly.ts';
import { frames, type FileReply, type Flash, type FrameInfo, type Reply, type Route, type Rq, type View } from './route.ts';
import { problemView } from './problem-page.tsx';

type Exchange = { platform: Platform; request: FastifyRequest; reply: FastifyReply; route: Route; rq: Rq | undefined; /** What was remembered when the handler began. */ memory?: object };
const FLASH_COOKIE = 'stadtkern_flash';

/** Sends what a handler returned. */
export async function sendReply(exchange: Exchange, answer: Reply): Promise<unknown> {
  const { reply, platform } = exchange;
  const secure = platform.config.publicUrl.startsWith('https:');
  for (const { name, value, maxAgeSeconds } of answer.cookies ?? []) {
    reply.setCookie(name, value, { path: '/', httpOnly: true, sameSite: 'lax', secure, ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }) });
  }
  reply.headers({ 'cache-control': 'no-store', ...answer.headers });
  switch (answer.kind) {
    case 'view':
      return sendView(exchange, answer);
    case 'redirect':
      if (answer.flash) reply.setCookie(FLASH_COOKIE, Buffer.from(JSON.stringify(answer.flash)).toString('base64url'), { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: 60 });
      return reply.redirect(answer.to, 303);
    case 'json':
      // As bytes: to a text the server would add a charset, even where the type was given without one.
      return reply.code(answer.status ?? 200).type(answer.type ?? 'application/json; charset=utf-8').send(Buffer.from(JSON.stringify(answer.data)));
    case 'text':
      return reply.code(answer.status ?? 200).type(answer.type).send(answer.text);
    case 'file':
      return sendFile(exchange, answer);
  }
}

function takeFlash(exchange: Exchange): Flash | undefined {
  const raw = exchange.request.cookies[FLASH_COOKIE];
  if (!raw) return undefined;
  exchange.reply.clearCookie(FLASH_COOKIE, { path: '/' });
  try {
    return JSON.parse(Buffer.from(raw, 'base64url').toString()) as Flash;
  } catch {
    return undefined;
  }
}

async function sendView(exchange: Exchange, page: View): Promise<unknown> {
  const { platform, request, reply, route, rq } = exchange;
  const frame = platform.contributions(frames).find((f) => f.site === route.site);
  const path = request.url.split('?')[0] ?? '/';
  const info: FrameInfo = {
    locale: rq?.chosenLocale ?? 'de',
    pageLocale: rq?.locale ?? 'de',
    path,
    url: request.url,
    actor: rq?.actor ?? ANONYMOUS,
    tenantId: rq?.tenantId ?? 1,
    flash: takeFlash(exchange),
    platform,
    extra: rq && frame?.prepare ? await frame.prepare(rq) : {},
  };
  const packing = packingOf(request, reply);
  const write = (): Promise<Buffer> => packed(`<!DOCTYPE html>${render(h('x', null, frame ? frame.render(page, info) : bareDocument(page))).slice(3, -4)}`, packing);
  const key = `${info.tenantId} ${info.locale} ${info.pageLocale} ${packing} ${request.url}`;
  const bytes = page.alike && isStranger(request, reply) ? await keepPage(platform, { key, memory: exchange.memory }, write) : await write();
  reply.header('vary', 'Accept-Encoding, Cookie');
  if (isPacked(bytes)) reply.header('content-encoding', 'gzip');
  return reply
    .code(page.status ?? 200)
    .type('text/html; charset=utf-8')
    .send(bytes);
}

/** Where a site has no frame. */
const bareDocument = (page: View): ComponentChildren => h('html', { lang: 'de' }, h('head', null, h('title', null, page.title)), h('body', null, h('main', null, page.body)));

async function sendFile({ platform, reply }: Exchange, answer: FileReply): Promise<unknown> {
  const plain = answer.name.replaceAll(/[^\w.\- ]/g, '_');
  const disposition = answer.inline ? 'inline' : 'attachment';
  reply.header('content-disposition', `${disposition}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(answer.name)}`);
  reply.type(answer.type).code(answer.status ?? 200);
  if (answer.bytes) return reply.send(Buffer.from(answer.bytes));
  return reply.send(await platform.storage.get(answer.blob ?? ''));
}

/** A refusal or a bug, as a page for people and as RFC 9457 problem+json for machines. */
export async function sendProblem(exchange: Exchange, error: Error): Promise<unknown> {
  const { request, reply, route, rq } = exchange;
  const known = error instanceof Problem ? error : new Problem('platform/bug', { status: 500, de: 'Da ist etwas schiefgegangen. Es liegt nicht an Ihnen. Ihre gespeicherten Angaben sind nicht verloren. Bitte versuchen Sie es in ein paar Minuten noch einmal.', en: 'Something went wrong on our side. What you saved is not lost. Please try again in a few minutes.' }, {});
  const sentence = rq?.locale === 'en' ? known.en : known.de;
  if (route.kind === 'api') {
    const body = { type: `urn:stadtkern:problem:${known.code}`, title: sentence, status: known.status, instance: `urn:uuid:${request.id}`, ...known.params };
    if (known.status === 401) reply.header('www-authenticate', 'Bearer'); // RFC 9110, 11.6.1
    return reply.code(known.status).type('application/problem+json').send(JSON.stringify(body));
  }
  if (rq) rq.locale = contentLocale(rq.locale); // refusals are written in German and English
  return sendView({ ...exchange, rq }, problemView({ status: known.status, sentence, requestId: request.id, locale: rq?.locale ?? 'de', site: route.site, code: known.code, title: known.title?.[rq?.locale === 'en' ? 'en' : 'de'] }));
}
