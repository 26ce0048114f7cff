import { appendUpdate, extendDictionary, numberIn, openPdf } from './pdf-file.ts';

const NAMESPACE = 'http://www.aiim.org/pdfua/ns/id/';

// PDF/A allows only known XMP schemas; any other has to be described in the file itself (ISO 19005-3, 6.6.2.3).
const EXTENSION_SCHEMA =
  '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>' +
  `<pdfaSchema:namespaceURI>${NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>` +
  '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:category>internal</pdfaProperty:category>' +
  '<pdfaProperty:description>Part of ISO 14289 the file follows</pdfaProperty:description>' +
  '<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>' +
  '</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>';

/**
 * Marks a tagged PDF/A-3a file as PDF/UA-1 too (ISO 14289-1, 5 and 7.1): `pdfuaid:part` in the XMP packet and the title in
 * the window bar. Typst writes one standard per file; its tagging already satisfies both. Throws when the XMP packet has
 * another form than the pinned compiler writes.
 */
export function markAsUniversallyAccessible(pdf: Uint8Array): Buffer {
  const file = openPdf(pdf);
  const catalog = file.getObject(file.rootNumber);
  const metadataNumber = numberIn(catalog, 'Metadata');
  const xmp = Buffer.from(extendXmp(readStream(file.getObject(metadataNumber))), 'utf8');
  const metadata = Buffer.concat([
    Buffer.from(`<< /Length ${xmp.length} /Type /Metadata /Subtype /XML >>\nstream\n`),
    xmp,
    Buffer.from('\nendstream'),
  ]);
  return appendUpdate(
    file,
    new Map([
      [file.rootNumber, Buffer.from(showTitle(catalog), 'latin1')],
      [metadataNumber, metadata],
    ]),
  );
}

function readStream(object: string): string {
  const body = /stream\r?\n([\s\S]*?)\r?\nendstream/.exec(object)?.[1];
  if (body === undefined || /\/Filter/.test(object)) throw new Error('pdf: the XMP packet must be a plain stream');
  return Buffer.from(body, 'latin1').toString('utf8');
}

function extendXmp(xmp: string): string {
  const bag = '<pdfaExtension:schemas><rdf:Bag>';
  if (!xmp.includes(bag) || !xmp.includes('xmlns:pdfaid=')) throw new Error('pdf: unknown form of XMP packet');
  return xmp
    .replace('xmlns:pdfaid=', () => `xmlns:pdfuaid="${NAMESPACE}" xmlns:pdfaid=`)
    .replace(bag, () => `<pdfuaid:part>1</pdfuaid:part>${bag}${EXTENSION_SCHEMA}`);
}

function showTitle(catalog: string): string {
  const preferences = /\/ViewerPreferences\s*<</;
  if (preferences.test(catalog)) return catalog.replace(preferences, '/ViewerPreferences << /DisplayDocTitle true');
  return extendDictionary(catalog, '/ViewerPreferences << /DisplayDocTitle true >>');
}
