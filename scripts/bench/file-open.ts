import { getCaseFileById, listFileDocuments, listReferences, requireCaseFile } from '#core/records';
import { compare } from './case-list.ts';
import { figure } from './measure.ts';
import type { Bench } from './run.ts';
import { asClerk, asMachine, openVolume } from './volume.ts';

/** 95th percentile in ms of opening a file: rights, facts, documents, references. The file with 500 documents is told beside it. */
export const fileOpenBench: Bench = async (context) => {
  const volume = await openVolume(context);
  const open = (n: number, limit: number) => volume.platform.read(n === 0 ? asMachine : asClerk(volume), async (ctx) => {
    const id = `00000000-0000-7000-a000-${n.toString(16).padStart(12, '0')}`;
    await requireCaseFile(ctx, id);
    await getCaseFileById(ctx, id);
    const documents = await listFileDocuments(ctx, id, { limit });
    await listReferences(ctx, id);
    return documents.length;
  });
  const result = await compare(volume.platform, (i) => open(3 + 20 * ((i * 997) % Math.floor(volume.cases / 20 - 1)), 101));
  const large = await compare(volume.platform, () => open(0, 505), 40);
  context.log(`Akte mit ${await open(0, 505)} Dokumenten: ${large.value.toFixed(1)} ms (p95)`);
  await volume.close();
  return figure(result.value, `ms (p95, ${volume.cases * 5} Dokumente)`, result.reference);
};
