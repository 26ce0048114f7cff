import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import type { z } from 'zod';
import { api, json, page, view, type Route } from './route.ts';
import { apiDocsBody } from './openapi-page.tsx';

/** The OpenAPI 3.1 description of all machine interfaces, made from the schemas that check the requests. */
export function describeApi(all: Route[]): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of all.filter((r) => r.kind === 'api')) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Stadtkern', version: '1', description: 'Schnittstellen der digitalen Stadtverwaltung. Fehler kommen als problem+json (RFC 9457).' },
    paths,
  });
}

function operation(route: Route): Record<string, unknown> {
  const params = { ...(route.params ? { path: route.params as z.ZodObject } : {}), ...(route.query ? { query: route.query as z.ZodObject } : {}) };
  return {
    summary: route.summary ?? '',
    'x-access': route.access,
    requestParams: params,
    ...(route.body ? { requestBody: { content: { 'application/json': { schema: route.body } } } } : {}),
    responses: {
      200: { description: 'In Ordnung', ...(route.response ? { content: { 'application/json': { schema: route.response } } } : {}) },
      default: { description: 'Fehler als problem+json' },
    },
  };
}

export function openApiRoutes(all: Route[]): Route[] {
  const document = describeApi(all);
  return [
    api({ method: 'GET', path: '/api/openapi.json', access: 'anyone', summary: 'Diese Beschreibung', handle: async () => json(document) }),
    page({ method: 'GET', path: '/api/docs', site: 'portal', access: 'anyone', handle: async () => view({ title: 'Schnittstellen', body: apiDocsBody(all.filter((r) => r.kind === 'api')), noIndex: true }) }),
  ];
}
