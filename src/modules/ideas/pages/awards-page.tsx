import { z } from 'zod';
import { attempt, page, view, type View } from '#platform/http';
import { formatDate, formatMoney, parseMoney } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Badge, Button, ButtonRow, EmptyState, ErrorSummary, Fieldset, Form, Link, MoneyField, PageHeader, Section, Stack, Table, TextField, type BadgeState } from '#platform/ui';
import { currentRule, listAwards, listRules, setRule } from '../flow/award.ts';
import { hrefOf, IDEAS } from '../idea.ts';
import type { AwardState } from '../tables.ts';

const AWARDS = `${IDEAS}/praemien`;
const words: Record<AwardState, { words: string; look: BadgeState }> = { proposed: { words: 'wartet auf zweite Person', look: 'waiting' }, approved: { words: 'bewilligt', look: 'done' }, refused: { words: 'nicht bewilligt', look: 'neutral' }, paid: { words: 'ausgezahlt', look: 'done' } };

async function show(ctx: Ctx, { typed, error }: { typed?: Record<string, string>; error?: string } = {}): Promise<View> {
  const awards = await listAwards(ctx);
  const rule = await currentRule(ctx);
  const rules = await listRules(ctx);
  return view({
    title: 'Prämien', width: 'full', nav: IDEAS, crumbs: [{ label: 'Ideen', href: IDEAS }, { label: 'Prämien' }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'share', text: error }]} />}
        <PageHeader title="Prämien" lead={`Regel ${rule.version}: ${rule.share_percent} % der Ersparnis im ersten Jahr, höchstens ${formatMoney(Number(rule.cap_cents))}; nicht berechenbar: ${formatMoney(Number(rule.flat_cents))}. Eine Person schlägt vor, eine andere entscheidet.`} />
        {awards.length === 0 ? <EmptyState title="Noch keine Prämie" icon="star">Eine Prämie wird bei einer angenommenen Idee vorgeschlagen.</EmptyState> : (
          <Table
            compact stack caption="Prämien" captionHidden rows={awards} rowKey={({ id }) => id}
            columns={[
              { key: 'idea', head: 'Idee', rowHead: true, cell: (one) => <Link href={`${hrefOf(one.idea_id)}#praemie`}>{one.number} {one.title}</Link> },
              { key: 'amount', head: 'Betrag', numeric: true, cell: (one) => formatMoney(Number(one.amount_cents)) },
              { key: 'how', head: 'Berechnung', wideOnly: true, cell: (one) => one.explanation },
              { key: 'by', head: 'Vorgeschlagen', cell: (one) => `${one.proposed_by_name}, ${formatDate(one.proposed_on)}` },
              { key: 'decided', head: 'Entschieden', cell: (one) => (one.decided_by_name ? `${one.decided_by_name}, ${formatDate(one.decided_on ?? '')}` : '') },
              { key: 'state', head: 'Stand', cell: (one) => <><Badge state={words[one.state].look}>{words[one.state].words}</Badge>{one.paid_on && ` ${formatDate(one.paid_on)}`}</> },
            ]}
          />
        )}
        <Section title="Regel" id="regel">
          <ul>{rules.map((one) => <li key={one.version}>Regel {one.version}, ab {formatDate(one.from_on)}: {one.share_percent} %, höchstens {formatMoney(Number(one.cap_cents))}, fest {formatMoney(Number(one.flat_cents))} <span class="muted">({one.made_by_name})</span></li>)}</ul>
          <Form action={AWARDS} label="Neue Fassung der Regel">
            <Fieldset id="fassung" legend="Neue Fassung, ab heute" hint="Bewilligte Prämien bleiben bei ihrer Fassung." horizontal>
              <TextField name="share" label="Anteil in Prozent" inputmode="numeric" width={4} value={typed?.['share'] ?? String(rule.share_percent)} error={error} />
              <MoneyField name="flat" label="Fester Betrag" value={typed?.['flat'] ?? Number(rule.flat_cents)} />
              <MoneyField name="cap" label="Obergrenze" value={typed?.['cap'] ?? Number(rule.cap_cents)} />
            </Fieldset>
            <ButtonRow><Button>Neue Fassung festlegen</Button></ButtonRow>
          </Form>
        </Section>
      </Stack>
    ),
  });
}

const short = z.string().trim().max(40).default('');
export const awardsPage = page({ method: 'GET', path: AWARDS, site: 'office', access: 'may:ideas/award', handle: (rq) => rq.read((ctx) => show(ctx)) });
export const awardsPost = page({
  method: 'POST', path: AWARDS, site: 'office', access: 'may:ideas/award', body: z.object({ share: short, flat: short, cap: short }),
  handle: (rq) => attempt(rq, { work: (ctx) => setRule(ctx, { sharePercent: /^\d{1,3}$/.test(rq.body.share) ? Number(rq.body.share) : -1, flatCents: parseMoney(rq.body.flat) ?? -1, capCents: parseMoney(rq.body.cap) ?? -1 }), flash: 'Die neue Fassung gilt ab heute.', to: AWARDS, again: (ctx, refused) => show(ctx, { typed: rq.body, error: refused.de }) }),
});
