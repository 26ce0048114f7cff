import { z } from 'zod';
import { page, view } from '#platform/http';
import { calendarDayOf, formatDate, formatMoney } from '#platform/i18n';
import { BarChart, Button, CardGrid, EmptyState, Form, PageHeader, Section, Stack, StatTile, TextField } from '#platform/ui';
import { figureWords, readIdeaFigures } from '../figures.ts';
import { IDEAS, refusalWords } from '../idea.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/).optional().catch(undefined);

/** How ideas fare, for all staff: nothing here is about a person. */
export const figuresPage = page({
  method: 'GET', path: `${IDEAS}/zahlen`, site: 'office', access: 'staff', query: z.object({ von: day, bis: day }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const today = calendarDayOf(ctx.now);
      const period = { from: rq.query.von ?? `${today.slice(0, 4)}-01-01`, to: rq.query.bis ?? today };
      const figures = await readIdeaFigures(ctx, period);
      const bars = figures.refusals.map(({ code, count }) => ({ label: refusalWords[code] ?? code, value: count }));
      return view({
        title: 'Ideen in Zahlen', width: 'full', nav: IDEAS, crumbs: [{ label: 'Ideen', href: IDEAS }, { label: 'Zahlen' }],
        body: (
          <Stack>
            <PageHeader title="Ideen in Zahlen" lead={`${formatDate(period.from)} bis ${formatDate(period.to)}. ${figures.savingCents > 0 ? `Was umgesetzt ist, spart nach Schätzung ${formatMoney(figures.savingCents)} im Jahr.` : ''}`} />
            <Form action={`${IDEAS}/zahlen`} method="get" inline label="Zeitraum"><TextField name="von" label="Von" type="date" value={period.from} /><TextField name="bis" label="Bis" type="date" value={period.to} /><Button>Zeigen</Button></Form>
            <CardGrid size="small">{figureWords(figures).map(({ label, value, note }) => <StatTile key={label} label={label} value={value} note={note} />)}</CardGrid>
            <Section title="Warum nicht?" id="warum-nicht">
              {bars.length === 0 ? <EmptyState title="In dieser Zeit wurde nichts abgelehnt." icon="check" /> : <BarChart id="gruende" title={`Häufigster Grund: ${bars[0]?.label ?? ''}`} description={`Abgelehnte Ideen nach Hauptgrund, ${formatDate(period.from)} bis ${formatDate(period.to)}`} bars={bars} groupName="Grund" valueName="Ideen" />}
            </Section>
          </Stack>
        ),
      });
    }),
});
