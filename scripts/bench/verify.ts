import { createHash, randomBytes } from 'node:crypto';
import { addPlanPositions, fileInto, openFreeCaseFile, samplePlan, verifyRecords } from '#core/records';
import { listOffices } from '#core/organisation';
import { sealPending } from '#platform/audit';
import { SYSTEM } from '#platform/module';
import { benchInstallation } from './installation.ts';
import { figure } from './measure.ts';
import type { Bench } from './run.ts';

const who = { tenantId: 1, actor: SYSTEM };
const FILES = 300;
const BYTES = 2_000_000;

/** MB a second of `records verify`: chains, log and every content. Reference: SHA-256 in memory. */
export const verifyBench: Bench = async (context) => {
  const { platform, close } = await benchInstallation(context);
  const fileId = await platform.transact(who, async (ctx) => {
    await addPlanPositions(ctx, samplePlan);
    const [office] = await listOffices(ctx);
    return (await openFreeCaseFile(ctx, { position: '02.3.1', title: 'Bench', officeId: office?.id ?? '' })).id;
  });
  const noise = randomBytes(BYTES);
  for (let i = 0; i < FILES; i++) {
    noise.writeUInt32BE(i, 0);
    const blob = await platform.storage.put(noise);
    await platform.transact(who, (ctx) => fileInto(ctx, fileId, [{ kind: 'incoming', title: `Scan ${i}`, blob, mime: 'application/octet-stream', name: 'scan.bin', visibleToApplicant: false }]));
  }
  await sealPending(platform, 1);
  const hashing = performance.now();
  for (let i = 0; i < 100; i++) createHash('sha256').update(noise).digest();
  const reference = (100 * BYTES) / 1e6 / ((performance.now() - hashing) / 1000);
  const started = performance.now();
  const verdict = await verifyRecords(platform, 1);
  const seconds = (performance.now() - started) / 1000;
  if (!verdict.intact) throw new Error(verdict.damage);
  await close();
  return figure(verdict.bytes / 1e6 / seconds, 'MB/s', reference);
};
