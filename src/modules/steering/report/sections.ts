import { getFigure, listFigures, readMonths, reportNumbers, reportSections, thisMonth, yearOf, type ReportChart, type ReportNumber, type ReportSection } from '#core/insights';
import { readPortfolio, stateWords } from '#core/projects';
import { formatDate } from '#platform/i18n';
import type { Contribution, Ctx } from '#platform/module';

const monthShort = (month: string): string => new Intl.DateTimeFormat('de-DE', { month: 'short', timeZone: 'UTC' }).format(new Date(month));
const knows = (ctx: Ctx, id: string): boolean => listFigures(ctx).some((figure) => figure.id === id);
const valueOf = (figures: ReportNumber[], id: string): number | null => figures.find((one) => one.id === id)?.value ?? null;

/** A figure month by month beside the year before. A month that is not over would look like a fall. */
async function courseOf(ctx: Ctx, id: string, { year, title, description }: { year: number; title: string; description: string }): Promise<ReportChart[]> {
  if (!knows(ctx, id)) return [];
  const figure = getFigure(ctx, id);
  const [before, now] = [await readMonths(ctx, id, yearOf(year - 1)), await readMonths(ctx, id, yearOf(year))];
  const labels = Array.from({ length: 12 }, (_, i) => monthShort(`2000-${String(i + 1).padStart(2, '0')}-01`));
  const byMonth = (months: typeof now) => labels.map((_, i) => months.find(({ month }) => Number(month.slice(5, 7)) === i + 1 && (month !== thisMonth(ctx) || figure.over === 'end'))?.value ?? null);
  const running = thisMonth(ctx).startsWith(String(year));
  const series = [{ name: String(year), values: byMonth(now) }, { name: String(year - 1), values: byMonth(before) }].filter(({ values }) => values.some((value) => value !== null && value !== 0));
  return series.length === 0 ? [] : [{ id: id.replace('/', '-'), kind: 'line', title, description: running && figure.over !== 'end' ? `${description}, ohne den laufenden` : description, labels, series, unit: figure.unit, evidence: figure.evidence(yearOf(year)) }];
}

const KEY = ['catalogue/online', 'cases/submitted', 'cases/automatic', 'steering/hours-saved'];

/** What a hurried reader takes along. */
const preface: ReportSection = {
  id: 'preface',
  title: 'Das Jahr in Kürze',
  order: 0,
  write: async (ctx, year) => {
    const figures = await reportNumbers(ctx, KEY, yearOf(year));
    const say = (id: string, sentence: string): string[] => (valueOf(figures, id) === null ? [] : [sentence]);
    const sentences = [
      ...say('catalogue/online', 'Man kann {{catalogue/online}} Leistungen der Stadt online beantragen.'),
      ...say('cases/submitted', 'In diesem Jahr gingen {{cases/submitted}} Anträge ein.'),
      ...say('cases/automatic', '{{cases/automatic}} der Entscheidungen traf das Programm nach festen Regeln, ohne dass jemand warten musste.'),
      ...say('steering/hours-saved', 'Gemessen an echten Vorgängen sparte die Verwaltung {{steering/hours-saved}} Arbeitszeit.'),
    ];
    return { paragraphs: [sentences.join(' ')], figures, tables: [], charts: [] };
  },
};

const NEW_SHOWN = 12;

