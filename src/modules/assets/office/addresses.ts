export const IT = '/office/it-dienste';
export const PLACES = '/office/arbeitsplaetze';
export const itHref = (id: string): string => `${IT}/d/${id}`;
export const siteHref = (id: string): string => `${PLACES}/s/${id}`;

/** An address with the parts of its query that are set. */
export function withQuery(path: string, parts: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams(Object.entries(parts).flatMap(([name, value]): [string, string][] => (value === undefined || value === '' ? [] : [[name, String(value)]])));
  return query.size > 0 ? `${path}?${query}` : path;
}
