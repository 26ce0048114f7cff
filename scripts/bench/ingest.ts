import { randomBytes } from 'node:crypto';
import { fileInto, openFreeCaseFile, addPlanPositions, samplePlan } from '#core/records';
import { listOffices } from '#core/organisation';
import { SYSTEM } from '#platform/module';
import { benchInstallation, twoInsertRate } from './installation.ts';
import { figure, rate } from './measure.ts';
import type { Bench } from './run.ts';

const who = { tenantId: 1, actor: SYSTEM };

/** Documents a second that are filed durably (file synced, version chained, audit event) by 8 clients. Reference: commits of two inserts. */
export const ingestBench: Bench = async (context) => {
  const { platform, close } = await benchInstallation(context);
  const reference = await twoInsertRate(platform);
  const fileId = await platform.transact(who, async (ctx) => {
    await addPlanPositions(ctx, samplePlan);
    const [office] = await listOffices(ctx);
    return (await openFreeCaseFile(ctx, { position: '02.3.1', title: 'Bench', officeId: office?.id ?? '' })).id;
  });
  const once = async (): Promise<void> => {
    const blob = await platform.storage.put(randomBytes(20_000));
    await platform.transact(who, (ctx) => fileInto(ctx, fileId, [{ kind: 'incoming', title: 'Scan', blob, mime: 'application/octet-stream', name: 'scan.bin', visibleToApplicant: false }]));
  };
  await rate(100, 8, once);
  const perSecond = await rate(1000, 8, once);
  await close();
  return figure(perSecond, 'Dokumente/s', reference);
};