/** What the city offers online: at the end of the year, and a year before. */
const services: ReportSection = {
  id: 'services',
  title: 'Leistungen online',
  order: 30,
  write: async (ctx, year) => {
    const [before] = await reportNumbers(ctx, ['catalogue/online'], yearOf(year - 1));
    const [now] = await reportNumbers(ctx, ['catalogue/online'], yearOf(year));
    if (!now) return undefined;
    const figures: ReportNumber[] = [now, ...(before ? [{ ...before, id: 'catalogue/online-before', label: 'Leistungen online ein Jahr zuvor' }] : [])];
    const grown = now.value !== null && before?.value ? [`Ein Jahr zuvor waren es {{catalogue/online-before}}.`] : [];
    const rows = await getFigure(ctx, 'catalogue/online').rows?.(ctx, yearOf(year), { limit: 500 });
    const fresh = (rows?.rows ?? []).filter(({ cells }) => cells[1]?.endsWith(String(year)));
    return {
      paragraphs: [['Online beantragen kann man {{catalogue/online}} Leistungen.', ...grown].join(' ')],
      figures,
      tables: fresh.length === 0 ? [] : [{ caption: fresh.length > NEW_SHOWN ? `${year} neu online (${NEW_SHOWN} von ${fresh.length})` : `${year} neu online`, head: ['Leistung', 'seit'], rows: fresh.slice(0, NEW_SHOWN).map(({ href, cells }) => [href ? { text: cells[0] ?? '', href } : (cells[0] ?? ''), cells[1] ?? '']), evidence: now.evidence }],
      charts: await courseOf(ctx, 'catalogue/online', { year, title: 'Was man online beantragen kann', description: 'Leistungen online am Ende jedes Monats' }),
    };
  },
};

const USE = ['figures/views', 'cases/submitted', 'figures/finished', 'cases/decided', 'cases/automatic', 'cases/days'];

const use: ReportSection = {
  id: 'use',
  title: 'Nutzung',
  order: 40,
  write: async (ctx, year) => {
    const figures = await reportNumbers(ctx, USE, yearOf(year));
    if (figures.length === 0) return undefined;
    const [before] = await reportNumbers(ctx, ['cases/submitted'], yearOf(year - 1));
    const [then, now] = [before?.value ?? null, valueOf(figures, 'cases/submitted')];
    const direction = then === null || now === null || then === 0 ? '' : now > then ? ', mehr als im Jahr davor' : now < then ? ', weniger als im Jahr davor' : ', so viele wie im Jahr davor';
    const slow = valueOf(figures, 'cases/days') === null ? '' : ' Vom Eingang bis zur Entscheidung vergingen im Mittel {{cases/days}}.';
    return {
      paragraphs: [`Es gingen {{cases/submitted}} Anträge ein${direction}.${slow}`],
      figures,
      tables: [],
      charts: [
        ...(await courseOf(ctx, 'cases/submitted', { year, title: 'Anträge im Lauf des Jahres', description: 'Anträge je Monat' })),
        ...(await courseOf(ctx, 'cases/days', { year, title: 'Wie lange Entscheidungen dauern', description: 'Tage vom Eingang bis zur Entscheidung, Mittel je Monat' })),
      ],
    };
  },
};

const COMING = 15;

/** What begins or goes live after this year. */
const outlook: ReportSection = {
  id: 'outlook',
  title: 'Ausblick',
  order: 90,
  write: async (ctx, year) => {
    const end = `${year}-12-31`;
    const open = (await readPortfolio(ctx, { states: ['approved', 'running'] })).filter(({ endsOn }) => endsOn !== null && endsOn > end).toSorted((a, b) => (a.endsOn ?? '').localeCompare(b.endsOn ?? ''));
    const figure: ReportNumber = { id: 'coming', label: `Vorhaben, die nach ${year} fertig werden`, unit: 'count', value: open.length, evidence: '/office/projekte', good: 'more' };
    return {
      paragraphs: [open.length === 0 ? `Vorhaben, die nach ${year} fertig werden, sind noch nicht beschlossen.` : `Nach ${year} werden {{coming}} Vorhaben fertig, die genehmigt sind oder schon laufen.`],
      figures: [figure],
      tables: open.length === 0 ? [] : [{ caption: 'Was als Nächstes fertig wird', head: ['Vorhaben', 'Amt', 'Stand', 'fertig am'], rows: open.slice(0, COMING).map((project) => [{ text: project.title, href: `/office/projekte/${project.id}` }, project.officeName, stateWords[project.state], formatDate(project.endsOn ?? '')]), evidence: '/office/projekte' }],
      charts: [],
    };
  },
};

export const ownSections: Contribution[] = [preface, services, use, outlook].map(reportSections.of);
