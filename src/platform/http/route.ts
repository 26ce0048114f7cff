import type { ComponentChildren } from 'preact';
import type { z } from 'zod';
import type { Locale } from '#platform/i18n';
import { definePoint, type Actor, type Ctx, type Platform } from '#platform/module';
import type { UploadedFile } from './uploads.ts';

export type Site = 'portal' | 'office';
/** Who may come: checked before the handler on every request; finer rules (this case, this office) belong to the use case. */
export type Access = 'anyone' | 'citizen' | 'staff' | 'machine' | `may:${string}`;

/** Signed-in state of one request, filled by the session resolver that #platform/auth contributes. */
export type Session = { id: string; accountId: string; kind: 'citizen' | 'staff' | 'machine'; data: Record<string, unknown> };

/** What a handler gets: parsed input, who asks, and the two ways to a transaction. */
export type Rq<P = unknown, Q = unknown, B = unknown> = {
  params: P;
  query: Q;
  body: B;
  files: UploadedFile[];
  actor: Actor;
  session: Session | undefined;
  /** Language of the page: the chosen one where the page speaks it (`everyLanguage`), else one that content is written in. */
  locale: Locale;
  /** The language that the person has chosen; the frame speaks it. */
  chosenLocale: Locale;
  tenantId: number;
  /** Path with query, e.g. '/leistungen?q=hund'. */
  url: string;
  path: string;
  ip: string;
  userAgent: string;
  cookies: Record<string, string | undefined>;
  header(name: string): string | undefined;
  platform: Platform;
  /** Aborts when the client has gone or the server closes; for answers that keep somebody waiting. */
  signal: AbortSignal;
  transact<R>(fn: (ctx: Ctx) => Promise<R>): Promise<R>;
  read<R>(fn: (ctx: Ctx) => Promise<R>): Promise<R>;
};

export type Cookie = { name: string; value: string; maxAgeSeconds?: number };
type Common = {
  status?: number;
  cookies?: Cookie[];
  headers?: Record<string, string>;
  /** What is shown, for the figures of use: a service and a step of its form. Never anything about a person. */
  about?: { service: string; step?: string };
};
export type Crumb = { label: string; href?: string; /** Language of the label, where it is not the page's. */ lang?: string | undefined };
export type View = Common & {
  kind: 'view';
  title: string;
  body: ComponentChildren;
  crumbs?: Crumb[];
  /** Context column of the office. */
  aside?: ComponentChildren;
  /** Work area over the full width (office) or narrow reading width (portal default). */
  width?: 'narrow' | 'normal' | 'full';
  /** Part of the navigation to mark as current. */
  nav?: string;
  /** Loads the islands' script; pages without it ship no JavaScript. */
  islands?: boolean;
  description?: string;
  /** Atom feed of this page. */
  feed?: { href: string; title: string };
  /** Everybody who is not signed in sees it alike for some seconds: whoever asks next gets the finished page. */
  alike?: boolean;
  /** Keeps search engines away (personal pages are kept away always). */
  noIndex?: boolean;
};
export type Redirect = Common & { kind: 'redirect'; to: string; flash?: Flash };
export type Flash = { kind: 'success' | 'info' | 'warning' | 'danger'; text: string };
export type JsonReply = Common & { kind: 'json'; data: unknown; type?: string };
export type FileReply = Common & { kind: 'file'; name: string; type: string; inline?: boolean; bytes?: Uint8Array; blob?: string };
export type TextReply = Common & { kind: 'text'; text: string; type: string };
export type Reply = View | Redirect | JsonReply | FileReply | TextReply;

