import { z } from 'zod';
import { attempt, page, view, type View } from '#platform/http';
import { calendarDayOf } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Badge, Button, ButtonRow, Checkbox, EmptyState, ErrorSummary, Form, Link, PageHeader, Radios, Row, Section, Stack, Table, TextArea, TextField } from '#platform/ui';
import { createBody } from '../body-changes.ts';
import { countMembers, kindWords, listBodies, type Body, type BodyReach } from '../bodies.queries.ts';
import { listResolutions } from '../resolutions.ts';
import type { BodyKind } from '../tables.ts';
import { ResolutionTable } from './resolution-table.tsx';

/** What came with a form, shown again when it is refused. */
type Typed = Record<string, string>;
export const BODIES = '/office/gremien';

/** /office/gremien: who meets, and what is still to be done. */
export const bodiesPage = page({
  method: 'GET', path: BODIES, site: 'office', access: 'staff',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const [bodies, members, overdue, mine] = [await listBodies(ctx), await countMembers(ctx), await listResolutions(ctx, { overdue: true, limit: 20 }), ctx.actor.id ? await listResolutions(ctx, { responsibleId: ctx.actor.id, state: 'open' }) : []];
      const today = calendarDayOf(ctx.now);
      return view({
        title: 'Gremien',
        width: 'full',
        nav: BODIES,
        body: (
          <Stack>
            <PageHeader title="Gremien" lead={leadOf(overdue.length)} actions={<Row><Button href={`${BODIES}/beschluesse`}>Alle Beschlüsse</Button>{may(rq.actor, 'steering/edit') && <Button variant="primary" href={`${BODIES}/neu`} icon="add">Gremium anlegen</Button>}</Row>} />
            {overdue.length > 0 && <Section title="Überfällige Beschlüsse" id="ueberfaellig"><ResolutionTable caption="Überfällige Beschlüsse" rows={overdue} today={today} /></Section>}
            {mine.length > 0 && <Section title="Bei mir" id="bei-mir"><ResolutionTable caption="Beschlüsse, die ich umsetze" rows={mine} today={today} /></Section>}
            <Section title="Alle Gremien" id="gremien"><BodyTable bodies={bodies} members={members} /></Section>
          </Stack>
        ),
      });
    }),
});

const leadOf = (overdue: number): string => (overdue === 0 ? 'Kein Beschluss ist überfällig.' : overdue === 1 ? 'Ein Beschluss ist überfällig.' : `${overdue} Beschlüsse sind überfällig.`);

function BodyTable({ bodies, members }: { bodies: (Body & { reach: BodyReach })[]; members: Map<string, number> }) {
  if (bodies.length === 0) return <EmptyState title="Sie gehören keinem Gremium an." icon="people">Gremien legt die Digitalsteuerung an.</EmptyState>;
  return (
    <Table
      compact
      stack
      caption="Gremien"
      captionHidden
      rows={bodies}
      rowKey={({ id }) => id}
      columns={[
        { key: 'name', head: 'Gremium', rowHead: true, cell: (one) => (one.reach.read ? <Link href={`${BODIES}/${one.id}`}>{one.name}</Link> : one.name) },
        { key: 'kind', head: 'Art', cell: ({ kind }) => kindWords[kind] },
        { key: 'purpose', head: 'Wozu', wideOnly: true, cell: ({ purpose }) => purpose },
        { key: 'rhythm', head: 'Trifft sich', cell: ({ rhythm }) => rhythm || 'nach Bedarf' },
        { key: 'members', head: 'Personen', numeric: true, cell: ({ id }) => members.get(id) ?? 0 },
        { key: 'mark', head: 'Vertraulich', cell: ({ confidential }) => (confidential ? <Badge state="neutral" icon="lock">nur Mitglieder</Badge> : 'nein') },
      ]}
    />
  );
}

const short = z.string().trim().max(200).default('');
const newBody = z.object({ name: short, kind: z.enum(Object.keys(kindWords) as [BodyKind, ...BodyKind[]]).default('working-group'), rhythm: short, purpose: z.string().trim().max(2000).default(''), confidential: short });

function showNew(typed: Typed, error?: string): View {
  return view({
    title: 'Gremium anlegen',
    nav: BODIES,
    crumbs: [{ label: 'Gremien', href: BODIES }, { label: 'Neu' }],
    body: (
      <Stack>
        {error && <ErrorSummary errors={[{ id: 'name', text: error }]} />}
        <PageHeader title="Gremium anlegen" lead="Mitglieder und Sitzungen kommen im nächsten Schritt." />
        <Form action={`${BODIES}/neu`}>
          <TextField name="name" label="Name" hint="Zum Beispiel „AG Digitale Bauakte“" value={typed['name']} error={error} required />
          <Radios name="kind" label="Art" value={typed['kind'] ?? 'working-group'} options={Object.entries(kindWords).map(([value, label]) => ({ value, label }))} />
          <TextArea name="purpose" label="Wozu es da ist" rows={3} value={typed['purpose']} required={false} />
          <TextField name="rhythm" label="Trifft sich" hint="Zum Beispiel „jeden ersten Dienstag im Monat“" value={typed['rhythm']} required={false} />
          <Checkbox name="confidential" label="Vertraulich: nur Mitglieder sehen Sitzungen und Beschlüsse" hint="Beim Personalrat immer" checked={typed['confidential'] === 'ja'} />
          <ButtonRow><Button variant="primary">Anlegen</Button><Button href={BODIES}>Abbrechen</Button></ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

export const newBodyPage = page({ method: 'GET', path: `${BODIES}/neu`, site: 'office', access: 'may:steering/edit', handle: async () => showNew({}) });
export const newBodyPost = page({
  method: 'POST', path: `${BODIES}/neu`, site: 'office', access: 'may:steering/edit', body: newBody,
  handle: (rq) => attempt(rq, { work: (ctx) => createBody(ctx, { ...rq.body, confidential: rq.body.confidential === 'ja' }), flash: 'Angelegt. Wer gehört dazu?', to: (made) => `${BODIES}/${made.id}`, again: async (_ctx: Ctx, refused) => showNew(rq.body, refused.de) }),
});
