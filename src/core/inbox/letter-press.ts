import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { cityOf, describeHours, getOffice, type Office } from '#core/organisation';
import { PdfRenderer, RenderError, createDemoSealKey, loadSealKey, sealPdf, type Letterhead, type RenderRequest, type SealSigner } from '#engines/documents';
import { tr } from '#platform/i18n';
import type { Ctx, Platform } from '#platform/module';
import { problem } from './problems.ts';

type Press = { renderer: PdfRenderer; signer: Promise<SealSigner> | undefined };
/** One typesetter per running installation; its threads end with the process. */
const presses = new WeakMap<Platform, Press>();

function pressOf(platform: Platform): Press {
  let press = presses.get(platform);
  if (!press) presses.set(platform, (press = { renderer: new PdfRenderer(), signer: undefined }));
  return press;
}

/** Sets a document as PDF/A-3a and PDF/UA-1 with the look of the city. About 60 ms. @throws Problem 422 that names title and element */
export async function setDocument(ctx: Ctx, request: Omit<RenderRequest, 'letterhead'> & { officeId: string; contact?: Letterhead['contact'] }): Promise<Uint8Array> {
  const { officeId, contact, ...rest } = request;
  const letterhead = await letterheadOf(ctx, officeId, contact);
  const { pdf } = await pressOf(ctx.platform)
    .renderer.renderPdf({ ...rest, letterhead })
    .catch((error: unknown) => {
      if (!(error instanceof RenderError)) throw error;
      ctx.log.error({ err: error, title: rest.content.attrs.title }, 'a letter could not be set');
      throw problem('inbox/letter-not-set', { title: rest.content.attrs.title, reason: error.clear ?? 'Der Satz ist gescheitert. Der Wortlaut steht im Protokoll des Programms; bitte sagen Sie der Systembetreuung Bescheid.' });
    });
  return pdf;
}

/** Puts the city's electronic seal on a PDF (PAdES). @throws Problem when no key is set up; an unsealed notice never leaves. */
export async function sealDocument(ctx: Ctx, pdf: Uint8Array, reason: string): Promise<Uint8Array> {
  const press = pressOf(ctx.platform);
  press.signer ??= loadSigner(ctx.platform).catch((error: unknown) => {
    press.signer = undefined;
    throw error;
  });
  return sealPdf(pdf, await press.signer, { at: ctx.now, reason, location: cityOf(ctx.platform).name });
}

/** Ends the typesetter's threads. */
export async function closePress(platform: Platform): Promise<void> {
  await presses.get(platform)?.renderer.close();
  presses.delete(platform);
}

async function loadSigner(platform: Platform): Promise<SealSigner> {
  const path = platform.config.sealKeyFile;
  if (!path) throw problem('inbox/no-seal-key');
  if (platform.config.mode === 'demo' && !existsSync(path)) {
    const demo = createDemoSealKey(cityOf(platform).officialName, platform.clock());
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, demo.pem, { mode: 0o600 });
  }
  return loadSealKey(path);
}

async function letterheadOf(ctx: Ctx, officeId: string, contact: Letterhead['contact']): Promise<Letterhead> {
  const city = cityOf(ctx.platform);
  const office: Office = await getOffice(ctx, officeId);
  const { address } = office;
  return {
    city: city.officialName,
    crestSvg: city.brand.crestSvg,
    colour: city.brand.colour,
    office: { name: office.name, street: `${address.street} ${address.houseNumber}`, place: `${address.postalCode} ${address.city}` },
    contact: contact ?? { name: office.name, room: office.room, phone: office.phone, email: office.email },
    hours: describeHours(office.hours).map(({ days, times }) => `${days} ${times}`),
    bank: { name: city.bank.name, iban: city.bank.iban, bic: city.bank.bic },
    web: city.website,
    subline: tr(city.tagline, 'de'),
  };
}
