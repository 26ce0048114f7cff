import { sql } from 'kysely';
import { getCase } from '#core/cases';
import { getServiceVersion } from '#core/catalogue';
import { cityOf, getOffice } from '#core/organisation';
import { setDocument } from '#core/inbox';
import { fileDocument, findDocumentBySource, type CaseDocument } from '#core/records';
import { describeData } from '#engines/forms';
import { calendarDayOf, formatDateTime, tr } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { Application } from './applications.queries.ts';
import { stateWords } from './portal/signature-list.tsx';
import { listSignaturesOfApplication } from './signing/signing.queries.ts';

/**
 * The copy to keep (OZG § 9a): number, time and every answer as PDF, filed in the record.
 * Made once; whoever asks first gets it made, the background does it anyway.
 */
export async function ensureReceipt(ctx: Ctx, application: Application): Promise<CaseDocument> {
  const source = `receipt:${application.id}`;
  // the person and the background may ask at the same moment: the second waits and finds the first
  await sql`select pg_advisory_xact_lock(hashtextextended(${source}, 0))`.execute(ctx.db());
  const existing = await findDocumentBySource(ctx, application.case_id, source);
  if (existing) return existing;
  const pdf = await makeReceipt(ctx, application);
  const blob = await ctx.platform.storage.put(pdf);
  const title = application.locale === 'en' ? 'Receipt' : 'Eingangsbestätigung';
  await fileDocument(ctx, { caseId: application.case_id, title, kind: 'receipt', blob, mime: 'application/pdf', name: `Eingangsbestaetigung-${application.number}.pdf`, sourceId: source, visibleToApplicant: true });
  const made = await findDocumentBySource(ctx, application.case_id, source);
  if (!made) throw new Error(`The receipt of application ${application.id} was not filed.`);
  return made;
}

async function makeReceipt(ctx: Ctx, application: Application): Promise<Uint8Array> {
  const { locale } = application;
  const en = locale === 'en';
  const service = await getServiceVersion(ctx, application.version_id);
  const found = await getCase(ctx, application.case_id);
  const office = await getOffice(ctx, found.officeId);
  const name = tr(service.settings.name, locale);
  const sections = describeData(service.form, application.data, locale).map((page) => ({
    title: page.page,
    rows: page.rows.map((row) => ({ label: [...row.groups, row.label].join(' – '), value: row.value })),
  }));
  const signatures = await listSignaturesOfApplication(ctx, application.id);
  if (signatures.length > 0) sections.push({ title: en ? 'Signatures' : 'Unterschriften', rows: signatures.map((one) => ({ label: `${one.label}: ${one.name}`, value: stateWords(one, locale) })) });
  const json = new TextEncoder().encode(JSON.stringify(application.data, null, 1));
  return setDocument(ctx, {
    officeId: found.officeId,
    layout: 'receipt',
    locale,
    content: {
      type: 'doc',
      attrs: { kind: 'receipt', seal: false, title: en ? `Receipt: ${name}` : `Eingangsbestätigung: ${name}`, subject: name, layout: 'receipt', language: locale },
      content: [{ type: 'paragraph', content: [{ type: 'text', text: en ? `We received your application on ${formatDateTime(application.submitted_at, locale)}. ${office.name} takes care of it.` : `Ihr Antrag ist am ${formatDateTime(application.submitted_at, locale)} eingegangen. Zuständig ist: ${office.name}.` }] }],
    },
    meta: {
      date: calendarDayOf(application.submitted_at),
      createdAt: application.submitted_at,
      reference: application.number,
      facts: [
        { label: en ? 'Case number' : 'Vorgangsnummer', value: application.number },
        { label: en ? 'Access code' : 'Zugangscode', value: application.access_code },
        { label: en ? 'Received on' : 'Eingegangen am', value: formatDateTime(application.submitted_at, locale) },
        { label: en ? 'State of the application' : 'Stand des Antrags', value: `${ctx.platform.config.publicUrl}/status` },
      ],
      sections,
    },
    attachments: [{ name: 'antrag.json', mime: 'application/json', bytes: json, relationship: 'data', description: `${cityOf(ctx.platform).name}: ${application.number}` }],
  });
}
