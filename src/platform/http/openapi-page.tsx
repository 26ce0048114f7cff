import type { VNode } from 'preact';
import type { Route } from './route.ts';

/** A readable list of the machine interfaces; the full schemas are in the OpenAPI file. */
export function apiDocsBody(all: Route[]): VNode {
  return (
    <div>
      <h1 class="kern-heading-large">Schnittstellen</h1>
      <p class="kern-body">
        Die vollständige Beschreibung nach OpenAPI 3.1: <a class="kern-link" href="/api/openapi.json">openapi.json</a>
      </p>
      <dl class="sk-api-list">
        {all.map((route) => (
          <div key={`${route.method} ${route.path}`}>
            <dt>
              <code>
                {route.method} {route.path}
              </code>
            </dt>
            <dd>
              {route.summary} (Zugang: {route.access})
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
