import assert from 'node:assert/strict';
import { listAccountClaims, settleClaim } from '#core/payments';
import { SYSTEM } from '#platform/module';
import { seedSampleCases } from '../../src/app/sample-cases.ts';
import { fillDraft, postFields, startDraft } from '../fill-form.ts';
import { walkthroughData } from '../walkthrough.ts';
import { openCity, type City } from './city.ts';

/** A city in which much has happened, so that every list has rows and every page has something to say. */
export async function openFilledCity(): Promise<City> {
  const city = await openCity({ now: '2026-11-20T09:30:00Z' });
  await seedSampleCases(city.t.platform, { count: 30, say: () => {} });
  return city;
}

/** An account with everything in it: letters, something to pay, a permit, papers that are asked for. */
export async function fillAccount(city: City, email: string): Promise<void> {
  const client = await city.citizen(email);
  for (const [slug, example] of [['dog-registration', 'Ein Hund, klarer Fall'], ['resident-parking-permit', 'Eigenes Auto'], ['business-registration', 'GmbH mit Bäckerei']] as const) {
    const { service } = await city.service(slug);
    const data = await walkthroughData(slug, example);
    const draft = await startDraft(client, slug);
    await fillDraft(client, draft, { form: service.form, data: slug === 'resident-parking-permit' ? { ...data, validFrom: '2026-12-01' } : data });
    const sent = await postFields(client, `${draft}/absenden`, [['zustellung', 'elektronisch'], ['richtig', 'on']]);
    assert.match(sent.location ?? '', /\/antrag\/eingang\//, sent.text.slice(0, 300));
    await city.work();
  }
  await city.t.transact(SYSTEM, async (ctx) => {
    const claims = await listAccountClaims(ctx, await city.accountId(email));
    const permit = claims.find((claim) => claim.case_number.includes('PARK'));
    assert.ok(permit, 'the permit has to be paid');
    await settleClaim(ctx, permit.id, { entryKey: 'every-page', amountCents: permit.amount_cents, bookedOn: '2026-11-20', payer: permit.debtor, reference: permit.booking_code, source: 'bank-statement' });
  });
  await city.work();
}

