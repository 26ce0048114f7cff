import { setTimeout as sleep } from 'node:timers/promises';
import { sampleCitizens } from '#core/organisation';
import { api, json, type Rq } from '#platform/http';
import { notFound, type Platform } from '#platform/module';
import { z } from 'zod';

/** Public: everything behind it is invented. */
export const RESIDENTS_TOKEN = 'beispiel-melderegister-2026';
export const RESIDENTS_PATH = '/demo/melderegister/personen';

const query = z.object({ familyName: z.string().max(100), givenName: z.string().max(100).default(''), birthDate: z.string().max(10).default('') });
type Query = z.output<typeof query>;

/**
 * The other side of the wire, in the demo only: a register over real HTTP that wants a token. It knows the invented citizens of
 * the sample city. "Störung" as family name answers 503 with Retry-After, "Langsam" after three seconds, to see what happens then.
 */
export const residentsServer = api({
  method: 'GET',
  path: RESIDENTS_PATH,
  access: 'anyone',
  summary: 'Melderegister (Beispiel): nur in der Demo, frei erfunden',
  query,
  handle: async (rq) => {
    if (rq.platform.config.mode !== 'demo') throw notFound();
    if (rq.header('authorization') !== `Bearer ${RESIDENTS_TOKEN}`) return json({ title: 'Zugang verweigert' }, { status: 401 });
    if (rq.query.familyName === 'Störung') return json({ title: 'Wartung' }, { status: 503, headers: { 'retry-after': '30' } });
    if (rq.query.familyName === 'Langsam') await sleep(3000);
    return answer(rq);
  },
});

function answer(rq: Rq<unknown, Query>): ReturnType<typeof json> {
  const found = findResidents(rq.platform, rq.query);
  const [only] = found;
  if (found.length > 1) return json({ title: 'Mehrere Personen passen' }, { status: 409 });
  return only ? json(only) : json({ title: 'Keine Person gefunden' }, { status: 404 });
}

const same = (asked: string, known: string): boolean => asked === '' || asked.localeCompare(known, 'de', { sensitivity: 'base' }) === 0;

function findResidents(platform: Platform, asked: Query): object[] {
  return sampleCitizens(platform)
    .citizens.filter((one) => same(asked.familyName, one.familyName) && same(asked.givenName, one.givenName) && same(asked.birthDate, one.birthDate))
    .map(({ familyName, givenName, birthDate, address }) => ({ familyName, givenName, birthDate, address, registeredSince: '2019-04-01' }));
}
