import { SYSTEM, seeds } from '#platform/module';
import { calendarDayOf } from '#platform/i18n';
import { makeSnapshot } from '../../src/modules/steering/report/make-snapshot.ts';
import { makeReportPdf, setReport } from '../../src/modules/steering/report/report-pdf.ts';
import { benchInstallation } from './installation.ts';
import { figure, median } from './measure.ts';
import type { Bench } from './run.ts';

const machine = { tenantId: 1, actor: SYSTEM };
const ROUNDS = 5;

/** Milliseconds from the click to the PDF of the yearly report of the sample city, numbers read live (at most 5,000 are asked for). Reference: a PDF of one line. */
export const reportBench: Bench = async (context) => {
  const { platform, close } = await benchInstallation(context);
  for (const seed of platform.contributions(seeds)) if (!seed.name.startsWith('organisation/')) await platform.transact(machine, (ctx) => seed.run(ctx));
  await platform.db.pool.query('analyze');
  const time = async (act: () => Promise<unknown>): Promise<number> => {
    const started = performance.now();
    await act();
    return performance.now() - started;
  };
  const whole = (): Promise<Uint8Array> =>
    platform.read(machine, async (ctx) => {
      const asOn = calendarDayOf(ctx.now);
      return makeReportPdf(ctx, { snapshot: await makeSnapshot(ctx, { year: Number(asOn.slice(0, 4)), edition: 1, asOn, texts: new Map() }), draft: true });
    });
  const line = (): Promise<Uint8Array> => platform.read(machine, (ctx) => setReport(ctx, { title: 'Eine Zeile', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Eine Zeile.' }] }], on: calendarDayOf(ctx.now) }));
  context.log(`zum ersten Mal: ${Math.round(await time(whole))} ms`);
  const [values, references]: [number[], number[]] = [[], []];
  for (let i = 0; i < ROUNDS; i++) {
    values.push(await time(whole));
    references.push(await time(line));
  }
  await close();
  return figure(median(values), 'ms', median(references));
};
