import type { VNode } from 'preact';
import type { Office } from '#core/organisation';
import { htmlLang, tr, type Locale } from '#platform/i18n';
import type { EntrySettings } from '../bundle/settings-schema.ts';

type Described = { settings: EntrySettings; office: Office | undefined; city: { name: string; url: string }; address: string; locale: Locale };

/** What search engines read: a GovernmentService of schema.org as JSON-LD. Data, no script: browsers never run it. */
export function StructuredData({ settings, office, city, address, locale }: Described): VNode {
  const data = {
    '@context': 'https://schema.org',
    '@type': 'GovernmentService',
    name: tr(settings.name, locale),
    description: tr(settings.summary, locale),
    url: address,
    inLanguage: htmlLang(locale),
    areaServed: { '@type': 'City', name: city.name },
    serviceOperator: { '@type': 'GovernmentOrganization', name: office?.name ?? city.name, url: city.url, ...(office?.phone ? { telephone: office.phone } : {}), ...(office ? { address: { '@type': 'PostalAddress', streetAddress: `${office.address.street} ${office.address.houseNumber}`, postalCode: office.address.postalCode, addressLocality: office.address.city, addressCountry: 'DE' } } : {}) },
    ...(settings.leika ? { identifier: { '@type': 'PropertyValue', propertyID: 'LeiKa', value: settings.leika } } : {}),
    ...(settings.online ? { availableChannel: { '@type': 'ServiceChannel', serviceUrl: address.replace('/leistungen/', '/antrag/') } } : {}),
    ...(settings.fee?.cents === undefined ? {} : { offers: { '@type': 'Offer', price: (settings.fee.cents / 100).toFixed(2), priceCurrency: 'EUR' } }),
  };
  // "</script>" in a name must not end the block.
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: JSON.stringify(data).replaceAll('<', String.raw`\u003c`) }} />;
}
