import { json, page } from '#platform/http';
import { formatNumber } from '#platform/i18n';
import { may, notFound } from '#platform/module';
import { Alert, Button, Enhanced, Link, Row } from '#platform/ui';
import { z } from 'zod';
import { getRun } from '../runs/bulk-runs.queries.ts';
import { bulkKinds, type BulkRun } from '../runs/bulk-run.ts';

/** What of a run stands in one sentence: "340 von 2.000 angesehen, 12 nicht möglich". */
export function runWords({ done, failed, total, state }: Pick<BulkRun, 'done' | 'failed' | 'total' | 'state'>): string {
  const seen = done + failed;
  const words = `${formatNumber(seen)} von ${formatNumber(Math.max(total, seen))}${failed > 0 ? `, davon ${formatNumber(failed)} nicht` : ''}`;
  return state === 'paused' ? `angehalten bei ${words}` : words;
}

type Props = { run: BulkRun; title: string; /** This page, to look again without a script. */ here: string; /** Where its buttons post `aktion` to. */ action: string };

/** How far a run is, and the buttons that steer it; in the browser it looks by itself. */
export function RunProgress({ run, title, here, action }: Props) {
  const seen = run.done + run.failed;
  return (
    <section aria-labelledby={`lauf-${run.id}`}>
      <Enhanced name="run-progress" start="load">
        <div class="step-progress" data-run={run.id} data-state={run.state}>
          <p class="step-progress__words">
            <span id={`lauf-${run.id}`}>{title}</span>
            <span class="step-progress__saved" role="status" data-words>
              {runWords(run)}
            </span>
          </p>
          <div class="kern-progress">
            <progress value={seen} max={Math.max(run.total, seen, 1)} aria-labelledby={`lauf-${run.id}`} />
          </div>
        </div>
      </Enhanced>
      {run.error && (
        <Alert kind="warning" title={run.state === 'paused' ? 'Der Lauf ist angehalten, weil er mehrmals abgebrochen ist.' : 'Der letzte Schritt ist abgebrochen und wird wiederholt.'}>
          {run.error}
        </Alert>
      )}
      <Row>
        <form method="post" action={action} aria-label="Lauf steuern">
          <Row>
            {run.state === 'running' ? (
              <Button size="small" name="aktion" value="anhalten">
                Anhalten
              </Button>
            ) : (
              <Button size="small" variant="primary" name="aktion" value="fortsetzen">
                Fortsetzen
              </Button>
            )}
            <Button size="small" variant="tertiary" name="aktion" value="beenden">
              Hier beenden
            </Button>
          </Row>
        </form>
        <Link href={here} size="small">
          Stand neu laden
        </Link>
      </Row>
    </section>
  );
}

/** How far a run is, for the page that shows it. */
export const runState = page({
  method: 'GET',
  path: '/office/sammellaeufe/:id/stand',
  site: 'office',
  access: 'staff',
  params: z.object({ id: z.uuid() }),
  handle: async (rq) => {
    const run = await rq.read((ctx) => getRun(ctx, rq.params.id));
    const kind = rq.platform.contributions(bulkKinds).find((one) => one.kind === run.kind);
    if (run.startedBy.id !== rq.actor.id && !(kind && may(rq.actor, kind.permission))) throw notFound();
    const { done, failed, total, state } = run;
    return json({ seen: done + failed, total: Math.max(total, done + failed, 1), state, words: runWords(run) });
  },
});
