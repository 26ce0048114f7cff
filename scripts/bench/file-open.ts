import { listAdmissions, listFileDocuments, listReferences, requireCaseFile } from '#core/records';
import { compare } from './case-list.ts';
import { figure } from './measure.ts';
import type { Bench } from './run.ts';
import { asClerk, openVolume } from './volume.ts';

/** The clerk's file with 500 documents more. */
const LARGE = 3;

/** 95th percentile in ms of opening a file: rights, facts, documents, references. The file with 500 documents is told beside it. */
export const fileOpenBench: Bench = async (context) => {
  const volume = await openVolume(context);
  const open = (n: number, limit: number) => volume.platform.read(asClerk(volume), async (ctx) => {
    const id = `00000000-0000-7000-a000-${n.toString(16).padStart(12, '0')}`;
    const [, documents] = await Promise.all([requireCaseFile(ctx, id), listFileDocuments(ctx, id, { limit }), listReferences(ctx, id), listAdmissions(ctx, id)]);
    return documents.length;
  });
  const result = await compare(volume.platform, (i) => open(23 + 20 * ((i * 997) % Math.floor(volume.cases / 20 - 2)), 101));
  const large = await compare(volume.platform, () => open(LARGE, 505), 40);
  context.log(`Akte mit ${await open(LARGE, 505)} Dokumenten: ${large.value.toFixed(1)} ms (p95)`);
  await volume.close();
  return figure(result.value, `ms (p95, ${volume.cases * 5} Dokumente)`, result.reference);
};
