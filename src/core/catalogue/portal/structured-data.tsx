import type { VNode } from 'preact';
import type { PlaceOnMap } from '#core/city-map';
import type { Office } from '#core/organisation';
import { htmlLang, tr, type Locale } from '#platform/i18n';
import type { EntrySettings } from '../bundle/settings-schema.ts';

type Described = { settings: EntrySettings; office: Office | undefined; place: PlaceOnMap | undefined; city: { name: string; url: string }; address: string; locale: Locale };

/** What search engines read: a GovernmentService of schema.org as JSON-LD. Data, no script: browsers never run it. */
export function StructuredData({ settings, office, place, city, address, locale }: Described): VNode {
  const origin = new URL(address).origin;
  const languages = ['de', 'en', 'ar', 'uk', 'tr'];
  const data = {
    '@context': 'https://schema.org',
    '@type': 'GovernmentService',
    name: tr(settings.name, locale),
    description: tr(settings.summary, locale),
    url: address,
    areaServed: { '@type': 'City', name: city.name },
    serviceOperator: office ? officeOf(office, { place, city, origin }) : { '@type': 'GovernmentOrganization', name: city.name, url: city.url },
    ...(settings.leika ? { identifier: { '@type': 'PropertyValue', propertyID: 'LeiKa', value: settings.leika } } : {}),
    ...(settings.online ? { availableChannel: { '@type': 'ServiceChannel', serviceUrl: address.replace('/leistungen/', '/antrag/'), availableLanguage: languages, ...(office?.phone ? { servicePhone: { '@type': 'ContactPoint', telephone: office.phone } } : {}) } } : {}),
    ...(settings.fee?.cents === undefined ? {} : { offers: { '@type': 'Offer', price: (settings.fee.cents / 100).toFixed(2), priceCurrency: 'EUR' } }),
    // What tells the language belongs to the page, a service has none.
    subjectOf: { '@type': 'WebPage', url: address, inLanguage: htmlLang(locale) },
  };
  // "</script>" in a name must not end the block.
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: JSON.stringify(data).replaceAll('<', String.raw`\u003c`) }} />;
}

type Around = { place: PlaceOnMap | undefined; city: { name: string; url: string }; origin: string };

function officeOf({ key, name, phone, email, address: { street, houseNumber, postalCode, city: town } }: Office, { place, city, origin }: Around): object {
  return {
    '@type': 'GovernmentOffice',
    name,
    url: `${origin}/kontakt/${key}`,
    parentOrganization: { '@type': 'GovernmentOrganization', name: city.name, url: city.url },
    address: { '@type': 'PostalAddress', streetAddress: `${street} ${houseNumber}`, postalCode, addressLocality: town, addressCountry: 'DE' },
    ...(phone ? { telephone: phone } : {}),
    ...(email ? { email } : {}),
    ...(place ? { geo: { '@type': 'GeoCoordinates', latitude: place.position.lat, longitude: place.position.lon }, hasMap: `${origin}${place.href}` } : {}),
  };
}