export const view = (page: Omit<View, 'kind'>): View => ({ kind: 'view', ...page });
/** 303 See Other, optionally with a sentence shown once on the next page. */
export const redirect = (to: string, options: { flash?: string | Flash; cookies?: Cookie[] } = {}): Redirect => ({
  kind: 'redirect',
  to,
  ...(options.flash ? { flash: typeof options.flash === 'string' ? { kind: 'success', text: options.flash } : options.flash } : {}),
  ...(options.cookies ? { cookies: options.cookies } : {}),
});
export const json = (data: unknown, options: Common & { type?: string } = {}): JsonReply => ({ kind: 'json', data, ...options });
export const file = (reply: Omit<FileReply, 'kind'>): FileReply => ({ kind: 'file', ...reply });
export const text = (content: string, type: string, options: Common = {}): TextReply => ({ kind: 'text', text: content, type, ...options });

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Schema = z.ZodType;
type Out<S> = S extends z.ZodType ? z.output<S> : unknown;
type Definition<P, Q, B> = {
  method: Method;
  path: string;
  access: Access;
  /** The page's own words are there in every interface language, not only in German and English. */
  everyLanguage?: boolean;
  /** Another site may post here (SAML's answer does); the handler must trust neither the content nor who seems to ask. */
  fromElsewhere?: boolean;
  params?: P;
  query?: Q;
  body?: B;
  /** Accepts multipart with files up to these limits. */
  files?: { maxBytes: number; maxFiles: number };
  handle(rq: Rq<Out<P>, Out<Q>, Out<B>>): Promise<Reply>;
};

/** A route as the server sees it. */
export type Route = {
  kind: 'page' | 'api';
  site: Site;
  method: Method;
  path: string;
  access: Access;
  everyLanguage?: boolean;
  fromElsewhere?: boolean;
  params?: Schema;
  query?: Schema;
  body?: Schema;
  files?: { maxBytes: number; maxFiles: number };
  summary?: string;
  response?: Schema;
  handle(rq: Rq): Promise<Reply>;
};
export const routes = definePoint<Route>('http/route');

/** A page for people: HTML inside the frame of its site, refusals shown as pages. */
export function page<P extends Schema | undefined = undefined, Q extends Schema | undefined = undefined, B extends Schema | undefined = undefined>(definition: Definition<P, Q, B> & { site: Site }): Route {
  return { ...(definition as unknown as Route), kind: 'page' };
}

/** A machine interface: JSON, problem+json, listed in the OpenAPI description. */
export function api<P extends Schema | undefined = undefined, Q extends Schema | undefined = undefined, B extends Schema | undefined = undefined>(
  definition: Definition<P, Q, B> & { summary: string; response?: Schema },
): Route {
  return { ...(definition as unknown as Route), kind: 'api', site: 'portal' };
}

/** What a frame needs to know beside the page itself. */
export type FrameInfo = { /** What the person has chosen. */ locale: Locale; /** What the page itself is written in. */ pageLocale: Locale; path: string; url: string; actor: Actor; tenantId: number; flash: Flash | undefined; platform: Platform; extra: Record<string, unknown> };
/** The frame of a site: the whole HTML document around a page. `prepare` may fetch what every page shows (unread count …). */
export type Frame = {
  site: Site;
  prepare?(rq: Rq): Promise<Record<string, unknown>>;
  render(view: View, info: FrameInfo): ComponentChildren;
};
export const frames = definePoint<Frame>('http/frame');

/** Turns the session cookie or a bearer token into an actor; asked one after the other (#platform/auth first), undefined: not mine. */
export type SessionResolver = (request: { platform: Platform; tenantId: number; token: string }) => Promise<{ actor: Actor; session: Session } | undefined>;
export const sessionResolver = definePoint<SessionResolver>('http/session');

/** A page was shown to somebody: for counting without knowing whom. Called after the answer; it must neither wait nor throw. */
export type Visit = { platform: Platform; tenantId: number; site: Site; url: string; actor: Actor['kind']; ip: string; userAgent: string; prefetched: boolean; about: { service: string; step?: string } | undefined };
export type VisitListener = { seen(visit: Visit): void; /** The server closes. */ end(platform: Platform): Promise<void> };
export const visitListeners = definePoint<VisitListener>('http/visit-listener');

/** What a person gets who must sign in first; `parked` holds what a POST carried, so that nothing typed is lost. */
export type SignInAnswer = (rq: Rq, site: Site, parked: { action: string; fields: [string, string][] } | undefined) => Promise<Reply>;
export const signInAnswer = definePoint<SignInAnswer>('http/sign-in-answer');
