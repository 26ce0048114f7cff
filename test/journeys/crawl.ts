import { routes, type Route } from '#platform/http';
import type { City } from './city.ts';
import type { Person } from './person.ts';

/** Pages that links alone don't lead to, and where they are looked at instead. */
const elsewhere: RegExp[] = [
  /^\/antrag\//, // journeys: forms, review, receipt, drafts
  /^\/status\/:id/, // journeys: with number and code
  /^\/ausweis\/:token/, // journeys: whoever scans the code of a permit
  /(zurueckziehen|druck|unterlagen)$/,
  /^\/anmelden\/(bestaetigen|einrichten|extern|weiter)|^\/office\/anmelden\/(bestaetigen|einrichten|weiter)/, // auth: second factor, provider, parked forms
  /\/(gesendet|neu|bestaetigen)$/, // auth: reached by forms and mailed links
  /(sicherheit\/app|zweiter-faktor)$/, // auth: only for those who have one
  /^\/unterschrift\//, // applications/signing: by mailed links
  /^\/benachrichtigungen\/abbestellen/, // inbox: by mailed links
  /^\/office\/(verwaltung\/umzug|stoerungen|verwaltung\/programme)\/|^\/office\/sammellaeufe\//, // cases: migration, incidents, external workers, bulk runs
  /^\/office\/(dokumente\/:id\/(vergleich|schwaerzen)|posteingang\/:id\/antrag)$/, // journeys: record
  /^\/office\/aussonderung\/:id/, // retention: years after a file was closed
  /^\/office\/werkstatt\/(:draftId\/konflikte|leistung\/:slug\/zurueck)/, // designer: two people at once; a service with several versions
  /^\/office\/datenschutz\/:id/, // journeys: record
  /^\/office\/verwaltung\/kataloge\/:id/, // catalogue/imports: a catalogue that was read in
  /^\/anmelden\/saml\/|^\/konto\/sicherheit\/verbinden/, // auth: with a provider that the sample city has not
  /^\/office\/projekte\/(aehnlich|:id\/antrag\/)|^\/office\/portfolio\/runden\/:id\/|^\/office\/fortschrittsbericht\/:id\/(abschliessen|veroeffentlichen|fassungen)|^\/office\/steuerung\/wirkung\/:project/, // journeys: steering
  /^\/office\/vorgangsakten\/:id\/schreiben$/, // the page of the case's, which has the same form
  /^\/office\/strategie\/fortschreibung$/, // steering/strategy: while there is no draft
  /^\/office\/(it-dienste|arbeitsplaetze)\/einlesen\/:id/, // assets: a table that was read in
  /^\/konto\/organisationen\/(einladung|:id\/personen\/:mandate\/beenden)$/, // mandates: by mailed links, for others than oneself
];
/** How often one person looks at pages of the same kind; once is enough for the others. */
const MOST = new Map([['/office/vorgaenge/:id', 4], ['/leistungen/:slug', 4], ['/konto/antraege/:id', 3], ['/office/arbeit', 3], ['/office/vorgangsakten/:id', 2]]);
const notPages = /\.(pdf|csv|ics|svg|pem|json|xml|jsonl|txt|mp4|atom|bpmn|webmanifest|js)($|\?)|\/(datei|export)($|[/?])|^\/(konto|status\/[^/]+)\/dokumente\/|\/rechnung\/|\/abmelden$|\/gesamt$|\/seiten\/|\/(bild|vorschau|paket|modeler)$|^\/assets\//;

type Pattern = { path: string; site: Route['site']; matches: RegExp };

/** Follows the links that people see, so that whoever adds a page gets it checked without doing anything. */
export class Crawl {
  readonly #city: City;
  readonly #site: Route['site'];
  readonly #patterns: Pattern[];
  readonly #visits = new Set<string>();

  constructor(city: City, site: Route['site']) {
    this.#city = city;
    this.#site = site;
    this.#patterns = city.t.platform
      .contributions(routes)
      .filter((route) => route.kind === 'page' && route.method === 'GET' && !notPages.test(route.path))
      .map(({ path, site: of }) => ({ path, site: of, matches: new RegExp(`^${path.replaceAll(/[.+]/g, '\\$&').replaceAll(/:[a-zA-Z]+/g, '[^/]+')}/?$`) }))
      // the literal ones first: /office/kasse/kontoauszug is not /office/kasse/:id
      .sort((a, b) => (a.path.match(/:/g)?.length ?? 0) - (b.path.match(/:/g)?.length ?? 0));
  }

  /** Looks at all that this person can reach from these pages. */
  async walk(person: Person, from: string[]): Promise<void> {
    const queue = from.map((path) => ({ path, asked: true }));
    const seen = new Set<string>();
    const mine = new Map<string, number>();
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { path, asked } = next;
      if (seen.has(path) || notPages.test(path.split('?')[0] ?? '')) continue;
      seen.add(path);
      const plain = path.split('?')[0] ?? '';
      const known = this.#patterns.find(({ matches }) => matches.test(plain));
      if (!asked && known && known.site !== this.#site) continue; // looked at with the other site
      const pattern = known?.path ?? plain;
      const most = MOST.get(pattern);
      if (!asked && (most ? (mine.get(pattern) ?? 0) >= most : this.#visits.has(pattern))) continue;
      mine.set(pattern, (mine.get(pattern) ?? 0) + 1);
      this.#visits.add(pattern);
      await person.open(path);
      for (const link of await this.#linksOn(person)) queue.push({ path: link, asked: false });
    }
  }

  /** Pages of the site that nobody has reached. */
  missed(): string[] {
    return this.#patterns.flatMap(({ path, site }) => (site === this.#site ? [path] : [])).filter((path) => !this.#visits.has(path) && !elsewhere.some((one) => one.test(path)));
  }

  async #linksOn(person: Person): Promise<string[]> {
    const { url } = this.#city.t;
    const found = (await person.page.locator('a[href]').evaluateAll((links) => links.map((link) => new URL(link.getAttribute('href') ?? '', document.baseURI).href))) as string[]; // the `href` of a link in a drawing is no text
    return [...new Set(found)].filter((href) => href.startsWith(url)).map((href) => href.slice(url.length).split('#')[0] ?? '');
  }
}
