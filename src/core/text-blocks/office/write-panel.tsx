import { requireFileWork, type CaseFilePanel } from '#core/records';
import { Problem } from '#platform/module';
import { Button, Row } from '#platform/ui';
import { useWords } from '../blocks.ts';

/** On the page of a case file: what can be written into it. A file of a case leads to the case's own page. */
export const writePanel: CaseFilePanel = {
  id: 'schreiben',
  title: 'Schreiben',
  render: async (ctx, file) => {
    if (file.closedAt) return undefined;
    const works = await requireFileWork(ctx, file.id).then(() => true, (error: unknown) => {
      if (error instanceof Problem) return false;
      throw error;
    });
    if (!works) return undefined;
    const base = file.caseId ? `/office/vorgaenge/${file.caseId}/schreiben` : `/office/vorgangsakten/${file.id}/schreiben`;
    return (
      <Row gap="small">
        {(['note', 'letter', 'order'] as const).map((use) => (
          <Button key={use} href={`${base}?art=${use}`} size="small" icon="edit">{useWords[use]}</Button>
        ))}
      </Row>
    );
  },
};
