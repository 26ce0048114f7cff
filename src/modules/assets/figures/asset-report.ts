import { readFigure, yearOf, type ReportNumber, type ReportSection } from '#core/insights';
import { IT, itHref, withQuery } from '../office/addresses.ts';
import { listItServices } from '../services/it-services.queries.ts';
import { formatMoney } from '#platform/i18n';
import { assetFigures } from './asset-figures.ts';

/** Information technology in the yearly report: what runs, what it costs, which contracts end, how mobile and accessible the workplaces are. */
export const assetReport: ReportSection = {
  id: 'assets/technology', title: 'Technik und Arbeitsplätze', order: 65,
  write: async (ctx, year) => {
    const period = yearOf(year);
    const figures: ReportNumber[] = [];
    for (const figure of assetFigures) figures.push({ id: figure.id, label: figure.label, value: await readFigure(ctx, figure.id, period), unit: figure.unit, evidence: figure.evidence(period), good: figure.good, note: figure.explain });
    const dear = await listItServices(ctx, { year, sort: 'kosten', descending: true }, { limit: 10 });
    if (dear.rows.length === 0) return undefined;
    const evidence = withQuery(IT, { nach: 'kosten', ab: 'ja', jahr: year });
    return {
      paragraphs: ['Die Stadt führt ein Verzeichnis ihrer IT-Dienste mit Verantwortlichen, Kosten, Schutzbedarf, Verträgen und Abhängigkeiten.'],
      figures,
      // without the provider: what a company asks for may be its business secret, and the report is public
      tables: [{ caption: `Die zehn teuersten IT-Dienste ${year}`, head: ['IT-Dienst', 'Kosten'], numeric: [1], rows: dear.rows.map((one) => [{ text: one.name, href: itHref(one.id) }, formatMoney(one.costCents)]), evidence }],
      charts: [],
    };
  },
};
