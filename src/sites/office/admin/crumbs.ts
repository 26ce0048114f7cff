import type { Crumb } from '#platform/http';

/** The way to a page of the administration. */
export const crumbsOf = (...rest: Crumb[]): Crumb[] => [{ label: 'Schreibtisch', href: '/office' }, ...rest];
export const PEOPLE: Crumb = { label: 'Personen', href: '/office/verwaltung/personen' };
export const ROLES: Crumb = { label: 'Rollen', href: '/office/verwaltung/rollen' };
export const OFFICES: Crumb = { label: 'Ämter', href: '/office/verwaltung/aemter' };
