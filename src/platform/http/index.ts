/** Door: pages and machine interfaces over HTTP (Fastify), parsed by zod, framed by their site, refused in one place. */
export {
  api, file, frames, json, page, redirect, routes, sessionResolver, signInAnswer, text, view, visitListeners,
  type Access, type Cookie, type Crumb, type Flash, type Frame, type FrameInfo, type Reply, type Route, type Rq, type Session, type SessionResolver, type SignInAnswer, type Site, type View, type Visit, type VisitListener,
} from './route.ts';
export { attempt } from './attempt.ts';
export { createServer } from './server.ts';
export { mounts, type Mount } from './mount.ts';
export { describeApi } from './openapi.ts';
export { forgetBrief, rememberBriefly } from './remember-briefly.ts';
export { LOCALE_COOKIE, SESSION_COOKIE } from './request.ts';
export { noSpace, requireSpace, type UploadedFile } from './uploads.ts';
