import { Badge, Button, ButtonRow, Deadline, Form, Link, Radios, Table, TextArea, type BadgeState } from '#platform/ui';
import { meetingHref } from '../meetings.ts';
import type { Resolution } from '../resolutions.ts';
import type { ResolutionState } from '../tables.ts';

export const resolutionWords: Record<ResolutionState, { words: string; look: BadgeState }> = { open: { words: 'offen', look: 'waiting' }, done: { words: 'erledigt', look: 'done' }, dropped: { words: 'fallen gelassen', look: 'neutral' } };

/** Resolutions with what became of them; used by the lists, a body, a meeting and a project. */
export function ResolutionTable({ caption, rows, today, withBody = true }: { caption: string; rows: Resolution[]; today: string; withBody?: boolean }) {
  return (
    <Table<Resolution>
      compact
      stack
      caption={caption}
      captionHidden
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { key: 'number', head: 'Nummer', rowHead: true, cell: ({ id, number }) => <Link href={`/office/gremien/beschluesse/${id}`}>{number}</Link> },
        { key: 'title', head: 'Beschluss', cell: ({ title }) => title },
        ...(withBody ? [{ key: 'body', head: 'Gremium', cell: ({ bodyName }: Resolution) => bodyName }] : []),
        { key: 'who', head: 'Verantwortlich', cell: ({ responsibleName }) => responsibleName || 'niemand' },
        { key: 'due', head: 'Bis', narrow: true, cell: ({ dueOn, state }) => (!dueOn ? 'ohne Frist' : state === 'open' ? <Deadline on={dueOn} today={today} /> : dueOn.split('-').toReversed().join('.')) },
        { key: 'state', head: 'Stand', cell: ({ state }) => <Badge state={resolutionWords[state].look}>{resolutionWords[state].words}</Badge> },
      ]}
    />
  );
}

/** Says what has become of a resolution. */
export function CloseForm({ resolution, typed = '', error }: { resolution: Resolution; typed?: string; error?: string | undefined }) {
  return (
    <Form action={`/office/gremien/beschluesse/${resolution.id}`} label="Abschließen">
      <Radios name="state" label="Was ist daraus geworden?" value="done" inline options={[{ value: 'done', label: 'erledigt' }, { value: 'dropped', label: 'fallen gelassen' }]} />
      <TextArea name="result" label="Ergebnis in einem Satz" rows={2} value={typed} error={error} required />
      <ButtonRow><Button variant="primary">Abschließen</Button></ButtonRow>
    </Form>
  );
}

/** Where it was decided. */
export const MeetingLink = ({ resolution }: { resolution: Resolution }) => (resolution.meetingId ? <Link href={meetingHref(resolution.meetingId)}>{resolution.bodyName}</Link> : <>{resolution.bodyName}</>);

