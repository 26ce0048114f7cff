import type { VNode } from 'preact';
import { z } from 'zod';
import { attempt, page, view, type Reply, type Rq } from '#platform/http';
import { may, type Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, Columns, Details, Fieldset, Form, Link, PageHeader, Section, Stack, Table, TextArea, TextField, Time } from '#platform/ui';
import { changeModel, currentModel, listModelVersions, type ModelVersion } from './models.ts';
import { modelKeys, type MaturityModel, type ModelKey } from './maturity-model.ts';
import { PLAN } from './plan-parts.tsx';

const MODELS = `${PLAN}/modelle`;
const modelHref = (key: ModelKey): string => `${MODELS}/${key}`;
const crumbs = [{ label: 'Masterplan', href: PLAN }, { label: 'Reifegradmodelle', href: MODELS }];

const modelsPage = page({
  method: 'GET', path: MODELS, site: 'office', access: 'may:steering/read',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const models = [await currentModel(ctx, '2.0'), await currentModel(ctx, '1.1')];
      return view({
        title: 'Reifegradmodelle', nav: PLAN, crumbs: [crumbs[0] ?? { label: '' }, { label: 'Reifegradmodelle' }],
        body: (
          <Stack>
            <PageHeader title="Reifegradmodelle" lead="Nach ihnen werden Leistungen und Prozesse bewertet. Das schwächste Kriterium entscheidet." />
            {models.map(({ key, version, model, madeAt, madeByName }) => (
              <Section key={key} title={model.name} id={`modell-${key.replace('.', '-')}`}>
                <p>{model.source}</p>
                <p><Link href={modelHref(key)}>{`Ansehen und ändern (Fassung ${version}, ${model.criteria.length} Kriterien, Stufen 0 bis ${model.levels.length - 1})`}</Link>{madeAt && <><br /><small>Geändert von {madeByName}, <Time at={madeAt} /></small></>}</p>
              </Section>
            ))}
          </Stack>
        ),
      });
    }),
});

type Typed = Record<string, string>;
const at = (typed: Typed | undefined, name: string, otherwise: string): string => typed?.[name] ?? otherwise;

async function show(ctx: Ctx, rq: Rq<{ key: ModelKey }>, again?: { typed: Typed; error: string }): Promise<Reply> {
  const current = await currentModel(ctx, rq.params.key);
  const versions = await listModelVersions(ctx, rq.params.key);
  const { model, version } = current;
  return view({
    title: model.name, width: 'full', nav: PLAN, ...(again ? { status: 422 } : {}), crumbs: [...crumbs, { label: model.name }],
    body: (
      <Stack gap="large">
        {again && <Alert kind="danger" title={again.error} role="alert">Was Sie eingegeben haben, steht noch da.</Alert>}
        <PageHeader title={`${model.name}, Fassung ${version}`} lead={model.source} />
        <Columns>
          <Table compact caption="Stufen" rows={model.levels} rowKey={({ level }) => String(level)} columns={[{ key: 'level', head: 'Stufe', numeric: true, cell: ({ level }) => level }, { key: 'name', head: 'Name', rowHead: true, cell: ({ name }) => name }, { key: 'hand', head: 'Handarbeit, die bleibt', numeric: true, cell: ({ hand }) => `${hand} %` }]} />
          <Versions versions={versions} />
        </Columns>
        <Table compact stack caption="Kriterien und was eine Stufe heißt" rows={model.criteria} rowKey={({ key }) => key} columns={[{ key: 'name', head: 'Kriterium', rowHead: true, cell: ({ name, asks }) => <>{name}<br /><small>{asks}</small></> }, { key: 'anchors', head: 'So weit kommt die Leistung damit', cell: ({ anchors }) => anchors.map(({ level, words }) => `${level}: ${words}`).join(' · ') }]} />
        {may(rq.actor, 'steering/edit') && <EditForm current={current} {...(again ? { typed: again.typed } : {})} />}
      </Stack>
    ),
  });
}

function Versions({ versions }: { versions: ModelVersion[] }): VNode {
  return <Table compact caption="Fassungen" rows={versions} rowKey={({ version }) => String(version)} empty="Noch gilt die mitgelieferte Fassung 1." columns={[{ key: 'version', head: 'Fassung', rowHead: true, numeric: true, cell: ({ version }) => version }, { key: 'reason', head: 'Warum', cell: ({ reason }) => reason }, { key: 'by', head: 'Wer', cell: ({ madeByName, madeAt }) => <>{madeByName}{madeAt && <>, <Time at={madeAt} /></>}</> }]} />;
}

