import type { CompiledService } from '#core/catalogue';
import { Details, Link, ProcessStrip, Table, Time } from '#platform/ui';
import { Diagram } from '../diagram/diagram.tsx';
import { readLayout, type Layout } from '../diagram/read-layout.ts';
import type { CaseView } from './read-case.ts';

export type CaseLayout = Layout | undefined;
const layouts = new WeakMap<CompiledService, Promise<CaseLayout>>();

/** The drawing of a version; read once, versions never change. */
export function layoutOf(service: CompiledService): Promise<CaseLayout> {
  let layout = layouts.get(service);
  if (!layout) layouts.set(service, (layout = readLayout(service.processXml)));
  return layout;
}

const who: Record<string, string> = { automatic: 'Maschine', decision: 'Maschine (Regeln)', wait: 'wartet auf ein Ereignis', task: 'von Hand', call: 'anderer Ablauf', start: '', end: '' };

/** Where the case stands: the steps in plain words, on demand the diagram, and the same as a table. */
export function ProcessPanel({ view }: { view: CaseView }) {
  const { process, progress, found } = view;
  const named = process.steps.filter((step) => process.current.has(step.nodeId)).map((step) => step.name);
  const drawn = process.layout?.shapes.find((shape) => process.current.has(shape.id))?.id;
  const here = named.length > 0 ? `Der Vorgang steht bei: ${named.join(', ')}.` : process.current.size > 0 ? 'Der Vorgang wartet auf ein Ereignis.' : 'Der Ablauf ist beendet.';
  return (
    <section aria-labelledby="ablauf-titel">
      <h2 class="kern-sr-only" id="ablauf-titel">
        Ablauf
      </h2>
      <ProcessStrip label="Schritte des Vorgangs" steps={progress.steps.map(({ title, state, at }) => ({ title, state, ...(at && state !== 'then' ? { when: <Time at={at} /> } : {}) }))} />
      <Details summary="Ablauf als Diagramm und Tabelle" id="diagramm">
        <p>
          {here} {process.layout && drawn && <Link href={`#stelle-${drawn}`}>Im Diagramm zeigen</Link>}
        </p>
        {process.layout && (
          <div class="table-frame" tabindex={0} role="group" aria-label="Diagramm, bei Bedarf seitlich verschieben">
            <Diagram layout={process.layout} current={process.current} done={new Set(process.history.keys())} failed={process.failed} label={`Ablauf von ${found.number} als Diagramm. ${here} Die Tabelle darunter sagt dasselbe in Worten.`} />
          </div>
        )}
        <StepTable view={view} />
      </Details>
    </section>
  );
}

function StepTable({ view: { process } }: { view: CaseView }) {
  const state = (nodeId: string): string => (process.failed.has(nodeId) ? 'Störung' : process.current.has(nodeId) ? 'jetzt' : process.history.has(nodeId) ? 'erledigt' : 'offen');
  return (
    <Table
      compact
      caption="Schritte des Ablaufs"
      rows={process.steps}
      rowKey={(step) => step.nodeId}
      current={(step) => process.current.has(step.nodeId)}
      columns={[
        { key: 'name', head: 'Schritt', rowHead: true, cell: (step) => step.name },
        { key: 'who', head: 'Wer', cell: (step) => step.who.join(', ') || who[step.kind] },
        { key: 'state', head: 'Stand', cell: (step) => state(step.nodeId) },
        { key: 'since', head: 'Zuletzt erreicht', cell: (step) => ((at) => at && <Time at={at.enteredAt} />)(process.history.get(step.nodeId)) },
      ]}
    />
  );
}
