import { page, redirect, view } from '#platform/http';
import { formatNumber, plural } from '#platform/i18n';
import { Alert, Badge, Button, ButtonRow, Checkbox, Details, EmptyState, PageHeader, SelectField, Stack, Table, type TableColumn } from '#platform/ui';
import { z } from 'zod';
import type { ByHand } from '../migration/migration.ts';
import { planMove, type MovePlan, type MoveRow } from '../migration/plan-move.ts';
import { createMigration } from '../migration/steer-migration.ts';

export const MOVES = '/office/verwaltung/umzug';
const pairs = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat()).default([]);
const query = z.object({ von: z.uuid(), nach: z.uuid(), zu: pairs, fristen: z.string().optional() });

/** `check:pruefen` sends one element to another, `check:` leaves it behind; what is not named finds itself. */
const byHandOf = (zu: string[]): ByHand => Object.fromEntries(zu.filter((pair) => pair.includes(':')).map((pair) => [pair.slice(0, pair.indexOf(':')), pair.slice(pair.indexOf(':') + 1) || null]));

/** What moves where, to be changed by hand. */
export const migrationPlanPage = page({
  method: 'GET',
  path: `${MOVES}/plan`,
  site: 'office',
  access: 'may:cases/migrate',
  query,
  handle: async (rq) => {
    const byHand = byHandOf(rq.query.zu);
    const plan = await rq.read((ctx) => planMove(ctx, { fromVersionId: rq.query.von, toVersionId: rq.query.nach, byHand }));
    return view({
      title: `Umzug planen: ${plan.name}, von Fassung ${plan.from.number} nach ${plan.to.number}`,
      width: 'full',
      nav: MOVES,
      crumbs: [{ label: 'Vorgänge umziehen', href: MOVES }, { label: 'Plan' }],
      body: <Plan plan={plan} byHand={byHand} renewTimers={rq.query.fristen === 'ja'} />,
    });
  },
});

const AUTOMATIC = '';
const STAYS = '-';

export const migrationPlanRoute = page({
  method: 'POST',
  path: `${MOVES}/plan`,
  site: 'office',
  access: 'may:cases/migrate',
  body: z.looseObject({ von: z.uuid(), nach: z.uuid(), fristen: z.string().optional(), aktion: z.enum(['vorschau', 'probelauf']).default('vorschau') }),
  handle: async (rq) => {
    const { von, nach, fristen, aktion, ...fields } = rq.body;
    const chosen = Object.entries(fields).flatMap(([key, value]): [string, string][] => (key.startsWith('zu.') && typeof value === 'string' && value !== AUTOMATIC ? [[key.slice(3), value === STAYS ? '' : value]] : []));
    const zu = chosen.map(([from, to]) => `${from}:${to}`);
    if (aktion === 'vorschau') return redirect(`${MOVES}/plan?${new URLSearchParams([['von', von], ['nach', nach], ...zu.map((pair) => ['zu', pair]), ...(fristen ? [['fristen', 'ja']] : [])])}`);
    const id = await rq.transact((ctx) => createMigration(ctx, { fromVersionId: von, toVersionId: nach, byHand: byHandOf(zu), renewTimers: fristen === 'ja' }));
    return redirect(`${MOVES}/${id}`, { flash: { kind: 'info', text: 'Der Probelauf hat begonnen. Er verändert nichts.' } });
  },
});

type Props = { plan: MovePlan; byHand: ByHand; renewTimers: boolean };

