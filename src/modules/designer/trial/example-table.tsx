import type { VNode } from 'preact';
import { playExample, type CheckedDraft, type Walkthrough } from '#core/catalogue';
import { Badge, Button, Form, Row, Table } from '#platform/ui';

type Service = NonNullable<CheckedDraft['service']>;
type ExampleTableProps = { action: string; service: Service; examples: Walkthrough[]; editable: boolean };

/** All recorded runs, played again just now: what comes out, and what differs from what was recorded. */
export function ExampleTable({ action, service, examples, editable }: ExampleTableProps): VNode {
  const rows = examples.map((example, index) => ({ example, index, played: playExample(service, example) }));
  const act = (was: string, label: string, { name, index }: { name: string; index: number }): VNode => (
    <Form action={action} inline>
      <input type="hidden" name="beispiel" value={String(index)} />
      <Button type="submit" size="small" variant="tertiary" name="was" value={was} attributes={{ 'aria-label': `${label}: ${name}` }}>
        {label}
      </Button>
    </Form>
  );
  return (
    <Table
      compact
      stack
      caption="Aufgenommene Beispiele, eben noch einmal gespielt"
      captionHidden
      rows={rows}
      rowKey={({ index }) => String(index)}
      columns={[
        { key: 'name', head: 'Beispiel', rowHead: true, cell: ({ example }) => example.name },
        {
          key: 'state', head: 'Eben noch einmal gespielt', cell: ({ played }) =>
            played.problems.length === 0 ? (
              <Badge state="done">wie aufgenommen</Badge>
            ) : (
              <>
                <Badge state="late">anders</Badge>
                <ul class="plain-list">
                  {played.problems.slice(0, 5).map((problem) => (
                    <li key={problem}>{problem}</li>
                  ))}
                </ul>
              </>
            ),
        },
        { key: 'letters', head: 'Schreiben und Nachrichten', wideOnly: true, cell: ({ played }) => [...played.letters, ...played.messages].join(', ') || 'keine' },
        {
          key: 'do', head: 'Tun', headHidden: true, cell: ({ example: { name }, index, played }) => (
            <Row>
              {act('replay', 'ansehen', { name, index })}
              {editable && played.problems.length > 0 && act('adopt', 'so soll es künftig sein', { name, index })}
            </Row>
          ),
        },
      ]}
    />
  );
}