function EditForm({ current: { key, model }, typed }: { current: ModelVersion; typed?: Typed }): VNode {
  return (
    <Details summary="Als neue Fassung ändern" open={typed !== undefined}>
      <Form action={modelHref(key)} label="Modell ändern">
        <TextArea name="source" label="Quelle" value={at(typed, 'source', model.source)} rows={2} />
        <TextField name="minutesPerBreak" label="Minuten je Medienbruch" value={at(typed, 'minutesPerBreak', String(model.minutesPerBreak))} width={4} inputmode="numeric" />
        <Fieldset legend="Stufen">
          {model.levels.map(({ level, name, hand }) => (
            <Columns key={level}>
              <TextField name={`name-${level}`} label={`Stufe ${level}`} value={at(typed, `name-${level}`, name)} />
              <TextField name={`hand-${level}`} label={`Handarbeit bei Stufe ${level} in Prozent`} value={at(typed, `hand-${level}`, String(hand))} width={4} inputmode="numeric" />
            </Columns>
          ))}
        </Fieldset>
        <Fieldset legend="Kriterien">
          {model.criteria.map(({ key: criterion, name, asks, anchors }) => (
            <Stack key={criterion} gap="small">
              <Columns>
                <TextField name={`kriterium-${criterion}`} label="Kriterium" value={at(typed, `kriterium-${criterion}`, name)} />
                <TextField name={`frage-${criterion}`} label={`Frage zu „${name}“`} value={at(typed, `frage-${criterion}`, asks)} />
              </Columns>
              {anchors.map(({ level, words }) => <TextField key={level} name={`anker-${criterion}-${level}`} label={`„${name}“ ab Stufe ${level}`} value={at(typed, `anker-${criterion}-${level}`, words)} />)}
            </Stack>
          ))}
        </Fieldset>
        <TextField name="reason" label="Warum die Änderung?" value={at(typed, 'reason', '')} />
        <ButtonRow><Button type="submit" variant="primary">Neue Fassung speichern</Button></ButtonRow>
      </Form>
    </Details>
  );
}

/** The model with what was typed; numbers that are none become NaN and are refused by name. */
function modelFrom(model: MaturityModel, typed: Typed): MaturityModel {
  const number = (name: string, otherwise: number): number => (typed[name] === undefined ? otherwise : /^\d{1,4}$/.test(typed[name].trim()) ? Number(typed[name]) : Number.NaN);
  const text = (name: string, otherwise: string): string => (typed[name] ?? otherwise).trim();
  return {
    ...model, source: text('source', model.source), minutesPerBreak: number('minutesPerBreak', model.minutesPerBreak),
    levels: model.levels.map((one) => ({ level: one.level, name: text(`name-${one.level}`, one.name), hand: number(`hand-${one.level}`, one.hand) })),
    criteria: model.criteria.map((one) => ({ key: one.key, name: text(`kriterium-${one.key}`, one.name), asks: text(`frage-${one.key}`, one.asks), anchors: one.anchors.map(({ level, words }) => ({ level, words: text(`anker-${one.key}-${level}`, words) })) })),
  };
}

const params = z.object({ key: z.enum(modelKeys) });
const modelPage = page({ method: 'GET', path: `${MODELS}/:key`, site: 'office', access: 'may:steering/read', params, handle: (rq) => rq.read((ctx) => show(ctx, rq)) });
const modelPost = page({
  method: 'POST', path: `${MODELS}/:key`, site: 'office', access: 'may:steering/edit', params, body: z.record(z.string(), z.string().max(2000)),
  handle: (rq) =>
    attempt(rq, {
      work: async (ctx) => changeModel(ctx, rq.params.key, { model: modelFrom((await currentModel(ctx, rq.params.key)).model, rq.body), reason: rq.body['reason'] ?? '' }),
      flash: (version) => `Fassung ${version} gilt. Bestehende Bewertungen behalten die Fassung, nach der sie entstanden sind.`, to: modelHref(rq.params.key),
      again: (ctx, refused) => show(ctx, rq, { typed: rq.body, error: refused.de }),
    }),
});

export const modelRoutes = [modelsPage, modelPage, modelPost];