function Plan({ plan, byHand, renewTimers }: Props) {
  const here = plan.rows.filter((row) => row.instances > 0);
  const elsewhere = plan.rows.filter((row) => row.instances === 0 && row.rests);
  const stuck = here.filter((row) => row.misfit);
  return (
    <Stack>
      <PageHeader
        title={`${plan.name}: von Fassung ${plan.from.number} nach ${plan.to.number}`}
        lead={plural(plan.running, { one: 'Auf der alten Fassung läuft ein Vorgang.', other: `Auf der alten Fassung laufen ${formatNumber(plan.running)} Vorgänge.` })}
      />
      {stuck.length > 0 && (
        <Alert kind="warning" title={`An ${stuck.length === 1 ? 'einem Schritt' : `${stuck.length} Schritten`} geht es nicht von selbst weiter`}>
          {stuck.map((row) => row.title).join(', ')}: Wählen Sie, welcher Schritt übernimmt. Sonst bleiben diese Vorgänge auf der alten Fassung.
        </Alert>
      )}
      {plan.elsewhere > 0 && <Alert kind="info" title={`${formatNumber(plan.elsewhere)} Stellen liegen in aufgerufenen Abläufen`}>Ein aufgerufener Ablauf bleibt bei der Fassung, mit der er begonnen hat.</Alert>}
      <form method="post" action={`${MOVES}/plan`} aria-label="Zuordnung der Schritte">
        <Stack>
          <input type="hidden" name="von" value={plan.from.versionId} />
          <SelectField name="nach" label="Ziel" width={20} value={plan.to.versionId} placeholder={false} options={plan.versions.map(({ versionId, number }) => ({ value: versionId, label: `Fassung ${number}` }))} />
          <Rows caption="Wo Vorgänge stehen und wohin sie ziehen" rows={here} byHand={byHand} />
          {elsewhere.length > 0 && (
            <Details summary={`Schritte, an denen gerade kein Vorgang steht (${elsewhere.length})`} open={elsewhere.some((row) => Object.hasOwn(byHand, row.nodeId))}>
              <Rows caption="Schritte, an denen gerade kein Vorgang steht" rows={elsewhere} byHand={byHand} />
            </Details>
          )}
          <Checkbox name="fristen" value="ja" checked={renewTimers} label="Zeituhren neu stellen" hint="Wartezeiten und Fristen im Ablauf beginnen mit dem Umzug nach den Regeln der neuen Fassung. Sonst laufen sie weiter wie begonnen." />
          <ButtonRow>
            <Button variant="primary" name="aktion" value="probelauf" disabled={plan.running === 0}>
              Probelauf starten
            </Button>
            <Button name="aktion" value="vorschau">
              Zuordnung neu prüfen
            </Button>
            <Button variant="tertiary" href={MOVES}>
              Abbrechen
            </Button>
          </ButtonRow>
        </Stack>
      </form>
    </Stack>
  );
}

const waitWords: Record<string, string> = { user: 'bei Menschen', job: 'bei der Maschine', event: 'warten', scope: 'darin unterwegs', join: 'warten auf andere Wege', merge: 'warten auf andere Wege', incident: 'in Störung', undo: 'werden rückgängig gemacht' };
const byWords: Record<MoveRow['by'], string> = { id: 'gleiche Kennung', name: 'gleicher Name', type: 'einziger dieser Art', hand: 'von Hand', none: '' };

function Rows({ caption, rows, byHand }: { caption: string; rows: MoveRow[]; byHand: ByHand }) {
  const columns: TableColumn<MoveRow>[] = [
    { key: 'step', head: 'Schritt jetzt', rowHead: true, cell: (row) => <Step row={row} /> },
    { key: 'count', head: 'Vorgänge', narrow: true, cell: (row) => <Count row={row} /> },
    { key: 'to', head: 'Schritt danach', cell: (row) => <Target row={row} chosen={byHand} /> },
    { key: 'note', head: 'Hinweis', cell: (row) => <Note row={row} /> },
  ];
  return <Table compact stack caption={caption} rows={rows} rowKey={(row) => row.nodeId} columns={columns} empty={<EmptyState title="Hier steht kein Vorgang." icon="check" level={2} />} />;
}

const Step = ({ row }: { row: MoveRow }) => (
  <>
    {row.title}
    <br />
    <small>
      {row.kind}
      {row.inside && ` in „${row.inside}“`}
    </small>
  </>
);

const Count = ({ row }: { row: MoveRow }) => (
  <>
    {formatNumber(row.instances)}
    {row.waits.length > 0 && (
      <>
        <br />
        <small>{row.waits.map(({ wait, instances }) => `${row.waits.length > 1 ? `${formatNumber(instances)} ` : ''}${waitWords[wait] ?? wait}`).join(', ')}</small>
      </>
    )}
  </>
);

function Target({ row, chosen }: { row: MoveRow; chosen: ByHand }) {
  const byHand = Object.hasOwn(chosen, row.nodeId);
  const options = row.candidates.map(({ nodeId, title }) => ({ value: nodeId, label: title }));
  const known = row.to && !options.some(({ value }) => value === row.to?.nodeId) ? [{ value: row.to.nodeId, label: row.to.title }] : [];
  return (
    <SelectField
      name={`zu.${row.nodeId}`}
      id={`zu-${row.nodeId}`}
      label={`Wohin „${row.title}“ zieht`}
      labelHidden
      width="full"
      value={byHand ? (row.to?.nodeId ?? STAYS) : AUTOMATIC}
      placeholder={false}
      options={[{ value: AUTOMATIC, label: !byHand && row.to ? `von selbst: ${row.to.title}` : 'von selbst' }, ...known, ...options, { value: STAYS, label: 'zieht nicht um' }]}
    />
  );
}

function Note({ row }: { row: MoveRow }) {
  if (row.misfit)
    return (
      <>
        <Badge state={row.instances > 0 ? 'late' : 'neutral'}>{row.instances > 0 ? 'zieht nicht um' : 'ohne Gegenstück'}</Badge> <small>{row.misfit.message}</small>
      </>
    );
  if (row.by === 'type') return <Badge state="soon">vermutet ({byWords.type}), bitte prüfen</Badge>;
  return <Badge state="done">{byWords[row.by]}</Badge>;
}
