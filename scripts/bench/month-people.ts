import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import type { FormData } from '#engines/forms';
import { TestClient, type TestResponse } from '#platform/testing';

export const MONTH_SERVICES = ['resident-parking-permit', 'dog-registration', 'business-registration'] as const;
export type MonthService = (typeof MONTH_SERVICES)[number];

const GIVEN = ['Anna', 'Bernd', 'Cem', 'Daria', 'Emil', 'Fatma', 'Georg', 'Hanna', 'Ivan', 'Jana', 'Karl', 'Lena', 'Mehmet', 'Nora', 'Olga', 'Paul'];
const FAMILY = ['Weber', 'Müller', 'Yıldız', 'Schmidt', 'Öztürk', 'Fischer', 'Kaya', 'Wagner', 'Becker', 'Hoffmann', 'Koch', 'Richter', 'Wolf', 'Neumann', 'Zimmermann', 'Krüger', 'Lange', 'Haddad', 'Nowak'];
const STREETS = ['Lindenallee', 'Marktgasse', 'Schlossgasse', 'Bahnhofstraße', 'Gleisweg'];
const at = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;

/** Of ten applications six are for a parking permit, three for a dog and one for a business, which two clerks look at. */
export const serviceOf = (i: number): MonthService => at([0, 1, 0, 2, 0, 1, 0, 0, 1, 0].map((n) => MONTH_SERVICES[n] as MonthService), i);

/** Nobody is twice the same: one permit per person. */
function personOf(i: number) {
  const day = new Date(Date.UTC(1945 + (i % 55), i % 12, 1 + ((i * 7) % 28))).toISOString().slice(0, 10);
  return { givenNames: at(GIVEN, i), familyName: `${at(FAMILY, i * 3)}-${at(FAMILY, i + 5)}`, birthDate: day, email: `person${i}@post.example` };
}
const addressOf = (i: number) => ({ street: at(STREETS, i), houseNumber: String(1 + (i % 90)), postcode: '99999', city: 'Musterstadt' });
const dayFrom = (now: Date, days: number): string => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);

/** What the i-th applicant of the month answers. */
export function answersOf(i: number, now: Date): FormData {
  const person = personOf(i);
  const address = addressOf(i);
  switch (serviceOf(i)) {
    case 'resident-parking-permit':
      return { person, address, livesThere: true, hasPermit: false, plate: `MU-${at(['ST', 'NE', 'AB', 'K'], i)} ${1 + i}`, use: 'own', large: false, validFrom: dayFrom(now, 10), years: at(['1', '2'], i), truthful: true };
    case 'dog-registration':
      return { keeper: { ...person, address }, keepsOtherDogs: false, dogs: [{ name: at(['Bello', 'Luna', 'Rex'], i), breed: 'labrador', birthDateKnown: true, birthDate: dayFrom(now, -200), chipNumber: String(276_098_100_000_000 + i), keptSince: dayFrom(now, -20), use: 'companion', fromShelter: false }], payBy: 'transfer', truthful: true };
    case 'business-registration':
      return { kind: 'sole', person: { ...person, birthPlace: 'Musterstadt', nationality: 'DE', address }, premisesKind: 'main', atHome: true, startDate: dayFrom(now, 14), sideline: true, fullTime: 0, partTime: 0, activity: 'Einzelhandel mit handgemachten Kerzen im Internet', trade: 'none', truthful: true };
  }
}

const WORDS = ['hund', 'hundesteuer', 'parken', 'bewohnerparkausweis', 'gewerbe anmelden', 'hunt', 'ummelden', 'ausweis', 'geburtsurkunde', 'baum fällen', 'wohngeld', 'kita platz', 'gewerbeanmeldng', 'heirat', 'sperrmüll'];

/** The i-th page that somebody looks at: mostly services, then the start page, the search, what is around them. */
export function viewOf(i: number, slugs: string[]): string {
  const kind = (i * 7919) % 100;
  if (kind < 45) return `/leistungen/${at(slugs, Math.floor((i * 104_729) ** 0.5))}`;
  if (kind < 65) return '/';
  if (kind < 80) return `/suche?q=${encodeURIComponent(at(WORDS, i))}`;
  if (kind < 85) return '/leistungen';
  if (kind < 90) return `/leistungen?buchstabe=${at([...'ABFGHKSW'], i)}`;
  if (kind < 95) return `/antrag/${at(MONTH_SERVICES, i)}`;
  return at(['/kontakt', '/aktuelles', '/datenschutz', '/barrierefreiheit'], i);
}

const agent = new Agent({ keepAlive: true });

/** A person of the month: like a browser without JavaScript, but it costs little beside the city that is measured. */
export class Person extends TestClient {
  override async send(path: string, init: RequestInit, follow: boolean): Promise<TestResponse> {
    const body = init.body ?? undefined;
    if (body !== undefined && !(body instanceof URLSearchParams)) return super.send(path, init, follow); // a form with a file
    const url = new URL(path, this.base);
    const { status, headers, bytes } = await this.#speak(url, init.method ?? 'GET', body?.toString());
    for (const cookie of headers['set-cookie'] ?? []) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(cookie)) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = headers.location ?? null;
    if (follow && location && status >= 300 && status < 400) return this.send(new URL(location, url).href, { method: 'GET' }, true);
    return { status, headers: new Headers(), location, url: url.href, bytes, text: bytes.toString() };
  }

  #speak(url: URL, method: string, body: string | undefined): Promise<{ status: number; headers: IncomingHttpHeaders; bytes: Buffer }> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const form = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8', 'content-length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      request(url, { agent, method, headers: { cookie, origin: this.base, 'accept-language': 'de', ...form } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject).on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(chunks) }));
      })
        .on('error', reject)
        .end(body);
    });
  }
}
